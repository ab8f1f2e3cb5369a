import type { Priority } from '@recado/api'
import { useT } from '../../../i18n/provider.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { PickList } from '../../../ui/pick-list.js'
import { PriorityMark } from './priority-mark.js'

const PRIORITIES: readonly Priority[] = ['urgent', 'high', 'normal', 'low', 'none']

/** Chosen by name, or by the arrows. */
export default function PriorityPicker({ current, onPick, onClose }: { current: Priority | null; onPick: (priority: Priority) => void; onClose: () => void }) {
  const { t } = useT()
  const choices = PRIORITIES.map((id) => ({ id, text: t(`priority.${id}`), icon: <span aria-hidden="true"><PriorityMark priority={id} /></span>, hint: id === current ? t('picker.now') : null }))
  return (
    <DialogWindow title={t('context.priority')} onClose={onClose} closeLabel={t('app.close')}>
      <PickList label={t('context.priority')} placeholder={t('picker.find')} choices={choices} onPick={(id) => { const priority = PRIORITIES.find((each) => each === id); if (priority) { onPick(priority); onClose() } }} />
    </DialogWindow>
  )
}
