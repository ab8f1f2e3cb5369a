/** A still as a short H.264 film in an MP4 file (ISO 14496-12, -15): one key frame of uncompressed macroblocks. */
import { BitWriter } from './bits.js'
import { yuv, type Drawing } from './picture.js'

const TIMESCALE = 1000
const MACROBLOCK = 16

/** Each tile becomes 2 x 2 pixels; the size must come out as whole macroblocks. */
export function mp4Of(drawing: Drawing, durationMs: number): Buffer {
  const width = drawing.width * 2
  const height = drawing.height * 2
  const sps = nal(0x67, new BitWriter().bits(66, 8).bits(0, 8).bits(10, 8).golomb(0).golomb(0).golomb(2).golomb(0).bits(0, 1).golomb(width / MACROBLOCK - 1).golomb(height / MACROBLOCK - 1).bits(0b1100, 4).bits(1, 1).align())
  const pps = nal(0x68, new BitWriter().golomb(0).golomb(0).bits(0, 2).golomb(0).golomb(0).golomb(0).bits(0, 3).golomb(0).golomb(0).golomb(0).bits(0b100, 3).bits(1, 1).align())
  const slice = keyFrame(drawing, width / MACROBLOCK, height / MACROBLOCK)
  const sample = Buffer.concat([uint(4, slice.length), slice])
  const ftyp = box('ftyp', Buffer.from('isom'), uint(4, 512), Buffer.from('isomiso2avc1mp41'))
  const track = (offset: number): Buffer => movie(width, height, durationMs, sps, pps, sample.length, offset)
  return Buffer.concat([ftyp, track(ftyp.length + track(0).length + 8), box('mdat', sample)])
}

function keyFrame({ colour }: Drawing, columns: number, rows: number): Buffer {
  // First macroblock, I slice, picture parameters 0, frame 0, picture 0, two marking flags, no change of quantiser, no deblocking.
  const out = new BitWriter().golomb(0).golomb(7).golomb(0).bits(0, 4).golomb(0).bits(0, 2).golomb(0).golomb(1)
  const level = (x: number, y: number, component: number): number => Math.min(254, Math.max(1, yuv(colour(x >> 1, y >> 1))[component] ?? 1))
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const [left, top] = [column * MACROBLOCK, row * MACROBLOCK]
      out.golomb(25).align()
      for (let y = 0; y < 16; y++) for (let x = 0; x < 16; x++) out.bits(level(left + x, top + y, 0), 8)
      for (const component of [1, 2]) for (let y = 0; y < 16; y += 2) for (let x = 0; x < 16; x += 2) out.bits(level(left + x, top + y, component), 8)
    }
  return nal(0x65, out.bits(1, 1).align())
}

function movie(width: number, height: number, durationMs: number, sps: Buffer, pps: Buffer, sampleBytes: number, offset: number): Buffer {
  const matrix = Buffer.concat([0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000_0000].map((value) => uint(4, value)))
  const mvhd = full('mvhd', 0, uint(4, 0), uint(4, 0), uint(4, TIMESCALE), uint(4, durationMs), uint(4, 0x10000), uint(2, 0x100), Buffer.alloc(10), matrix, Buffer.alloc(24), uint(4, 2))
  const tkhd = full('tkhd', 3, uint(4, 0), uint(4, 0), uint(4, 1), uint(4, 0), uint(4, durationMs), Buffer.alloc(16), matrix, uint(4, width << 16), uint(4, height << 16))
  const mdhd = full('mdhd', 0, uint(4, 0), uint(4, 0), uint(4, TIMESCALE), uint(4, durationMs), uint(2, 0x55c4), uint(2, 0))
  const hdlr = full('hdlr', 0, uint(4, 0), Buffer.from('vide'), Buffer.alloc(12), Buffer.from('video\0'))
  const avcC = box('avcC', Buffer.from([1, sps[1] ?? 0, sps[2] ?? 0, sps[3] ?? 0, 0xff, 0xe1]), uint(2, sps.length), sps, Buffer.from([1]), uint(2, pps.length), pps)
  const avc1 = box('avc1', Buffer.alloc(6), uint(2, 1), Buffer.alloc(16), uint(2, width), uint(2, height), uint(4, 0x48_0000), uint(4, 0x48_0000), uint(4, 0), uint(2, 1), Buffer.alloc(32), uint(2, 0x18), uint(2, 0xffff), avcC)
  const stbl = box('stbl', full('stsd', 0, uint(4, 1), avc1), full('stts', 0, uint(4, 1), uint(4, 1), uint(4, durationMs)), full('stss', 0, uint(4, 1), uint(4, 1)),
    full('stsc', 0, uint(4, 1), uint(4, 1), uint(4, 1), uint(4, 1)), full('stsz', 0, uint(4, 0), uint(4, 1), uint(4, sampleBytes)), full('stco', 0, uint(4, 1), uint(4, offset)))
  const dinf = box('dinf', full('dref', 0, uint(4, 1), full('url ', 1)))
  return box('moov', mvhd, box('trak', tkhd, box('mdia', mdhd, hdlr, box('minf', full('vmhd', 1, Buffer.alloc(8)), dinf, stbl))))
}

/** Three bytes that would read as a start code are kept apart. */
function nal(header: number, body: BitWriter): Buffer {
  const out = [header]
  let zeros = 0
  for (const byte of body.bytes()) {
    if (zeros >= 2 && byte <= 3) {
      out.push(3)
      zeros = 0
    }
    zeros = byte === 0 ? zeros + 1 : 0
    out.push(byte)
  }
  return Buffer.from(out)
}

function uint(bytes: 2 | 4, value: number): Buffer {
  const out = Buffer.alloc(bytes)
  out.writeUIntBE(value, 0, bytes)
  return out
}

function box(name: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  return Buffer.concat([uint(4, body.length + 8), Buffer.from(name, 'latin1'), body])
}

const full = (name: string, flags: number, ...parts: Buffer[]): Buffer => box(name, uint(4, flags), ...parts)
