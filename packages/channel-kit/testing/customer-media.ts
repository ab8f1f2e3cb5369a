/** The file that an act brings, or a sample of the kind the app records when it brings none. */
import type { World } from '../simulator.js'
import { sampleFile, type SampleKind } from './sample-files.js'

export interface CustomerFile { fileId: string; bytes: Buffer; mime: string; name: string }

/** `content.media` is `{fileId}` of a file the world has, `{base64}`, or absent. Throws a sentence when it names a file that is not there. */
export function customerFile(world: World, content: Readonly<Record<string, unknown>>, sample: SampleKind): CustomerFile {
  const media = typeof content.media === 'object' && content.media !== null ? (content.media as Readonly<Record<string, unknown>>) : {} // any object may be asked for a member
  const word = (key: string): string | undefined => (typeof media[key] === 'string' && media[key] !== '' ? media[key] : undefined)
  const fileId = word('fileId')
  if (fileId !== undefined) {
    const file = world.file(fileId)
    if (!file) throw new Error(`There is no file "${fileId}" on this phone.`)
    return { fileId, bytes: file.bytes, mime: word('mime') ?? file.mime, name: word('name') ?? sampleFile(sample).name }
  }
  const base64 = word('base64')
  const usual = sampleFile(sample)
  const bytes = base64 === undefined ? usual.bytes : Buffer.from(base64, 'base64')
  const mime = base64 === undefined ? usual.mime : (word('mime') ?? usual.mime)
  return { fileId: world.putFile(bytes, mime), bytes, mime, name: word('name') ?? usual.name }
}
