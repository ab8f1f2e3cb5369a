/** The engine's ledger against the platform's own bill: random histories, played by the channel that charges, whole way: outbox, wire, reports, ledger. */
import type { ChannelSimulator, RawRequest } from '@recado/channel-kit'
import { MemoryWorld } from '@recado/channel-kit/testing/world'
import { addAmounts, type Content, days, formatAmount, hours, minutes, type Purpose, seconds } from '@recado/core'
import { newId } from '@recado/db'
import { afterEach, describe, expect, test } from 'vitest'
import { syncTemplates } from '../channels/sync-templates.js'
import { claimJob, dueJobs } from '../sending/claim.js'
import { acceptMessage, refuseMessage } from '../sending/outcome.js'
import { queueMessage } from '../sending/queue.js'
import { PlatformRefusal } from '@recado/channel-kit'
import type { Account, LoadedChannel } from '../services.js'
import { type Desk, makeDesk } from '../testing/desk.js'
import { CostWorker } from './worker.js'

interface BillLine { id: string; month: string; category: string; market: string; amount: string; currency: string; free: string | null }

interface Bench { desk: Desk; world: MemoryWorld; simulator: ChannelSimulator; account: Account; channel: LoadedChannel; people: string[]; conversations: string[]; advance(ms: number): Promise<void>; send(index: number, content: Content, purpose?: Purpose): Promise<boolean>; bill(): BillLine[]; ledger(): Promise<Row[]> }
interface Row { external_id: string; month: string; billed: string | null; billed_currency: string; estimated: string | null; free_reason: string | null; difference: string | null; state: string }

const open: Desk[] = []
afterEach(async () => { for (const desk of open.splice(0)) await desk.close() })

