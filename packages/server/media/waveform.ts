import { decodeSound, type Piece } from './sound.js'

const BARS = 64
/** Loudness is measured in steps of this length and drawn together at the end. */
const STEP_MS = 20

/** 64 loudness values, 0 to 100, the loudest part being 100; null when the sound cannot be decoded here. */
export async function waveformOf(bytes: Buffer, mime: string): Promise<number[] | null> {
  try { return barsOf(await loudness(decodeSound(bytes, mime))) } catch { return null }
}

/** Root mean square per step. */
export async function loudness(pieces: AsyncIterable<Piece>): Promise<number[]> {
  const steps: number[] = []
  let sum = 0
  let count = 0
  for await (const { samples, hertz } of pieces) {
    const step = Math.round((hertz * STEP_MS) / 1_000)
    for (const sample of samples) {
      sum += sample * sample
      if (++count < step) continue
      steps.push(Math.sqrt(sum / count))
      sum = count = 0
    }
  }
  if (count > 0) steps.push(Math.sqrt(sum / count))
  return steps
}

/** The loudest step of each of 64 equal parts, in relation to the loudest of all; speech is drawn by its root, as ears hear it. */
export function barsOf(steps: readonly number[]): number[] | null {
  if (steps.length === 0) return null
  const top = Math.max(...chunked(steps))
  if (!(top > 0)) return Array.from({ length: BARS }, () => 0)
  return Array.from({ length: BARS }, (_, bar) => {
    const from = Math.floor((bar * steps.length) / BARS)
    const part = steps.slice(from, Math.max(from + 1, Math.floor(((bar + 1) * steps.length) / BARS)))
    return Math.round(100 * Math.sqrt(Math.max(...part) / top))
  })
}

/** Maxima of slices: a call cannot take as many arguments as an hour has steps. */
function chunked(values: readonly number[]): number[] {
  return Array.from({ length: Math.ceil(values.length / 10_000) }, (_, index) => Math.max(...values.slice(index * 10_000, (index + 1) * 10_000)))
}
