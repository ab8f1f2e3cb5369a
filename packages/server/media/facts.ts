/** Runs in a thread of the studio. */
import type { Input } from 'mediabunny'
import { firstSound, openMedia } from './sound.js'

/** What a container says of itself, as far as it can be true. */
export interface SoundFacts { film: { width: number; height: number } | null; /** of the sound; null without one */ codec: string | null; durationMs: number | null }

/** Nothing plays for longer, and no screen is wider: a file that says so was made to break something. */
const LONGEST_MS = 7 * 24 * 3_600_000
const WIDEST = 32_767

export async function factsOf(bytes: Uint8Array): Promise<SoundFacts> {
  using input = openMedia(bytes)
  return { film: await filmOf(input), codec: (await firstSound(input))?.codec ?? null, durationMs: await durationOf(input) }
}

async function filmOf(input: Input): Promise<SoundFacts['film']> {
  try {
    const track = await input.getPrimaryVideoTrack()
    if (!track) return null
    const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()]
    return width > 0 && height > 0 && width <= WIDEST && height <= WIDEST ? { width: Math.round(width), height: Math.round(height) } : null
  } catch { return null }
}

async function durationOf(input: Input): Promise<number | null> {
  try {
    const durationMs = Math.round((await input.computeDuration()) * 1_000)
    return durationMs > 0 && durationMs <= LONGEST_MS ? durationMs : null
  } catch { return null }
}
