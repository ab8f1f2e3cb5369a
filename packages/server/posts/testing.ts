/** A server and a simulated platform with posts, joined for tests: every call and webhook goes its real way, in memory. */
import { sampleFile } from '@recado/channel-kit/testing/sample-files'
import { MemoryWorld } from '@recado/channel-kit/testing/world'
import { type HttpAnswer, type HttpRequest, type ChannelSimulator, SilentPlatform } from '@recado/channel-kit'
import { newId } from '@recado/db'
import { deskRoutes } from '../routes/desk.js'
import { type Harness, makeHarness } from '../testing/harness.js'
import { PostWorker } from './worker.js'

export interface PostDesk extends Harness {
  world: MemoryWorld
  simulator: ChannelSimulator
  worker: PostWorker
  accountId: string
  /** The platform's own id of the account. */
  platformId: string
  /** What goes wrong with the next call to this path: the platform has done it and the answer is lost, or it never arrived. */
  lose: { path: string; arrived: boolean } | null
  follow(name: string): Promise<{ customer: string; contactId: string; identityId: string }>
  agree(contactId: string, state?: 'given' | 'withdrawn'): Promise<void>
  /** Business time on both sides, with everything that is due. */
  pass(ms: number): Promise<void>
  to(at: number): Promise<void>
  rows<R>(sql: string, values?: readonly unknown[]): Promise<R[]>
}

function asAnswer(status: number, headers: Record<string, string>, body: string | Buffer): HttpAnswer {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body)
  return { status, headers, body: bytes, text: () => bytes.toString('utf8'), json: () => JSON.parse(bytes.toString('utf8')) as unknown }
}

/** `startAt` is business time on both sides. */
export async function makePostDesk(channel: string, startAt: number): Promise<PostDesk> {
  const world = new MemoryWorld({ startAt })
  let desk: PostDesk | null = null
  const harness = await makeHarness({
    routes: deskRoutes,
    http: async (request: HttpRequest) => {
      const { simulator, lose } = desk! // calls come after it was made
      const url = new URL(request.url)
      if (lose && url.pathname.endsWith(lose.path)) {
        desk!.lose = null
        if (lose.arrived) await simulator.handle(world, plain(request, url))
        throw new SilentPlatform(lose.arrived ? 'unknown' : 'no', 'the line broke')
      }
      const answer = await simulator.handle(world, plain(request, url))
      return asAnswer(answer.status, answer.headers ?? {}, answer.body)
    },
  })
  const { services, workspaceId, inboxId } = harness
  const call = services.call.bind(services)
  // Files are whatever picture is at hand: what they hold is no matter of these tests.
  services.call = (account) => { const context = call(account); return { ...context, media: { ...context.media, load: async () => ({ bytes: sampleFile('jpeg').bytes, mime: 'image/jpeg', name: 'foto.jpg' }) } } }
  const loaded = services.channels.get(channel)
  const simulator = loaded.simulator!
  world.playedBy(simulator)
  const made = simulator.createAccount(world, { name: 'Óptica Sol', settings: {} })
  const accountId = newId()
  const rows: PostDesk['rows'] = (sql, values = []) => services.db.inWorkspace(workspaceId, (tx) => tx.query(sql, values))
  await rows(`insert into channel_account (workspace_id, account_id, channel, name, inbox_id, external_id, settings, state, webhook_key, simulated, created_at) values ($1, $2, $3, 'Óptica Sol', $4, $5, $6, 'ready', $7, true, now())`,
    [workspaceId, accountId, channel, inboxId, made.externalId, JSON.stringify({ ...made.settings, baseUrl: 'https://platform.test' }), accountId])
  await services.db.asSystem((tx) => tx.query('insert into webhook_route (webhook_key, channel, workspace_id, account_id) values ($1, $2, $3, $4)', [accountId, channel, workspaceId, accountId]))
  harness.wall.now = startAt
  world.onPost(async (_account, { method, path = '', query = {}, headers, body }) => {
    const answer = await harness.app.inject({ method, url: `/webhooks/${channel}/${accountId}${path}?${new URLSearchParams(query).toString()}`, headers: { host: 'localhost:3000', ...headers }, payload: body })
    await harness.ingest.settled()
    return { status: answer.statusCode, body: answer.body, ms: 1 }
  })
  const worker = new PostWorker(services)
  const to: PostDesk['to'] = async (at) => {
    await worker.runDue(workspaceId)
    for (;;) {
      const own = await worker.nextDue(workspaceId)
      const stop = Math.min(at, own ?? at)
      await world.advanceTo(stop)
      harness.wall.now = stop
      await worker.runDue(workspaceId)
      if (stop >= at) return
    }
  }
  desk = {
    ...harness, world, simulator, worker, accountId, platformId: made.externalId, lose: null, rows, to,
    pass: (ms) => to(harness.wall.now + ms),
    async follow(name) {
      const { id: customer } = simulator.createCustomer(world, { account: made.externalId, name })
      await simulator.act(world, customer, { action: 'follow' })
      const [row] = await rows<{ identity_id: string; contact_id: string }>('select d.identity_id, d.contact_id from identity_key k join identity d on d.workspace_id = k.workspace_id and d.identity_id = k.identity_id where k.workspace_id = $1 and k.value = $2', [workspaceId, customer])
      if (!row) throw new Error(`${name} has not arrived`)
      return { customer, contactId: row.contact_id, identityId: row.identity_id }
    },
    async agree(contactId, state = 'given') {
      const answer = await harness.request('POST', '/api/v1/consents', { contactId, purpose: 'marketing', state, source: 'api', ...(state === 'given' && { wording: { name: 'novedades', language: 'es', text: 'Quiero recibir novedades.' } }) })
      if (answer.statusCode >= 300) throw new Error(answer.body)
    },
  }
  return desk
}

function plain({ method, body, headers = {}, form }: HttpRequest, url: URL): Parameters<ChannelSimulator['handle']>[1] {
  const multipart = form ? multipartOf(form) : null
  return {
    method, path: url.pathname, query: Object.fromEntries(url.searchParams), headers: { ...headers, ...(multipart ? { 'content-type': multipart.type } : {}) },
    body: multipart?.bytes ?? (Buffer.isBuffer(body) ? body : Buffer.from(body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body))),
  }
}

function multipartOf(form: NonNullable<HttpRequest['form']>): { type: string; bytes: Buffer } {
  const boundary = 'recado-test'
  const parts = form.flatMap(({ name, value, filename, contentType }) => [
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${filename ? `; filename="${filename}"` : ''}\r\n${contentType ? `Content-Type: ${contentType}\r\n` : ''}\r\n`), Buffer.isBuffer(value) ? value : Buffer.from(value), Buffer.from('\r\n'),
  ])
  return { type: `multipart/form-data; boundary=${boundary}`, bytes: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]) }
}
