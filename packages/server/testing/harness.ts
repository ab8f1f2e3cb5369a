/** A server in memory on a database of its own, for tests: nothing listens, no simulator, no outgoing call but what the test answers. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Role } from '@recado/api'
import { type CallContext, type HttpAnswer, type HttpRequest, SilentPlatform } from '@recado/channel-kit'
import { newId } from '@recado/db'
import { openFreshDatabase } from '@recado/db/testing'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import pino from 'pino'
import { hashPassword } from '../auth/password.js'
import { hashOf, newSecret } from '../auth/secrets.js'
import { createUser, createWorkspace } from '../auth/workspace.js'
import { makeAccounts } from '../channels/accounts.js'
import { loadChannels } from '../channels/registry.js'
import { businessClock } from '../clock.js'
import { type Config, readConfig } from '../config.js'
import { buildApp } from '../http/app.js'
import type { RoutePlugin, SimulatedPlatforms } from '../http/deps.js'
import { Egress } from '../egress/egress.js'
import { Ingest } from '../ingest/ingest.js'
import { makeQueue } from '../jobs/queue.js'
import { webhookRoutes } from '../ingest/route.js'
import { type Mailer, makeMailer } from '../mail/mail.js'
import { recoveryKey } from '../secrets/master-key.js'
import { makeSealer } from '../secrets/sealer.js'
import type { Account, LoadedChannel, MediaStore, Services } from '../services.js'
import { makeSignals } from '../signals.js'

/** Long enough, and not one that everybody knows. */
export const PASSWORD = 'violet teapots orbit quietly'
export const START = Date.UTC(2026, 10, 22, 9, 0, 0)

export interface HarnessOptions {
  config?: Partial<Config>
  routes?: readonly RoutePlugin[]
  /** Answers outgoing calls; without it every platform is out of reach. */
  http?: (request: HttpRequest, account: Account) => Promise<HttpAnswer> | HttpAnswer
  simulated?: Partial<SimulatedPlatforms>
  /** Channels beside those of the clone. */
  channels?: readonly LoadedChannel[]
  /** False leaves the database empty: nobody has set Recado up. */
  setUp?: boolean
  media?: MediaStore
  /** Takes the letters; without it they are sent as the environment says. */
  mail?: Mailer
  /** Another database than a fresh one with the product's own schema. */
  open?: typeof openFreshDatabase
}

export interface Person { userId: string; email: string; /** Cookie header */ cookie: string }

export interface Harness {
  app: FastifyInstance
  services: Services
  ingest: Ingest
  url: string
  workspaceId: string
  inboxId: string
  owner: Person
  /** An API token with all scopes. */
  token: string
  calls: HttpRequest[]
  /** Wall clock of the test; moves only when told. */
  wall: { now: number }
  /** A request with the owner's cookie, unless `as` says otherwise (null = nobody). */
  request(method: NonNullable<InjectOptions['method']>, url: string, body?: unknown, as?: Person | string | null, headers?: Record<string, string>): Promise<LightMyRequestResponse>
  addPerson(role: Role, workspaceId?: string): Promise<Person>
  addToken(scopes: readonly string[], workspaceId?: string): Promise<string>
  addWorkspace(name?: string, options?: { demo?: boolean }): Promise<{ workspaceId: string; inboxId: string; owner: Person }>
  close(): Promise<void>
}

/** An answer of a platform, for `http`. */
export function answerJson(body: unknown, status = 200): HttpAnswer {
  const bytes = Buffer.from(JSON.stringify(body))
  return { status, headers: { 'content-type': 'application/json' }, body: bytes, text: () => bytes.toString('utf8'), json: () => body }
}

