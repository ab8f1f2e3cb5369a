/** Our own short sounds, made by the browser's synthesiser: no file, nothing fetched. One tab plays. */
import type { NoticeSound } from '@recado/api'

interface Tone { hz: number; at: number; for: number; shape?: OscillatorType; level?: number; glide?: number }

const SOUNDS: Readonly<Record<Exclude<NoticeSound, 'none'>, readonly Tone[]>> = {
  drop: [{ hz: 880, at: 0, for: 0.16, glide: 1_320 }, { hz: 1_320, at: 0.09, for: 0.22, level: 0.5 }],
  bell: [{ hz: 1_046, at: 0, for: 0.9 }, { hz: 2_093, at: 0, for: 0.5, level: 0.3 }, { hz: 3_140, at: 0, for: 0.25, level: 0.12 }],
  chime: [{ hz: 659, at: 0, for: 0.35 }, { hz: 784, at: 0.12, for: 0.35 }, { hz: 1_046, at: 0.24, for: 0.5 }],
  knock: [{ hz: 190, at: 0, for: 0.09, shape: 'triangle', glide: 90 }, { hz: 190, at: 0.15, for: 0.09, shape: 'triangle', glide: 90 }],
}

let context: AudioContext | null = null

/** Plays now, in this tab. False where the browser does not let a page sound before somebody has pressed something in it. */
export async function play(name: NoticeSound, volume: number): Promise<boolean> {
  if (name === 'none' || volume === 0) return true
  context ??= new AudioContext()
  if (context.state !== 'running') await Promise.race([context.resume(), new Promise((resolve) => { setTimeout(resolve, 300) })]).catch(() => undefined)
  if (context.state !== 'running') return false
  for (const tone of SOUNDS[name]) sound(context, tone, volume / 100)
  return true
}

function sound(audio: AudioContext, { hz, at, for: length, shape = 'sine', level = 1, glide }: Tone, volume: number): void {
  const [from, to] = [audio.currentTime + at + 0.01, audio.currentTime + at + 0.01 + length]
  const tone = audio.createOscillator()
  const gain = audio.createGain()
  tone.type = shape
  tone.frequency.setValueAtTime(hz, from)
  if (glide) tone.frequency.exponentialRampToValueAtTime(glide, to)
  // The ear hears loudness as a power: half way down the slider is half as loud.
  gain.gain.setValueAtTime(0.0001, from)
  gain.gain.exponentialRampToValueAtTime(Math.max(0.0002, 0.35 * level * volume ** 2), from + 0.012)
  gain.gain.exponentialRampToValueAtTime(0.0001, to)
  tone.connect(gain).connect(audio.destination)
  tone.start(from)
  tone.stop(to + 0.02)
}

/** How long the others leave it to the tab that was first. */
const HELD_MS = 1_500

/** Does it in one tab of this browser only: whoever is first holds a lock of that name until the others have come by. */
export async function onceAmongTabs(name: string, work: () => Promise<boolean> | boolean): Promise<void> {
  if (!('locks' in navigator)) return void await work()
  await navigator.locks.request(`recado.${name}`, { ifAvailable: true }, async (lock) => {
    // A tab that may not sound gives way at once.
    if (lock && (await work())) await new Promise((resolve) => { setTimeout(resolve, HELD_MS) })
  })
}
