import type { Media } from '@recado/api'
import { Mic, Pause, Play } from 'lucide-react'
import { useState, type KeyboardEvent } from 'react'
import { formatDuration } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'
import { Spinner } from '../../../ui/spinner.js'
import { usePreferences } from '../../shell/preferences.js'
import { seek, setRate, toggle, usePlaying } from './audio.js'
import { bars } from './waveform.js'

const RATES = [1, 1.5, 2]

/** A recording with its waveform; the speed is remembered. */
export function VoicePlayer({ id, media, voice, own }: { id: string; media: Media; voice: boolean; own: boolean }) {
  const { t, intl } = useT()
  const { preferences, change } = usePreferences()
  const playing = usePlaying(id)
  const [broken, setBroken] = useState(false)
  const rate = RATES.includes(preferences.playbackRate ?? 1) ? preferences.playbackRate ?? 1 : 1
  const duration = playing?.duration ?? (media.durationMs ?? 0) / 1000
  const share = playing && duration > 0 ? playing.at / duration : 0
  const waves = bars(media.waveform)
  const play = () => void toggle(id, media.url, (media.durationMs ?? 0) / 1000, rate).catch(() => setBroken(true))
  const nextRate = () => {
    const next = RATES[(RATES.indexOf(rate) + 1) % RATES.length] ?? 1
    setRate(next)
    change({ playbackRate: next })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' || event.key === 'ArrowUp' ? 0.05 : event.key === 'ArrowLeft' || event.key === 'ArrowDown' ? -0.05 : 0
    if (!step) return
    event.preventDefault()
    seek(id, Math.min(1, Math.max(0, share + step)))
  }
  if (media.state === 'pending') return <p role="status" className="flex min-w-56 items-center gap-2 py-1 text-sm text-ink-soft"><Spinner small />{t('content.media_coming')}</p>
  if (media.state === 'failed') return <p className="flex min-w-52 items-center gap-2 py-1 text-sm text-ink-soft"><Mic aria-hidden="true" className="size-4" />{t('content.media_failed')}</p>
  return (
    <div className="flex w-72 max-w-full items-center gap-2.5 py-1">
      <button type="button" onClick={play} aria-label={t(playing?.playing ? 'voice.pause' : 'voice.play')} className="grid size-10 shrink-0 place-items-center rounded-full bg-accent text-on-accent">
        {playing?.playing ? <Pause aria-hidden="true" className="size-5 fill-current" /> : <Play aria-hidden="true" className="size-5 translate-x-px fill-current" />}
      </button>
      <div className="min-w-0 grow">
        <div role="slider" tabIndex={0} aria-label={t('voice.position')} aria-valuemin={0} aria-valuemax={Math.round(duration)} aria-valuenow={Math.round(playing?.at ?? 0)} aria-valuetext={`${formatDuration((playing?.at ?? 0) * 1000)} / ${formatDuration(duration * 1000)}`} onKeyDown={onKeyDown}
          onClick={(event) => { const box = event.currentTarget.getBoundingClientRect(); const part = (event.clientX - box.left) / box.width; seek(id, getComputedStyle(event.currentTarget).direction === 'rtl' ? 1 - part : part) }} className="flex h-8 cursor-pointer items-center gap-px">
          {waves.map((height, index) => <span key={index} className={cx('grow rounded-full', index / waves.length < share ? 'bg-accent' : own ? 'bg-accent/35' : 'bg-line-strong/50')} style={{ height: `${Math.max(10, height)}%` }} />)}
        </div>
        <p className="flex items-center gap-1.5 text-xs text-ink-soft">{voice && <Mic aria-label={t('voice.note')} className="size-3" />}<span className="figures">{formatDuration((playing && playing.at > 0 ? playing.at : duration) * 1000)}</span>{broken && <a href={media.url} download className="text-accent underline">{t('voice.cannot_play')}</a>}</p>
      </div>
      <button type="button" onClick={nextRate} aria-label={t('voice.rate', { rate: intl.formatNumber(rate) })} className="figures min-h-7 min-w-11 shrink-0 rounded-full bg-ink/10 px-2 text-xs font-semibold">{intl.formatNumber(rate)}×</button>
    </div>
  )
}
