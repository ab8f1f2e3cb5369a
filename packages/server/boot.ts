import { existsSync, mkdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Database, isAway, migrate, newId } from '@recado/db'
import type { Embedded } from '@recado/db/embedded/index'
import { simulatorRoutes, type SimulatorHost } from '@recado/simulator'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { makeAccounts } from './channels/accounts.js'
import { OtherNodes } from './channels/other-nodes.js'
import { loadChannels } from './channels/registry.js'
import { TemplateSync } from './channels/template-job.js'
import { TemplateAlerts } from './templates/alerts.js'
import { businessClock } from './clock.js'
import type { Config } from './config.js'
import { demoRoutes } from './routes/demo.js'
import { Egress } from './egress/egress.js'
import { makeCall } from './egress/call-context.js'
import { buildApp } from './http/app.js'
import { setUpUnattended } from './http/unattended.js'
import { IncidentWatch } from './incidents/watch.js'
import { openFront } from './ingest/front.js'
import { Ingest } from './ingest/ingest.js'
import { webhookRoutes } from './ingest/route.js'
import { inTime } from './ingest/standstill.js'
import { startJobs } from './jobs/index.js'
import { makeQueue } from './jobs/queue.js'
import { taskList } from './jobs/tasks.js'
import { makeLog } from './log.js'
import { openEmbedded } from './open-embedded.js'
import { makeMailer } from './mail/mail.js'
import { makeMediaAccess } from './media/access.js'
import { makeMediaStore } from './media/store.js'
import { publicAddressOf } from './public-address/keeper.js'
import { deskRoutes } from './routes/desk.js'
import { recoveryKey, readMasterKey } from './secrets/master-key.js'
import { makeSealer } from './secrets/sealer.js'
import { Sender } from './sending/sender.js'
import type { Services } from './services.js'
import { makeSignals } from './signals.js'
import { NodeBeat } from './status/beat.js'
import { makeSimulatorHost, simulatedPlatforms } from './simulator/host.js'
import { simulatorControlRoutes } from './simulator/routes.js'

export interface Running { url: string; app: FastifyInstance; services: Services; close(): Promise<void> }

const here = dirname(fileURLToPath(import.meta.url))
/** The project's root, from the sources and from the compiled files alike. */
export const root = here.endsWith('dist') ? join(here, '..', '..', '..') : join(here, '..', '..')

/** A stop takes ten seconds at most, with or without a database that answers: by then the parts have ended, and then PostgreSQL was told to. */
const PARTS_MS = 5_000
const DATABASE_MS = 7_000
/** What each of them gets in any case. */
const LEAST_MS = 100

/** Starts everything and resolves when requests are served; `database` is one that is being opened already. Throws an error whose message is a sentence for the operator. */
export async function boot(config: Config, options: { signal?: AbortSignal; log?: Logger; database?: Promise<Embedded> | null } = {}): Promise<Running> {
  const log = options.log ?? makeLog()
  mkdirSync(config.dataDir, { recursive: true })
  const closing: (() => Promise<void> | void)[] = []
  let stopping = false
  const close = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    const since = performance.now()
    const left = (until: number): number => Math.max(LEAST_MS, until - (performance.now() - since))
    for (const work of closing.splice(0).reverse()) await inTime(Promise.resolve(work()), left(PARTS_MS)).catch((error: unknown) => log.error({ err: error }, 'while closing'))
    await embedded?.stop(left(DATABASE_MS))
  }
  let embedded: Embedded | null = null
  try {
    embedded = config.databaseUrl ? null : await (options.database ?? openEmbedded(config, log, options.signal))
    const url = config.databaseUrl ?? embedded!.url // one of the two is there
    await migrate(url)
    const db = new Database({ url, pooler: config.pooler, onError: (error) => { if (!stopping) log.warn({ reason: error.message }, 'database connection lost') } })
    closing.push(() => db.close())
    return await assemble({ config, db, log, alone: embedded !== null, closing, close, stopping: () => stopping })
  } catch (error) {
    await close()
    throw error
  }
}

interface Parts { config: Config; db: Database; log: Logger; alone: boolean; closing: (() => Promise<void> | void)[]; close(): Promise<void>; stopping(): boolean }

