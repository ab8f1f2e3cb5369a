import type { Media } from '@recado/api'
import { Mic, Pause, Play } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { formatDuration } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { ownAddress } from './phone-data.js'

/** A recording on her phone. What a browser cannot play (AMR) is offered as a file. */
export function PhoneVoice({ media, isVoice }: { media: Media; isVoice: boolean }) {
  const { t } = useT()
  const sound = useRef<HTMLAudioElement>(null)
  const [isPlaying, setPlaying] = useState(false)
  const [at, setAt] = useState(0)
  const [duration, setDuration] = useState((media.durationMs ?? 0) / 1000)
  const [isBroken, setBroken] = useState(false)
  const address = useWhole(ownAddress(media.url))
  useEffect(() => { const element = sound.current; return () => element?.pause() }, [])
  const toggle = () => {
    const element = sound.current
    if (!element) return
    if (!element.paused) return element.pause()
    void element.play().catch(() => setBroken(true))
  }
  const label = media.name && !isVoice ? media.name : t(isVoice ? 'kind.audio' : 'phones.audio_file')
  return (
    <div className="flex min-w-52 items-center gap-2 py-0.5">
      {address && <audio ref={sound} src={address} preload="metadata" onPlay={() => setPlaying(true)} onPause={() => setPlaying(false)} onEnded={() => setAt(0)} onTimeUpdate={({ currentTarget }) => setAt(currentTarget.currentTime)} onError={() => setBroken(true)}
        onLoadedMetadata={({ currentTarget }) => { if (Number.isFinite(currentTarget.duration)) setDuration(currentTarget.duration) }} />}
      <button type="button" disabled={!address || isBroken} onClick={toggle} aria-label={t(isPlaying ? 'phones.pause' : 'phones.play')} className="grid size-9 shrink-0 place-items-center rounded-full bg-(--ph-link) text-(--ph-under) disabled:opacity-50">{isPlaying ? <Pause aria-hidden="true" className="size-4 fill-current" /> : <Play aria-hidden="true" className="size-4 translate-x-px fill-current" />}</button>
      <div className="min-w-0 grow">
        <progress aria-label={label} value={duration > 0 ? at / duration : 0} max={1} className="block h-1 w-full appearance-none overflow-hidden rounded-full bg-current/20 [&::-moz-progress-bar]:bg-(--ph-link) [&::-webkit-progress-bar]:bg-transparent [&::-webkit-progress-value]:bg-(--ph-link)" />
        <p className="mt-1 flex items-center gap-1 text-xs text-(--ph-soft)">{isVoice && <Mic aria-hidden="true" className="size-3" />}<span className="truncate">{label}</span><span className="figures ms-auto">{isBroken && address ? <a href={address} download className="underline">{t('phones.save_file')}</a> : formatDuration((at || duration) * 1000)}</span></p>
      </div>
    </div>
  )
}

/** The whole recording under an address of its own: the length of an Ogg file stands at its end, and a player that has only the beginning shows none. */
function useWhole(address: string | null): string | null {
  const [whole, setWhole] = useState<string | null>(null)
  useEffect(() => {
    if (!address) return
    let made: string | null = null
    const stop = new AbortController()
    fetch(address, { signal: stop.signal })
      .then(async (answer) => { if (answer.ok) setWhole((made = URL.createObjectURL(await answer.blob()))) })
      .catch(() => undefined) // shown as a recording that cannot be played
    return () => { stop.abort(); if (made) URL.revokeObjectURL(made) }
  }, [address])
  return whole
}
