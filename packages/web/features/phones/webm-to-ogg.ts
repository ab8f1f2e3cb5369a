/**
 * Puts the Opus packets of a WebM recording into an Ogg file, as the apps themselves record (browsers but Firefox record WebM only). Nothing is
 * encoded again. WebM: https://www.matroska.org/technical/elements.html; Ogg Opus: RFC 7845; packet lengths: RFC 6716, 3.1.
 */

const HERTZ = 48_000
const PRE_SKIP = 312
const PACKETS_A_PAGE = 50
const SERIAL = 0x5265_6361

/** Elements whose contents are read; everything else is passed over. */
const OPENED = new Set([0x1853_8067 /* Segment */, 0x1654_ae6b /* Tracks */, 0xae /* TrackEntry */, 0x1f43_b675 /* Cluster */, 0xa0 /* BlockGroup */])
const CODEC_PRIVATE = 0x63a2
const BLOCKS = new Set([0xa3 /* SimpleBlock */, 0xa1 /* Block */])

/** Null when the bytes are no WebM with Opus. */
export function webmToOgg(webm: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const { head, packets } = readWebm(webm)
  if (packets.length === 0) return null
  const pages = [page(2, 0, 0, [head ?? opusHead()]), page(0, 0, 1, [opusTags()])]
  let granule = 0
  for (let from = 0; from < packets.length; from += PACKETS_A_PAGE) {
    const some = packets.slice(from, from + PACKETS_A_PAGE)
    granule += some.reduce((sum, packet) => sum + samplesOf(packet), 0)
    pages.push(page(from + PACKETS_A_PAGE >= packets.length ? 4 : 0, granule, pages.length, some))
  }
  return join(pages)
}

function readWebm(bytes: Uint8Array): { head: Uint8Array | null; packets: Uint8Array[] } {
  let head: Uint8Array | null = null
  const packets: Uint8Array[] = []
  let at = 0
  while (at < bytes.length) {
    const id = vint(bytes, at, true)
    const size = id && vint(bytes, at + id.length, false)
    if (!id || !size) break
    const start = at + id.length + size.length
    if (OPENED.has(id.value)) { at = start; continue }
    if (!Number.isFinite(size.value)) break // only what is opened may have no length
    const data = bytes.subarray(start, start + size.value)
    if (id.value === CODEC_PRIVATE) head = data
    // Track number, two bytes of time, flags; a recorder does not lace.
    else if (BLOCKS.has(id.value)) packets.push(data.subarray((vint(data, 0, false)?.length ?? 1) + 3))
    at = start + size.value
  }
  return { head, packets: packets.filter((packet) => packet.length > 0) }
}

/** A number of EBML: its length stands in the leading zeros of its first byte. All ones = unknown. */
function vint(bytes: Uint8Array, at: number, withMarker: boolean): { value: number; length: number } | null {
  const first = bytes[at]
  if (first === undefined || first === 0) return null
  const length = Math.clz32(first) - 23
  let value = withMarker ? first : first & (0xff >> length)
  let unknown = (first & (0xff >> length)) === 0xff >> length
  for (let index = 1; index < length; index++) {
    const byte = bytes[at + index]
    if (byte === undefined) return null
    value = value * 256 + byte
    if (byte !== 0xff) unknown = false
  }
  return { value: unknown && !withMarker ? Infinity : value, length }
}

/** Length of a packet in samples at 48 kHz. */
export function samplesOf(packet: Uint8Array): number {
  const toc = packet[0] ?? 0
  const config = toc >> 3
  const frame = config < 12 ? [480, 960, 1920, 2880][config & 3] : config < 16 ? [480, 960][config & 1] : [120, 240, 480, 960][config & 3]
  const count = (toc & 3) === 0 ? 1 : (toc & 3) < 3 ? 2 : (packet[1] ?? 1) & 63
  return (frame ?? 960) * count
}

function opusHead(): Uint8Array {
  const head = new DataView(new ArrayBuffer(19))
  ascii('OpusHead').forEach((byte, at) => head.setUint8(at, byte))
  head.setUint8(8, 1)
  head.setUint8(9, 1)
  head.setUint16(10, PRE_SKIP, true)
  head.setUint32(12, HERTZ, true)
  return new Uint8Array(head.buffer)
}

function opusTags(): Uint8Array {
  const vendor = ascii('recado')
  return join([ascii('OpusTags'), uint32(vendor.length), vendor, uint32(0)])
}

function page(flags: number, granule: number, sequence: number, packets: readonly Uint8Array[]): Uint8Array {
  const lacing = packets.flatMap((packet) => [...Array.from({ length: Math.floor(packet.length / 255) }, () => 255), packet.length % 255])
  const head = new DataView(new ArrayBuffer(27))
  ascii('OggS').forEach((byte, at) => head.setUint8(at, byte))
  head.setUint8(5, flags)
  head.setBigUint64(6, BigInt(granule), true)
  head.setUint32(14, SERIAL, true)
  head.setUint32(18, sequence, true)
  head.setUint8(26, lacing.length)
  const whole = join([new Uint8Array(head.buffer), Uint8Array.from(lacing), ...packets])
  whole.set(uint32(checksum(whole)), 22)
  return whole
}

function checksum(bytes: Uint8Array): number {
  let sum = 0
  for (const byte of bytes) {
    sum ^= byte << 24
    for (let bit = 0; bit < 8; bit++) sum = sum & 0x8000_0000 ? (sum << 1) ^ 0x04c1_1db7 : sum << 1
  }
  return sum >>> 0
}

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)

function uint32(value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(4))
  view.setUint32(0, value, true)
  return new Uint8Array(view.buffer)
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) { whole.set(part, at); at += part.length }
  return whole
}
