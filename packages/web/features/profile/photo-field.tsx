import type { Media } from '@recado/api'
import type { ProfileField, ProfilePhoto } from '@recado/core'
import { ImagePlus } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { upload } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { cx } from '../../ui/class-names.js'
import { cutSquare } from './square.js'

type Chosen = { image: ImageBitmap; url: string; shift: number }

/** The photo: chosen here, cut to the square that the app shows, sent when it is right. `shown` is what the platform has. */
export function PhotoField({ field, shown, onChange }: { field: ProfileField<string>; shown: ProfilePhoto | null; onChange: (photo: { mediaId: string; url: string } | null) => void }) {
  const { t, intl } = useT()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const rules = field.photo
  useEffect(() => () => { if (chosen) URL.revokeObjectURL(chosen.url) }, [chosen])
  if (!rules) return null

  const cut = async (image: ImageBitmap, shift: number) => {
    const blob = await cutSquare(image, shift, rules.maxBytes)
    if (!blob) return setFault(t('profile.photo_unreadable'))
    setBusy(true)
    try {
      const media = await upload<Media>('/media', blob, 'profile.jpg', () => undefined)
      const url = URL.createObjectURL(blob)
      setChosen({ image, url, shift })
      onChange({ mediaId: media.id, url })
    } catch (error) { setFault(tellError(intl, error).sentence) } finally { setBusy(false) }
  }
  const choose = async (file: File | undefined) => {
    setFault(null)
    if (!file) return
    if (!rules.mimes.includes(file.type)) return setFault(t('profile.photo_type'))
    const image = await createImageBitmap(file).catch(() => null)
    if (!image) return setFault(t('profile.photo_unreadable'))
    if (Math.min(image.width, image.height) < rules.minSide) return setFault(t('profile.photo_small', { width: image.width, height: image.height, least: rules.minSide }))
    await cut(image, 0.5)
  }
  const keep = () => { setChosen(null); setFault(null); onChange(null); if (input.current) input.current.value = '' }
  const url = chosen?.url ?? shown?.url
  return (
    <div role="group" aria-labelledby={`${id}-label`} className="flex flex-col gap-1">
      <p id={`${id}-label`} className="font-medium">{field.label}</p>
      <div className="flex flex-wrap items-center gap-4">
        <span className={cx('grid size-20 shrink-0 place-items-center overflow-hidden border border-line bg-sunken text-ink-soft', rules.crop === 'circle' ? 'rounded-full' : 'rounded-xl')}>
          {url ? <img src={url} alt="" className="size-full object-cover" /> : <ImagePlus aria-label={t('profile.photo_none')} className="size-6" />}
        </span>
        <div className="flex min-w-0 flex-col gap-2">
          <div className="flex flex-wrap gap-2">
            <Button small busy={busy} onClick={() => input.current?.click()}>{t(url ? 'profile.photo_change' : 'profile.photo_choose')}</Button>
            {chosen && <Button small look="quiet" onClick={keep}>{t('profile.photo_keep')}</Button>}
          </div>
          <input ref={input} type="file" accept={rules.mimes.join(',')} hidden onChange={(event) => void choose(event.target.files?.[0])} />
          {chosen && chosen.image.width !== chosen.image.height && (
            <label className="flex items-center gap-2 text-sm">{t('profile.photo_move')}
              <input type="range" min={0} max={1} step={0.05} defaultValue={chosen.shift} onPointerUp={(event) => void cut(chosen.image, Number(event.currentTarget.value))} onKeyUp={(event) => void cut(chosen.image, Number(event.currentTarget.value))} className="w-36 accent-accent" />
            </label>
          )}
        </div>
      </div>
      <p className="text-sm text-ink-soft">{chosen ? t('profile.photo_crop') : field.help}</p>
      <p role="status" className="sr-only">{busy ? t('profile.photo_sending') : ''}</p>
      {fault && <p role="alert" className="text-sm text-failed">{fault}</p>}
    </div>
  )
}
