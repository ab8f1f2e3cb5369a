/** Reads multipart/form-data the way a platform's server does; simulators take uploads with it. */
export interface FormPart { name: string; filename?: string; contentType?: string; bytes: Buffer }

/** The parts in order, or null when the body is no well-formed form of the type its header names. */
export function readMultipart(contentType: string | undefined, body: Buffer): FormPart[] | null {
  const boundary = /^multipart\/form-data\s*;.*?boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType ?? '')
  if (!boundary) return null
  const fence = Buffer.from(`--${boundary[1] ?? boundary[2]}`)
  const parts: FormPart[] = []
  let at = body.indexOf(fence)
  while (at >= 0) {
    const start = at + fence.length
    if (body.subarray(start, start + 2).toString('latin1') === '--') return parts
    const headEnd = body.indexOf('\r\n\r\n', start)
    const next = headEnd < 0 ? -1 : body.indexOf(Buffer.concat([Buffer.from('\r\n'), fence]), headEnd + 2)
    if (next < 0) return null
    const part = partOf(body.subarray(start + 2, headEnd).toString('utf8'), body.subarray(headEnd + 4, Math.max(headEnd + 4, next)))
    if (!part) return null
    parts.push(part)
    at = next + 2
  }
  return null
}

function partOf(head: string, bytes: Buffer): FormPart | null {
  const disposition = /^content-disposition\s*:\s*form-data\s*;(.*)$/im.exec(head)?.[1]
  const name = disposition === undefined ? undefined : parameter(disposition, 'name')
  if (disposition === undefined || name === undefined) return null
  const filename = parameter(disposition, 'filename')
  const contentType = /^content-type\s*:\s*(.+)$/im.exec(head)?.[1]?.trim()
  return { name, bytes, ...(filename === undefined ? {} : { filename }), ...(contentType === undefined ? {} : { contentType }) }
}

function parameter(disposition: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|;)\\s*${name}=(?:"([^"]*)"|([^\\s;]+))`, 'i').exec(disposition)
  return match?.[1] ?? match?.[2]
}
