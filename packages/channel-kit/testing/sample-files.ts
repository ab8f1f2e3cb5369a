/** Small genuine files, made in code: what a simulated customer sends when nobody gives her one. */
import { qrMatrix } from './qr-matrix.js'
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

const QUIET = 4
const SCALE = 8

/** The picture of a simulated code: a camera finds the text in it. */
export function qrPicture(text: string): Buffer {
  const matrix = qrMatrix(text)
  const side = matrix.length + 2 * QUIET
  return pngOf({ width: side, height: side, colour: (x, y) => (matrix[y - QUIET]?.[x - QUIET] ? [0, 0, 0] : [255, 255, 255]) }, SCALE)
}
