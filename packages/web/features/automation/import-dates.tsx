import type { SpecialDate } from '@recado/api'
import { readDates } from '@recado/core'
import { FileUp } from 'lucide-react'
import { useRef, useState } from 'react'
import { useNow } from '../../api/clock.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { TextArea } from '../../ui/field.js'
import { DialogWindow } from '../../ui/overlay.js'

/** Lines that could not be read are shown up to so many. */
const SHOWN = 3

/** A year of holidays at once: pasted lines, or the file of a public calendar. Shown before it is taken. */
export default function ImportDates({ known, onTake, onClose }: { known: readonly string[]; onTake: (dates: SpecialDate[]) => void; onClose: () => void }) {
  const { t, intl } = useT()
  const [text, setText] = useState('')
  const file = useRef<HTMLInputElement>(null)
  const today = new Date(useNow(60_000)).toISOString().slice(0, 10)
  const { dates, unread } = readDates(text, today)
  const fresh = dates.filter((one) => !known.includes(one.date) && one.date >= today)
  return (
    <DialogWindow title={t('hours.import_title')} closeLabel={t('app.close')} onClose={onClose}
      footer={<><Button onClick={onClose}>{t('app.cancel')}</Button><Button look="primary" disabled={fresh.length === 0} onClick={() => onTake(fresh.map(({ date, name }) => ({ date, slots: [], ...(name ? { name } : {}) })))}>{t('hours.import_take', { count: fresh.length })}</Button></>}>
      <div className="flex flex-col gap-3">
        <TextArea label={t('hours.import_label')} help={t('hours.import_help')} value={text} placeholder={`${today.slice(0, 4)}-12-25 …`} onChange={(event) => setText(event.target.value)} />
        <Button small className="self-start" onClick={() => file.current?.click()}><FileUp aria-hidden="true" className="size-4" />{t('hours.import_file')}</Button>
        <input ref={file} type="file" hidden accept=".ics,text/calendar,text/plain" onChange={(event) => { void event.target.files?.[0]?.text().then(setText); event.target.value = '' }} />
        <div aria-live="polite" className="flex flex-col gap-2">
          {fresh.length > 0 && <ul className="thin-scroll max-h-56 divide-y divide-line overflow-y-auto rounded-lg border border-line">{fresh.map((one) => <li key={one.date} className="flex gap-3 px-3 py-1.5"><time dateTime={one.date} className="shrink-0">{intl.formatDate(`${one.date}T00:00:00Z`, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })}</time><span dir="auto" className="min-w-0 truncate text-ink-soft">{one.name}</span></li>)}</ul>}
          {dates.length > fresh.length && <p className="text-sm text-ink-soft">{t('hours.import_known', { count: dates.length - fresh.length })}</p>}
          {unread.length > 0 && <p className="text-sm text-waiting">{t('hours.import_unread', { count: unread.length, lines: unread.slice(0, SHOWN).join(' · ') })}</p>}
        </div>
      </div>
    </DialogWindow>
  )
}
