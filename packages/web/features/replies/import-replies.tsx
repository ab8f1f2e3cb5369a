import { useMutation } from '@tanstack/react-query'
import { FileUp } from 'lucide-react'
import { useRef, useState } from 'react'
import { api } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'

interface Imported { created: number; changed: number; refused: { line: number; field: string; message: string }[] }

/** A CSV file of saved replies: first what it would do, then done. */
export default function ImportReplies({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t, intl } = useT()
  const picker = useRef<HTMLInputElement>(null)
  const [csv, setCsv] = useState('')
  const load = useMutation({ mutationFn: ({ text, dryRun }: { text: string; dryRun: boolean }) => api.post<Imported>('/saved-replies/import', { csv: text, dryRun }), onSuccess: (_, { dryRun }) => { if (!dryRun) onDone() } })
  const take = async (file: File | undefined) => {
    if (!file) return
    const text = await file.text()
    setCsv(text)
    load.mutate({ text, dryRun: true })
  }
  const told = load.error ? tellError(intl, load.error) : null
  const would = load.data
  return (
    <DialogWindow title={t('replyset.import')} closeLabel={t('app.close')} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p className="text-ink-soft">{t('replyset.import_text')}</p>
        <Button className="self-start" onClick={() => picker.current?.click()}><FileUp aria-hidden="true" className="size-4" />{t('replyset.choose_file')}</Button>
        <input ref={picker} type="file" accept=".csv,text/csv" hidden aria-hidden="true" tabIndex={-1} onChange={(event) => { void take(event.target.files?.[0]); event.target.value = '' }} />
        {told && <Notice tone="failed" alert title={told.sentence}>{load.error && 'problem' in load.error ? (load.error as { problem?: { fields?: { field: string; message: string }[] } }).problem?.fields?.map((one) => `${one.field}: ${one.message}`).join('; ') : told.next}</Notice>}
        {would && <Notice tone={would.refused.length > 0 ? 'warning' : 'good'} title={t('replyset.would', { created: would.created, changed: would.changed })}>
          {would.refused.length > 0 && <><p>{t('replyset.refused', { count: would.refused.length })}</p><ul dir="ltr" className="thin-scroll mt-1 max-h-40 overflow-y-auto text-sm">{would.refused.map((one, index) => <li key={index}>{one.line} · {one.field} {one.message}</li>)}</ul></>}
        </Notice>}
        <div className="flex justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button look="primary" busy={load.isPending} disabled={!would || would.created + would.changed === 0} onClick={() => load.mutate({ text: csv, dryRun: false })}>{t('replyset.import_now')}</Button></div>
      </div>
    </DialogWindow>
  )
}
