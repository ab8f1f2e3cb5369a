/** Voice notes: AMR narrow-band as WeChat records it, Ogg/Opus as WhatsApp does. */
import { seededRandom } from '../seeded-random.js'

/** AMR (RFC 4867) at 4.75 kbit/s: a babble of random speech parameters, so that a player has something to show. */
export function amrOf(durationMs: number): Buffer {
  const random = seededRandom(475)
  const frames = Array.from({ length: Math.ceil(durationMs / 20) }, () => Buffer.from([0x04, ...Array.from({ length: 12 }, () => Math.floor(random() * 256))]))
  // The last byte of a 95-bit frame has one spare bit, which is zero.
  for (const frame of frames) frame[12] = (frame[12] ?? 0) & 0xfe
  return Buffer.concat([Buffer.from('#!AMR\n'), ...frames])
}

/** Samples a second that granule positions count in, and the samples a decoder drops at the start (RFC 7845). */
const HERTZ = 48_000
const PRE_SKIP = 312
/** One 20 ms frame of silence (RFC 6716, CELT full band). */
const SILENCE = Buffer.from([0xf8, 0xff, 0xfe])

/** Ogg/Opus (RFC 7845), mono, silent. */
export function oggOf(durationMs: number): Buffer {
  const head = Buffer.alloc(19)
  head.write('OpusHead', 0, 'latin1')
  head.set([1, 1], 8)
  head.writeUInt16LE(PRE_SKIP, 10)
  head.writeUInt32LE(16_000, 12)
  const vendor = Buffer.from('recado')
  const tags = Buffer.concat([Buffer.from('OpusTags'), uint32(vendor.length), vendor, uint32(0)])
  const frames = Math.ceil(durationMs / 20)
  const pages = [page(2, 0, 0, [head]), page(0, 0, 1, [tags])]
  const aPage = 50
  for (let from = 0; from < frames; from += aPage) {
    const until = Math.min(frames, from + aPage)
    pages.push(page(until === frames ? 4 : 0, until * (HERTZ / 50), pages.length, Array.from({ length: until - from }, () => SILENCE)))
  }
  return Buffer.concat(pages)
}

function page(flags: number, granule: number, sequence: number, packets: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(27)
  header.write('OggS', 0, 'latin1')
  header[5] = flags
  header.writeBigUInt64LE(BigInt(granule), 6)
  header.writeUInt32LE(0x5265_6361, 14)
  header.writeUInt32LE(sequence, 18)
  header[26] = packets.length
  const out = Buffer.concat([header, Buffer.from(packets.map((packet) => packet.length)), ...packets])
  out.writeUInt32LE(oggCrc(out), 22)
  return out
}

function oggCrc(bytes: Buffer): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 24
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000_0000 ? (crc << 1) ^ 0x04c1_1db7 : crc << 1
  }
  return crc >>> 0
}

function uint32(value: number): Buffer {
  const out = Buffer.alloc(4)
  out.writeUInt32LE(value)
  return out
}
