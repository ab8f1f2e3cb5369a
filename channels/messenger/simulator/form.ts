import type { RawRequest } from '@recado/channel-kit'
import { GraphRefusal } from './refusal.js'

export interface FormPart { name: string; filename?: string; contentType?: string; body: Buffer }

/** The parts of a multipart/form-data body (RFC 7578), bytes untouched. */
export function readForm(request: RawRequest): FormPart[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(request.headers['content-type'] ?? '')?.[1]
  if (!boundary) throw new GraphRefusal(100, 'The request must be multipart/form-data.')
  const first = Buffer.from(`--${boundary}`)
  // Inside a file the boundary counts at the beginning of a line only.
  const mark = Buffer.from(`\r\n--${boundary}`)
  const parts: FormPart[] = []
  let begin = request.body.indexOf(first) + first.length
  for (let end = request.body.indexOf(mark, begin); end >= 0 && begin >= first.length; end = request.body.indexOf(mark, begin)) {
    const part = readPart(request.body.subarray(begin + 2, end))
    if (part) parts.push(part)
    begin = end + mark.length
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
