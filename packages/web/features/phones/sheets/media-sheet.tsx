import { FilePlus2, FolderOpen } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { formatBytes } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Field } from '../../../ui/field.js'
import { asMedia, sampleOf, type FileKind } from '../samples.js'
import type { PhoneAction } from '../types.js'
import { Sheet } from './sheet.js'

const ACCEPT: Partial<Record<FileKind, string>> = { image: 'image/*', sticker: 'image/webp,image/png,image/*', video: 'video/*', audio: 'audio/*' }
const CAPTIONED = new Set<FileKind>(['image', 'video', 'document'])
/** An act is one JSON body: larger files would not come through. */
const LARGEST_BYTES = 20 * 1024 * 1024

function kindOf({ input, content }: PhoneAction): FileKind {
  const kind = content?.kind
  if (kind === 'image' || kind === 'sticker' || kind === 'video' || kind === 'audio' || kind === 'document') return kind
  return input === 'photo' ? 'image' : 'document'
}

/** A file of hers or the sample of its kind, looked at before it goes. */
export function MediaSheet({ title, action, onSend, onClose }: { title: string; action: PhoneAction; onSend: (content: Record<string, unknown>) => void; onClose: () => void }) {
  const { t, intl } = useT()
  const kind = kindOf(action)
  const chooser = useRef<HTMLInputElement>(null)
  const [file, setFile] = useState<File | null>(null)
  const [preview, setPreview] = useState<string | null>(null)
  const [caption, setCaption] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    if (!file?.type.startsWith('image/')) return setPreview(null)
    const address = URL.createObjectURL(file)
    setPreview(address)
    return () => URL.revokeObjectURL(address)
  }, [file])
  const take = (chosen: File | undefined) => {
    setProblem(chosen && chosen.size > LARGEST_BYTES ? t('phones.file_too_large', { size: formatBytes(intl, LARGEST_BYTES) }) : null)
    setFile(chosen && chosen.size <= LARGEST_BYTES ? chosen : null)
  }
  const send = async () => { if (file) onSend({ media: await asMedia(file, file.name), ...(caption.trim() ? { caption: caption.trim() } : {}) }) }
  return (
    <Sheet title={title} onClose={onClose}>
      <form className="flex flex-col gap-3" onSubmit={(event) => { event.preventDefault(); void send() }}>
        <div className="grid gap-2">
          <Button data-first="" onClick={() => void sampleOf(kind).then(take, () => setProblem(t('phones.no_sample')))}><FilePlus2 aria-hidden="true" className="size-4" />{t('phones.sample')}</Button>
          <Button onClick={() => chooser.current?.click()}><FolderOpen aria-hidden="true" className="size-4" />{t('phones.choose_file')}</Button>
          <input ref={chooser} type="file" accept={ACCEPT[kind]} aria-label={t('phones.choose_file')} className="hidden" onChange={({ target }) => take(target.files?.[0])} />
        </div>
        {problem && <p role="alert" className="text-sm text-failed">{problem}</p>}
        {preview && file && <img src={preview} alt={file.name} className="max-h-52 rounded-xl object-contain" />}
        {file && !preview && <p className="rounded-lg bg-sunken px-3 py-2 text-sm"><span dir="auto" className="block font-medium [overflow-wrap:anywhere]">{file.name}</span>{formatBytes(intl, file.size)}</p>}
        {file && CAPTIONED.has(kind) && <Field label={t('phones.caption')} value={caption} onChange={({ target }) => setCaption(target.value)} />}
        <Button type="submit" look="primary" disabled={!file}>{t('phones.send')}</Button>
      </form>
    </Sheet>
  )
}
