import { useQuery } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../../api/client.js'
import { membersQuery, useCan } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Choice } from '../../../ui/field.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { PickList } from '../../../ui/pick-list.js'
import { LabelChip } from '../../labels/label-chip.js'
import { labelsQuery } from '../../labels/queries.js'
import { Section } from './section.js'
import type { Draft } from './use-draft.js'

const named = (path: '/teams' | '/inboxes') => () => api.get<{ items: { id: string; name: string }[] }>(path).then((page) => page.items)
const RECEIVERS = ['user', 'team', 'inbox'] as const

/** Where the answers go, and under which labels. What somebody has already stays hers. */
export function Replies({ draft }: { draft: Draft }) {
  const { t } = useT()
  const { campaign: { settings }, change } = draft
  const [labelling, setLabelling] = useState(false)
  const sees = useCan('members.read')
  const members = useQuery({ ...membersQuery, enabled: sees }).data?.filter((one) => one.active) ?? []
  const teams = useQuery({ queryKey: ['teams'], queryFn: named('/teams'), enabled: sees, staleTime: 60_000 }).data ?? []
  const inboxes = useQuery({ queryKey: ['inboxes', 'names'], queryFn: named('/inboxes'), enabled: sees, staleTime: 60_000 }).data ?? []
  const known = useQuery(labelsQuery).data?.filter((one) => one.archivedAt === null) ?? []
  const { assign, labels = [] } = settings.replies ?? {}
  const put = (part: NonNullable<typeof settings.replies>) => change({ settings: { ...settings, replies: { ...settings.replies, ...part } } })
  const onReceiver = (value: string) => {
    const [kind, id] = value.split(' ')
    const to = RECEIVERS.find((one) => one === kind)
    put({ assign: to && id ? { to, id } : null })
  }
  const group = (to: (typeof RECEIVERS)[number], label: string, rows: readonly { id: string; name: string }[]) => rows.length > 0 && <optgroup label={label}>{rows.map((one) => <option key={one.id} value={`${to} ${one.id}`}>{one.name}</option>)}</optgroup>
  return (
    <Section title={t('campaigns.replies_title')} text={t('campaigns.replies_text')}>
      <Choice label={t('campaigns.replies_to')} help={t('campaigns.replies_help')} value={assign ? `${assign.to} ${assign.id}` : ''} onChange={(event) => onReceiver(event.target.value)}>
        <option value="">{t('campaigns.replies_usual')}</option>
        {inboxes.length > 1 && group('inbox', t('campaigns.inboxes'), inboxes)}{group('team', t('campaigns.teams'), teams)}{group('user', t('campaigns.colleagues'), members)}
      </Choice>
      <div className="flex flex-col gap-1.5">
        <p className="font-medium">{t('campaigns.replies_labels')}</p>
        <ul aria-label={t('campaigns.replies_labels')} className="flex flex-wrap items-center gap-2">
          {labels.map((name) => <li key={name} className="flex items-center gap-0.5"><LabelChip name={name} /><button type="button" aria-label={t('campaigns.take_out', { name, where: t('campaigns.replies_labels') })} onClick={() => put({ labels: labels.filter((one) => one !== name) })} className="grid size-7 place-items-center rounded-full hover:bg-hover"><X aria-hidden="true" className="size-4" /></button></li>)}
          <li><Button small onClick={() => setLabelling(true)}><Plus aria-hidden="true" className="size-4" />{t('campaigns.replies_label')}</Button></li>
        </ul>
      </div>
      {labelling && <DialogWindow title={t('campaigns.replies_labels')} closeLabel={t('app.close')} onClose={() => setLabelling(false)} footer={<Button look="primary" onClick={() => setLabelling(false)}>{t('app.done')}</Button>}>
        <PickList label={t('campaigns.replies_labels')} placeholder={t('campaigns.label_find')} choices={known.map((one) => ({ id: one.name, text: one.name, chosen: labels.includes(one.name) }))} onPick={(name) => { if (name) put({ labels: labels.includes(name) ? labels.filter((one) => one !== name) : [...labels, name].slice(0, 20) }) }} empty={t('campaigns.label_none')} />
      </DialogWindow>}
    </Section>
  )
}
