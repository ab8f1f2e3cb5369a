import type { RawRequest } from '@recado/channel-kit'
import { GraphRefusal } from './graph.js'

export interface FormPart { name: string; filename?: string; contentType?: string; body: Buffer }

/** The parts of a multipart/form-data body (RFC 7578), bytes untouched. */
export function readForm(request: RawRequest): FormPart[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(request.headers['content-type'] ?? '')?.[1]
  if (!boundary) throw new GraphRefusal(100, 'The request must be multipart/form-data.')
  const mark = Buffer.from(`--${boundary}`)
  const parts: FormPart[] = []
  for (let at = request.body.indexOf(mark); at >= 0;) {
    const begin = at + mark.length
    const next = request.body.indexOf(mark, begin)
    if (next < 0) break
    // A part lies between the line break after its mark and the one before the next mark.
    const part = readPart(request.body.subarray(begin + 2, next - 2))
    if (part) parts.push(part)
    at = next
  }
  return parts
}

function readPart(raw: Buffer): FormPart | null {
  const gap = raw.indexOf('\r\n\r\n')
  if (gap < 0) return null
  const headers = raw.subarray(0, gap).toString('utf8')
  const name = /\bname="([^"]*)"/i.exec(headers)?.[1]
  if (name === undefined) return null
  const filename = /\bfilename="([^"]*)"/i.exec(headers)?.[1]
  const contentType = /^content-type:\s*(.+)$/im.exec(headers)?.[1]?.trim()
  return { name, body: raw.subarray(gap + 4), ...(filename === undefined ? {} : { filename }), ...(contentType === undefined ? {} : { contentType }) }
}
