import type { ChannelCapability, Media } from '@recado/api'
import { Mic, Pause, Play, Send, Trash2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { upload } from '../../../api/client.js'
import { formatDuration } from '../../../i18n/format.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { IconButton } from '../../../ui/overlay.js'
import { Spinner } from '../../../ui/spinner.js'
import { cx } from '../../../ui/class-names.js'
import { startRecording, type Recorder, type Recording } from './recorder.js'

// WhatsApp shows its play icon only up to here; about three minutes at our bit rate.
const PLAYABLE_BYTES = 512 * 1024

/** Takes the composer's place while a voice note is recorded, heard and sent. */
export default function VoiceBar({ capability, onSend, onClose }: { capability: ChannelCapability; onSend: (media: Media, durationMs: number) => void; onClose: () => void }) {
  const { t, intl } = useT()
  const recorder = useRef<Recorder | null>(null)
  const [state, setState] = useState<'asking' | 'recording' | 'paused' | 'uploading'>('asking')
  const [duration, setDuration] = useState(0)
  const [levels, setLevels] = useState<readonly number[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const kept = useRef<Recording | null>(null)
  const player = useRef<HTMLAudioElement | null>(null)
  const [listening, setListening] = useState(false)
  const longest = capability.maxDurationMs

  useEffect(() => {
    let gone = false
    startRecording((level, ms) => { setLevels((all) => [...all.slice(-59), level]); setDuration(ms) })
      .then((started) => {
        if (gone) return started.discard()
        recorder.current = started
        setState('recording')
      })
      .catch((error: unknown) => { if (!gone) setProblem(t(error instanceof DOMException && error.name === 'NotAllowedError' ? 'voice.refused' : error instanceof DOMException && error.name === 'NotFoundError' ? 'voice.no_microphone' : 'voice.cannot_record')) })
    return () => { gone = true; recorder.current?.discard() }
  }, [t])

  const tooLong = longest !== undefined && duration >= longest
  useEffect(() => {
    if (tooLong && state === 'recording') { recorder.current?.pause(); setState('paused') }
  }, [tooLong, state])

  const hush = () => {
    if (player.current) { player.current.pause(); URL.revokeObjectURL(player.current.src) }
    player.current = null
    setListening(false)
  }
  useEffect(() => hush, [])
  const listen = async () => {
    if (listening) return hush()
    const blob = kept.current?.blob ?? await recorder.current?.soFar()
    if (!blob) return
    const audio = new Audio(URL.createObjectURL(blob))
    player.current = audio
    audio.onended = hush
    setListening(true)
    await audio.play().catch(hush)
  }

  const send = async () => {
    hush()
    setState('uploading')
    setProblem(null)
    try {
      kept.current ??= await recorder.current?.finish() ?? null
      recorder.current = null
      if (!kept.current) return onClose()
      const { blob, durationMs, waveform } = kept.current
      const media = await upload<Media>('/media?voice=1', blob, `voice.${blob.type.includes('mp4') ? 'm4a' : blob.type.includes('ogg') ? 'ogg' : 'webm'}`, () => undefined)
      onSend({ ...media, durationMs: media.durationMs ?? durationMs, waveform: media.waveform ?? waveform }, durationMs)
    } catch (error) {
      setProblem(tellError(intl, error).sentence)
      setState('paused')
    }
  }
  const estimate = (duration / 1000) * 3000
  return (
    <div role="group" aria-label={t('voice.recording')} className="flex min-h-12 items-center gap-2 px-2 py-1">
      <IconButton label={t('voice.discard')} onPress={() => { recorder.current?.discard(); recorder.current = null; onClose() }}><Trash2 aria-hidden="true" /></IconButton>
      <span aria-hidden="true" className={cx('size-2.5 rounded-full bg-failed', state === 'recording' && 'animate-[pulse_1s_infinite]')} />
      <span className="figures w-12" role="timer">{formatDuration(duration)}</span>
      <div aria-hidden="true" className="flex h-8 min-w-0 grow items-center justify-end gap-px overflow-hidden">{levels.map((level, index) => <span key={index} className="w-1 shrink-0 rounded-full bg-accent" style={{ height: `${Math.max(8, level)}%` }} />)}</div>
      {problem && <span role="alert" className="text-sm text-failed">{problem}</span>}
      {tooLong && <span className="text-sm text-waiting">{t('voice.longest', { duration: formatDuration(longest) })}</span>}
      {!tooLong && capability.voiceFormat === 'ogg-opus' && estimate > PLAYABLE_BYTES && <span className="hidden text-sm text-waiting sm:inline">{t('voice.large')}</span>}
      {state === 'recording' && <IconButton label={t('voice.hold')} onPress={() => { recorder.current?.pause(); setState('paused') }}><Pause aria-hidden="true" /></IconButton>}
      {state === 'paused' && <IconButton label={t(listening ? 'voice.pause' : 'voice.listen')} onPress={() => void listen()}>{listening ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}</IconButton>}
      {state === 'paused' && !tooLong && !kept.current && <IconButton label={t('voice.go_on')} onPress={() => { hush(); recorder.current?.resume(); setState('recording') }}><Mic aria-hidden="true" /></IconButton>}
      <IconButton label={t('voice.send')} isDisabled={state === 'asking' || state === 'uploading'} onPress={() => void send()} className="rounded-full bg-accent text-on-accent data-[hovered]:bg-accent-strong data-[hovered]:text-on-accent">{state === 'uploading' ? <Spinner small /> : <Send aria-hidden="true" className="rtl:-scale-x-100" />}</IconButton>
    </div>
  )
}
