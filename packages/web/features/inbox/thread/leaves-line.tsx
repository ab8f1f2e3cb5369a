import type { Message } from '@recado/api'
import { Timer } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../../api/client.js'
import { useNow } from '../../../api/clock.js'
import { useActions } from '../../../hotkeys/use-actions.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { toast } from '../../../ui/toast.js'
import { showStored } from '../outbox.js'

/** Under a message that has not left yet: how long it still stays, and the button that takes it back. */
export default function LeavesLine({ message, leavesAt }: { message: Message; leavesAt: string }) {
  const { t, intl } = useT()
  const now = useNow(250)
  const [busy, setBusy] = useState(false)
  const left = Math.ceil((Date.parse(leavesAt) - now) / 1_000)
  const takeBack = () => {
    if (busy) return
    setBusy(true)
    void api.post<Message>(`/messages/${message.id}/cancel`).then(showStored).catch((error: unknown) => toast(tellError(intl, error).sentence, { tone: 'failed' })).finally(() => setBusy(false))
  }
  useActions([{ id: 'composer.take_back', label: 'send_delay.take_back', group: 'composer', follows: 'app.undo', run: takeBack, disabled: left <= 0 }])
  if (left <= 0) return null
  return (
    <p className="flex items-center gap-2 py-0.5 text-xs text-ink-soft">
      <Timer aria-hidden="true" className="size-3.5" /><span aria-hidden="true" className="figures">{t('send_delay.leaves', { count: left })}</span>
      <button type="button" disabled={busy} onClick={takeBack} className="min-h-6 font-semibold text-accent underline underline-offset-2">{t('send_delay.take_back')}</button>
    </p>
  )
}
