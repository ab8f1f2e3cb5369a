import { createServer } from 'node:http'

/**
 * How a platform may be out: `unavailable` in Meta's own words (a code that says it was not sent), the others as servers and lines fail.
 * @typedef {'well' | 'unavailable' | 'http_500' | 'http_429' | 'garbage' | 'cut' | 'reset' | 'timeout' | 'slow'} Illness
 */
/** @typedef {{ id: string, to: string, at: number, how: Illness }} Taken a message request as it came in, `at` by the wall clock */

const REFUSAL = { error: { message: '(#131016) Service unavailable', type: 'OAuthException', code: 131016, error_data: { messaging_product: 'whatsapp', details: 'Service unavailable' } } }

/** WhatsApp's side, ill in a way of its own for each recipient; everything it was asked to send stands in `taken`. */
export class SickPlatform {
  /** @type {Taken[]} */
  taken = []
  #server
  #how

  /** @param {(to: string) => Illness} how */
  constructor(how) {
    this.#how = how
    this.#server = createServer((request, response) => {
      const parts = []
      request.on('data', (part) => parts.push(part)).on('end', () => this.#take(request, Buffer.concat(parts).toString('utf8'), response)).on('error', () => {})
    })
  }

  /** @param {(to: string) => Illness} how */
  static async open(how) {
    const platform = new SickPlatform(how)
    await new Promise((resolve) => platform.#server.listen(0, '127.0.0.1', () => resolve(undefined)))
    return platform
  }

  get url() {
    const { port } = /** @type {import('node:net').AddressInfo} */ (this.#server.address())
    return `http://127.0.0.1:${port}`
  }

  #take(request, body, response) {
    const message = request.method === 'POST' && request.url?.endsWith('/messages') ? JSON.parse(body) : null
    const say = (status, answer, headers = {}) => response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(typeof answer === 'string' ? answer : JSON.stringify(answer))
    if (!message || message.status === 'read') return say(200, { success: true, data: [] })
    const how = this.#how(message.to)
    this.taken.push({ id: message.biz_opaque_callback_data, to: message.to, at: Date.now(), how })
    if (how === 'unavailable') say(503, REFUSAL)
    else if (how === 'http_500') say(500, '<html>Internal Server Error</html>', { 'content-type': 'text/html' })
    else if (how === 'http_429') say(429, { error: { message: 'Too many requests' } })
    else if (how === 'garbage') say(200, '\u0000\uFFFD{"messages": [')
    else if (how === 'cut') response.destroy()
    else if (how === 'reset') request.socket.resetAndDestroy()
    else if (how === 'slow') { response.writeHead(200, { 'content-type': 'application/json' }); const drip = setInterval(() => response.write(' '), 1_000); request.socket.on('close', () => clearInterval(drip)) }
    else if (how === 'well') say(200, { messaging_product: 'whatsapp', contacts: [{ input: message.to, wa_id: message.to }], messages: [{ id: `wamid.sick.${this.taken.length}` }] })
  }

  async close() {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
