/** Small genuine files, made in code: what a simulated customer sends when nobody gives her one. */
import { createHash } from 'node:crypto'
import { jpegOf } from './samples/jpeg.js'
import { mp4Of } from './samples/mp4.js'
import { pdfOf } from './samples/pdf.js'
import { GLASSES } from './samples/picture.js'
import { pngOf } from './samples/png.js'
import { amrOf, oggOf } from './samples/voice.js'

export type SampleKind = 'jpeg' | 'png' | 'amr' | 'ogg' | 'pdf' | 'mp4'

export interface SampleFile { bytes: Buffer; mime: string; name: string }

const MAKERS: Record<SampleKind, () => SampleFile> = {
  jpeg: () => ({ bytes: jpegOf(GLASSES), mime: 'image/jpeg', name: 'foto.jpg' }),
  png: () => ({ bytes: pngOf(GLASSES, 4), mime: 'image/png', name: 'imagen.png' }),
  amr: () => ({ bytes: amrOf(3000), mime: 'audio/amr', name: 'voz.amr' }),
  ogg: () => ({ bytes: oggOf(3000), mime: 'audio/ogg', name: 'voz.ogg' }),
  pdf: () => ({ bytes: pdfOf('Pedido 4711: gafas, talla 52'), mime: 'application/pdf', name: 'pedido-4711.pdf' }),
  mp4: () => ({ bytes: mp4Of(GLASSES, 2000), mime: 'video/mp4', name: 'video.mp4' }),
}
const made = new Map<SampleKind, SampleFile>()

/** A sample, made once per process. */
export function sampleFile(kind: SampleKind): SampleFile {
  const sample = made.get(kind) ?? MAKERS[kind]()
  made.set(kind, sample)
  return sample
}

const QR_TILES = 25

/** A picture in the manner of a QR code for a simulated ticket. People scan on the simulated phone, by scene or ticket; a camera finds nothing in it. */
export function qrPicture(text: string): Buffer {
  const noise = createHash('sha512').update(text).digest()
  const finder = (x: number, y: number): boolean | null => {
    const [dx, dy] = [x > 12 ? QR_TILES - 1 - x : x, y > 12 ? QR_TILES - 1 - y : y]
    if (dx > 7 || dy > 7 || (x > 12 && y > 12)) return null
    const ring = Math.max(Math.abs(dx - 3), Math.abs(dy - 3))
    return ring === 3 || ring <= 1
  }
  const dark = (x: number, y: number): boolean => finder(x, y) ?? ((noise[(y * QR_TILES + x) % noise.length] ?? 0) >> (y % 8) & 1) === 1
  return pngOf({ width: QR_TILES + 8, height: QR_TILES + 8, colour: (x, y) => (x >= 4 && y >= 4 && x < QR_TILES + 4 && y < QR_TILES + 4 && dark(x - 4, y - 4) ? [0, 0, 0] : [255, 255, 255]) }, 8)
}
