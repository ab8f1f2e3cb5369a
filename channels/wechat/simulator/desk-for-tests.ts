/** A desk's side of the wire for the simulator's own tests: fetches tokens, calls the API, answers the pushes. Knows the documents only. */
import { MemoryWorld, type Post, type PostAnswer } from '@recado/channel-kit/testing/world'
import { simulator } from '../simulator.js'
import { unseal, signatureOf } from './envelope.js'
import { readXml, textOf } from './wire.js'

export interface Desk {
  world: MemoryWorld
  account: string
  settings: Record<string, unknown>
  /** A follower who has used the chat before. */
  ana: string
  /** Calls the API with a good token; the answer's body as text. */
  raw(path: string, body?: unknown, query?: Record<string, string>): Promise<string>
  call(path: string, body?: unknown, query?: Record<string, string>): Promise<Record<string, unknown>>
  errcode(path: string, body?: unknown, query?: Record<string, string>): Promise<unknown>
  upload(type: string, bytes: Buffer, path?: string): Promise<Record<string, unknown>>
  act(action: string, content?: Record<string, unknown>, ref?: string): Promise<void>
  text(words: string, to?: string): Promise<unknown>
  screen(openid?: string): { from: string; content: Record<string, unknown> }[]
  /** The pushes so far, opened, as their members. */
  pushes(): Record<string, unknown>[]
}

export const START = Date.UTC(2026, 2, 2, 9)

/** `answer` is what the desk answers to a push; `success` unless given. */
export function desk(settings: Record<string, unknown> = {}, answer: (post: Post, account: string) => PostAnswer | Promise<PostAnswer> = () => said('success')): Desk {
  const world = new MemoryWorld({ startAt: START, simulator }).onPost((account, post) => answer(post, account))
  const made = simulator.createAccount(world, { name: 'Óptica Sol', settings })
  const ana = simulator.createCustomer(world, { account: made.externalId }).id
  let token = { value: '', until: 0 }
  const request = (path: string, method: string, query: Record<string, string>, body: Buffer, headers: Record<string, string> = {}): ReturnType<typeof simulator.handle> =>
    simulator.handle(world, { method, path, query, headers, body })
  const signedIn = async (): Promise<string> => {
    if (world.now() >= token.until) {
      const answer = await request('/cgi-bin/stable_token', 'POST', {}, Buffer.from(JSON.stringify({ grant_type: 'client_credential', appid: made.settings.appId, secret: made.settings.appSecret })))
      const parsed = JSON.parse(String(answer.body)) as { access_token: string; expires_in: number }
      token = { value: parsed.access_token, until: world.now() + (parsed.expires_in - 300) * 1000 }
    }
    return token.value
  }
  const self: Desk = {
    world, account: made.externalId, settings: made.settings, ana,
    async raw(path, body, query = {}) {
      const answer = await request(path, body === undefined ? 'GET' : 'POST', { access_token: await signedIn(), ...query }, Buffer.from(typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body)))
      return String(answer.body)
    },
    async call(path, body, query) { return JSON.parse(await self.raw(path, body, query)) as Record<string, unknown> },
    async errcode(path, body, query) { return (await self.call(path, body, query)).errcode ?? 0 },
    async upload(type, bytes, path = '/cgi-bin/media/upload') {
      const form = new FormData()
      form.set('media', new Blob([Uint8Array.from(bytes)]), 'file.bin')
      const sent = new Request('http://x.test/', { method: 'POST', body: form })
      const answer = await request(path, 'POST', { access_token: await signedIn(), type }, Buffer.from(await sent.arrayBuffer()), { 'content-type': sent.headers.get('content-type') ?? '' })
      return JSON.parse(String(answer.body)) as Record<string, unknown>
    },
    act: (action, content, ref) => simulator.act(world, ana, { action, ...(content ? { content } : {}), ...(ref === undefined ? {} : { ref }) }),
    text: (words, to = ana) => self.errcode('/cgi-bin/message/custom/send', { touser: to, msgtype: 'text', text: { content: words } }),
    screen: (openid = ana) => simulator.screen(world, openid).map(({ from, content }) => ({ from, content: { ...content } })),
    pushes: () => world.posted.filter((post) => post.request.method === 'POST').map((post) => openPush(post.request, made.settings)),
  }
  return self
}

export const said = (body: string, status: number | null = 200, ms = 20): PostAnswer => ({ status, body, ms })

/** A push as its receiver reads it: signatures checked, decrypted in the encrypted modes. */
export function openPush(post: Post, settings: Record<string, unknown>): Record<string, unknown> {
  const query = post.query ?? {}
  const token = String(settings.token)
  if (query.signature !== signatureOf(token, query.timestamp ?? '', query.nonce ?? '')) throw new Error('badly signed push')
  const read = (text: string): Record<string, unknown> => (text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : (readXml(text) ?? {}))
  if (query.encrypt_type !== 'aes') return read(post.body)
  const encrypted = textOf(read(post.body), 'Encrypt')
  if (query.msg_signature !== signatureOf(token, query.timestamp ?? '', query.nonce ?? '', encrypted)) throw new Error('badly signed envelope')
  return read(unseal(String(settings.encodingAesKey), String(settings.appId), encrypted) ?? '')
}
