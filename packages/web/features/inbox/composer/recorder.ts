/** Records a voice note in the form the server re-wraps without loss: WebM or Ogg with Opus, mono, 24 kbit/s; MP4 where a browser has nothing else. */
const FORMS = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4;codecs=opus', 'audio/mp4']
const BITS_PER_SECOND = 24_000

export const recordingForm = (): string | null => (typeof MediaRecorder === 'undefined' ? null : FORMS.find((form) => MediaRecorder.isTypeSupported(form)) ?? null)

export interface Recording { blob: Blob; durationMs: number; waveform: number[] }

export interface Recorder {
  pause: () => void
  resume: () => void
  /** What is recorded so far, to listen to while it is held. */
  soFar: () => Promise<Blob>
  /** Ends it and gives what was recorded. */
  finish: () => Promise<Recording>
  /** Ends it and forgets it. */
  discard: () => void
}

/** Starts at once; `onLevel` tells loudness 0-100 and the recorded time some ten times a second. Rejects when the microphone is refused. */
export async function startRecording(onLevel: (level: number, durationMs: number) => void): Promise<Recorder> {
  const form = recordingForm()
  if (!form) throw new DOMException('no recorder', 'NotSupportedError')
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true } })
  const recorder = new MediaRecorder(stream, { mimeType: form, audioBitsPerSecond: BITS_PER_SECOND })
  const parts: Blob[] = []
  recorder.ondataavailable = (event) => { if (event.data.size > 0) parts.push(event.data) }
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  analyser.fftSize = 1024
  context.createMediaStreamSource(stream).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const levels: number[] = []
  let recorded = 0
  let since = performance.now()
  const meter = setInterval(() => {
    if (recorder.state !== 'recording') return
    analyser.getFloatTimeDomainData(samples)
    const level = Math.min(100, Math.round(Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length) * 320))
    levels.push(level)
    onLevel(level, recorded + performance.now() - since)
  }, 100)
  const release = () => {
    clearInterval(meter)
    for (const track of stream.getTracks()) track.stop()
    void context.close()
  }
  recorder.start(1000)
  return {
    pause: () => { recorded += performance.now() - since; recorder.pause() },
    resume: () => { since = performance.now(); recorder.resume() },
    soFar: () => new Promise((resolve) => {
      // The recorder hands out its last part only when asked.
      recorder.addEventListener('dataavailable', () => setTimeout(() => resolve(new Blob(parts, { type: form.split(';')[0] ?? form }))), { once: true })
      recorder.requestData()
    }),
    finish: () => new Promise((resolve) => {
      const durationMs = Math.round(recorded + (recorder.state === 'recording' ? performance.now() - since : 0))
      recorder.onstop = () => { release(); resolve({ blob: new Blob(parts, { type: form.split(';')[0] ?? form }), durationMs, waveform: squeeze(levels, 64) }) }
      recorder.stop()
    }),
    discard: () => { recorder.onstop = null; recorder.stop(); release() },
  }
}

/** As many values as wanted, each the loudest of its part. */
export function squeeze(levels: readonly number[], count: number): number[] {
  if (levels.length === 0) return []
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * levels.length) / count)
    return Math.max(...levels.slice(from, Math.max(from + 1, Math.floor(((index + 1) * levels.length) / count))))
  })
}
