// `npm run dev`: the whole product with its data and simulated platforms; the server restarts and the pages reload as files change.
import { fork } from 'node:child_process'
import { existsSync, watch } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { startFront } from './dev/front.mjs'
import { developerEnv, seed } from './dev/seed.mjs'
import { runNode } from './lib/child.mjs'
import { root } from './lib/paths.mjs'
import { say } from './lib/say.mjs'

const port = Number(process.env.PORT || 3000)
const serverPort = await freePort()
let server = startServer()
let stopping = false
let restart = null

const front = await startFront(port, serverPort)
void seed(`http://127.0.0.1:${serverPort}`, `http://localhost:${port}`)
for (const dir of ['packages', 'channels', 'seeds'].map((name) => join(root, name)).filter(existsSync)) {
  watch(dir, { recursive: true }, (_event, file) => file && isServerSource(file) && later())
}
process.on('SIGINT', stop).on('SIGTERM', stop)

function startServer() {
  const env = { ...process.env, ...developerEnv(process.env), PORT: String(serverPort), RECADO_SIMULATOR: '1', PUBLIC_URL: process.env.PUBLIC_URL ?? `http://localhost:${port}`, NODE_OPTIONS: '--enable-source-maps' }
  return fork(join(root, 'tools/dev/server.mjs'), process.argv.slice(2), { env })
}

// vite watches the web app itself; tests and output change nothing for the server.
function isServerSource(file) {
  return /\.(ts|tsx|sql|json)$/.test(file) && !/(^|\/)(web|dist|node_modules|fixtures)\//.test(file) && !/\.test\.tsx?$/.test(file)
}

function later() {
  clearTimeout(restart)
  restart = setTimeout(restartServer, 150)
}

async function restartServer() {
  if ((await runNode(join(root, 'tools/compile.mjs'))) !== 0 || stopping) return
  say('Restarting the server …')
  await ended(server)
  if (!stopping) server = startServer()
}

async function stop() {
  if (stopping) return
  stopping = true
  front.close()
  await ended(server)
  process.exit(0)
}

function ended(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', resolve)
    child.kill('SIGTERM')
  })
}

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address()
      probe.close(() => resolve(free))
    })
  })
}
