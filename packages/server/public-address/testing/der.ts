/** The few forms of DER that a certificate of the tests is made of. https://www.itu.int/rec/T-REC-X.690 */
export function tagged(tag: number, value: Buffer): Buffer {
  const size = value.length
  const length = size < 0x80 ? Buffer.from([size]) : size < 0x100 ? Buffer.from([0x81, size]) : Buffer.from([0x82, size >> 8, size & 0xff])
  return Buffer.concat([Buffer.from([tag]), length, value])
}

export const text = (value: string): Buffer => Buffer.from(value, 'ascii')
export const utf8 = (value: string): Buffer => tagged(0x0c, Buffer.from(value, 'utf8'))
export const sequence = (...parts: Buffer[]): Buffer => tagged(0x30, Buffer.concat(parts))
export const set = (...parts: Buffer[]): Buffer => tagged(0x31, Buffer.concat(parts))
export const octets = (value: Buffer): Buffer => tagged(0x04, value)
export const bits = (value: Buffer): Buffer => tagged(0x03, Buffer.concat([Buffer.from([0]), value]))
/** Positive: a leading zero where the first bit is set. */
export const integer = (value: Buffer): Buffer => tagged(0x02, value[0]! & 0x80 ? Buffer.concat([Buffer.from([0]), value]) : value)
export const moment = (at: number): Buffer => tagged(0x18, text(`${new Date(at).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`))

export function oid(dotted: string): Buffer {
  const [first, second, ...rest] = dotted.split('.').map(Number) as [number, number, ...number[]]
  const base128 = (value: number): number[] => {
    const bytes = [value & 0x7f]
    for (let left = value >> 7; left > 0; left >>= 7) bytes.unshift((left & 0x7f) | 0x80)
    return bytes
  }
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}
