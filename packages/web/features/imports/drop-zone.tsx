import { FileUp } from 'lucide-react'
import { useRef, useState } from 'react'
import { useT } from '../../i18n/provider.js'
import { buttonClass } from '../../ui/button.js'
import { cx } from '../../ui/class-names.js'

/** Files by dragging, or by the system's own chooser: the button is the field itself, so keyboards and screen readers need nothing more. */
export function DropZone({ onFiles, text, choose, accept = '.zip,.txt,application/zip,text/plain', multiple = true }: { onFiles: (files: File[]) => void; /** said in place of what is said of chats */ text?: string; choose?: string; accept?: string; multiple?: boolean }) {
  const { t } = useT()
  const field = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  return (
    <div
      onDragOver={(event) => { event.preventDefault(); setOver(true) }} onDragLeave={() => setOver(false)}
      onDrop={(event) => { event.preventDefault(); setOver(false); onFiles([...event.dataTransfer.files]) }}
      className={cx('flex flex-col items-center gap-3 rounded-2xl border-2 border-dashed p-8 text-center', over ? 'border-accent bg-accent-soft' : 'border-line-strong bg-surface')}
    >
      <FileUp aria-hidden="true" className="size-8 text-accent" />
      <p className="max-w-sm text-pretty text-ink-soft">{text ?? t('import.drop')}</p>
      <label className={cx(buttonClass('primary'), 'cursor-pointer has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent')}>
        {choose ?? t('import.choose')}
        <input ref={field} type="file" multiple={multiple} accept={accept} className="sr-only" onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          event.target.value = ''
        }} />
      </label>
    </div>
  )
}