async function bench({ startAt, seed = 1, simulation = {}, phones }: { startAt: number; seed?: number; simulation?: Record<string, unknown>; phones: readonly string[] }): Promise<Bench> {
  let simulator!: ChannelSimulator
  const world = new MemoryWorld({ startAt, seed })
  const desk = await makeDesk({
    http: async (request) => {
      const url = new URL(request.url)
      const body = request.body === undefined ? Buffer.alloc(0) : Buffer.isBuffer(request.body) ? request.body : Buffer.from(typeof request.body === 'string' ? request.body : JSON.stringify(request.body))
      const query = Object.fromEntries(url.searchParams)
      const answer = await simulator.handle(world, { method: request.method, path: url.pathname, query, headers: { 'content-type': 'application/json', ...lower(request.headers ?? {}) }, body } as RawRequest)
      const bytes = Buffer.from(answer.body ?? '')
      return { status: answer.status, headers: answer.headers ?? {}, body: bytes, text: () => bytes.toString('utf8'), json: () => JSON.parse(bytes.toString('utf8')) as unknown }
    },
  })
  open.push(desk)
  const { services, workspaceId } = desk
  const channel = services.channels.all().find((one) => one.declaration.rules.price && one.simulator)!
  simulator = channel.simulator!
  world.playedBy(simulator)
  desk.wall.now = startAt
  const made = simulator.createAccount(world, { name: 'Óptica Ribera', settings: { simulation: { messagesPerSecond: 100_000, tier: 'TIER_UNLIMITED', ...simulation } } })
  const accountId = newId()
  const [inbox] = await desk.rows<{ inbox_id: string }>('select inbox_id from inbox limit 1')
  await desk.rows(`insert into channel_account (workspace_id, account_id, channel, name, inbox_id, external_id, settings, state, webhook_key, created_at) values ($1, $2, $3, 'Óptica Ribera', $4, $5, $6, 'ready', $7, $8)`,
    [workspaceId, accountId, channel.declaration.id, inbox!.inbox_id, made.externalId, JSON.stringify({ ...made.settings, messagingLimit: 1_000_000 }), `key${accountId}`, new Date(startAt).toISOString()])
  const account = (await services.accounts.byId(workspaceId, accountId))!
  world.onPost(async (_, request) => {
    desk.wall.now = world.now()
    if (request.method === 'GET') return { status: 200, body: request.query?.['hub.challenge'] ?? '', ms: 1 }
    const answer = await desk.ingest.receive(account, { method: 'POST', path: '', query: {}, headers: lower(request.headers), body: Buffer.from(request.body) } as unknown as RawRequest)
    return { status: answer.status, body: String(answer.body ?? ''), ms: 1 }
  })
  expect(await simulator.connect(world, made.externalId)).toEqual({ ok: true })
  await syncTemplates(services, account)
  const people = phones.map((phone) => simulator.createCustomer(world, { account: made.externalId, phone }).id)
  for (const id of people) await simulator.act(world, id, { action: 'write', content: { kind: 'text', text: 'Hola' } })
  const rows = await desk.rows<{ conversation_id: string; contact_id: string; value: string }>(`select c.conversation_id, c.contact_id, k.value from conversation c join identity_key k on k.identity_id = c.identity_id where c.account_id = $1`, [accountId])
  const conversations = phones.map((phone) => rows.find((row) => `+${row.value}` === phone)!.conversation_id)
  for (const row of new Set(rows.map((one) => one.contact_id))) await desk.request('POST', '/api/v1/consents', { contactId: row, purpose: 'marketing', state: 'given', source: 'agent', wording: 'Quiero recibir novedades' })
  const advance: Bench['advance'] = async (ms) => {
    const to = world.now() + ms
    await world.advance(ms)
    desk.wall.now = to
  }
  const worker = new CostWorker(services)
  return {
    desk, world, simulator, account, channel, people, conversations, advance,
    async send(index, content, purpose = 'service') {
      const queued = await services.db.inWorkspace(workspaceId, (tx) => queueMessage(tx, services, workspaceId, { conversationId: conversations[index]!, clientId: newId(), content, purpose, author: { type: 'agent', id: desk.owner.userId } }))
      if (queued.kind !== 'queued') return false
      const [job] = await services.db.inWorkspace(workspaceId, (tx) => dueJobs(tx, account, services.clock.now(workspaceId), 1))
      const message = job && await services.db.inWorkspace(workspaceId, (tx) => claimJob(tx, services, account, channel, job))
      if (!message) return false
      try {
        const sent = await channel.connector.send(message, services.call(account))
        await services.db.inWorkspace(workspaceId, (tx) => acceptMessage(tx, account, channel, job, sent, services.clock.now(workspaceId)))
      } catch (error) {
        if (!(error instanceof PlatformRefusal)) throw error
        await services.db.inWorkspace(workspaceId, (tx) => refuseMessage(tx, account, channel, job, error, services.clock.now(workspaceId), 0.5))
      }
      return true
    },
    bill: () => world.all<BillLine>('bill'),
    async ledger() {
      await worker.look(workspaceId)
      return desk.rows<Row>(`select m.external_id, e.month::text as month, e.billed::text as billed, e.billed_currency, e.estimated::text as estimated, e.free_reason, e.difference, e.state from cost_entry e join message m using (workspace_id, message_id) where e.state <> 'void' order by e.at`)
    },
  }
}

