/** Files for those who have none at hand: a photo, a voice note, a document, a video. */

export type FileKind = 'image' | 'sticker' | 'audio' | 'voice' | 'video' | 'document'

const ADDRESS: Readonly<Record<FileKind, string>> = {
  image: new URL('./samples/gafas.jpg', import.meta.url).href,
  sticker: new URL('./samples/gracias.webp', import.meta.url).href,
  audio: new URL('./samples/voz.ogg', import.meta.url).href,
  voice: new URL('./samples/voz.ogg', import.meta.url).href,
  video: new URL('./samples/video.mp4', import.meta.url).href,
  document: new URL('./samples/graduacion.pdf', import.meta.url).href,
}
const MIME: Readonly<Record<FileKind, string>> = { image: 'image/jpeg', sticker: 'image/webp', audio: 'audio/ogg', voice: 'audio/ogg', video: 'video/mp4', document: 'application/pdf' }
const NAME: Readonly<Record<FileKind, string>> = { image: 'gafas.jpg', sticker: 'gracias.webp', audio: 'voz.ogg', voice: 'voz.ogg', video: 'gafas.mp4', document: 'graduacion.pdf' }

export async function sampleOf(kind: FileKind): Promise<File> {
  const answer = await fetch(ADDRESS[kind])
  if (!answer.ok) throw new Error(`no sample of ${kind}`)
  return new File([await answer.arrayBuffer()], NAME[kind], { type: MIME[kind] })
}

/** A file as an act carries it. */
export async function asMedia(file: Blob, name: string): Promise<{ base64: string; mime: string; name: string }> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let binary = ''
  // Piece by piece: a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return { base64: btoa(binary), mime: file.type || 'application/octet-stream', name }
}
