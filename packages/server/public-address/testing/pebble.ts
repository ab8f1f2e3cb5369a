/** Let's Encrypt's small ACME server for tests, where Debian's package `pebble` is installed: another witness than the one we wrote. https://github.com/letsencrypt/pebble */
import { type ChildProcess, spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { certify, name } from './acme-server.js'

const PROGRAM = '/usr/bin/pebble'
export const hasPebble = (): boolean => existsSync(PROGRAM)

export interface Pebble { directory: string; /** Whom to trust for the directory itself. */ ca: string; /** The root that signs. */ root: () => Promise<string>; close(): Promise<void> }

/** `challengePort` is what it takes for port 80; every name leads to this machine. */
export async function startPebble(challengePort: number): Promise<Pebble> {
  const dir = mkdtempSync(join(tmpdir(), 'recado-pebble-'))
  const [port, management, names] = [await freePort(), await freePort(), await nameServer()]
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const ca = certify({ subject: name('localhost'), issuer: name('localhost'), spki: publicKey.export({ type: 'spki', format: 'der' }), key: privateKey, days: 2, domain: 'localhost' })
  writeFileSync(join(dir, 'cert.pem'), ca)
  writeFileSync(join(dir, 'key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  writeFileSync(join(dir, 'config.json'), JSON.stringify({ pebble: { listenAddress: `127.0.0.1:${port}`, managementListenAddress: `127.0.0.1:${management}`, certificate: join(dir, 'cert.pem'), privateKey: join(dir, 'key.pem'), httpPort: challengePort, tlsPort: 1, ocspResponderURL: '', externalAccountBindingRequired: false } }))
  const child = spawn(PROGRAM, ['-config', join(dir, 'config.json'), '-dnsserver', `127.0.0.1:${names.port}`], { env: { ...process.env, PEBBLE_VA_NOSLEEP: '1' }, stdio: ['ignore', 'pipe', 'pipe'] })
  await untilListening(child)
  const { Agent, request } = await import('node:https')
  const agent = new Agent({ ca })
  return {
    directory: `https://localhost:${port}/dir`, ca,
    root: () => new Promise((resolve, reject) => {
      request(`https://localhost:${management}/roots/0`, { agent }, (answer) => { let text = ''; answer.on('data', (part: Buffer) => { text += part.toString() }).on('end', () => resolve(text)) }).on('error', reject).end()
    }),
    close: async () => {
      const gone = new Promise((done) => child.once('exit', done))
      child.kill()
      await gone
      names.close()
      agent.destroy()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

function untilListening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    const read = (part: Buffer): void => { said += part.toString(); if (said.includes('ACME directory available at')) resolve() }
    child.stdout!.on('data', read)
    child.stderr!.on('data', read)
    child.once('exit', () => reject(new Error(`pebble ended: ${said}`)))
  })
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => { const { port } = server.address() as { port: number }; server.close(() => resolve(port)) })
  })
}

/** A name server that knows one answer: 127.0.0.1 to every question for an address, nothing to any other. https://www.rfc-editor.org/rfc/rfc1035#section-4 */
function nameServer(): Promise<{ port: number; close(): void }> {
  const socket = createSocket('udp4')
  socket.on('message', (question, from) => {
    let end = 12
    while (question[end] !== 0) end += question[end]! + 1
    const asked = question.subarray(12, end + 5)
    const wantsAddress = question.readUInt16BE(end + 1) === 1
    const head = Buffer.from([question[0]!, question[1]!, 0x81, 0x80, 0, 1, 0, wantsAddress ? 1 : 0, 0, 0, 0, 0])
    const answer = wantsAddress ? Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, 127, 0, 0, 1]) : Buffer.alloc(0)
    socket.send(Buffer.concat([head, asked, answer]), from.port, from.address)
  })
  return new Promise((resolve) => socket.bind(0, '127.0.0.1', () => resolve({ port: socket.address().port, close: () => socket.close() })))
}
