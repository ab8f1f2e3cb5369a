import { encode } from 'uqr'
import { cx } from '../../ui/class-names.js'

/** Modules around the code that scanners need free (ISO/IEC 18004 asks for four). */
const QUIET = 4

interface Matrix { size: number; path: string }

/** The code as one path: runs of dark modules in each row. */
export function matrixOf(text: string): Matrix {
  // A poster gets dirty: a quarter of it may be lost.
  const { data, size } = encode(text, { ecc: 'Q', border: 0 })
  const runs = data.flatMap((row, y) => {
    const found: string[] = []
    for (let x = 0; x < size; x++) {
      if (!row[x]) continue
      const from = x
      while (x < size && row[x]) x++
      found.push(`M${from + QUIET} ${y + QUIET}h${x - from}v1h-${x - from}z`)
    }
    return found
  })
  return { size: size + 2 * QUIET, path: runs.join('') }
}

/** A QR code. Always dark on light, in every theme: half of the scanners read nothing else. */
export function QrCode({ text, label, className }: { text: string; label: string; className?: string }) {
  const { size, path } = matrixOf(text)
  return <svg role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" className={cx('rounded-lg bg-white', className)}><rect width={size} height={size} fill="#fff" /><path d={path} fill="#000" /></svg>
}

export function svgText(text: string): string {
  const { size, path } = matrixOf(text)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size * 10}" height="${size * 10}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${path}" fill="#000"/></svg>\n`
}

/** Pixels of one module: sharp on a sheet of paper. */
const PNG_SCALE = 24

export function pngBlob(text: string): Promise<Blob | null> {
  const { data, size } = encode(text, { ecc: 'Q', border: QUIET })
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = size * PNG_SCALE
  const pen = canvas.getContext('2d')
  if (!pen) return Promise.resolve(null)
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.fillStyle = '#000'
  data.forEach((row, y) => row.forEach((dark, x) => { if (dark) pen.fillRect(x * PNG_SCALE, y * PNG_SCALE, PNG_SCALE, PNG_SCALE) }))
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'))
}

/** Hands a file over as a download. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** A name that every file system takes. */
export const fileStem = (name: string): string => name.normalize('NFKD').replace(/[^\w -]/g, '').trim().replace(/\s+/g, '-').toLowerCase() || 'qr'
