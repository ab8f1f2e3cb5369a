/** A receiver of webhooks on this machine, for tests: it answers as it is told and keeps what it was sent. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Received { headers: Record<string, string>; body: string; event: { type: string; timestamp: string; data: Record<string, unknown> } }
export interface Answer { status: number; headers?: Record<string, string>; body?: string }

export interface Receiver {
  url: string
  received: Received[]
  /** What the next requests are answered with; the last one stays. */
  answers: Answer[]
  /** Resolves when so many requests have come in all. */
  arrived(count: number): Promise<void>
  close(): Promise<void>
}

export async function openReceiver(port = 0): Promise<Receiver> {
  const received: Received[] = []
  const waiting: { count: number; go(): void }[] = []
  const answers: Answer[] = [{ status: 204 }]
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      received.push({ headers: request.headers as Record<string, string>, body, event: JSON.parse(body) as Received['event'] })
      const { status, headers, body: text } = answers.length > 1 ? answers.shift()! : answers[0]! // never empty
      response.writeHead(status, headers).end(text)
      for (const one of waiting.filter(({ count }) => received.length >= count)) one.go()
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received, answers,
    arrived: (count) => new Promise((resolve) => { if (received.length >= count) resolve(); else waiting.push({ count, go: resolve }) }),
    close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve()) }),
  }
}
