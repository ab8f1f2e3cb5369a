/** Answers the API from memory, so that pages can be looked at without a server. Never part of a build. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { belongs, compareKeys, sortKey, type Conversation, type Draft, type ListQuery, type Member, type Message, type SavedReply, type SendMessage, type Session } from '@recado/api'
import type { Duplex } from 'node:stream'
import type { Connect, Plugin } from 'vite'
import { WebSocketServer, type WebSocket } from 'ws'
import { accounts, channels, contactOf, conversations, detailOf, messagesOf, NOW, templates } from './desk.js'

const desk = { setUp: process.env.FIXTURE_SETUP !== '1', signedIn: process.env.FIXTURE_SIGNED_OUT !== '1', seq: 1, language: process.env.FIXTURE_LANGUAGE ?? 'es', theme: process.env.FIXTURE_THEME ?? 'system', empty: process.env.FIXTURE_EMPTY === '1' }
const rows = new Map(conversations.map((row) => [row.id, row]))
const threads = new Map<string, Message[]>()
const drafts = new Map<string, Draft>()
const sockets = new Set<WebSocket>()
const members: Member[] = ['Ana Prieto', 'Marcos Gil', 'Elena Ruiz'].map((name, n) => ({ id: `u${n + 1}`, name, email: `${name.split(' ')[0]?.toLowerCase()}@example.com`, role: n === 0 ? 'owner' : 'agent', active: true, roleId: null, teamIds: [], inboxIds: [], lastSeenAt: n === 2 ? null : new Date(NOW - n * 3_600_000).toISOString(), createdAt: new Date(NOW).toISOString() }))
const savedReplies: SavedReply[] = [{ id: 's1', shortcut: 'horario', title: 'Horario de la tienda', text: 'Hola {{contact.firstName}}, abrimos de lunes a sábado de 10 a 20 h. Un saludo, {{agent.firstName}}' }, { id: 's2', shortcut: 'gracias', title: 'Gracias', text: '¡Muchas gracias, {{contact.firstName}}! Que disfrutes de la lectura.' }]

const session = (): Session => ({
  user: { id: 'u1', name: 'Ana Prieto', email: 'ana@example.com', language: desk.language, preferences: { theme: desk.theme as 'system' } },
  workspace: { id: 'w1', name: 'Librería Luna', demo: true, timeZone: 'Europe/Madrid', role: 'owner', clockOffsetMs: 0 },
  workspaces: [{ id: 'w1', name: 'Librería Luna', demo: true }, { id: 'w2', name: 'Librería Luna S. L.', demo: false }],
  permissions: ['conversations.read', 'conversations.work', 'notes.write', 'contacts.read', 'contacts.manage', 'channels.manage', 'members.manage', 'tokens.manage', 'messages.send', 'simulator.use', 'demo.make'],
  secondFactor: { enabled: false, demandedBy: null, dueAt: null, overdue: false },
})
const thread = (id: string) => {
  const known = threads.get(id) ?? [...messagesOf(id)]
  threads.set(id, known)
  return known
}
const say = (events: object[]) => {
  const from = desk.seq
  desk.seq += 1
  for (const socket of sockets) socket.send(JSON.stringify({ type: 'events', from, to: desk.seq, events: events.map((event) => ({ ...event, seq: desk.seq })) }))
}
const changeRow = (id: string, change: Partial<Conversation>) => {
  const row = { ...rows.get(id)!, ...change } // the route has found it
  rows.set(id, row)
  say([{ type: 'conversation.changed', conversation: row }])
  return row
}

type Body = Record<string, unknown>
interface Call { path: string; query: URLSearchParams; body: Body; method: string }
const status = (code: number, value: unknown) => ({ code, value })

function answer({ path, query, body, method }: Call): { code: number; value: unknown } | null {
  if (path === '/setup') return method === 'GET' ? status(200, { needed: !desk.setUp }) : (desk.setUp = desk.signedIn = true, status(201, { ...session(), recoveryKey: 'recado-7Q4M-K2ZP-9XNW-1HTC-5RVB-8DYE' }))
  if (path === '/session' && method === 'POST') { if (body.password === 'wrong') return status(401, { code: 'bad_credentials', title: 'x', status: 401 }); desk.signedIn = true; return status(200, session()) }
  if (!desk.signedIn) return status(401, { code: 'not_signed_in', title: 'x', status: 401 })
  if (path === '/session') return status(200, session())
  if (path === '/me') { if (typeof body.language === 'string') desk.language = body.language; return status(200, session().user) }
  if (path === '/demo') return status(201, { workspaceId: 'w1' })
  if (path === '/counts') return status(200, { mine: 2, unassigned: 41, all: conversations.length, waiting: 5, closingSoon: 2, failed: 2, mentions: 0, unread: 17 })
  if (path === '/channels') return status(200, { items: channels })
  if (path === '/channel-accounts') return status(200, { items: desk.empty ? [] : accounts, next: null })
  if (path === '/members') return status(200, { items: members })
  if (path === '/saved-replies') return status(200, { items: savedReplies })
  if (path === '/templates') return status(200, { items: query.get('account') === 'a1' ? templates : [] })
  if (path === '/tokens') return status(200, { items: [] })
  if (path === '/health-items') return status(200, { items: desk.empty ? [] : [{ id: 'h1', severity: 'critical', code: 'token_invalid', message: 'The access token has expired.', channelAccountId: 'a3', count: 3, firstAt: new Date(NOW - 9e6).toISOString(), lastAt: new Date(NOW).toISOString() }] })
  if (path === '/contacts') return status(200, { items: conversations.filter((row) => row.contact.name.toLowerCase().includes((query.get('q') ?? '').toLowerCase())).slice(0, 6).map((row) => contactOf(row.contact.id)) })
  if (path === '/conversations' && method === 'POST') return status(201, detailOf(rows.get('k3')!)) // the fixture's closed one
  if (path === '/conversations') {
    const list = Object.fromEntries(query) as ListQuery & { cursor?: string }
    const found = desk.empty ? [] : [...rows.values()].filter((row) => (list.q ? row.contact.name.toLowerCase().includes(list.q.toLowerCase()) : belongs(list, row, { userId: 'u1', now: Date.now() }))).sort((a, b) => compareKeys(sortKey(list.sort, a), sortKey(list.sort, b)))
    return status(200, { items: found, next: null, seq: desk.seq })
  }
  const [, kind, id = '', rest = ''] = /^\/(contacts|conversations|messages|channel-accounts)\/([^/]+)\/?(.*)$/.exec(path) ?? []
  if (kind === 'contacts') return status(200, contactOf(id))
  if (kind === 'channel-accounts') return status(200, accounts.find((each) => each.id === id))
  if (kind !== 'conversations') return kind ? status(200, {}) : null
  const row = rows.get(id)
  if (!row) return status(404, { code: 'not_found', title: 'x', status: 404 })
  switch (rest) {
    case '': return status(200, { ...detailOf(row), seq: desk.seq })
    case 'messages': {
      if (method === 'GET') return status(200, { items: thread(id).toReversed(), next: null, seq: desk.seq })
      return status(201, store(id, body as unknown as SendMessage))
    }
    case 'draft': {
      const key = `${id} ${query.get('mode') ?? body.mode}`
      if (method === 'PUT') drafts.set(key, { conversationId: id, updatedAt: '', ...body } as Draft)
      if (method === 'DELETE') drafts.delete(key)
      return status(200, drafts.get(key) ?? null)
    }
    case 'verdict': return status(200, { verdict: { kind: 'allow', as: 'template', until: null, left: null, price: { amount: '0.0200', currency: 'USD', class: 'utility' }, source: 'https://developers.example.com/prices' } })
    case 'read': changeRow(id, { unread: 0 }); return status(204, null)
    case 'status': return status(200, changeRow(id, { status: body.status as Conversation['status'] }))
    case 'assign': return status(200, changeRow(id, { assignee: members.find((each) => each.id === body.userId) ?? null }))
    case 'labels': return status(200, changeRow(id, { labels: [...new Set([...row.labels, ...(body.add as string[])])].filter((each) => !(body.remove as string[]).includes(each)) }))
    default: return status(200, {})
  }
}

function store(id: string, { clientId, content, replyTo }: SendMessage): Message {
  const at = new Date().toISOString()
  const message: Message = { id: `m${Date.now()}`, conversationId: id, caseId: null, direction: 'out', content, status: 'queued', externalId: `x${clientId}`, clientId, author: { type: 'agent', id: 'u1', name: 'Ana Prieto' }, at, platformAt: null, ...(replyTo ? { replyTo } : {}) }
  thread(id).push(message)
  const steps: Message['status'][] = ['sent', 'delivered', 'read']
  steps.forEach((step, n) => setTimeout(() => { message.status = step; say([{ type: 'message.changed', message: { ...message } }]) }, 400 * (n + 1)))
  changeRow(id, { waitingSince: null, lastActivityAt: at, lastMessage: { kind: content.kind, text: content.kind === 'text' ? content.text : '', direction: 'out', status: 'queued', at } })
  return message
}

const colours = ['#8fb8ae', '#c9a66b', '#7d8fb3', '#b37d7d', '#86a96f', '#a98fb8']
function picture(id: string): string {
  const colour = colours[(id.codePointAt(id.length - 1) ?? 0) % colours.length]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"><rect width="400" height="300" fill="${colour}"/><g fill="white" opacity=".85">${[0, 1, 2, 3, 4, 5, 6].map((n) => `<rect x="${30 + n * 50}" y="${90 - (n % 3) * 20}" width="36" height="${150 + (n % 3) * 20}" rx="3"/>`).join('')}</g><rect y="240" width="400" height="60" fill="#5b4a3a"/></svg>`
}

async function readBody(request: IncomingMessage): Promise<Body> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  try { return JSON.parse(Buffer.concat(parts).toString() || '{}') as Body } catch { return {} }
}

async function serve(request: IncomingMessage, response: ServerResponse, next: () => void): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://desk')
  const file = /^\/api\/v1\/media\/([^/]+)\/(file|thumb)$/.exec(url.pathname)
  if (file?.[1]) { response.setHeader('content-type', 'image/svg+xml'); return void response.end(picture(file[1])) }
  if (url.pathname === '/api/v1/media') { await readBody(request); response.statusCode = 201; response.setHeader('content-type', 'application/json'); return void response.end(JSON.stringify({ id: `up${Date.now()}`, url: '/api/v1/media/p1/file', mime: 'image/jpeg', bytes: 120_000 })) }
  if (url.pathname.startsWith('/simulator/control')) { response.setHeader('content-type', 'application/json'); return void response.end('{"items":[],"now":""}') }
  if (!url.pathname.startsWith('/api/v1')) return next()
  const found = answer({ path: url.pathname.slice('/api/v1'.length), query: url.searchParams, body: await readBody(request), method: request.method ?? 'GET' }) ?? status(404, { code: 'not_found', title: 'x', status: 404 })
  response.statusCode = found.code
  response.setHeader('content-type', found.code >= 400 ? 'application/problem+json' : 'application/json')
  response.end(found.value === null && found.code === 204 ? '' : JSON.stringify(found.value))
}

// The policy the server sends, so that what it forbids is seen here first. Logos of the fixture are data: links; the real ones are files.
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

function attach(middlewares: Connect.Server, http: { on: (event: 'upgrade', listener: (request: IncomingMessage, socket: Duplex, head: Buffer) => void) => unknown } | null): void {
  middlewares.use((request, response, next) => void serve(request, response, next))
  const live = new WebSocketServer({ noServer: true })
  http?.on('upgrade', (request, socket, head) => {
    if (!request.url?.startsWith('/api/v1/live')) return
    live.handleUpgrade(request, socket, head, (client) => {
      sockets.add(client)
      client.on('close', () => sockets.delete(client))
      client.send(JSON.stringify({ type: 'hello', epoch: 'e1', at: desk.seq }))
    })
  })
}

export function fixtureServer(): Plugin {
  return {
    name: 'recado-fixture-server',
    configureServer: (server) => attach(server.middlewares, server.httpServer),
    configurePreviewServer: (server) => {
      server.middlewares.use((_, response, next) => { response.setHeader('content-security-policy', POLICY); next() })
      attach(server.middlewares, server.httpServer)
    },
  }
}
