import type { ConversationDetail } from '@recado/api'
import { UserRoundPlus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useCan } from '../../api/queries.js'
import { useActions } from '../../hotkeys/use-actions.js'
import { useT } from '../../i18n/provider.js'
import { useSelecting } from '../inbox/bulk/selection.js'
import { QueuePlace } from './queue-place.js'
import { useAssign } from './use-assign.js'

const AssignPicker = lazy(() => import('./assign-picker.js'))

/** Who has the conversation; opens the choice of colleagues and teams. `a` opens it, `i` takes the conversation. */
export function AssignButton({ conversation }: { conversation: ConversationDetail }) {
  const { t } = useT()
  const [open, setOpen] = useState(false)
  const { take, drop } = useAssign(conversation)
  const mayWork = useCan('conversations.work')
  const selecting = useSelecting()
  const { assignee, team, queuedSince } = conversation
  useActions(mayWork ? [
    { id: 'conversation.assign', label: 'action.assign', group: 'conversation', run: () => setOpen(true), disabled: selecting },
    { id: 'conversation.assign_me', label: 'action.assign_me', group: 'conversation', run: () => void take(), disabled: selecting },
    { id: 'conversation.unassign', label: 'action.unassign', group: 'conversation', run: () => void drop(), disabled: !assignee },
  ] : [])
  if (!mayWork) return null
  const name = assignee?.name ?? team?.name
  return (
    <>
      {queuedSince && <QueuePlace conversation={conversation} />}
      <button type="button" onClick={() => setOpen(true)} aria-haspopup="dialog" title={t('action.assign')} aria-label={name ? t('head.assigned_to', { name }) : t('action.assign')} className="flex min-h-9 shrink-0 items-center gap-1.5 rounded-lg px-2 text-sm hover:bg-hover">
        <UserRoundPlus aria-hidden="true" className="size-[18px] text-ink-soft" /><span className="hidden max-w-32 truncate lg:inline">{name ?? t('action.assign')}</span>
      </button>
      {open && <Suspense><AssignPicker conversation={conversation} onClose={() => setOpen(false)} /></Suspense>}
    </>
  )
}
