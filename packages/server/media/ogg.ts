import { BufferTarget, Conversion, OggOutputFormat, Output } from 'mediabunny'
import { firstSound, openMedia } from './sound.js'
import { Undecodable } from './undecodable.js'

/**
 * Opus out of any container into Ogg, without encoding anew, in one voice: WhatsApp's voice notes are mono. Throws Undecodable when it is not
 * Opus: to encode it Node has no means.
 */
export async function toOggOpus(bytes: Buffer, mime: string): Promise<Buffer> {
  using input = openMedia(bytes)
  const track = await firstSound(input)
  if (track?.codec !== 'opus') throw new Undecodable(track?.codec ?? mime)
  if (mime === 'audio/ogg') return track.numberOfChannels === 1 ? bytes : inOneVoice(bytes)
  const target = new BufferTarget()
  try {
    const conversion = await Conversion.init({ input, output: new Output({ format: new OggOutputFormat(), target }), video: { discard: true }, showWarnings: false })
    if (!conversion.isValid) throw new Undecodable('opus')
    await conversion.execute()
  } catch (cause) { throw cause instanceof Undecodable ? cause : new Undecodable('opus', { cause }) }
  const ogg = Buffer.from(target.buffer!) // execute has filled it
  return track.numberOfChannels === 1 ? ogg : inOneVoice(ogg)
}

/** Ogg's own checksum: polynomial 0x04c11db7, nothing inverted (RFC 3533). */
function checksum(page: Buffer): number {
  let sum = 0
  for (const byte of page) {
    sum ^= byte << 24
    for (let bit = 0; bit < 8; bit++) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1
  }
  return sum >>> 0
}

/**
 * The head of an Opus stream says how many voices a player makes of it, whatever was recorded (RFC 7845, section 5.1): with one, two are mixed
 * while decoding. Its page is signed anew.
 */
export function inOneVoice(ogg: Buffer): Buffer {
  const segments = ogg[26] ?? 0
  const head = 27 + segments
  const length = ogg.subarray(27, head).reduce((sum, size) => sum + size, 0)
  if (ogg.toString('latin1', 0, 4) !== 'OggS' || ogg.toString('latin1', head, head + 8) !== 'OpusHead' || ogg[head + 18] !== 0) throw new Undecodable('Opus of more than two voices')
  const page = Buffer.from(ogg.subarray(0, head + length))
  page[head + 9] = 1
  page.writeUInt32LE(0, 22)
  page.writeUInt32LE(checksum(page), 22)
  return Buffer.concat([page, ogg.subarray(head + length)])
}
