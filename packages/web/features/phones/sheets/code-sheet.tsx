import { ImageUp, QrCode } from 'lucide-react'
import { useRef, useState, type ClipboardEvent } from 'react'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { TextArea } from '../../../ui/field.js'
import { ownAddress } from '../phone-data.js'
import { readCode } from '../read-code.js'
import type { PhoneBusiness } from '../types.js'
import { Sheet } from './sheet.js'

/** What her camera is held at: a code that the business has made, a link, or a picture of a code. */
export function CodeSheet({ title, codes = [], onSend, onClose }: { title: string; codes?: PhoneBusiness['codes'] | undefined; onSend: (ref: string) => void; onClose: () => void }) {
  const { t } = useT()
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const chooser = useRef<HTMLInputElement>(null)
  const read = async (file: File | undefined) => {
    if (!file) return
    const found = await readCode(file)
    setProblem(found.kind === 'found' ? null : t(found.kind === 'none' ? 'phones.no_code' : 'phones.no_code_reader'))
    if (found.kind === 'found') setText(found.text)
  }
  const paste = (event: ClipboardEvent) => {
    const picture = [...event.clipboardData.files].find((file) => file.type.startsWith('image/'))
    if (!picture) return
    event.preventDefault()
    void read(picture)
  }
  return (
    <Sheet title={title} onClose={onClose}>
      {codes.length > 0 && (
        <ul aria-label={t('phones.codes')} className="mb-3 grid grid-cols-2 gap-2">
          {codes.map((code) => (
            <li key={code.ref}>
              <button type="button" data-first="" onClick={() => onSend(code.ref)} className="flex h-full w-full flex-col items-center gap-1.5 rounded-xl border border-line p-2 text-center hover:bg-hover">
                <Picture address={code.picture} />
                <span dir="auto" className="line-clamp-2 text-sm [overflow-wrap:anywhere]">{code.title}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <form className="flex flex-col gap-3" onPaste={paste} onSubmit={(event) => { event.preventDefault(); if (text.trim()) onSend(text.trim()) }}>
        <TextArea label={t('phones.code_or_link')} help={t('phones.code_or_link_help')} rows={2} value={text} error={problem ?? undefined} onChange={({ target }) => setText(target.value)} />
        <div className="grid gap-2">
          <Button type="submit" look="primary" disabled={!text.trim()}>{t('phones.go')}</Button>
          <Button onClick={() => chooser.current?.click()}><ImageUp aria-hidden="true" className="size-4" />{t('phones.code_picture')}</Button>
        </div>
        <input ref={chooser} type="file" accept="image/*" aria-label={t('phones.code_picture')} className="hidden" onChange={({ target }) => void read(target.files?.[0])} />
      </form>
    </Sheet>
  )
}

function Picture({ address }: { address: string | undefined }) {
  const own = address ? ownAddress(address) : null
  return own ? <img src={own} alt="" className="size-24 rounded-md bg-white p-1" /> : <span aria-hidden="true" className="grid size-24 place-items-center rounded-md bg-sunken text-ink-soft"><QrCode className="size-10" /></span>
}
