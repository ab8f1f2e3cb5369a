import { createServer } from 'node:http'

/** @typedef {'answer' | 'cut' | 'half'} Treatment take a message and answer, or take it and cut the line before the answer or in its middle */

/** WhatsApp's side for tests of sending: writes down every message request it gets, by our id in it, and answers late or not at all. */
export class FakeGraph {
  /** @type {string[]} our ids, in order of arrival; one that came twice stands here twice */
  received = []
  /** @type {string[]} */
  cut = []
  /** What the account's list of templates holds, in Meta's words. @type {object[]} */
  templates = []
  /** How late it answers; may be changed on the way. */
  delayMs
  #server
  #treat

  /** @param {(nth: number) => Treatment} treat @param {number} delayMs */
  constructor(treat, delayMs) {
    this.#treat = treat
    this.delayMs = delayMs
    this.#server = createServer((request, response) => {
      const parts = []
      request.on('data', (part) => parts.push(part)).on('end', () => this.#take(request, Buffer.concat(parts).toString('utf8'), response))
    })
  }

  /** @param {(nth: number) => Treatment} treat @param {number} delayMs */
  static async open(treat, delayMs) {
    const fake = new FakeGraph(treat, delayMs)
    await new Promise((resolve) => fake.#server.listen(0, '127.0.0.1', () => resolve(undefined)))
    return fake
  }

  get url() {
    const { port } = /** @type {import('node:net').AddressInfo} */ (this.#server.address())
    return `http://127.0.0.1:${port}`
  }

  #take(request, body, response) {
    if (request.method === 'GET' && request.url?.includes('/message_templates')) return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data: this.templates }))
    const message = request.method === 'POST' && request.url?.endsWith('/messages') ? JSON.parse(body) : null
    if (!message || message.status === 'read') return response.writeHead(200, { 'content-type': 'application/json' }).end('{"success":true,"data":[]}')
    const id = message.biz_opaque_callback_data ?? `without id, to ${message.to}`
    const nth = this.received.push(id)
    setTimeout(() => {
      const how = this.#treat(nth)
      const answer = JSON.stringify({ messaging_product: 'whatsapp', contacts: [{ input: message.to, wa_id: message.to }], messages: [{ id: `wamid.fake.${nth}` }] })
      if (how !== 'answer') this.cut.push(id)
      if (how === 'cut') { response.destroy(); return }
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) })
      if (how === 'half') { response.write(answer.slice(0, answer.length / 2), () => response.destroy()); return }
      response.end(answer)
    }, this.delayMs)
  }

  async close() {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
