import type { ConversationDetail, ConversationStatus, Priority } from '@recado/api'
import { Plus, X } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useT } from '../../../i18n/provider.js'
import { LabelChip } from '../../labels/label-chip.js'
import type { ConversationActions } from '../use-conversation-actions.js'

const LabelPicker = lazy(() => import('../../labels/label-picker.js'))
const PRIORITIES: readonly Priority[] = ['none', 'low', 'normal', 'high', 'urgent']

/** Status, priority and labels of the conversation. Sleeping is chosen in the head, where the moments stand. */
export function Labels({ conversation, actions }: { conversation: ConversationDetail; actions: ConversationActions }) {
  const { t } = useT()
  const row = 'flex items-center gap-2'
  const select = 'min-h-8 min-w-0 grow rounded-lg border border-line bg-surface px-2 text-sm'
  return (
    <div className="flex flex-col gap-2 text-sm">
      <label className={row}><span className="w-20 shrink-0 text-ink-soft">{t('context.status')}</span>
        <select className={select} value={conversation.status} onChange={(event) => { const status = event.target.value as ConversationStatus; if (status !== 'snoozed') actions.setStatus(status) }}>
          {(['open', 'pending', 'resolved'] as const).map((id) => <option key={id} value={id}>{t(`status_of_one.${id}`)}</option>)}
          {conversation.status === 'snoozed' && <option value="snoozed">{t('status_of_one.snoozed')}</option>}
        </select></label>
      <label className={row}><span className="w-20 shrink-0 text-ink-soft">{t('context.priority')}</span>
        <select className={select} value={conversation.priority} onChange={(event) => actions.setPriority(event.target.value as Priority)}>{PRIORITIES.map((id) => <option key={id} value={id}>{t(`priority.${id}`)}</option>)}</select></label>
      <LabelList title={t('context.labels')} labels={conversation.labels} onChange={actions.label} />
    </div>
  )
}

/** Labels of a thread or a person, each taken off by its cross; others are put on in the picker. */
export function LabelList({ title, labels, onChange }: { title: string; labels: readonly string[]; onChange: (add: string[], remove: string[]) => void }) {
  const { t } = useT()
  const [open, setOpen] = useState(false)
  return (
    <div className="flex items-start gap-2 text-sm"><span className="w-20 shrink-0 pt-1 text-ink-soft">{title}</span>
      <div className="flex min-w-0 flex-wrap gap-1">
        {labels.map((label) => <LabelChip key={label} name={label} className="min-h-6 pe-0"><button type="button" aria-label={t('context.remove_label', { label })} onClick={() => onChange([], [label])} className="grid size-6 shrink-0 place-items-center"><X aria-hidden="true" className="size-3" /></button></LabelChip>)}
        <button type="button" aria-haspopup="dialog" aria-label={title} onClick={() => setOpen(true)} className="inline-flex min-h-6 items-center gap-1 rounded-md border border-dashed border-line-strong px-2 text-ink-soft hover:bg-hover"><Plus aria-hidden="true" className="size-3" />{t('action.label')}</button>
      </div>
      {open && <Suspense fallback={null}><LabelPicker held={labels} title={title} onDone={onChange} onClose={() => setOpen(false)} /></Suspense>}
    </div>
  )
}
