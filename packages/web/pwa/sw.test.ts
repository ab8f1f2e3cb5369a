import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { beforeEach, describe, expect, test, vi } from 'vitest'

/** The worker's world, in memory: its caches, its windows, the network as the test says. */
const SOURCE = readFileSync(new URL('./sw.js', import.meta.url), 'utf8').replace('__SHELL__', JSON.stringify(['/', '/theme.js', '/assets/app-1.js'])).replace('__BUILD__', 'b1')
const ORIGIN = 'https://desk.example'
type Handler = (event: Record<string, unknown>) => void
interface Answer { ok: boolean; status: number; type: string; body: string; headers: Map<string, string>; clone(): Answer }

const answer = (body: string, more: { status?: number; cache?: string } = {}): Answer => {
  const made: Answer = { ok: (more.status ?? 200) < 400, status: more.status ?? 200, type: 'basic', body, headers: new Map(more.cache ? [['cache-control', more.cache]] : []), clone: () => made }
  return made
}

let network: (path: string) => Answer
let asked: string[]
let stores: Map<string, Map<string, Answer>>
let handlers: Record<string, Handler>
let self: Record<string, unknown> & { registration: { showNotification: ReturnType<typeof vi.fn>; getNotifications: ReturnType<typeof vi.fn> }; clients: Record<string, ReturnType<typeof vi.fn>>; skipWaiting: ReturnType<typeof vi.fn> }

beforeEach(() => {
  ;[asked, stores, handlers] = [[], new Map(), {}]
  network = (path) => answer(`fresh ${path}`)
  self = {
    addEventListener: (name: string, handler: Handler) => { handlers[name] = handler }, location: new URL(`${ORIGIN}/sw.js`), navigator: {}, skipWaiting: vi.fn(async () => undefined),
    clients: { claim: vi.fn(async () => undefined), matchAll: vi.fn(async () => []), openWindow: vi.fn(async () => null) }, registration: { showNotification: vi.fn(async () => undefined), getNotifications: vi.fn(async () => []) },
  }
  const cacheOf = (name: string) => {
    const store = stores.get(name) ?? stores.set(name, new Map()).get(name)!
    return { put: async (path: string, made: Answer) => void store.set(path, made), match: async (path: string) => store.get(path) }
  }
  const caches = { open: async (name: string) => cacheOf(name), keys: async () => [...stores.keys()], delete: async (name: string) => stores.delete(name) }
  const fetch = async (what: string | { url: string }): Promise<Answer> => { const path = typeof what === 'string' ? what : new URL(what.url).pathname; asked.push(path); return network(path) }
  runInNewContext(SOURCE, { self, caches, fetch, URL, Promise, setTimeout, clearTimeout, JSON })
})

/** Fires an event and waits for whatever it was told to wait for. */
async function fire(name: string, event: Record<string, unknown> = {}): Promise<Answer | undefined> {
  const waits: Promise<unknown>[] = []
  let response: Promise<Answer> | undefined
  handlers[name]!({ ...event, waitUntil: (work: Promise<unknown>) => waits.push(work), respondWith: (given: Promise<Answer>) => { response = given } })
  await Promise.all(waits)
  return response
}
const get = (path: string, more: Record<string, unknown> = {}) => fire('fetch', { request: { url: ORIGIN + path, method: 'GET', mode: 'cors', ...more } })
const kept = () => [...stores.get('recado-shell-b1')?.keys() ?? []].sort()

