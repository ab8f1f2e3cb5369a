import type { CallContext, LoadedMedia } from '@recado/channel-kit'
import { fileName } from './kinds.js'
import { toJpeg } from './pictures.js'
import { studio } from './studio.js'
import { Undecodable } from './undecodable.js'

export type Wish = NonNullable<Parameters<CallContext['media']['load']>[1]>

/** A file as it lies in the store, with a way to keep what is made of it. */
export interface Source { bytes: Buffer; mime: string; name: string | null; durationMs: number | null; derived(form: string, make: () => Promise<Buffer>): Promise<Buffer> }

/** Why a file cannot go as it is wished. */
export class Unfit extends Error {
  readonly code: 'media_type' | 'media_too_large'
  constructor(code: 'media_type' | 'media_too_large', message: string, options?: ErrorOptions) { super(message, options); this.code = code }
}

const FORMATS = { mp3: { mime: 'audio/mpeg', form: 'mp3' }, 'ogg-opus': { mime: 'audio/ogg', form: 'voice.ogg' } } as const

/**
 * The file in a form its platform takes. As it is where it fits; sound in the wished format, pictures as JPEG, smaller ones where they are too
 * large. Throws Unfit: nothing is sent that would arrive broken.
 */
export async function fit(source: Source, wish: Wish = {}): Promise<LoadedMedia> {
  const taken = wish.mimes?.includes(source.mime) ?? false
  const inForm = wish.format && !taken ? await inFormat(source, wish.format)
    : wish.mimes && !taken ? await asJpeg(source, wish)
    : { bytes: source.bytes, mime: source.mime }
  const sized = inForm.bytes.length > (wish.maxBytes ?? Infinity) ? await smaller(source, wish, inForm) : inForm
  return { ...sized, name: fileName(source.name, sized.mime), ...(source.durationMs !== null ? { durationMs: source.durationMs } : {}) }
}

async function inFormat(source: Source, format: NonNullable<Wish['format']>): Promise<{ bytes: Buffer; mime: string }> {
  const { mime, form } = FORMATS[format]
  if (source.mime === mime && format === 'mp3') return source
  try {
    return { mime, bytes: await source.derived(form, async () => Buffer.from(await studio.run(format, source.bytes, source.mime))) }
  } catch (cause) {
    if (cause instanceof Undecodable) throw new Unfit('media_type', `${source.mime} cannot be made ${mime} here: ${cause.message}`, { cause })
    throw cause
  }
}

async function asJpeg(source: Source, wish: Wish): Promise<{ bytes: Buffer; mime: string }> {
  if (!source.mime.startsWith('image/') || source.mime === 'image/svg+xml' || !wish.mimes?.includes('image/jpeg')) throw new Unfit('media_type', `${source.mime}; taken: ${wish.mimes?.join(', ') ?? ''}`)
  const jpeg = await source.derived(`${wish.maxBytes ?? 'full'}.jpg`, async () => pictureWithin(source, wish.maxBytes))
  return { bytes: jpeg, mime: 'image/jpeg' }
}

async function pictureWithin(source: Source, maxBytes: number | undefined): Promise<Buffer> {
  const jpeg = await toJpeg(source.bytes, maxBytes).catch((cause: unknown) => { throw new Unfit('media_type', `${source.mime} cannot be opened here`, { cause }) })
  if (!jpeg) throw new Unfit('media_too_large', `does not fit into ${maxBytes} bytes`)
  return jpeg
}

/** A picture can shrink; a film or a document cannot. */
async function smaller(source: Source, wish: Wish, file: { bytes: Buffer; mime: string }): Promise<{ bytes: Buffer; mime: string }> {
  const pictures = ['image/jpeg', 'image/png', 'image/webp', 'image/avif']
  if (!pictures.includes(file.mime) || (wish.mimes && !wish.mimes.includes('image/jpeg'))) throw new Unfit('media_too_large', `${file.bytes.length} bytes, at most ${wish.maxBytes}`)
  return { mime: 'image/jpeg', bytes: await source.derived(`${wish.maxBytes}.jpg`, () => pictureWithin(source, wish.maxBytes)) }
}
