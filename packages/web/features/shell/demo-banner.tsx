import { FastForward, Smartphone, Trash2 } from 'lucide-react'
import { Link } from '@tanstack/react-router'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { useNow } from '../../api/clock.js'
import { keys, useCan } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { DialogWindow } from '../../ui/overlay.js'
import { toast } from '../../ui/toast.js'
import { useWorkspaces } from './workspaces.js'

const HOUR = 3_600_000

/** Says that nothing here is real, shows the demo's own clock and moves it. */
export function DemoBanner() {
  const { t, intl } = useT()
  const now = useNow(1000)
  const client = useQueryClient()
  const mayMove = useCan('simulator.use')
  const { wipeDemo } = useWorkspaces()
  const [busy, setBusy] = useState<'skip' | 'wipe' | null>(null)
  const [asking, setAsking] = useState(false)
  const skip = async (hours: number) => {
    setBusy('skip')
    try {
      await api.control('POST', '/clock', { advanceMs: hours * HOUR })
      // Windows and prices follow the clock: all that is shown is read again.
      await client.invalidateQueries({ queryKey: keys.session })
      await client.invalidateQueries()
    } catch (error) {
      toast(tellError(intl, error).sentence, { tone: 'failed' })
    }
    setBusy(null)
  }
  return (
    <div data-chrome className="flex min-h-10 shrink-0 items-center gap-x-2 border-b sm:gap-x-3 border-note bg-note-soft px-3 py-1 text-sm">
      <strong className="truncate text-note">{t('demo.title')}</strong>
      <span className="hidden text-ink-soft lg:inline">{t('demo.text')}</span>
      <span className="ms-auto whitespace-nowrap"><span className="sr-only">{t('demo.clock')} </span><time dateTime={new Date(now).toISOString()}><span className="max-sm:hidden">{intl.formatDate(now, { weekday: 'short', day: 'numeric', month: 'short' })}, </span>{intl.formatTime(now, { hour: '2-digit', minute: '2-digit' })}</time></span>
      {mayMove && <>
        <span className="hidden sm:contents"><Button small busy={busy === 'skip'} onClick={() => void skip(1)}>{t('demo.skip', { hours: 1 })}</Button></span>
        <Button small busy={busy === 'skip'} onClick={() => void skip(23)}><FastForward aria-hidden="true" className="size-4" />{t('demo.skip', { hours: 23 })}</Button>
        <Link to="/simulator" className="hidden min-h-8 items-center gap-1.5 font-medium text-note underline underline-offset-2 md:inline-flex"><Smartphone aria-hidden="true" className="size-4" />{t('nav.phones')}</Link>
        <button type="button" aria-label={t('demo.wipe')} title={t('demo.wipe')} className="grid size-8 place-items-center rounded-lg hover:bg-hover" onClick={() => setAsking(true)}><Trash2 aria-hidden="true" className="size-4" /></button>
      </>}
      {asking && (
        <DialogWindow title={t('demo.wipe')} closeLabel={t('app.close')} onClose={() => setAsking(false)} footer={<>
          <Button onClick={() => setAsking(false)}>{t('app.cancel')}</Button>
          <Button look="danger" busy={busy === 'wipe'} onClick={() => { setBusy('wipe'); void wipeDemo() }}>{t('demo.wipe_confirm')}</Button>
        </>}>{t('demo.wipe_text')}</DialogWindow>
      )}
    </div>
  )
}
