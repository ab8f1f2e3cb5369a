import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** How the fake platform treats one message request: takes it, or takes it and cuts the line before the answer. */
export type Treatment = 'answer' | 'cut'

/** A provider that writes down every message request it was sent, by our id in it, and answers late or not at all. */
export class FakeGraph {
  /** Our ids, in order of arrival; one that came twice stands here twice. */
  readonly received: string[] = []
  readonly cut: string[] = []
  private readonly server: Server
  private readonly treat: (nth: number) => Treatment
  private readonly delayMs: number

  private constructor(treat: (nth: number) => Treatment, delayMs: number) {
    this.treat = treat
    this.delayMs = delayMs
    this.server = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
        const body = Buffer.concat(parts).toString('utf8')
        const message = request.method === 'POST' && request.url?.endsWith('/messages') ? (JSON.parse(body) as { biz_opaque_callback_data?: string; to?: string; status?: string }) : null
        if (!message || message.status === 'read') return void response.writeHead(200, { 'content-type': 'application/json' }).end('{"success":true,"data":[]}')
        const id = message.biz_opaque_callback_data ?? `without id, to ${message.to}`
        const nth = this.received.push(id)
        setTimeout(() => {
          if (this.treat(nth) === 'cut') { this.cut.push(id); response.destroy(); return }
          response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ messaging_product: 'whatsapp', contacts: [{ input: message.to, wa_id: message.to }], messages: [{ id: `wamid.fake.${nth}` }] }))
        }, this.delayMs)
      })
    })
  }

  static async open(treat: (nth: number) => Treatment, delayMs: number): Promise<FakeGraph> {
    const fake = new FakeGraph(treat, delayMs)
    await new Promise<void>((resolve) => fake.server.listen(0, '127.0.0.1', resolve))
    return fake
  }

  get url(): string { return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}` }

  async close(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }
}
