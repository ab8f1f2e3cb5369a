/** Which file is what, and what a browser may show of it. */
import { fileTypeFromBuffer } from 'file-type'

/** Names that platforms and browsers use for one and the same thing. */
const SAME: Readonly<Record<string, string>> = {
  'application/ogg': 'audio/ogg', 'audio/x-m4a': 'audio/mp4', 'audio/m4a': 'audio/mp4', 'audio/vnd.wave': 'audio/wav', 'audio/wave': 'audio/wav', 'audio/x-wav': 'audio/wav', 'audio/mp3': 'audio/mpeg',
  'image/jpg': 'image/jpeg', 'audio/x-hx-aac-adts': 'audio/aac', 'audio/3gpp': 'video/3gpp', 'image/heif': 'image/heic', 'image/heic-sequence': 'image/heic', 'image/heif-sequence': 'image/heic', 'audio/amr-nb': 'audio/amr',
}
/** Old office files are one container; only their names tell them apart. */
const OLD_OFFICE: Readonly<Record<string, string>> = { doc: 'application/msword', xls: 'application/vnd.ms-excel', ppt: 'application/vnd.ms-powerpoint', msg: 'application/vnd.ms-outlook' }
/** Texts by their names' endings: nothing in the bytes tells them apart. */
const TEXTS: Readonly<Record<string, string>> = { csv: 'text/csv', vcf: 'text/vcard', ics: 'text/calendar', json: 'application/json', html: 'text/html', htm: 'text/html', svg: 'image/svg+xml', xml: 'application/xml', md: 'text/markdown' }
const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg', 'image/png': 'png', 'image/gif': 'gif', 'image/webp': 'webp', 'image/avif': 'avif', 'image/heic': 'heic', 'image/svg+xml': 'svg', 'audio/mpeg': 'mp3', 'audio/ogg': 'ogg', 'audio/amr': 'amr', 'audio/mp4': 'm4a', 'audio/aac': 'aac',
  'audio/wav': 'wav', 'audio/webm': 'weba', 'video/mp4': 'mp4', 'video/webm': 'webm', 'video/quicktime': 'mov', 'video/3gpp': '3gp', 'application/pdf': 'pdf', 'application/zip': 'zip', 'text/plain': 'txt', 'text/csv': 'csv',
}

/** What a page of ours may show in place. Everything else is only ever saved: SVG and HTML can carry programs. */
const SHOWN = new Set([
  'image/jpeg', 'image/png', 'image/gif', 'image/webp', 'image/avif', 'audio/mpeg', 'audio/ogg', 'audio/mp4', 'audio/aac', 'audio/wav', 'audio/webm', 'video/mp4', 'video/webm', 'video/quicktime', 'video/3gpp',
])

export const isShown = (mime: string): boolean => SHOWN.has(mime)

const endingOf = (name: string | undefined): string => /\.([a-z0-9]{1,8})$/i.exec(name ?? '')?.[1]?.toLowerCase() ?? ''

/** A type without its parameters, by the name we use for it. */
export function plainMime(mime: string): string {
  const plain = mime.split(';')[0]!.trim().toLowerCase()
  return SAME[plain] ?? plain
}

/** What the bytes are, whatever they were called. Undecidable bytes are text where they can be, else just bytes. */
export async function mimeOf(bytes: Buffer, hint: { mime?: string; name?: string }): Promise<string> {
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined)
  if (found?.mime === 'application/x-cfb') return OLD_OFFICE[endingOf(hint.name)] ?? (Object.values(OLD_OFFICE).includes(hint.mime ?? '') ? hint.mime! : 'application/x-cfb') // just looked up
  if (found && found.mime !== 'application/xml') return plainMime(found.mime)
  if (!isText(bytes)) return 'application/octet-stream'
  if (/^\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*(<!doctype svg[^>]*>\s*)?<svg[\s>]/i.test(bytes.subarray(0, 4_096).toString('utf8'))) return 'image/svg+xml'
  const told = hint.mime ? plainMime(hint.mime) : ''
  return TEXTS[endingOf(hint.name)] ?? (Object.values(TEXTS).includes(told) ? told : 'text/plain')
}

/** Valid UTF-8 without NUL. */
function isText(bytes: Buffer): boolean {
  if (bytes.includes(0)) return false
  try { new TextDecoder('utf-8', { fatal: true }).decode(bytes) } catch { return false }
  return true
}

/** A name under which a file travels: the given one without paths and control characters, with the ending its type has. */
export function fileName(name: string | null | undefined, mime: string): string {
  const clean = (name ?? '').replace(/^.*[\\/]/, '').replace(/[\u0000-\u001f\u007f"<>|:*?\u202a-\u202e\u2066-\u2069]/g, '_').trim().slice(0, 150)
  const ending = ENDINGS[mime]
  const stem = clean.replace(/\.[a-z0-9]{1,8}$/i, '')
  if (!stem) return `file${ending ? `.${ending}` : ''}`
  const own = endingOf(clean)
  if (!ending || own === ending || (own && !Object.values(ENDINGS).includes(own))) return clean
  return `${stem}.${ending}`
}
