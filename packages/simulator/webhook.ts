/** One HTTP request from a simulated platform to the desk. */
import http from 'node:http'
import https from 'node:https'
import type { World } from '@recado/channel-kit'

type Post = Parameters<World['post']>[1]
type PostAnswer = Awaited<ReturnType<World['post']>>

/** The longest answer that is read. */
const ANSWER_BYTES = 1024 * 1024

export class WebhookCaller {
  readonly #agents = { 'http:': new http.Agent({ keepAlive: true, maxSockets: 256 }), 'https:': new https.Agent({ keepAlive: true, maxSockets: 256 }) }

  /** Status null when nobody answered in time. */
  async call(address: string, request: Post): Promise<PostAnswer> {
    const startedAt = performance.now()
    const url = new URL(address)
    if (request.path) url.pathname += request.path
    for (const [name, value] of Object.entries(request.query ?? {})) url.searchParams.append(name, value)
    const answer = await this.#once(url, request, 1)
    return { ...answer, ms: Math.round(performance.now() - startedAt) }
  }

  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy()
  }

  #once(url: URL, request: Post, retries: number): Promise<{ status: number | null; body: string }> {
    const protocol = url.protocol === 'https:' ? 'https:' : 'http:'
    const body = Buffer.from(request.body, 'utf8')
    return new Promise((resolve) => {
      const sent = (protocol === 'https:' ? https : http).request(url, {
        method: request.method, agent: this.#agents[protocol],
        headers: { ...request.headers, ...(request.method === 'GET' ? {} : { 'content-length': body.length }) },
      })
      const nobody = { status: null, body: '' }
      const timer = setTimeout(() => { sent.destroy(); resolve(nobody) }, request.timeoutMs)
      const end = (answer: { status: number | null; body: string }): void => { clearTimeout(timer); resolve(answer) }
      sent.on('error', (error: NodeJS.ErrnoException) => {
        // A kept connection that the other side has just closed was never used for this request.
        if (sent.reusedSocket && error.code === 'ECONNRESET' && retries > 0) { clearTimeout(timer); resolve(this.#once(url, request, retries - 1)) } else end(nobody)
      })
      sent.on('response', (received) => {
        const parts: Buffer[] = []
        let size = 0
        received.on('data', (part: Buffer) => {
          size += part.length
          if (size <= ANSWER_BYTES) parts.push(part)
        })
        received.on('end', () => end({ status: received.statusCode ?? null, body: Buffer.concat(parts).toString('utf8') }))
        received.on('error', () => end(nobody))
      })
      sent.end(request.method === 'GET' ? undefined : body)
    })
  }
}
