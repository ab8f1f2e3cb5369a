/** What the tests of this folder share: fixtures by name, and a world in which calls are written down instead of made. */
import { readFileSync } from 'node:fs'
import type { CallContext, HttpAnswer, HttpRequest, OutboundMessage } from '@recado/channel-kit'
import type { Content } from '@recado/core'

export const NOW = Date.parse('2026-11-20T10:30:00.000Z')

export const settings = { phoneNumberId: '402300000000088', wabaId: '501200000000077', accessToken: 'token-of-aurora', appSecret: 'aurora-app-secret-e1f2', verifyToken: 'aurora-verify' }

export const raw = (name: string): string => readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8')

export const fixture = <T>(name: string): T => JSON.parse(raw(name)) as T // the shape of each fixture is the test's own

export function answer(status: number, body: unknown, headers: Record<string, string> = {}): HttpAnswer {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  return { status, headers, body: bytes, text: () => bytes.toString('utf8'), json: () => JSON.parse(bytes.toString('utf8')) as unknown }
}

export interface Wire { context: CallContext; calls: HttpRequest[]; loads: { id: string; wish: unknown }[] }

/** A context whose calls are answered by `reply`; uploads are named `up-<our id>` without a call unless `uploads` is 'real'. */
export function wire(reply: (request: HttpRequest, count: number) => HttpAnswer | Promise<HttpAnswer>, more: Record<string, unknown> = {}, uploads: 'named' | 'real' = 'named'): Wire {
  const calls: HttpRequest[] = []
  const loads: Wire['loads'] = []
  const context: CallContext = {
    settings: { ...settings, ...more },
    accountId: 'account-1',
    http: async (request) => {
      calls.push(request)
      return reply(request, calls.length)
    },
    now: () => NOW,
    token: async (_name, fetch) => (await fetch()).value,
    dropToken: async () => {},
    media: {
      load: async (id, wish) => {
        loads.push({ id, wish })
        return { bytes: Buffer.from('aurora'), mime: wish?.format === 'ogg-opus' ? 'audio/ogg; codecs=opus' : 'image/jpeg', name: 'rueda.jpg' }
      },
      link: async (id) => `https://desk.example/${id}`,
      remembered: async (id, _form, upload) => (uploads === 'named' ? `up-${id}` : (await upload()).id),
    },
  }
  return { context, calls, loads }
}

export const outbound = (content: Content, more: Partial<OutboundMessage> = {}): OutboundMessage =>
  ({ id: '0198-aurora-9', to: [{ kind: 'wa_id', value: '34699000345' }], content, as: 'freeform', author: 'human', attempt: 1, ...more })
