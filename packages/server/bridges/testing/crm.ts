/**
 * A CRM as HubSpot's public reference describes it (docs/bridges.md names the pages): authorization with a code and PKCE, tokens that end after half an hour,
 * contacts one by one, by search and in batches, its limits and refusals. Written to the reference, not to our client.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Value { value: string; timestamp: number }
export interface CrmContact { id: string; history: Record<string, Value[]>; createdAt: number; updatedAt: number; archived: boolean }
export interface Asked { method: string; path: string; status: number }

export const CLIENT = { id: '7fff1e36-2d40-4ae1-bbe1-5266d59564fb', secret: 'the secret of the app' }
const TOKEN_S = 1_800

export class Crm {
  readonly contacts = new Map<string, CrmContact>()
  readonly asked: Asked[] = []
  /** Answers given instead of the real ones, in order. */
  readonly faults: { status: number; headers?: Record<string, string>; body?: unknown; path?: RegExp }[] = []
  readonly now: () => number
  private readonly server: Server
  private readonly codes = new Map<string, { redirect: string; challenge: string | null }>()
  private tokens = new Map<string, number>()
  refreshTokens = new Set<string>()
  private nextId = 101

  constructor(now: () => number) { this.now = now; this.server = createServer((request, response) => { void this.take(request, response) }) }

  async listen(): Promise<string> { await new Promise<void>((done) => { this.server.listen(0, '127.0.0.1', done) }); return this.url }
  get url(): string { return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}` }
  close(): Promise<void> { this.server.closeAllConnections(); return new Promise((done) => { this.server.close(() => { done() }) }) }

  /** Its owner says yes on the authorization page: where her browser is sent. */
  allow(authorizeUrl: string): URL {
    const asked = new URL(authorizeUrl).searchParams
    if (asked.get('client_id') !== CLIENT.id) throw new Error('no such app')
    const code = randomBytes(16).toString('hex')
    const back = new URL(asked.get('redirect_uri')!)
    this.codes.set(code, { redirect: back.toString(), challenge: asked.get('code_challenge') })
    back.searchParams.set('code', code)
    back.searchParams.set('state', asked.get('state')!)
    return back
  }

  /** Every access token ends; with `all` the owner takes the permission back. */
  endTokens(all = false): void { this.tokens.clear(); if (all) this.refreshTokens.clear() }

  /** Somebody edits in the CRM's own pages. */
  set(id: string, properties: Record<string, string>, at = this.now()): CrmContact {
    const one = this.contacts.get(id)
    if (!one) throw new Error(`no contact ${id}`)
    for (const [name, value] of Object.entries(properties)) { one.history[name] ??= []; if (one.history[name][0]?.value !== value) one.history[name].unshift({ value, timestamp: at }) }
    one.updatedAt = Math.max(one.updatedAt + 1, at)
    return one
  }
  add(properties: Record<string, string>, at = this.now()): CrmContact {
    const id = String(this.nextId++)
    this.contacts.set(id, { id, history: {}, createdAt: at, updatedAt: at - 1, archived: false })
    return this.set(id, properties, at)
  }
  value(id: string, name: string): string { return this.contacts.get(id)?.history[name]?.[0]?.value ?? '' }

  /** A webhook call of it, signed in version 3. */
  webhook(url: string, events: readonly Record<string, unknown>[], at = this.now()): { headers: Record<string, string>; body: string } {
    const body = JSON.stringify(events)
    return { body, headers: { 'content-type': 'application/json', 'x-hubspot-request-timestamp': String(at), 'x-hubspot-signature-v3': createHmac('sha256', CLIENT.secret).update(`POST${url}${body}${at}`).digest('base64') } }
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const url = new URL(request.url ?? '/', this.url)
    const fault = this.faults[0] && (this.faults[0].path?.test(url.pathname) ?? true) ? this.faults.shift() : undefined
    const answer = fault ? { status: fault.status, body: fault.body ?? { status: 'error', message: 'as asked' }, headers: fault.headers } : { headers: undefined, ...this.answer(request, url, Buffer.concat(parts).toString('utf8')) }
    this.asked.push({ method: request.method ?? '', path: url.pathname, status: answer.status })
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
    response.end(answer.status === 204 ? undefined : JSON.stringify(answer.body))
  }

  private answer(request: IncomingMessage, url: URL, body: string): { status: number; body: unknown } {
    if (request.method === 'POST' && url.pathname === '/oauth/v3/token') return this.token(new URLSearchParams(body))
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    if ((this.tokens.get(bearer) ?? 0) <= this.now()) return { status: 401, body: { status: 'error', category: 'EXPIRED_AUTHENTICATION', message: 'The OAuth token used to make this call expired.' } }
    const path = url.pathname.replace('/crm/v3/objects/contacts', '')
    if (request.method === 'GET' && path === '') return this.list(url.searchParams)
    const said = body === '' ? {} : JSON.parse(body) as Record<string, never>
    if (request.method === 'POST' && path === '/search') return this.search(said)
    if (request.method === 'POST' && path === '/batch/read') return this.batchRead(said)
    if (request.method === 'POST' && path === '/batch/create') return this.batchCreate(said)
    if (request.method === 'POST' && path === '/batch/update') return this.batchUpdate(said)
    if (request.method === 'POST' && path === '/gdpr-delete') { const known = this.contacts.delete(String((said as { objectId?: string }).objectId)); return { status: known ? 204 : 404, body: {} } }
    return { status: 404, body: { status: 'error', message: 'resource not found' } }
  }

  private token(form: URLSearchParams): { status: number; body: unknown } {
    const refuse = (message: string) => ({ status: 400, body: { status: message, message, category: 'VALIDATION_ERROR' } })
    if (form.get('client_id') !== CLIENT.id || form.get('client_secret') !== CLIENT.secret) return refuse('BAD_CLIENT')
    if (form.get('grant_type') === 'authorization_code') {
      const code = this.codes.get(form.get('code') ?? '')
      this.codes.delete(form.get('code') ?? '')
      if (!code || code.redirect !== form.get('redirect_uri')) return refuse('BAD_AUTH_CODE')
      if (code.challenge && createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url') !== code.challenge) return refuse('BAD_CODE_VERIFIER')
      const refresh = randomBytes(12).toString('hex')
      this.refreshTokens.add(refresh)
      return this.granted(refresh)
    }
    const refresh = form.get('refresh_token') ?? ''
    return this.refreshTokens.has(refresh) ? this.granted(refresh) : refuse('BAD_REFRESH_TOKEN')
  }
  private granted(refresh: string): { status: number; body: unknown } {
    const token = randomBytes(20).toString('hex')
    this.tokens.set(token, this.now() + TOKEN_S * 1_000)
    return { status: 200, body: { token_type: 'bearer', access_token: token, refresh_token: refresh, expires_in: TOKEN_S } }
  }

  private shown(one: CrmContact, properties: readonly string[], history: readonly string[] = []): Record<string, unknown> {
    const own: Record<string, string> = { lastmodifieddate: new Date(one.updatedAt).toISOString(), createdate: new Date(one.createdAt).toISOString(), hs_object_id: one.id }
    return {
      id: one.id, createdAt: new Date(one.createdAt).toISOString(), updatedAt: new Date(one.updatedAt).toISOString(), archived: one.archived,
      properties: Object.fromEntries([...new Set([...properties, 'lastmodifieddate', 'hs_object_id', 'createdate'])].map((name) => [name, own[name] ?? one.history[name]?.[0]?.value ?? null])),
      ...(history.length > 0 ? { propertiesWithHistory: Object.fromEntries(history.flatMap((name) => (one.history[name] ? [[name, one.history[name].map(({ value, timestamp }) => ({ value, timestamp: new Date(timestamp).toISOString(), sourceType: 'CRM_UI' }))]] : []))) } : {}),
    }
  }
  private page(all: readonly CrmContact[], limit: number, after: number, properties: readonly string[]): Record<string, unknown> {
    const rows = all.slice(after, after + limit)
    return { results: rows.map((one) => this.shown(one, properties)), ...(after + limit < all.length ? { paging: { next: { after: String(after + limit), link: '?' } } } : {}) }
  }
  private list(query: URLSearchParams): { status: number; body: unknown } {
    const limit = Number(query.get('limit') ?? 10)
    if (limit > 100) return { status: 400, body: { status: 'error', message: 'limit must be at most 100' } }
    return { status: 200, body: this.page([...this.contacts.values()].filter((one) => !one.archived), limit, Number(query.get('after') ?? 0), query.get('properties')?.split(',') ?? []) }
  }
  private search(said: { filterGroups?: { filters: { propertyName: string; operator: string; value: string }[] }[]; sorts?: { propertyName: string; direction: string }[]; properties?: string[]; limit?: number; after?: string }): { status: number; body: unknown } {
    const filter = said.filterGroups?.[0]?.filters[0]
    if (!filter || filter.propertyName !== 'lastmodifieddate' || filter.operator !== 'GTE' || !/^\d+$/.test(filter.value) || (said.limit ?? 10) > 200) return { status: 400, body: { status: 'error', message: 'There was a problem with the request.' } }
    if (Number(said.after ?? 0) + (said.limit ?? 10) > 10_000) return { status: 400, body: { status: 'error', message: 'paging beyond 10000' } }
    const found = [...this.contacts.values()].filter((one) => !one.archived && one.updatedAt >= Number(filter.value)).sort((a, b) => a.updatedAt - b.updatedAt)
    return { status: 200, body: { total: found.length, ...this.page(found, said.limit ?? 10, Number(said.after ?? 0), said.properties ?? []) } }
  }
  private batchRead(said: { properties?: string[]; propertiesWithHistory?: string[]; inputs?: { id: string }[] }): { status: number; body: unknown } {
    const inputs = said.inputs ?? []
    if (inputs.length > (said.propertiesWithHistory ? 50 : 100)) return { status: 400, body: { status: 'error', message: 'too many inputs' } }
    const found = inputs.flatMap(({ id }) => { const one = this.contacts.get(id); return one && !one.archived ? [one] : [] })
    const results = found.map((one) => this.shown(one, said.properties ?? [], said.propertiesWithHistory))
    return { status: found.length < inputs.length ? 207 : 200, body: { status: 'COMPLETE', results, ...(found.length < inputs.length ? { numErrors: 1, errors: [{ status: 'error', category: 'OBJECT_NOT_FOUND', message: 'Could not get some CONTACT objects' }] } : {}) } }
  }
  private batchCreate(said: { inputs?: { properties: Record<string, string> }[] }): { status: number; body: unknown } {
    const inputs = said.inputs ?? []
    for (const { properties } of inputs) {
      const twin = [...this.contacts.values()].find((one) => !one.archived && one.history.email?.[0]?.value === properties.email?.toLowerCase())
      if (twin) return { status: 409, body: { status: 'error', category: 'CONFLICT', message: `Contact already exists. Existing ID: ${twin.id}` } }
      if (properties.email?.endsWith('@invalid')) return { status: 400, body: { status: 'error', category: 'VALIDATION_ERROR', message: 'Property values were not valid' } }
    }
    return { status: 201, body: { status: 'COMPLETE', results: inputs.map(({ properties }) => this.shown(this.add(properties), Object.keys(properties))) } }
  }
  private batchUpdate(said: { inputs?: { id: string; properties: Record<string, string> }[] }): { status: number; body: unknown } {
    const inputs = said.inputs ?? []
    if (inputs.length > 100) return { status: 400, body: { status: 'error', message: 'too many inputs' } }
    const missing = inputs.find(({ id }) => !this.contacts.has(id))
    if (missing) return { status: 404, body: { status: 'error', category: 'OBJECT_NOT_FOUND', message: `CONTACT ${missing.id} not found` } }
    if (inputs.some(({ properties }) => Object.values(properties).includes('refuse me'))) return { status: 400, body: { status: 'error', category: 'VALIDATION_ERROR', message: 'Property values were not valid' } }
    return { status: 200, body: { status: 'COMPLETE', results: inputs.map(({ id, properties }) => this.shown(this.set(id, properties), Object.keys(properties))) } }
  }
}
