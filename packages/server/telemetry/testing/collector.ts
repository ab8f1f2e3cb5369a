import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Told { path: string; headers: Record<string, unknown>; body: string }
export interface SpanTold { traceId: string; spanId: string; parentSpanId?: string; name: string; kind: number; startTimeUnixNano: string; endTimeUnixNano: string; attributes: { key: string; value: Record<string, unknown> }[]; status: { code?: number; message?: string } }

/** Stands in for an OTLP collector at a port of this machine. `statuses`: its next answers to traces; 200 once they are used up. */
export async function openCollector() {
  const told: Told[] = []
  const statuses: number[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => { body += part.toString() }).on('end', () => {
      told.push({ path: request.url!, headers: request.headers, body }) // a server's request has one
      response.writeHead((request.url === '/v1/traces' ? statuses.shift() : null) ?? 200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  return {
    told, statuses, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: (): SpanTold[] => told.filter(({ path }) => path === '/v1/traces').flatMap(({ body }) => (JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: SpanTold[] }[] }[] }).resourceSpans.flatMap((one) => one.scopeSpans.flatMap((scope) => scope.spans))),
    close: () => new Promise<void>((resolve) => { server.close(() => resolve()) }),
  }
}
