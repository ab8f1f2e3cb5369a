/** What a file really is and how long it plays: the platform looks at the bytes, not at the name. */

export type FileType = 'image/jpeg' | 'image/png' | 'image/gif' | 'image/bmp' | 'audio/amr' | 'audio/mpeg' | 'video/mp4'

export function typeOfFile(bytes: Buffer): FileType | null {
  const head = bytes.subarray(0, 12).toString('latin1')
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (head.startsWith('\x89PNG\r\n')) return 'image/png'
  if (head.startsWith('GIF8')) return 'image/gif'
  if (head.startsWith('BM')) return 'image/bmp'
  if (head.startsWith('#!AMR')) return 'audio/amr'
  if (head.startsWith('ID3') || mp3Frame(bytes, 0)) return 'audio/mpeg'
  if (head.slice(4, 8) === 'ftyp') return 'video/mp4'
  return null
}

/** Bytes of an AMR narrow-band frame after its header, by frame type (3GPP TS 26.101). */
const AMR_SIZES = [12, 13, 15, 17, 19, 20, 26, 31, 5]

export function durationMs(bytes: Buffer, type: FileType): number {
  if (type === 'audio/amr') return amrDuration(bytes)
  return type === 'audio/mpeg' ? mp3Duration(bytes) : 0
}

function amrDuration(bytes: Buffer): number {
  let frames = 0
  for (let at = 6; at < bytes.length; frames++) at += 1 + (AMR_SIZES[((bytes[at] ?? 0) >> 3) & 15] ?? 0)
  return frames * 20
}

/** kbit/s by index, layer III: MPEG-1 and MPEG-2/2.5 (ISO 11172-3, 13818-3). */
const KBITS = [
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
]
const HERTZ = [44_100, 48_000, 32_000]

function mp3Frame(bytes: Buffer, at: number): { size: number; ms: number } | null {
  const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3)
  if (first !== 0xff || (second & 0xe6) !== 0xe2) return null
  const version = (second >> 3) & 3
  const mpeg1 = version === 3
  const kbits = KBITS[mpeg1 ? 0 : 1]?.[third >> 4]
  const base = HERTZ[(third >> 2) & 3]
  if (!kbits || !base || version === 1) return null
  const hertz = base / (mpeg1 ? 1 : version === 2 ? 2 : 4)
  const samples = mpeg1 ? 1152 : 576
  return { size: Math.floor((samples / 8) * kbits * 1000 / hertz) + ((third >> 1) & 1), ms: (samples / hertz) * 1000 }
}

function mp3Duration(bytes: Buffer): number {
  const tag = bytes.subarray(0, 3).toString('latin1') === 'ID3' ? 10 + bytes.subarray(6, 10).reduce((size, part) => (size << 7) | (part & 127), 0) : 0
  let ms = 0
  for (let at = tag, frame = mp3Frame(bytes, at); frame; frame = mp3Frame(bytes, at)) {
    ms += frame.ms
    at += frame.size
  }
  return ms
}
