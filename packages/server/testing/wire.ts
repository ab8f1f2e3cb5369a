/** The real server on a port, with simulated platforms, for tests that speak HTTP to it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freshDatabase } from '@recado/db/testing'
import { boot, type Running } from '../boot.js'
import { readConfig } from '../config.js'

export const WIRE_TOKEN = 'rcd_a-token-that-only-this-test-knows-0002'

export interface Answered<T = Record<string, unknown>> { status: number; body: T }

export interface Wire {
  url(): string
  ask<T = Record<string, never>>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered<T>>
  /** Stops the server and starts it again on the same data. */
  restart(): Promise<void>
  /** Lets business time pass; what is under way ends first. */
  pass(ms: number): Promise<void>
  close(): Promise<void>
}

export async function openWire(env: Record<string, string> = {}): Promise<Wire> {
  const dataDir = mkdtempSync(join(tmpdir(), 'recado-wire-'))
  const { url, drop } = await freshDatabase()
  const start = (): Promise<Running> => boot(readConfig({
    PORT: '0', DATA_DIR: dataDir, DATABASE_URL: url, RECADO_SIMULATOR: '1', RECADO_OWNER_EMAIL: 'eva@example.org', RECADO_OWNER_PASSWORD: 'violet teapots orbit quietly', RECADO_API_TOKEN: WIRE_TOKEN, ...env,
  }, null))
  let running = await start()
  const ask: Wire['ask'] = async <T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answered<T>> => {
    const answer = await fetch(running.url + path, { method, headers: { authorization: `Bearer ${WIRE_TOKEN}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
    const text = await answer.text()
    return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as T } // the routes' own tests hold them to their shapes
  }
  return {
    url: () => running.url, ask,
    async restart() { await running.close(); running = await start() },
    async pass(ms) { await ask('POST', '/simulator/control/clock', { advanceMs: ms }) },
    async close() { await running.close(); await drop(); rmSync(dataDir, { recursive: true, force: true }) },
  }
}
