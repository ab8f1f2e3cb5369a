import type { ContactImport, ContactImportPurpose } from '@recado/api'
import { useRef, useState } from 'react'
import { tellError, type Told } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { DropZone } from '../../imports/drop-zone.js'
import { UploadRow } from '../../imports/upload-row.js'
import { sendPeople } from './send-people.js'

/** What is in the file, and the file. */
export function ChooseFile({ onSent }: { onSent: (one: ContactImport) => void }) {
  const { t, intl } = useT()
  const [purpose, setPurpose] = useState<ContactImportPurpose>('contacts')
  const [sending, setSending] = useState<{ name: string; share: number; problem: Told | null } | null>(null)
  const controller = useRef<AbortController | null>(null)
  const send = async (file: File | undefined) => {
    if (!file) return
    controller.current?.abort()
    const own = controller.current = new AbortController()
    setSending({ name: file.name, share: 0, problem: null })
    try {
      onSent(await sendPeople(file, purpose, (share) => setSending((old) => old && { ...old, share }), own.signal))
    } catch (error) { if (!own.signal.aborted) setSending({ name: file.name, share: 0, problem: tellError(intl, error) }) }
  }
  return (
    <div className="flex flex-col gap-5">
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1 font-medium">{t('contacts.import.purpose')}</legend>
        {(['contacts', 'exclusion'] as const).map((each) => (
          <label key={each} className="flex cursor-pointer items-start gap-3 rounded-xl border border-line bg-surface p-3 has-checked:border-accent has-checked:bg-accent-soft">
            <input type="radio" name="purpose" className="mt-1 size-4 shrink-0 accent-accent" checked={purpose === each} onChange={() => setPurpose(each)} />
            <span><span className="font-medium">{t(`contacts.import.purpose_${each}`)}</span><span className="block text-sm text-ink-soft">{t(`contacts.import.purpose_${each}_help`)}</span></span>
          </label>
        ))}
      </fieldset>
      <DropZone text={t('contacts.import.drop')} choose={t('contacts.import.choose')} accept=".csv,.tsv,.txt,.vcf,text/csv,text/vcard" multiple={false} onFiles={([file]) => void send(file)} />
      {sending && <UploadRow sending={{ id: 'people', ...sending, dismiss: () => { controller.current?.abort(); setSending(null) } }} />}
    </div>
  )
}