describe('what is kept', () => {
  test('the shell, and of the rest only files that are named by their content', async () => {
    await fire('install')
    expect(kept()).toEqual(['/', '/assets/app-1.js', '/theme.js'])
    expect((await get('/assets/es-2.js'))!.body).toBe('fresh /assets/es-2.js')
    network = () => { throw new Error('no line') }
    expect((await get('/assets/es-2.js'))!.body).toBe('fresh /assets/es-2.js')
  })

  test.each(['/api/v1/session', '/api/v1/media/1', '/files/x', '/webhooks/a', '/icon.svg', '/simulator/control'])('%s is left to the network', async (path) => {
    expect(await get(path)).toBeUndefined()
    expect(await get(path, { mode: 'navigate' })).toBeUndefined()
  })

  test('nothing that says no-store, nothing that failed, nothing of another origin, nothing that is written', async () => {
    network = (path) => answer(path, path.includes('secret') ? { cache: 'private, no-store' } : { status: 404 })
    await get('/assets/secret-1.js')
    await get('/assets/gone-1.js')
    expect(kept()).toEqual([])
    expect(await fire('fetch', { request: { url: 'https://other.example/assets/a.js', method: 'GET', mode: 'cors' } })).toBeUndefined()
    expect(await get('/inbox', { method: 'POST', mode: 'navigate' })).toBeUndefined()
  })

  test('what the page had loaded before is kept too, but only our own files', async () => {
    await fire('message', { data: { type: 'keep', paths: ['/assets/a-1.js', '/api/v1/me', 'https://x.example/assets/b.js', 7] }, ports: [] })
    expect(kept()).toEqual(['/assets/a-1.js'])
  })

  test('a new build throws the old one’s files away', async () => {
    stores.set('recado-shell-b0', new Map())
    stores.set('somebody else', new Map())
    await fire('activate')
    expect([...stores.keys()]).toEqual(['somebody else'])
  })
})

describe('a page', () => {
  beforeEach(() => fire('install'))
  test('comes from the server', async () => expect((await get('/inbox/1', { mode: 'navigate' }))!.body).toBe('fresh /inbox/1'))
  test('is the kept shell without a line', async () => {
    network = () => { throw new Error('no line') }
    expect((await get('/settings/me', { mode: 'navigate' }))!.body).toBe('fresh /')
  })
  test('is the kept shell while the server is away behind its proxy', async () => {
    network = () => answer('bad gateway', { status: 502 })
    expect((await get('/inbox', { mode: 'navigate' }))!.body).toBe('fresh /')
  })
  test('fails as the line does where nothing was kept', async () => {
    stores.clear()
    network = () => { throw new Error('no line') }
    await expect(get('/inbox', { mode: 'navigate' })).rejects.toThrow('no line')
  })
})

describe('a notice', () => {
  const notice = { title: 'New message', body: 'Tienda', tag: 'c1', url: '/inbox/c1', lang: 'en', dir: 'ltr', unread: 2, closed: ['c0'] }
  test('is shown under its conversation, and what was seen elsewhere goes', async () => {
    const old = { close: vi.fn() }
    self.registration.getNotifications.mockImplementation(async ({ tag }: { tag: string }) => (tag === 'c0' ? [old] : []))
    await fire('push', { data: { json: () => notice } })
    expect(self.registration.showNotification).toHaveBeenCalledWith('New message', expect.objectContaining({ body: 'Tienda', tag: 'c1', data: { url: '/inbox/c1' } }))
    expect(old.close).toHaveBeenCalled()
  })
  test('that is none of ours shows nothing', async () => {
    await fire('push', { data: { json: () => JSON.parse('not json') as unknown } })
    expect(self.registration.showNotification).not.toHaveBeenCalled()
  })
  test('opens in the window that is there', async () => {
    const client = { focused: false, visibilityState: 'visible', focus: vi.fn(async () => undefined), postMessage: vi.fn() }
    self.clients.matchAll!.mockResolvedValue([client])
    await fire('notificationclick', { notification: { close: vi.fn(), data: { url: '/inbox/c1?at=m1' } } })
    expect(client.postMessage).toHaveBeenCalledWith({ type: 'open', url: '/inbox/c1?at=m1' })
    expect(self.clients.openWindow).not.toHaveBeenCalled()
  })
  test('opens a window where there is none, and never another site', async () => {
    await fire('notificationclick', { notification: { close: vi.fn(), data: { url: '/inbox/c1' } } })
    expect(self.clients.openWindow).toHaveBeenCalledWith(`${ORIGIN}/inbox/c1`)
    await fire('notificationclick', { notification: { close: vi.fn(), data: { url: 'https://evil.example/' } } })
    expect(self.clients.openWindow).toHaveBeenCalledTimes(1)
  })
})

test('it takes over when told, and says which build it is', async () => {
  const port = { postMessage: vi.fn() }
  await fire('message', { data: { type: 'which' }, ports: [port] })
  expect(port.postMessage).toHaveBeenCalledWith({ build: 'b1' })
  expect(self.skipWaiting).not.toHaveBeenCalled()
  await fire('message', { data: { type: 'take over' }, ports: [] })
  expect(self.skipWaiting).toHaveBeenCalled()
})
