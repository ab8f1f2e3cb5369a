import { request } from './keep-alive.mjs'
import { TOKEN } from './start.mjs'

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {any} body
 * @property {Headers} headers
 * @property {number} ms
 */

/**
 * Calls the product's API as an outside program does.
 * @param {() => string} url read at each call: after a restart the port is another one
 * @param {string} [token]
 */
export function apiClient(url, token = TOKEN) {
  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @returns {Promise<Answer>}
   */
  async function call(method, path, body) {
    const before = performance.now()
    // A token may make 100 requests a second; a program waits as it is told.
    for (let tries = 0; ; tries++) {
      const answer = await fetch(url() + path, { method, headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
      const text = await answer.text()
      if (answer.status === 429 && tries < 20) { await pause(Number(answer.headers.get('retry-after') ?? 1) * 1000); continue }
      const json = /json/.test(answer.headers.get('content-type') ?? '') && text !== ''
      return { status: answer.status, body: json ? JSON.parse(text) : text, headers: answer.headers, ms: performance.now() - before }
    }
  }

  /**
   * Demands success: the answer's body, or an error that shows what was answered.
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @returns {Promise<any>}
   */
  async function want(method, path, body) {
    const answer = await call(method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }

  /**
   * Every item of a paged list.
   * @param {string} path
   * @returns {Promise<any[]>}
   */
  async function all(path) {
    const items = []
    for (let next = null, first = true; first || next; first = false) {
      const page = await want('GET', `${path}${path.includes('?') ? '&' : '?'}limit=200${next ? `&${path.includes('/messages') ? 'before' : 'cursor'}=${encodeURIComponent(next)}` : ''}`)
      items.push(...page.items)
      next = page.next
    }
    return items
  }

  return { call, want, all }
}

/** Sends a platform's request as it is. @param {string} base @param {import('./platforms.mjs').Signed} signed */
export async function deliver(base, signed) {
  const before = performance.now()
  const { status, text } = await request(base + signed.path, { method: 'POST', headers: signed.headers, body: signed.body })
  return { status, body: text, ms: performance.now() - before }
}

/**
 * Asks until the answer is the one waited for; what it was last stands in the error.
 * @template T
 * @param {() => Promise<T>} look
 * @param {(value: T) => boolean} good
 * @param {{ withinMs?: number, what?: string }} [options]
 * @returns {Promise<T>}
 */
export async function until(look, good, { withinMs = 10_000, what = 'what was waited for' } = {}) {
  const deadline = performance.now() + withinMs
  for (;;) {
    const value = await look()
    if (good(value)) return value
    if (performance.now() > deadline) throw new Error(`${what} did not come within ${withinMs} ms; last seen: ${JSON.stringify(value)?.slice(0, 1000)}`)
    await pause(25)
  }
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
