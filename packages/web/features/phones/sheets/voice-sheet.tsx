import { Mic, Music, Square } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { formatDuration } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { startRecording, type Recorder } from '../../inbox/composer/recorder.js'
import { asMedia, sampleOf } from '../samples.js'
import { webmToOgg } from '../webm-to-ogg.js'
import { Sheet } from './sheet.js'

/** Records a voice note as the apps do, or takes the sample where there is no microphone. */
export function VoiceSheet({ title, onSend, onClose }: { title: string; onSend: (content: Record<string, unknown>) => void; onClose: () => void }) {
  const { t } = useT()
  const recorder = useRef<Recorder | null>(null)
  const [state, setState] = useState<'idle' | 'asking' | 'recording'>('idle')
  const [duration, setDuration] = useState(0)
  const [problem, setProblem] = useState<string | null>(null)
  const isGone = useRef(false)
  useEffect(() => { isGone.current = false; return () => { isGone.current = true; recorder.current?.discard() } }, [])

  const record = async () => {
    setProblem(null)
    setState('asking')
    try {
      const started = await startRecording((_level, ms) => setDuration(ms))
      if (isGone.current) return started.discard()
      recorder.current = started
      setState('recording')
    } catch {
      setState('idle')
      setProblem(t('phones.no_microphone'))
    }
  }
  const finish = async () => {
    const recording = await recorder.current?.finish()
    recorder.current = null
    if (!recording) return
    const { blob } = recording
    const ogg = blob.type.includes('webm') ? webmToOgg(new Uint8Array(await blob.arrayBuffer())) : null
    const file = ogg ? new Blob([ogg], { type: 'audio/ogg' }) : blob
    onSend({ media: await asMedia(file, file.type === 'audio/ogg' ? 'voz.ogg' : 'voz.m4a') })
  }
  const sample = () => void sampleOf('voice').then(async (file) => onSend({ media: await asMedia(file, file.name) }), () => setProblem(t('phones.no_sample')))
  return (
    <Sheet title={title} onClose={onClose}>
      <div className="flex flex-col gap-3">
        {state === 'recording'
          ? <><p className="flex items-center justify-center gap-2 text-lg"><span aria-hidden="true" className="size-2.5 animate-[pulse_1s_infinite] rounded-full bg-failed" /><span role="timer" aria-label={t('phones.recording')} className="figures">{formatDuration(duration)}</span></p><Button look="primary" onClick={() => void finish()}><Square aria-hidden="true" className="size-4 fill-current" />{t('phones.stop_and_send')}</Button></>
          : <div className="grid gap-2"><Button data-first="" look="primary" busy={state === 'asking'} onClick={() => void record()}><Mic aria-hidden="true" className="size-4" />{t('phones.record')}</Button><Button onClick={sample}><Music aria-hidden="true" className="size-4" />{t('phones.sample')}</Button></div>}
        {problem && <p role="alert" className="text-sm text-failed">{problem}</p>}
      </div>
    </Sheet>
  )
}
