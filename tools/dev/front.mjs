import { existsSync, statSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { join } from 'node:path'
import { folders } from '../lib/sources.mjs'
import { root } from '../lib/paths.mjs'
import { say } from '../lib/say.mjs'

const webDir = join(root, 'packages/web')
const SERVER_PATHS = /^\/(api|webhooks|healthz|readyz|metrics|files|simulator\/control)(\/|\?|$)/

/** One address for the browser: pages and their modules from vite, everything else from the server. */
export async function startFront(port, serverPort) {
  const front = createServer()
  const vite = existsSync(join(webDir, 'index.html')) ? await startVite(front) : null
  front.on('request', (req, res) => (vite && isForVite(req) ? vite.middlewares(req, res) : passOn(req, res, serverPort)))
  front.on('upgrade', (req, socket, head) => {
    // vite answers its own in a listener of its own.
    if (!req.headers['sec-websocket-protocol']?.startsWith('vite-')) passOnUpgrade(req, socket, head, serverPort)
  })
  front.listen(port, '127.0.0.1', () => say(`Recado for developers: http://localhost:${port}`))
  return { close: () => (vite?.close(), front.closeAllConnections(), front.close()) }
}

async function startVite(server) {
  const { createServer: createVite } = await import('vite')
  return createVite({ root: webDir, appType: 'spa', server: { middlewareMode: true, hmr: { server } } })
}

/** Whether a request is for a page or for one of its modules; a platform's own dialogs are pages of the server. */
function isForVite(req) {
  const path = (req.url ?? '/').split('?')[0]
  if (SERVER_PATHS.test(path)) return false
  const channels = folders(join(root, 'channels')).map((dir) => dir.split('/').at(-1))
  if (channels.some((name) => path.startsWith(`/simulator/${name}/`))) return false
  if (/^\/(@|node_modules\/|packages\/)/.test(path)) return true
  if (req.method === 'GET' && (req.headers.accept ?? '').includes('text/html')) return true
  return [webDir, join(webDir, 'public')].some((dir) => statSync(join(dir, decodeURI(path)), { throwIfNoEntry: false })?.isFile())
}

function passOn(req, res, port) {
  const onward = request({ port, host: '127.0.0.1', method: req.method, path: req.url, headers: req.headers }, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(res)
  })
  // While the server restarts there is nobody behind us.
  onward.on('error', () => (res.headersSent ? res.destroy() : res.writeHead(503, { 'retry-after': '1' }).end('The server is starting.\n')))
  req.pipe(onward)
}

function passOnUpgrade(req, socket, head, port) {
  const onward = request({ port, host: '127.0.0.1', method: req.method, path: req.url, headers: req.headers })
  onward.on('upgrade', (answer, far, farHead) => {
    const headers = answer.rawHeaders.reduce((text, part, i) => text + part + (i % 2 ? '\r\n' : ': '), '')
    socket.write(`HTTP/1.1 101 Switching Protocols\r\n${headers}\r\n`)
    if (farHead.length > 0) socket.write(farHead)
    if (head.length > 0) far.write(head)
    far.pipe(socket).on('error', () => far.destroy())
    socket.pipe(far).on('error', () => socket.destroy())
  })
  onward.on('response', (answer) => socket.end(`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}\r\n\r\n`))
  onward.on('error', () => socket.destroy())
  onward.end()
}
