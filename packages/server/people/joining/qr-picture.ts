/** A QR code as a PNG, for an app that is sent a picture. */
import { qrModules } from '@recado/core'
import { crc32, deflateSync } from 'node:zlib'

/** Modules that scanners need free around the code, and the points of one module. */
const QUIET = 4
const SCALE = 10

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), data])
  const ends = Buffer.alloc(8)
  ends.writeUInt32BE(data.length, 0)
  ends.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)])
}

/** Dark on light, one byte of grey a point: it packs to a few hundred bytes. */
export function qrPicture(text: string): Buffer {
  const rows = qrModules(text)
  const size = (rows.length + 2 * QUIET) * SCALE
  const points = Buffer.alloc((size + 1) * size, 0xff)
  for (let y = 0; y < size; y++) {
    points[y * (size + 1)] = 0 // no filter
    for (let x = 0; x < size; x++) if (rows[Math.floor(y / SCALE) - QUIET]?.[Math.floor(x / SCALE) - QUIET]) points[y * (size + 1) + 1 + x] = 0
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(size, 4)
  head[8] = 8 // bits of a point; the rest stays: grey, deflate, no interlacing
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head), chunk('IDAT', deflateSync(points)), chunk('IEND', Buffer.alloc(0))])
}
