import { RecadoError } from '@recado/core'
import sharp from 'sharp'
import { amrDurationMs } from './amr.js'
import { mimeOf } from './kinds.js'
import { studio } from './studio.js'

/** A picture of more points than this is not opened: it would unfold to hundreds of megabytes. */
export const MOST_PIXELS = 50_000_000

/** A longer sound gets no waveform: nobody finds a place in an hour by 64 bars. */
const LONGEST_WAVEFORM_MS = 20 * 60_000

export interface Facts { mime: string; width?: number; height?: number; durationMs?: number; waveform?: number[] }

/** Pictures that can be opened here. HEIC needs a codec that the builds of sharp leave out. */
const PICTURES = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif', 'image/tiff'])

/**
 * What a file is and how large it shows or plays. Throws media_type for a picture that cannot be opened and media_too_large for one of too many
 * points - unless it must be `keep`t: then it is a file without a picture.
 */
export async function inspect(bytes: Buffer, hint: { mime?: string; name?: string; keep?: boolean }): Promise<Facts> {
  const mime = await mimeOf(bytes, hint)
  if (PICTURES.has(mime)) return picture(bytes, mime, hint.keep ?? false)
  if (mime === 'audio/amr') return recording(bytes, mime, amrDurationMs(bytes))
  if (mime.startsWith('audio/') || mime.startsWith('video/')) return moving(bytes, mime)
  return { mime }
}

async function picture(bytes: Buffer, mime: string, keep: boolean): Promise<Facts> {
  try {
    const { autoOrient: { width, height } } = await sharp(bytes, { limitInputPixels: false, failOn: 'none' }).metadata()
    if (width * height > MOST_PIXELS) throw new RecadoError('media_too_large', { field: 'file', limit: MOST_PIXELS })
    return { mime, width, height }
  } catch (error) {
    if (keep) return { mime: 'application/octet-stream' }
    throw error instanceof RecadoError ? error : new RecadoError('media_type', { field: 'file' }, { cause: error })
  }
}

async function recording(bytes: Buffer, mime: string, durationMs: number | null): Promise<Facts> {
  if (durationMs === null) return { mime }
  const waveform = durationMs > LONGEST_WAVEFORM_MS ? null : await studio.run('waveform', bytes, mime).catch(() => null)
  return { mime, durationMs, ...(waveform ? { waveform } : {}) }
}

/** Containers are named after their films; one without a film is a sound. */
async function moving(bytes: Buffer, mime: string): Promise<Facts> {
  const found = await studio.run('facts', bytes, mime).catch(() => null)
  if (!found || (!found.film && !found.codec)) return { mime }
  const { film, durationMs } = found
  if (film) return { mime: mime.replace(/^audio\//, 'video/'), ...film, ...(durationMs !== null ? { durationMs } : {}) }
  return recording(bytes, mime.replace(/^video\/(webm|mp4|3gpp)$/, 'audio/$1'), durationMs)
}
