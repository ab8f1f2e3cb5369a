import { Bold, Heading2, ImagePlus, Italic, List, ListOrdered, Quote, type LucideIcon } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { cleanBody } from '@recado/core/posts/html'
import { useT, type MessageId } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'
import { bodyLook, fill } from './safe-html.js'
import { UploadButton } from './upload-button.js'

const TOOLS: readonly { label: MessageId; icon: LucideIcon; command: string; value?: string }[] = [
  { label: 'posts.f_strong', icon: Bold, command: 'bold' }, { label: 'posts.f_em', icon: Italic, command: 'italic' }, { label: 'posts.f_h2', icon: Heading2, command: 'formatBlock', value: 'h2' },
  { label: 'posts.f_ul', icon: List, command: 'insertUnorderedList' }, { label: 'posts.f_ol', icon: ListOrdered, command: 'insertOrderedList' }, { label: 'posts.f_quote', icon: Quote, command: 'formatBlock', value: 'blockquote' },
]

/** The text of an article, with what the platform takes and no more. What is pasted loses its looks and keeps its words. */
export function BodyEditor({ label, body, pictures, error, onChange }: { label: string; body: string; pictures: readonly string[]; error?: string | undefined; onChange: (body: string) => void }) {
  const { t } = useT()
  const id = useId()
  const field = useRef<HTMLDivElement>(null)
  const said = useRef<string | null>(null)
  // Only what comes from elsewhere is written into the field: while somebody types, her cursor stays where it is.
  useEffect(() => {
    if (!field.current || said.current === body) return
    said.current = body
    fill(field.current, body)
  }, [body])
  const tell = () => {
    if (!field.current) return
    said.current = cleanBody(field.current.innerHTML)
    onChange(said.current)
  }
  const use = (command: string, value?: string) => { field.current?.focus(); document.execCommand(command, false, value); tell() }
  const picture = (mediaId: string) => {
    const image = document.createElement('img')
    image.dataset.mediaId = mediaId
    image.alt = ''
    image.src = `/api/v1/media/${mediaId}/file`
    const selection = window.getSelection()
    const range = selection && selection.rangeCount > 0 && field.current?.contains(selection.anchorNode) ? selection.getRangeAt(0) : null
    if (range) range.insertNode(image)
    else field.current?.append(image)
    tell()
  }
  return (
    <div className="flex flex-col gap-1">
      <span id={id} className="font-medium">{label}</span>
      <div className="rounded-lg border border-line-strong bg-surface focus-within:outline-2 focus-within:outline-accent">
        <div role="toolbar" aria-label={t('posts.format')} className="flex flex-wrap gap-1 border-b border-line p-1">
          {TOOLS.map(({ label: name, icon: Icon, command, value }) => <button key={name} type="button" aria-label={t(name)} title={t(name)} onMouseDown={(event) => event.preventDefault()} onClick={() => use(command, value)} className="grid size-8 place-items-center rounded hover:bg-hover"><Icon aria-hidden="true" className="size-4" /></button>)}
          <UploadButton small label={t('posts.f_picture')} accept={pictures} onFile={(media) => picture(media.id)}><ImagePlus className="size-4" /></UploadButton>
        </div>
        <div ref={field} role="textbox" aria-multiline="true" aria-labelledby={id} contentEditable dir="auto" onInput={tell} onPaste={(event) => { event.preventDefault(); document.execCommand('insertText', false, event.clipboardData.getData('text/plain')) }} className={cx('max-h-96 min-h-40 overflow-y-auto p-3 outline-none', bodyLook)} />
      </div>
      {error && <p role="alert" className="text-sm text-failed">{error}</p>}
    </div>
  )
}