const lower = (headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> => Object.fromEntries(Object.entries(headers).map(([key, value]) => [key.toLowerCase(), String(value)]))
const sums = (rows: readonly { month: string; amount: string | null; currency: string }[]): Record<string, string> => {
  const found: Record<string, string> = {}
  for (const { month, amount, currency } of rows) if (amount !== null && formatAmount(amount) !== '0.0000') found[`${month.slice(0, 7)} ${currency}`] = addAmounts(found[`${month.slice(0, 7)} ${currency}`] ?? '0', amount)
  return found
}
const billSums = (b: Bench) => sums(b.bill())
const ledgerSums = async (b: Bench) => sums((await b.ledger()).map((row) => ({ month: row.month, amount: row.billed, currency: row.billed_currency })))

const text: Content = { kind: 'text', text: 'De nada' }
const utility = { kind: 'template', name: 'pedido_listo', language: 'es', parameters: { nombre: 'Lucía', pedido: 'A-4471' } } as unknown as Content

function dice(seed: number): () => number {
  let state = seed
  return () => { state = (state * 1_103_515_245 + 12_345) % 2_147_483_648; return state / 2_147_483_648 }
}

const OLD = Date.UTC(2026, 11, 31, 22, 0) // 23:00 in Madrid, an hour before the quarter day
const PHONES = ['+34600000317', '+4915112345678', '+48600123456', '+33612345678', '+34600000555']

const NEXT_QUARTER = {
  freeFlag: 'regular',
  cards: [{ from: '2027-01-01', currency: 'USD', rates: { ES: { marketing: '0.0800', utility: '0.0250', authentication: '0.0250', service: '0.0250' }, DE: { utility: '0.0600', service: '0.0600' } }, tiers: { ES: { utility: [{ after: 3, amount: '0.0100' }] } } }],
}

async function putNextQuarter(b: Bench): Promise<void> {
  const classes = (utilityRate: string) => ({ marketing: '0.0800', utility: utilityRate, authentication: utilityRate, service: utilityRate })
  await b.desk.rows(
    `insert into rate_card (workspace_id, rate_card_id, channel, currency, effective_on, version, name, file_name, markets, tiers, created_by, created_at) values ($1, $2, $3, 'USD', '2027-01-01', 1, '2027 Q1', 'q1.csv', $4, $5, 'test', now())`,
    [b.desk.workspaceId, newId(), b.channel.declaration.id, JSON.stringify({ Spain: classes('0.0250'), Germany: classes('0.0600'), Poland: { marketing: '0.0366', utility: '0.0122', authentication: '0.0122', service: '0.0122' }, France: { marketing: '0.0859', utility: '0.0300', authentication: '0.0300', service: '0.0300' } }), JSON.stringify({ Spain: { utility: [{ after: 3, amount: '0.0100' }] } })])
  await b.desk.rows('update workspace set rate_cards_version = rate_cards_version + 1 where workspace_id = $1', [b.desk.workspaceId])
}

describe('the ledger is the platform’s bill', () => {
  test.each([1, 2, 3])('on random history %i', async (seed) => {
    const b = await bench({ startAt: OLD, seed, simulation: NEXT_QUARTER, phones: PHONES })
    await putNextQuarter(b)
    const roll = dice(seed * 7_919)
    const pick = (n: number): number => Math.floor(roll() * n)
    let left = 0
    for (let turn = 0; turn < 45; turn++) {
      const who = pick(PHONES.length)
      const what = roll()
      if (what < 0.3) left += Number(await b.send(who, text))
      else if (what < 0.65) left += Number(await b.send(who, utility, 'notification'))
      else if (what < 0.75) await b.simulator.act(b.world, b.people[who]!, { action: 'write', content: { kind: 'text', text: 'Otra cosa' } }).catch(() => {})
      else if (what < 0.82) await b.simulator.act(b.world, b.people[who]!, { action: 'ad', ref: 'ad:120238866412270718' }).catch(() => {})
      else if (what < 0.9) await b.simulator.act(b.world, b.people[who]!, { action: roll() < 0.5 ? 'offline' : 'online' }).catch(() => {})
      await b.advance(roll() < 0.2 ? hours(1 + pick(30)) : seconds(7 + pick(300)))
    }
    await b.advance(minutes(5))
    expect(left).toBeGreaterThan(15)
    const bill = new Map(b.bill().map((line) => [line.id, line]))
    expect(bill.size).toBeGreaterThan(10)
    expect(await ledgerSums(b)).toEqual(billSums(b))
    for (const row of await b.ledger()) {
      const line = bill.get(row.external_id)
      // What is on its way still has no bill on either side; a phone that is off keeps it so.
      if (!line) { expect(row).toMatchObject({ state: 'open', billed: null }); continue }
      expect({ id: row.external_id, state: row.state, free: row.billed === '0.0000' }).toEqual({ id: line.id, state: 'settled', free: formatAmount(line.amount) === '0.0000' })
    }
  }, 120_000)

  test('a month later what was never delivered is closed at nothing', async () => {
    const b = await bench({ startAt: OLD, phones: PHONES.slice(0, 1) })
    await b.simulator.act(b.world, b.people[0]!, { action: 'offline' })
    expect(await b.send(0, utility, 'notification')).toBe(true)
    await b.advance(days(30))
    expect(await b.ledger()).toMatchObject([{ state: 'open', estimated: '0.0200' }])
    await b.advance(days(2))
    expect(await b.ledger()).toMatchObject([{ state: 'settled', billed: '0.0000', free_reason: 'undelivered', difference: 'undelivered' }])
    expect(b.bill()).toEqual([])
  }, 60_000)
})
