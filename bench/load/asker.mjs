import { Agent, createServer, request } from 'node:http'

/**
 * Asks one server over connections that stay open, one request at a time, as a browser does; a time is from the request to the last byte.
 * @param {string} base
 * @param {() => Record<string, string>} headers
 */
export function openAsker(base, headers) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const { hostname, port } = new URL(base)
  /** @returns {Promise<{ ms: number, bytes: number, status: number, body: string }>} */
  const ask = (path) => new Promise((resolve, reject) => {
    const before = performance.now()
    request({ agent, hostname, port, path, headers: headers() }, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk)).on('end', () => {
        const body = Buffer.concat(chunks)
        resolve({ ms: performance.now() - before, bytes: body.length, status: response.statusCode ?? 0, body: body.toString('utf8') })
      })
    }).on('error', reject).end()
  })
  return { ask, close: () => agent.destroy() }
}

/** A bare server that answers `GET /<bytes>` with so many: what HTTP alone costs in this minute. */
export async function openBare() {
  const server = createServer((incoming, response) => {
    const body = Buffer.alloc(Number(incoming.url?.slice(1)), 97)
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body)
  })
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(undefined)) })
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return { url, close: () => server.close() }
}

/** @param {number[]} times @param {number} q */
export function quantile(times, q) {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0
}