export async function makeHarness(options: HarnessOptions = {}): Promise<Harness> {
  const { db, url, close: dropDatabase } = await (options.open ?? openFreshDatabase)()
  const dataDir = mkdtempSync(join(tmpdir(), 'recado-harness-'))
  const wall = { now: START }
  const config: Config = { ...readConfig({ DATA_DIR: dataDir }, null), ...options.config }
  const registry = await loadChannels([join(import.meta.dirname, '..', '..', '..', 'channels')], { development: true })
  const extra = new Map((options.channels ?? []).map((channel) => [channel.declaration.id, channel]))
  const channels: Services['channels'] = { get: (id) => extra.get(id) ?? registry.get(id), find: (id) => extra.get(id) ?? registry.find(id), all: () => [...registry.all(), ...extra.values()] }
  const signals = makeSignals(db, false)
  const masterKey = randomBytes(32)
  const sealer = makeSealer(db, masterKey)
  const closing: (() => Promise<void> | void)[] = []
  const calls: HttpRequest[] = []
  const services: Services = {
    config, db, log: pino({ level: 'silent' }), clock: businessClock(db, () => wall.now), channels, sealer, signals, accounts: makeAccounts({ db, sealer, channels, signals }), media: options.media ?? noMedia,
    queue: makeQueue({ db, log: pino({ level: 'silent' }), pooler: false }), egress: new Egress(config.egressAllow),
    mail: options.mail ?? makeMailer(config),
    call: (account) => stubCall(services, account, calls, options.http),
    publicUrl: () => config.publicUrl ?? 'http://localhost:3000', localUrl: () => 'http://127.0.0.1:3000',
    async health(workspaceId, item) {
      const now = new Date(services.clock.now(workspaceId)).toISOString()
      await db.inWorkspace(workspaceId, (tx) => tx.query(
        `insert into health_item (workspace_id, health_item_id, kind, subject, severity, data, first_at, last_at) values ($1, $2, $3, $4, $5, $6, $7, $7)
         on conflict (workspace_id, kind, subject) where resolved_at is null do update set last_at = excluded.last_at, count = health_item.count + 1, data = excluded.data, severity = excluded.severity`,
        [workspaceId, newId(), item.kind, item.subject, item.severity, JSON.stringify(item.data ?? {}), now]))
    },
    async healthy(workspaceId, kind, subject) {
      await db.inWorkspace(workspaceId, (tx) => tx.query('update health_item set resolved_at = now() where workspace_id = $1 and kind = $2 and subject = $3 and resolved_at is null', [workspaceId, kind, subject]))
    },
    stopping: () => false, onClose: (work) => { closing.push(work) },
  }
  const ingest = new Ingest(services)
  const simulated: SimulatedPlatforms = { createAccount: async (_w, _c, { name }) => ({ externalId: `sim-${name}`, settings: {} }), connect: async () => {}, ...options.simulated }
  const closeAll = async (): Promise<void> => {
    await services.queue.stop()
    await services.egress.close()
    for (const work of closing.splice(0).toReversed()) await work()
    await dropDatabase()
    rmSync(dataDir, { recursive: true, force: true })
  }
  const app = await buildApp({ services, ingest, sender: null, simulated, recoveryKey: () => recoveryKey(masterKey), routes: options.routes ?? [], raw: async (scope) => { await scope.register(webhookRoutes, { services, ingest }) } })
    .then(async (built) => { await built.ready(); return built })
    .catch(async (error: unknown) => { await closeAll(); throw error })

  let people = 0
  const passwordHash = await hashPassword(PASSWORD)
  // A session from before any real account was connected: a second factor that is demanded later is not due at once.
  const openSession = async (userId: string, workspaceId: string): Promise<string> => `__Host-recado=${await db.asSystem(async (tx) => {
    const secret = await app.auth.sessions.open(tx, userId, workspaceId, 'test')
    await tx.query('update session set factor_due_at = null where user_id = $1', [userId])
    return secret
  })}`
  const newUser = (): Promise<{ userId: string; email: string }> => db.asSystem(async (tx) => {
    const email = `person${++people}@example.org`
    return { userId: await createUser(tx, { email, name: `Person ${people}`, passwordHash, language: 'en' }, wall.now), email }
  })
  const addWorkspace: Harness['addWorkspace'] = async (name = 'Company', more = {}) => {
    const { userId, email } = await newUser()
    const made = await db.asSystem((tx) => createWorkspace(tx, { name, timeZone: 'Europe/Madrid', language: 'en', members: [{ userId, role: 'owner' }], ...more }, wall.now))
    return { ...made, owner: { userId, email, cookie: await openSession(userId, made.workspaceId) } }
  }
  const addToken = async (scopes: readonly string[], workspaceId: string): Promise<string> => {
    const token = newSecret('rcd_')
    await db.asSystem((tx) => tx.query('insert into api_token (workspace_id, token_id, name, token_hash, scopes) values ($1, $2, $3, $4, $5)', [workspaceId, newId(), 'Test', hashOf(token), scopes]))
    return token
  }
  const none = { workspaceId: '', inboxId: '', owner: { userId: '', email: '', cookie: '' } }
  const { workspaceId, inboxId, owner } = options.setUp === false ? none : await addWorkspace()
  const token = options.setUp === false ? '' : await addToken(['all'], workspaceId)

  return {
    app, services, ingest, url, workspaceId, inboxId, owner, token, calls, wall, addWorkspace,
    addToken: (scopes, at = workspaceId) => addToken(scopes, at),
    request: (method, path, body, as = owner, headers = {}) => app.inject({
      method, url: path, headers: { host: 'localhost:3000', ...(as === null ? {} : typeof as === 'string' ? { authorization: `Bearer ${as}` } : { cookie: as.cookie }), ...headers },
      ...(body === undefined ? {} : { payload: body as InjectOptions['payload'] & object }), // JSON bodies only
    }),
    async addPerson(role, at = workspaceId) {
      const { userId, email } = await newUser()
      await db.asSystem((tx) => tx.query('insert into member (workspace_id, user_id, role, created_at) values ($1, $2, $3, $4)', [at, userId, role, new Date(wall.now).toISOString()]))
      return { userId, email, cookie: await openSession(userId, at) }
    },
    async close() {
      await app.close()
      await closeAll()
    },
  }
}

const noMedia: MediaStore = { save: async () => { throw new Error('this test stores no files') }, read: async () => { throw new Error('this test has no files') }, stream: async () => { throw new Error('this test has no files') }, derived: async (_w, _s, _f, make) => make(), remove: async () => {} }

function stubCall(services: Services, account: Account, calls: HttpRequest[], http: HarnessOptions['http']): CallContext {
  return {
    settings: account.settings, accountId: account.id, now: () => services.clock.now(account.workspaceId),
    async http(request) {
      calls.push(request)
      if (!http) throw new SilentPlatform('no', 'out of reach')
      return http(request, account)
    },
    token: async (_name, fetch) => (await fetch()).value, dropToken: async () => {},
    media: { load: async () => { throw new Error('this test sends no files') }, link: async () => { throw new Error('this test links no files') }, remembered: async (_media, _form, upload) => (await upload()).id },
  }
}
