/** A desk around the connector, for its tests: answers by path, an own clock, tokens and uploads kept as the server keeps them. */
import { readFileSync } from 'node:fs'
import type { CallContext, HttpAnswer, HttpRequest, LoadedMedia, Settings } from '@recado/channel-kit'

type Reply = HttpAnswer | Error

export const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')

/** An answer of the platform; an object becomes JSON. */
export function answer(body: string | Buffer | object, status = 200, headers: Record<string, string> = { 'content-type': 'application/json; encoding=utf-8' }): HttpAnswer {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body), 'utf8')
  return { status, headers, body: bytes, text: () => bytes.toString('utf8'), json: () => JSON.parse(bytes.toString('utf8')) as unknown }
}

export const settings: Settings = { appId: 'wx0123456789abcdef', appSecret: 'APPSECRET', token: 'RecadoToken2025', encodingAesKey: 'InXp8erc38zi9Cv4lta0kLIXTsQUXeo8Pq6EgE5cvo4', mode: 'secure', originalId: 'gh_0a1b2c3d4e5f', baseUrl: 'http://platform.test/' }

export interface Desk { context: CallContext; calls: HttpRequest[]; links: number[]; uploads: { form: string; expiresAt: number }[]; wishes: unknown[]; at: { now: number } }

/** `answers` holds, by path, what the platform says: one answer for ever, or a list told in order. Token and upload answer by themselves. */
export function desk(answers: Record<string, Reply | Reply[]> = {}, over: { settings?: Settings; file?: Partial<LoadedMedia> } = {}): Desk {
  const calls: HttpRequest[] = []
  const links: number[] = []
  const uploads: { form: string; expiresAt: number }[] = []
  const wishes: unknown[] = []
  const at = { now: Date.UTC(2026, 2, 2, 9) }
  const tokens = new Map<string, { value: string; expiresAt: number }>()
  const kept = new Map<string, string>()
  let made = 0
  const usual = (path: string): Reply => {
    if (path === '/cgi-bin/stable_token') return answer({ access_token: `token${++made}`, expires_in: 7192 })
    if (path === '/cgi-bin/media/upload') return answer({ type: 'image', media_id: `UPLOAD${++made}`, created_at: 1763776800 })
    return answer({ errcode: 0, errmsg: 'ok' })
  }
  const context: CallContext = {
    settings: { ...settings, ...over.settings }, accountId: 'account',
    http: async (request) => {
      calls.push(request)
      const path = new URL(request.url).pathname
      const told = answers[path]
      const reply = (Array.isArray(told) ? told.shift() : told) ?? usual(path)
      if (reply instanceof Error) throw reply
      return reply
    },
    now: () => at.now,
    token: async (name, fetch) => {
      const known = tokens.get(name)
      if (known && known.expiresAt - at.now > 60_000) return known.value
      const fresh = await fetch()
      tokens.set(name, fresh)
      return fresh.value
    },
    dropToken: async (name, value) => { if (tokens.get(name)?.value === value) tokens.delete(name) },
    media: {
      load: async (_id, wish) => { wishes.push(wish); return { bytes: Buffer.from('bytes'), mime: wish?.mimes?.[0] ?? 'image/jpeg', name: 'Foto del día.heic', ...over.file } },
      link: async (mediaId, forMs) => { links.push(forMs); return `https://desk.test/f/${mediaId}` },
      remembered: async (mediaId, form, upload) => {
        const id = kept.get(`${mediaId} ${form}`)
        if (id) return id
        const fresh = await upload()
        uploads.push({ form, expiresAt: fresh.expiresAt })
        kept.set(`${mediaId} ${form}`, fresh.id)
        return fresh.id
      },
    },
  }
  return { context, calls, links, uploads, wishes, at }
}

/** The last request to a path, its body read as JSON. */
export function sentTo(calls: readonly HttpRequest[], path: string): { body: unknown; raw: string; query: URLSearchParams } {
  const call = calls.findLast((one) => new URL(one.url).pathname === path)
  if (!call) throw new Error(`nothing was sent to ${path}`)
  const raw = typeof call.body === 'string' ? call.body : ''
  return { body: raw === '' ? undefined : (JSON.parse(raw) as unknown), raw, query: new URL(call.url).searchParams }
}
