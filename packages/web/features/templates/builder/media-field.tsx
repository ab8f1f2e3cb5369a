import type { Media } from '@recado/api'
import { useState } from 'react'
import { upload } from '../../../api/client.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Field } from '../../../ui/field.js'

interface Limit { mimes: readonly string[]; maxBytes: number }

/** The sample file of a header or card: uploaded at once, so that the preview shows it. */
export function MediaField({ limit, mediaId, onChange }: { limit: Limit; mediaId: string | null; onChange: (mediaId: string) => void }) {
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
  const help = share !== null ? t('composer.uploading', { percent: Math.round(share * 100) }) : name || (mediaId ? undefined : t('tpl.sample_file_help', { types: limit.mimes.map((mime) => mime.split('/')[1]?.toUpperCase()).join(', '), size }))
  return <Field type="file" label={t('tpl.sample_file')} accept={limit.mimes.join(',')} help={help} error={problem || undefined} onChange={(event) => void choose(event.target.files?.[0])} />
}
