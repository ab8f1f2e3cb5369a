import type { ConversationDetail } from '@recado/api'
import { Moon } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useActions, useKeyCap } from '../../../hotkeys/use-actions.js'
import { useT } from '../../../i18n/provider.js'
import { IconButton } from '../../../ui/overlay.js'
import { useSelecting } from '../bulk/selection.js'
import type { ConversationActions } from '../use-conversation-actions.js'

const SnoozePicker = lazy(() => import('../snooze/picker.js'))
const PriorityPicker = lazy(() => import('./priority.js'))
const LabelPicker = lazy(() => import('../../labels/label-picker.js'))

/** Snooze, priority and labels of the open conversation: each by its key, in a field that is typed into. The button is for the first. */
export function StateActions({ conversation, actions }: { conversation: ConversationDetail; actions: ConversationActions }) {
  const { t } = useT()
  const [open, setOpen] = useState<'snooze' | 'priority' | 'labels' | null>(null)
  const selecting = useSelecting()
  const cap = useKeyCap('conversation.snooze')
  const close = () => setOpen(null)
  useActions([
    { id: 'conversation.snooze', label: 'action.snooze', group: 'conversation', run: () => setOpen('snooze'), disabled: selecting },
    { id: 'conversation.snooze_reply', label: 'action.snooze_reply', group: 'conversation', run: () => actions.snooze({ mode: 'reply' }) },
    { id: 'conversation.priority', label: 'action.priority', group: 'conversation', run: () => setOpen('priority'), disabled: selecting },
    { id: 'conversation.label', label: 'action.label', group: 'conversation', run: () => setOpen('labels'), disabled: selecting },
  ])
  const closesAt = conversation.window.state === 'open' ? conversation.window.closesAt : null
  return (
    <>
      <IconButton label={t('action.snooze')} keys={cap} onPress={() => setOpen('snooze')} placement="bottom"><Moon aria-hidden="true" /></IconButton>
      <Suspense fallback={null}>
        {open === 'snooze' && <SnoozePicker closesAt={closesAt} onPick={actions.snooze} onClose={close} />}
        {open === 'priority' && <PriorityPicker current={conversation.priority} onPick={actions.setPriority} onClose={close} />}
        {open === 'labels' && <LabelPicker held={conversation.labels} title={t('context.labels')} onDone={actions.label} onClose={close} />}
      </Suspense>
    </>
  )
}
