import type { ConversationDetail } from '@recado/api'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { useActions } from '../../../hotkeys/use-actions.js'
import { useT } from '../../../i18n/provider.js'
import type { ConversationActions } from '../use-conversation-actions.js'

const PRIORITIES = ['none', 'low', 'normal', 'high', 'urgent'] as const

/** Labels, status and priority of the conversation. */
export function Labels({ conversation, actions }: { conversation: ConversationDetail; actions: ConversationActions }) {
  const { t } = useT()
  const [adding, setAdding] = useState(false)
  useActions([{ id: 'conversation.label', label: 'action.label', group: 'conversation', keys: ['l'], run: () => setAdding(true) }])
  const row = 'flex items-center gap-2'
  const select = 'min-h-8 min-w-0 grow rounded-lg border border-line bg-surface px-2 text-sm'
  return (
    <div className="flex flex-col gap-2 text-sm">
      <label className={row}><span className="w-20 shrink-0 text-ink-soft">{t('context.status')}</span>
        <select className={select} value={conversation.status} onChange={(event) => actions.setStatus(event.target.value as ConversationDetail['status'])}>
          {(['open', 'pending', 'resolved'] as const).map((id) => <option key={id} value={id}>{t(`status_of_one.${id}`)}</option>)}
          {conversation.status === 'snoozed' && <option value="snoozed">{t('status_of_one.snoozed')}</option>}
        </select></label>
      <label className={row}><span className="w-20 shrink-0 text-ink-soft">{t('context.priority')}</span>
        <select className={select} value={conversation.priority} onChange={(event) => actions.setPriority(event.target.value as ConversationDetail['priority'])}>{PRIORITIES.map((id) => <option key={id} value={id}>{t(`priority.${id}`)}</option>)}</select></label>
      <div className="flex items-start gap-2"><span className="w-20 shrink-0 pt-1 text-ink-soft">{t('context.labels')}</span>
        <div className="flex min-w-0 flex-wrap gap-1">
          {conversation.labels.map((label) => <span key={label} className="inline-flex min-h-6 items-center gap-1 rounded-md bg-accent-soft ps-2 text-accent-strong">{label}<button type="button" aria-label={t('context.remove_label', { label })} onClick={() => actions.label([], [label])} className="grid size-6 place-items-center"><X aria-hidden="true" className="size-3" /></button></span>)}
          {adding
            ? <form onSubmit={(event) => { event.preventDefault(); const label = String(new FormData(event.currentTarget).get('label')).trim(); setAdding(false); if (label) actions.label([label], []) }}><input name="label" autoFocus maxLength={40} aria-label={t('action.label')} onBlur={() => setAdding(false)} onKeyDown={(event) => { if (event.key === 'Escape') { event.stopPropagation(); setAdding(false) } }} className="min-h-6 w-28 rounded-md border border-line-strong bg-surface px-2" /></form>
            : <button type="button" onClick={() => setAdding(true)} className="inline-flex min-h-6 items-center gap-1 rounded-md border border-dashed border-line-strong px-2 text-ink-soft hover:bg-hover"><Plus aria-hidden="true" className="size-3" />{t('action.label')}</button>}
        </div>
      </div>
    </div>
  )
}
