import type { Label } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ArrowDown, ArrowUp, Ellipsis, Plus, Tag } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { LabelDot } from '../../features/labels/label-chip.js'
import { LabelForm } from '../../features/labels/label-form.js'
import { MergeDialog } from '../../features/labels/merge-dialog.js'
import { labelsQuery, labelUsesQuery } from '../../features/labels/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Empty, Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { AriaButton, IconButton, Item, MenuButton } from '../../ui/overlay.js'
import { toast } from '../../ui/toast.js'
import { Card, SettingsPage } from './page.js'

/** The one vocabulary of labels: their order, what they are for, how often they are used. */
export function LabelsPage() {
  const { t, intl } = useT()
  const client = useQueryClient()
  const { data: labels, error, isLoading } = useQuery(labelsQuery)
  const uses = useQuery(labelUsesQuery).data ?? []
  const [editing, setEditing] = useState<Label | 'new' | null>(null)
  const [merging, setMerging] = useState<Label | null>(null)
  const refresh = () => Promise.all([client.invalidateQueries({ queryKey: labelsQuery.queryKey }), client.invalidateQueries({ queryKey: labelUsesQuery.queryKey })])
  const fail = (problem: unknown) => toast(tellError(intl, problem).sentence, { tone: 'failed' })
  const archive = useMutation({ mutationFn: (label: Label) => api.patch(`/labels/${label.id}`, { archived: label.archivedAt === null }), onError: fail, onSettled: refresh })
  const order = useMutation({ mutationFn: (ids: string[]) => api.put<{ items: Label[] }>('/labels/order', { ids }), onSuccess: ({ items }) => client.setQueryData(labelsQuery.queryKey, items), onError: fail })
  const shown = labels?.filter((label) => label.archivedAt === null) ?? []
  const away = labels?.filter((label) => label.archivedAt !== null) ?? []
  const move = (label: Label, step: 1 | -1) => {
    const ids = shown.map((each) => each.id)
    const at = ids.indexOf(label.id)
    ids.splice(at, 1)
    ids.splice(at + step, 0, label.id)
    order.mutate(ids)
  }
  const add = <Button look="primary" onClick={() => setEditing('new')}><Plus aria-hidden="true" className="size-4" />{t('labelset.add')}</Button>
  const done = () => { setEditing(null); setMerging(null); void refresh() }
  const used = (label: Label) => {
    const use = uses.find((each) => each.labelId === label.id)
    return use ? t(use.capped ? 'labelset.used_many' : 'labelset.used', { conversations: use.conversations, people: use.people }) : ''
  }
  const row = (label: Label, index: number | null) => (
    <li key={label.id} className="flex items-center gap-3 border-b border-line px-4 py-2.5 last:border-0">
      <LabelDot colour={label.colour} />
      <div className="min-w-0 grow"><p className="truncate font-semibold"><bdi>{label.name}</bdi>{label.renaming && <span className="ms-2 text-sm font-normal text-waiting">{t('labelset.renaming')}</span>}</p>{label.description && <p dir="auto" className="line-clamp-1 text-sm text-ink-soft">{label.description}</p>}<p className="figures text-sm text-ink-soft">{used(label)}</p></div>
      {index !== null && <span className="flex max-sm:hidden"><IconButton label={t('labelset.up', { name: label.name })} isDisabled={index === 0 || order.isPending} onPress={() => move(label, -1)}><ArrowUp aria-hidden="true" /></IconButton><IconButton label={t('labelset.down', { name: label.name })} isDisabled={index === shown.length - 1 || order.isPending} onPress={() => move(label, 1)}><ArrowDown aria-hidden="true" /></IconButton></span>}
      <MenuButton label={t('labelset.more', { name: label.name })} trigger={<AriaButton aria-label={t('labelset.more', { name: label.name })} className="grid size-9 shrink-0 place-items-center rounded-lg text-ink-soft data-[hovered]:bg-hover"><Ellipsis aria-hidden="true" className="size-[19px]" /></AriaButton>}>
        <Item onAction={() => setEditing(label)}>{t('labelset.edit')}</Item>
        {shown.some((each) => each.id !== label.id) && <Item onAction={() => setMerging(label)}>{t('labelset.merge')}</Item>}
        {index !== null && index > 0 && <Item onAction={() => move(label, -1)}>{t('labelset.up_short')}</Item>}
        <Item onAction={() => archive.mutate(label)}>{t(label.archivedAt === null ? 'labelset.archive' : 'labelset.bring_back')}</Item>
      </MenuButton>
    </li>
  )
  const list = 'overflow-hidden rounded-2xl border border-line bg-surface shadow-lift'
  return (
    <SettingsPage title={t('settings.labels')} lead={t('labelset.lead')} action={labels && labels.length > 0 && add}>
      {isLoading && <Loading label={t('app.loading')} />}
      {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {labels?.length === 0 && <Card><Empty icon={Tag} title={t('labelset.none_title')} action={add}>{t('labelset.none_text')}</Empty></Card>}
      {shown.length > 0 && <ul className={list}>{shown.map((label, index) => row(label, index))}</ul>}
      {away.length > 0 && <section><h3 className="mb-2 text-bubble">{t('labelset.away')}</h3><ul className={list}>{away.map((label) => row(label, null))}</ul></section>}
      {editing && <LabelForm label={editing === 'new' ? null : editing} onClose={() => setEditing(null)} onDone={done} />}
      {merging && <MergeDialog label={merging} others={shown.filter((each) => each.id !== merging.id)} onClose={() => setMerging(null)} onDone={done} />}
    </SettingsPage>
  )
}