async function assemble({ config, db, log, alone, closing, close, stopping }: Parts): Promise<Running> {
  const channels = await loadChannels([join(root, 'channels'), ...(process.env.RECADO_CHANNELS_COMPILED ? [process.env.RECADO_CHANNELS_COMPILED] : config.channelsDir ? [config.channelsDir] : [])], { development: !here.endsWith('dist') })
  const master = readMasterKey(config.dataDir, config.masterKeyFile)
  const clock = businessClock(db)
  const signals = makeSignals(db, !alone)
  const sealer = makeSealer(db, master.key)
  const accounts = makeAccounts({ db, sealer, channels, signals })
  const egress = new Egress(config.egressAllow)
  let listening = ''
  const services: Services = {
    config, db, log, clock, channels, accounts, sealer, signals, media: makeMediaStore(config), queue: makeQueue({ db, log, pooler: config.pooler }), egress,
    mail: makeMailer(config),
    call: (account) => call(account),
    localUrl: () => listening, publicUrl: () => config.publicUrl ?? listening,
    health: (workspaceId, item) => countHealth(services, workspaceId, item), healthy: (workspaceId, kind, subject) => resolveHealth(services, workspaceId, kind, subject),
    stopping, onClose: (work) => { closing.push(work) },
  }
  const call = makeCall(services, egress, makeMediaAccess(services))
  closing.push(() => egress.close())
  closing.push(() => services.mail.close())

  await setUpUnattended(services, config)
  await clock.load()
  // Before they are read: what changes from here on is found.
  const others = alone ? null : new OtherNodes(services)
  await others?.look()
  others?.start()
  await accounts.preload()

  const ingest = new Ingest(services)
  const sender = new Sender(services)
  const host: SimulatorHost = makeSimulatorHost(services)
  const jobs = startJobs({ services, ingest })
  const templates = new TemplateSync(services)
  const app = await buildApp({
    services, ingest, sender, recoveryKey: () => recoveryKey(master.key), simulated: simulatedPlatforms(services, () => host),
    routes: [...deskRoutes, demoRoutes(host), simulatorControlRoutes(host, jobs.timed)],
    raw: async (scope) => {
      await scope.register(webhookRoutes, { services, ingest })
      await scope.register(simulatorRoutes(host))
    },
  })
  const incidents = new IncidentWatch(services)
  const beat = new NodeBeat(services, sender.holder)
  openFront(app, { services, ingest })
  await app.listen({ port: config.port, host: config.host })
  closing.push(() => app.close())
  const { port, address, family } = app.server.address() as AddressInfo
  const shown = address === '::' || address === '0.0.0.0' ? '127.0.0.1' : family === 'IPv6' ? `[${address}]` : address
  listening = `http://${shown}:${port}`
  await publicAddressOf(services).start(app.server)
  closing.push(() => publicAddressOf(services).tls.stop())
  host.start()
  closing.push(() => host.stop())
  await sender.start(alone)
  templates.start()
  new TemplateAlerts(services).start()
  await jobs.start()
  await incidents.start()
  await beat.start()
  closing.push(() => services.queue.stop())
  await services.queue.start(taskList(services), alone)
  return { url: listening, app, services, close }
}

async function countHealth(services: Services, workspaceId: string, item: Parameters<Services['health']>[1]): Promise<void> {
  try {
    await services.db.inWorkspace(workspaceId, async (tx) => {
      const now = new Date(services.clock.now(workspaceId)).toISOString()
      await tx.query(
        `insert into health_item (workspace_id, health_item_id, kind, subject, severity, data, first_at, last_at) values ($1, $2, $3, $4, $5, $6, $7, $7)
         on conflict (workspace_id, kind, subject) where resolved_at is null do update set last_at = excluded.last_at, count = health_item.count + 1, data = excluded.data, severity = excluded.severity`,
        [workspaceId, newId(), item.kind, item.subject, item.severity, JSON.stringify(item.data ?? {}), now])
      await tx.query('select append_events($1)', [JSON.stringify([{ type: 'health.changed' }])])
    })
    services.signals.committed(workspaceId)
  } catch (error) { if (!isAway(error)) throw error }
}

async function resolveHealth(services: Services, workspaceId: string, kind: string, subject: string): Promise<void> {
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const rows = await tx.query('update health_item set resolved_at = $4 where workspace_id = $1 and kind = $2 and subject = $3 and resolved_at is null returning 1', [workspaceId, kind, subject, new Date(services.clock.now(workspaceId)).toISOString()])
    if (rows.length > 0) await tx.query('select append_events($1)', [JSON.stringify([{ type: 'health.changed' }])])
  })
  services.signals.committed(workspaceId)
}

/** The built web app, when it is there. */
export function webDir(): string | null {
  const dir = join(root, 'packages', 'web', 'dist')
  return existsSync(join(dir, 'index.html')) ? dir : null
}
