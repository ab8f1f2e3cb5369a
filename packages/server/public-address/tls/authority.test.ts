/** The same walk against the authority of this machine: pebble where it is installed, else the one written from the RFC. Both are strict about it. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { Agent, request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import pino from 'pino'
import { expect, test } from 'vitest'
import type { Database } from '@recado/db'
import { readConfig } from '../../config.js'
import { makeSealer } from '../../secrets/sealer.js'
import { startAcmeServer } from '../testing/acme-server.js'
import { freePort, hasPebble, startPebble } from '../testing/pebble.js'
import { OwnTls } from './own-tls.js'
import { TlsStore } from './store.js'

const DOMAIN = 'desk.example.com'

async function authority(challengePort: number): Promise<{ directory: string; root(): Promise<string>; close(): Promise<void> }> {
  if (!hasPebble()) {
    const own = await startAcmeServer({ challengePort: () => challengePort })
    return { directory: own.directory, root: async () => own.root, close: own.close }
  }
  const pebble = await startPebble(challengePort)
  const { default: acme } = await import('acme-client')
  acme.axios.defaults.httpsAgent = new Agent({ ca: pebble.ca })
  return pebble
}

test('an authority gives a certificate that its root vouches for, and gives it again', { timeout: 60_000 }, async () => {
  const dir = mkdtempSync(join(tmpdir(), 'recado-authority-'))
  const httpPort = await freePort()
  const they = await authority(httpPort)
  let now = Date.now()
  const desk = createServer((_request, response) => { response.end('the desk') })
  const tls = new OwnTls({
    config: { tls: { ...readConfig({}, null).tls, httpPort, httpsPort: 0, host: '127.0.0.1' } }, log: pino({ level: 'silent' }), store: new TlsStore(dir, makeSealer({} as Database, randomBytes(32))),
    behind: () => desk, publicUrl: () => null, now: () => now, pace: { attempts: 60, minMs: 20, maxMs: 200 },
  })
  const serial = async (): Promise<string> => {
    const ca = await they.root()
    return new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port: tls.status().https!.port, servername: DOMAIN, ca, agent: false, headers: { host: DOMAIN } }, (answer) => {
        answer.resume()
        const socket = answer.socket as TLSSocket
        if (socket.authorized) resolve(socket.getPeerX509Certificate()!.serialNumber)
        else reject(socket.authorizationError)
      }).on('error', reject).end()
    })
  }
  try {
    await tls.start({ domain: DOMAIN, email: 'ana@example.org', directory: they.directory })
    await tls.settled()
    expect(tls.status()).toMatchObject({ state: 'active', fault: null })
    const first = await serial()
    now = Date.parse(tls.status().nextAt!)
    await tls.look()
    expect(tls.status().fault).toBeNull()
    expect(await serial()).not.toBe(first)
  } finally {
    await tls.stop()
    await they.close()
    rmSync(dir, { recursive: true, force: true })
  }
})
