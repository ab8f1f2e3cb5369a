import type { EntryPoint, MakeEntryPoint } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Archive, ArchiveRestore, Copy, Download, Plus, Printer, QrCode as QrIcon } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { useCan } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button, buttonClass } from '../../ui/button.js'
import { cx } from '../../ui/class-names.js'
import { Empty, Loading } from '../../ui/empty.js'
import { Choice, Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { toast } from '../../ui/toast.js'
import type { SectionProps } from '../account/sections.js'
import { pointsOptions } from './points-query.js'
import { download, fileStem, pngBlob, QrCode, svgText } from './qr.js'

/** Links and QR codes that lead to this account: made here, printed, and counted when somebody comes by them. */
export default function LinksSection({ account, channel }: SectionProps) {
  const { t, intl } = useT()
  const mayManage = useCan('channels.manage')
  const [adding, setAdding] = useState(false)
  const { data: points, error, isLoading } = useQuery(pointsOptions(account.id))
  const add = mayManage && <Button look="primary" onClick={() => setAdding(true)}><Plus aria-hidden="true" className="size-4" />{t('links.add')}</Button>
  const shown = points?.filter((point) => !point.archivedAt) ?? []
  const archived = points?.filter((point) => point.archivedAt) ?? []
  return (
    <>
      <div className="flex flex-wrap items-center gap-3"><p className="min-w-0 grow basis-72 text-pretty text-ink-soft">{t('links.lead')}</p>{shown.length > 0 && add}</div>
      {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {isLoading && <Loading label={t('app.loading')} />}
      {points && shown.length === 0 && <Card><Empty icon={QrIcon} title={t('links.none_title')} action={add}>{t('links.none_text')}</Empty></Card>}
      {shown.map((point) => <PointCard key={point.id} point={point} mayManage={mayManage} />)}
      {archived.length > 0 && (
        <details><summary className="min-h-8 cursor-pointer py-1 font-medium text-ink-soft">{t('links.archived', { count: archived.length })}</summary><div className="mt-2 flex flex-col gap-3">{archived.map((point) => <PointCard key={point.id} point={point} mayManage={mayManage} />)}</div></details>
      )}
      {adding && channel.entry && <AddPoint accountId={account.id} entry={channel.entry} onClose={() => setAdding(false)} />}
    </>
  )
}

function PointCard({ point, mayManage }: { point: EntryPoint; mayManage: boolean }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const change = useMutation({
    mutationFn: (body: object) => api.patch<EntryPoint>(`/entry-points/${point.id}`, body),
    onSettled: () => client.invalidateQueries({ queryKey: pointsOptions(point.channelAccountId).queryKey }), onError: (problem) => toast(tellError(intl, problem).sentence, { tone: 'failed' }),
  })
  const save = async (kind: 'svg' | 'png') => {
    const blob = kind === 'svg' ? new Blob([svgText(point.url)], { type: 'image/svg+xml' }) : await pngBlob(point.url)
    if (blob) download(blob, `${fileStem(point.name)}.${kind}`)
  }
  const day = (iso: string) => intl.formatDate(iso, { dateStyle: 'medium' })
  const gone = point.expiresAt !== null && Date.parse(point.expiresAt) < Date.now()
  return (
    <section aria-label={point.name} className={cx('flex flex-wrap gap-5 rounded-2xl border border-line bg-surface p-5 shadow-lift', point.archivedAt && 'opacity-75')}>
      <QrCode text={point.url} label={t('links.qr_of', { name: point.name })} className="size-28 shrink-0" />
      <div className="min-w-0 grow basis-64">
        <h3 className="font-semibold"><bdi>{point.name}</bdi></h3>
        <p className="text-sm text-ink-soft">{[point.place, t('links.code', { code: point.code }), point.expiresAt ? t(gone ? 'links.expired' : 'links.expires', { day: day(point.expiresAt) }) : ''].filter(Boolean).join(' · ')}</p>
        <p className="mt-1 line-clamp-2 font-mono text-xs text-ink-soft [overflow-wrap:anywhere]" dir="ltr">{point.url}</p>
        <p className="figures mt-2 text-sm">{t('links.counts', { uses: point.uses, starts: point.starts })}{point.lastUsedAt && <span className="text-ink-soft"> · {t('links.last', { day: day(point.lastUsedAt) })}</span>}</p>
        <div className="mt-3 flex flex-wrap gap-2">
          {point.kind === 'link' && <Button small onClick={() => void navigator.clipboard.writeText(point.url).then(() => toast(t('app.copied')))}><Copy aria-hidden="true" className="size-4" />{t('links.copy')}</Button>}
          <Link to="/print/$accountId/$pointId" params={{ accountId: point.channelAccountId, pointId: point.id }} className={buttonClass('plain', true)}><Printer aria-hidden="true" className="size-4" />{t('links.print')}</Link>
          <Button small look="quiet" onClick={() => void save('svg')}><Download aria-hidden="true" className="size-4" />{t('links.svg')}</Button>
          <Button small look="quiet" onClick={() => void save('png')}><Download aria-hidden="true" className="size-4" />{t('links.png')}</Button>
          {mayManage && <Button small look="quiet" busy={change.isPending} onClick={() => change.mutate({ archived: !point.archivedAt })}>{point.archivedAt ? <ArchiveRestore aria-hidden="true" className="size-4" /> : <Archive aria-hidden="true" className="size-4" />}{t(point.archivedAt ? 'links.restore' : 'links.archive')}</Button>}
        </div>
      </div>
    </section>
  )
}

function AddPoint({ accountId, entry, onClose }: { accountId: string; entry: NonNullable<SectionProps['channel']['entry']>; onClose: () => void }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const [kind, setKind] = useState<'qr' | 'link'>(entry.kinds[0] ?? 'link')
  const add = useMutation({
    mutationFn: (body: MakeEntryPoint) => api.post<EntryPoint>(`/channel-accounts/${accountId}/entry-points`, body),
    onSuccess: async () => { await client.invalidateQueries({ queryKey: pointsOptions(accountId).queryKey }); onClose() },
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [name, place, text, days] = ['name', 'place', 'text', 'days'].map((key) => String(form.get(key) ?? '').trim())
    add.mutate({ kind, name: name ?? '', ...(place ? { place } : {}), ...(text ? { text } : {}), ...(Number(days) > 0 ? { days: Number(days) } : {}) })
  }
  const told = add.error ? tellError(intl, add.error) : null
  return (
    <DialogWindow title={t('links.add')} closeLabel={t('app.close')} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        {entry.kinds.length > 1 && <Choice label={t('links.kind')} help={t(`links.kind_help.${kind}`)} value={kind} onChange={(event) => setKind(event.target.value as 'qr' | 'link')}>{entry.kinds.map((each) => <option key={each} value={each}>{t(`links.kind.${each}`)}</option>)}</Choice>}
        <Field label={t('links.name')} help={t('links.name_help')} name="name" required autoFocus maxLength={80} />
        <Field label={t('links.place')} help={t('links.place_help')} name="place" maxLength={120} />
        {entry.text && <Field label={t('links.text')} help={t('links.text_help')} name="text" maxLength={300} defaultValue={t('links.text_default')} />}
        {entry.temporaryDays !== null && <Choice label={t('links.days')} help={t('links.days_help')} name="days" defaultValue="0"><option value="0">{t('links.days_never')}</option>{[1, 7, entry.temporaryDays].map((days) => <option key={days} value={days}>{t('links.days_count', { days })}</option>)}</Choice>}
        <div className="flex justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={add.isPending}>{t('links.make')}</Button></div>
      </form>
    </DialogWindow>
  )
}
