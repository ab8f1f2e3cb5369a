import type { ContactImport } from '@recado/api'
import { useRef, useState } from 'react'
import { formatBytes } from '../../../i18n/format.js'
import { tellError, type Told } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Notice } from '../../../ui/notice.js'
import { DropZone } from '../../imports/drop-zone.js'
import { UploadRow } from '../../imports/upload-row.js'
import { sendPeople } from './send-people.js'

/** A file that broke off on its way up: chosen again, it goes on where it stopped. */
export function GoOn({ one, onSent }: { one: ContactImport; onSent: (next: ContactImport) => void }) {
  const { t, intl } = useT()
  const [sending, setSending] = useState<{ share: number; problem: Told | null } | null>(null)
  const controller = useRef<AbortController | null>(null)
  const send = async (file: File | undefined) => {
    if (!file) return
    if (file.size !== one.bytes) return setSending({ share: 0, problem: { sentence: t('contacts.import.other_file'), next: t('contacts.import.other_file_next', { name: one.name, size: formatBytes(intl, one.bytes) }) } })
    const own = controller.current = new AbortController()
    setSending({ share: 0, problem: null })
    try {
      onSent(await sendPeople(file, one.purpose, (share) => setSending((old) => old && { ...old, share }), own.signal, one))
    } catch (error) { if (!own.signal.aborted) setSending({ share: 0, problem: tellError(intl, error) }) }
  }
  return (
    <div className="flex flex-col gap-5">
      <Notice tone="warning" title={t('contacts.import.broken', { here: formatBytes(intl, one.received), all: formatBytes(intl, one.bytes) })}>{t('contacts.import.broken_next')}</Notice>
      {(sending === null || sending.problem) && <DropZone text={t('contacts.import.drop')} choose={t('contacts.import.choose')} accept=".csv,.tsv,.txt,.vcf,text/csv,text/vcard" multiple={false} onFiles={([file]) => void send(file)} />}
      {sending && <UploadRow sending={{ id: 'people', name: one.name, ...sending, dismiss: () => { controller.current?.abort(); setSending(null) } }} />}
    </div>
  )
}
