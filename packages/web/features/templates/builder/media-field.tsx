import type { Media } from '@recado/api'
import { FileUp } from 'lucide-react'
import { useState } from 'react'
import { upload } from '../../../api/client.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { buttonClass } from '../../../ui/button.js'
import { cx } from '../../../ui/class-names.js'

interface Limit { mimes: readonly string[]; maxBytes: number }

/** The file of a header or card: uploaded at once, so that the preview shows it. `kept`: it goes with every message, rather than being a sample for the review. */
export function MediaField({ limit, kept = false, mediaId, onChange }: { limit: Limit; kept?: boolean; mediaId: string | null; onChange: (mediaId: string) => void }) {
  const { t, intl } = useT()
  const [share, setShare] = useState<number | null>(null)
  const [name, setName] = useState('')
  const [problem, setProblem] = useState('')
  const size = intl.formatNumber(Math.round(limit.maxBytes / 1_048_576), { style: 'unit', unit: 'megabyte' })
  const choose = async (file: File | undefined) => {
    if (!file) return
    setProblem('')
    setShare(0)
    try {
      const media = await upload<Media>('/media', file, file.name, setShare)
      setName(file.name)
      onChange(media.id)
    } catch (error) { setProblem(tellError(intl, error).sentence) } finally { setShare(null) }
  }
  const title = t(kept ? 'tpl.kept_file' : 'tpl.sample_file')
  const help = share !== null ? t('composer.uploading', { percent: Math.round(share * 100) }) : name || (mediaId ? undefined : t(kept ? 'tpl.kept_file_help' : 'tpl.sample_file_help', { types: limit.mimes.map((mime) => mime.split('/')[1]?.toUpperCase()).join(', '), size }))
  return (
    <div className="flex flex-col gap-1">
      <span className="font-medium">{title}</span>
      {/* The button is the field itself: what the browser shows of a file field is in the browser's language, and knows nothing of a file of yesterday. */}
      <label className={cx(buttonClass('plain', true), 'cursor-pointer self-start has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent')}>
        <FileUp aria-hidden="true" className="size-4" />{t(mediaId ? 'tpl.file_change' : 'tpl.file_choose')}
        <input type="file" accept={limit.mimes.join(',')} className="sr-only" aria-label={title} onChange={(event) => void choose(event.target.files?.[0])} />
      </label>
      {help && <p className="text-sm text-ink-soft [overflow-wrap:anywhere]"><bdi>{help}</bdi></p>}
      {problem && <p role="alert" className="text-sm text-failed">{problem}</p>}
    </div>
  )
}
