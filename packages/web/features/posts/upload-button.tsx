import type { Media } from '@recado/api'
import { useId, useState, type ReactNode } from 'react'
import { upload } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { buttonClass } from '../../ui/button.js'
import { toast } from '../../ui/toast.js'

/** Chooses a file and keeps it. */
export function UploadButton({ label, accept, small = false, onFile, children }: { label: string; accept: readonly string[]; small?: boolean; onFile: (media: Media) => void; children: ReactNode }) {
  const { t, intl } = useT()
  const id = useId()
  const [share, setShare] = useState<number | null>(null)
  const choose = (file: File | undefined) => {
    if (!file) return
    setShare(0)
    void upload<Media>('/media', file, file.name, setShare).then(onFile, (problem: unknown) => toast(tellError(intl, problem).sentence, { tone: 'failed' })).finally(() => setShare(null))
  }
  return (
    <span className="relative inline-flex">
      <input id={id} type="file" accept={accept.join(',')} aria-label={label} className="peer absolute inset-0 cursor-pointer opacity-0" onChange={(event) => { choose(event.target.files?.[0]); event.target.value = '' }} />
      <span aria-hidden="true" className={`${buttonClass('plain', small)} peer-focus-visible:outline-2 peer-focus-visible:outline-accent`}>{share === null ? children : t('composer.uploading', { percent: Math.round(share * 100) })}</span>
    </span>
  )
}
