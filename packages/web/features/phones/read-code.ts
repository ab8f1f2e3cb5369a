/** Reads a QR code out of a picture, where the browser can do so (Chromium on Android, ChromeOS and macOS): https://developer.mozilla.org/docs/Web/API/BarcodeDetector */

interface Detector { detect(picture: ImageBitmap): Promise<{ rawValue: string }[]> }
interface DetectorKind { new (options: { formats: string[] }): Detector; getSupportedFormats?(): Promise<string[]> }

export type Reading = { kind: 'found'; text: string } | { kind: 'none' } | { kind: 'unable' }

export async function readCode(file: Blob): Promise<Reading> {
  const Kind = (globalThis as { BarcodeDetector?: DetectorKind }).BarcodeDetector // no part of the DOM types yet
  if (!Kind) return { kind: 'unable' }
  try {
    const picture = await createImageBitmap(file)
    const [code] = await new Kind({ formats: ['qr_code'] }).detect(picture)
    return code ? { kind: 'found', text: code.rawValue } : { kind: 'none' }
  } catch {
    return { kind: 'none' } // no picture, or the system's reader is missing
  }
}
