/** The square of a picture that is kept: as large as fits, moved along the longer side by `shift` from 0 (start) to 1 (end). */
export function squareOf(width: number, height: number, shift: number): { x: number; y: number; side: number } {
  const side = Math.min(width, height)
  return { x: Math.round((width - side) * (width > height ? shift : 0.5)), y: Math.round((height - side) * (height > width ? shift : 0.5)), side }
}

/** Platforms show no more points than these of a profile. */
const SIDE = 640
const QUALITIES = [0.92, 0.8, 0.65]

/** The square as a JPEG that fits; it is drawn anew, so neither place nor camera of the photo goes along. */
export async function cutSquare(image: ImageBitmap, shift: number, maxBytes: number): Promise<Blob | null> {
  const { x, y, side } = squareOf(image.width, image.height, shift)
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = Math.min(side, SIDE)
  const pen = canvas.getContext('2d')
  if (!pen) return null
  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.drawImage(image, x, y, side, side, 0, 0, canvas.width, canvas.height)
  for (const quality of QUALITIES) {
    const blob = await new Promise<Blob | null>((done) => { canvas.toBlob(done, 'image/jpeg', quality) })
    if (blob && blob.size <= maxBytes) return blob
  }
  return null
}
