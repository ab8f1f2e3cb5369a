import sharp, { type Sharp } from 'sharp'
import { MOST_PIXELS } from './inspect.js'

// A server that is idle should be small: no pictures kept in memory, one thread for those being made.
sharp.cache(false)
sharp.concurrency(1)

/** Long side of a small picture, in points: the widest bubble on a dense screen. */
const THUMB = 640
/** A picture that takes longer was made to. */
const LONGEST_S = 30
/** Tries to fit a picture into a platform's limit: quality, then size. */
const STEPS = [{ quality: 85, side: 4_096 }, { quality: 75, side: 3_000 }, { quality: 65, side: 2_048 }, { quality: 55, side: 1_280 }] as const

/** First frame, the right way up. What the camera noted beside it (place, device) stays behind. */
const opened = (bytes: Buffer): Sharp => sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error' }).timeout({ seconds: LONGEST_S }).autoOrient()

/** A small picture for lists and bubbles. */
export function toThumb(bytes: Buffer): Promise<Buffer> {
  return opened(bytes).resize(THUMB, THUMB, { fit: 'inside', withoutEnlargement: true }).webp({ quality: 80 }).toBuffer()
}

/** JPEG no larger than `maxBytes`, as good as fits; null when even the smallest does not. See-through parts become white. */
export async function toJpeg(bytes: Buffer, maxBytes = Infinity): Promise<Buffer | null> {
  for (const { quality, side } of STEPS) {
    const jpeg = await opened(bytes).resize(side, side, { fit: 'inside', withoutEnlargement: true }).flatten({ background: '#ffffff' }).jpeg({ quality, mozjpeg: true }).toBuffer()
    if (jpeg.length <= maxBytes) return jpeg
  }
  return null
}

/** Stands for a film: to show its first frame would need a codec that Node has not. */
export function filmTile(width: number | null, height: number | null): Promise<Buffer> {
  const scale = Math.min(1, THUMB / Math.max(width ?? 480, height ?? 360))
  const size = { width: Math.max(16, Math.round((width ?? 480) * scale)), height: Math.max(16, Math.round((height ?? 360) * scale)) }
  return sharp(Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}"><defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#3b4252"/><stop offset="1" stop-color="#1d212b"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#g)"/></svg>`)).webp({ quality: 80 }).toBuffer()
}
