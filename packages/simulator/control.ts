/** What scripts and phones ask of the simulated world: the bodies of CONTRACT "Simulator control". Who may ask is decided by the caller's routes. */
import type { ActInput, ConsoleFact, FaultKind, PhoneBusiness, ScreenItem, SimulatedCustomer } from '@recado/channel-kit'
import { RecadoError } from '@recado/core'
import type { LoggedCall } from './call-log.js'
import { FAULT_KINDS, HOST_FAULTS, type Fault } from './faults.js'
import type { SimulatedAccount, SimulatedChannel, SimulatorHost } from './host.js'

export interface NewCustomer { channel: string; channelAccountId: string; name?: string; phone?: string; country?: string; language?: string }
export interface NewFault { channel: string; channelAccountId?: string; kind: FaultKind; rate?: number; count?: number; forMs?: number }
/** `last`: the newest ones, so many. */
export interface LogQuery { channel?: string; channelAccountId?: string; after?: string; limit?: number; last?: number }
export interface LogItem { id: string; at: string; channel: string; channelAccountId: string | null; request: LoggedCall['request']; answer: LoggedCall['answer']; billed: LoggedCall['billed']; fault?: string }
export interface ShownCustomer { id: string; channel: string; channelAccountId: string | null; address: string; name: string; state: SimulatedCustomer['state'] }
export interface ShownFault { id: string; channel: string; channelAccountId: string | null; kind: FaultKind; rate: number; left: number | null; until: string | null }
/** An account as the platform has it, whether Recado knows it or not, with the console of its owner. */
export interface PlatformAccount { id: string; channel: string; externalId: string; name: string; channelAccountId: string | null; facts: ConsoleFact[] }
export interface NewPlatformAccount { channel: string; name?: string; settings?: Record<string, unknown> }
export interface ClockHooks { beforeEachJob?(): Promise<void>; setClock(at: number): void | Promise<void> }

const LOG_PAGE = 200

export type SimulatorControl = ReturnType<typeof simulatorControl>

/** The functions behind `/simulator/control/...`; every one names its workspace's world first. */
export function simulatorControl(host: SimulatorHost) {
  return {
    /** POST /customers -> 201. The id names its channel, so that it is unique in the workspace. */
    async createCustomer(worldId: string, body: NewCustomer): Promise<{ customerId: string; address: string; name: string }> {
      const { channel, account } = await accountOf(host, worldId, body.channelAccountId, body.channel)
      const { channel: _, channelAccountId: __, ...person } = body
      const customer = said(() => channel.simulator.createCustomer(host.world(worldId).view(channel.id), { account: account.externalId, ...person }))
      return { customerId: `${channel.id}.${customer.id}`, address: customer.address, name: customer.name }
    },

    /** Everybody with a simulated phone, for the phones page. */
    async customers(worldId: string): Promise<ShownCustomer[]> {
      const accounts = await host.options.accounts.list(worldId)
      return accounts.flatMap((account) => {
        const simulator = host.channel(account.channel)?.simulator
        const customers = simulator ? said(() => simulator.customers(host.world(worldId).view(account.channel), account.externalId)) : []
        return customers.map(({ id, address, name, state }) => ({ id: `${account.channel}.${id}`, channel: account.channel, channelAccountId: account.channelAccountId, address, name, state }))
      })
    },

    /** POST /customers/{id}/act: resolves when the webhooks it causes were answered or first failed. */
    async act(worldId: string, customerId: string, input: ActInput): Promise<void> {
      const { channel, id } = customerOf(host, customerId)
      const world = host.world(worldId)
      await world.track(saidLater(() => channel.simulator.act(world.view(channel.id), id, input)))
    },

    /** GET /customers/{id}/screen: what her phone shows, in order. */
    screen(worldId: string, customerId: string): { items: (Omit<ScreenItem, 'at'> & { at: string })[] } {
      const { channel, id } = customerOf(host, customerId)
      const items = said(() => channel.simulator.screen(host.world(worldId).view(channel.id), id))
      return { items: items.map((item) => ({ ...item, at: new Date(item.at).toISOString() })) }
    },

    /** GET /customers/{id}/business: the business as her app shows it; null where the platform does not say. */
    business(worldId: string, customerId: string): PhoneBusiness | null {
      const { channel, id } = customerOf(host, customerId)
      return said(() => channel.simulator.business?.(host.world(worldId).view(channel.id), id)) ?? null
    },

    /** GET /platform-accounts: every account with a console, and the channels that have one. */
    async platformAccounts(worldId: string): Promise<{ items: PlatformAccount[]; channels: string[] }> {
      const ours = await host.options.accounts.list(worldId)
      const channels = host.options.channels.filter(({ simulator }) => simulator.console).map(({ id }) => id)
      const items = host.options.channels.flatMap(({ id: channel, simulator: { console } }) => (console?.accounts(host.world(worldId).view(channel)) ?? []).map(({ externalId, name }) => ({
        id: `${channel}.${externalId}`, channel, externalId, name, facts: console?.facts(host.world(worldId).view(channel), externalId) ?? [],
        channelAccountId: ours.find((account) => account.channel === channel && account.externalId === externalId)?.channelAccountId ?? null,
      })))
      return { items, channels }
    },

    /** POST /platform-accounts: an account that exists on the platform before anybody connects it. Its settings are what its owner would copy from the console. */
    createPlatformAccount(worldId: string, { channel: channelId, name = 'Óptica Sol', settings = {} }: NewPlatformAccount): { id: string; externalId: string; settings: Record<string, unknown> } {
      const channel = host.channel(channelId)
      if (!channel) throw new RecadoError('unknown_channel', { channel: channelId })
      const made = said(() => channel.simulator.createAccount(host.world(worldId).view(channelId), { name, settings }))
      return { id: `${channelId}.${made.externalId}`, ...made }
    },

    /** POST /platform-accounts/{id}/press: the owner presses a button of the console. */
    async press(worldId: string, accountId: string, press: { id: string; value?: string }): Promise<void> {
      const dot = accountId.indexOf('.')
      const channel = dot < 0 ? null : host.channel(accountId.slice(0, dot))
      const console = channel?.simulator.console
      const world = host.world(worldId)
      const externalId = accountId.slice(dot + 1)
      if (!channel || !console?.accounts(world.view(channel.id)).some((account) => account.externalId === externalId)) throw new RecadoError('not_found', { accountId })
      await world.track(saidLater(() => console.press(world.view(channel.id), externalId, press)))
    },

    /** GET /faults: those that are set and not over, and the kinds that each platform can play. */
    async faults(worldId: string): Promise<{ items: ShownFault[]; kinds: Record<string, FaultKind[]> }> {
      const world = host.world(worldId)
      const ours = await host.options.accounts.list(worldId)
      const items = world.faults.list().filter((fault) => fault.left !== 0 && (fault.until === null || world.now() < fault.until))
      return {
        items: items.map(({ account, until, ...fault }) => ({ ...fault, until: until === null ? null : new Date(until).toISOString(), channelAccountId: ours.find((one) => one.channel === fault.channel && one.externalId === account)?.channelAccountId ?? null })),
        kinds: Object.fromEntries(host.options.channels.map(({ id, simulator: { plays } }) => [id, plays ? [...HOST_FAULTS, ...plays] : [...FAULT_KINDS]])),
      }
    },

    /** DELETE /faults/{id}. */
    removeFault(worldId: string, id: string): void {
      if (!host.world(worldId).faults.remove(id)) throw new RecadoError('not_found', { fault: id })
    },

    /** POST /faults. Without count and forMs it stays until DELETE /faults. */
    async addFault(worldId: string, body: NewFault): Promise<Fault> {
      const world = host.world(worldId)
      if (!FAULT_KINDS.includes(body.kind)) throw refused('kind', `a fault is one of ${FAULT_KINDS.join(', ')}`)
      const channel = host.channel(body.channel)
      if (!channel) throw new RecadoError('unknown_channel', { channel: body.channel })
      if (body.rate !== undefined && !(body.rate > 0 && body.rate <= 1)) throw refused('rate', 'between 0 and 1')
      const account = body.channelAccountId === undefined ? null : (await accountOf(host, worldId, body.channelAccountId, body.channel)).account.externalId
      const fault = world.faults.add({ channel: body.channel, account, kind: body.kind, rate: body.rate ?? 1, left: body.count ?? null, until: body.forMs === undefined ? null : world.now() + body.forMs })
      if (channel.simulator.faultSet) await world.track(channel.simulator.faultSet(world.view(channel.id), { kind: body.kind, account }))
      return fault
    },

    /** DELETE /faults: all of them. */
    clearFaults(worldId: string): void {
      host.world(worldId).faults.clear()
    },

    /** GET /log: oldest first. */
    async log(worldId: string, query: LogQuery): Promise<{ items: LogItem[]; next: string | null }> {
      const accounts = await host.options.accounts.list(worldId)
      const wanted = query.channelAccountId === undefined ? null : accounts.find((account) => account.channelAccountId === query.channelAccountId)
      if (wanted === undefined) throw new RecadoError('not_found', { channelAccountId: query.channelAccountId })
      const limit = Math.min(LOG_PAGE, Math.max(1, query.limit ?? LOG_PAGE))
      const asked = (call: LoggedCall): boolean => (query.channel === undefined || call.channel === query.channel) && (wanted === null || (call.channel === wanted.channel && call.account === wanted.externalId))
      const { log } = host.world(worldId)
      const { items, more } = query.last === undefined ? log.after(query.after, limit, asked) : { items: log.latest(Math.min(LOG_PAGE, query.last), asked), more: false }
      const ours = new Map(accounts.map((account) => [`${account.channel}/${account.externalId}`, account.channelAccountId]))
      return {
        items: items.map(({ account, at, ...call }) => ({ ...call, at: new Date(at).toISOString(), channelAccountId: ours.get(`${call.channel}/${account ?? ''}`) ?? null })),
        next: more ? (items.at(-1)?.id ?? null) : null,
      }
    },

    /** POST /reset: people, messages, faults, log and pending reports are gone; Recado's accounts stay connected. */
    reset(worldId: string): Promise<void> {
      return host.world(worldId).reset()
    },

    /** POST /clock: business time goes on to a moment; it never goes back. */
    async clock(worldId: string, body: { advanceMs?: number; to?: string }, hooks: ClockHooks): Promise<{ now: string }> {
      const now = host.options.clock.now(worldId)
      const to = body.advanceMs === undefined ? Date.parse(body.to ?? '') : now + body.advanceMs
      if (!Number.isFinite(to)) throw refused(body.advanceMs === undefined ? 'to' : 'advanceMs', 'advanceMs in milliseconds, or to as an instant')
      if (to < now) throw refused('to', 'business time only grows')
      await host.advance(worldId, to, hooks)
      return { now: new Date(host.options.clock.now(worldId)).toISOString() }
    },
  }
}

async function accountOf(host: SimulatorHost, worldId: string, channelAccountId: string, channelId: string): Promise<{ channel: SimulatedChannel; account: SimulatedAccount }> {
  const channel = host.channel(channelId)
  if (!channel) throw new RecadoError('unknown_channel', { channel: channelId })
  const account = await host.options.accounts.byId(worldId, channelAccountId)
  if (!account || account.channel !== channelId) throw new RecadoError('not_found', { channelAccountId })
  return { channel, account }
}

function customerOf(host: SimulatorHost, customerId: string): { channel: SimulatedChannel; id: string } {
  const dot = customerId.indexOf('.')
  const channel = dot < 0 ? null : host.channel(customerId.slice(0, dot))
  if (!channel) throw new RecadoError('not_found', { customerId })
  return { channel, id: customerId.slice(dot + 1) }
}

/** A simulator refuses in words ("she does not follow the account"): the caller asked for what the app does not allow. */
function said<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw worded(error)
  }
}

async function saidLater<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw worded(error)
  }
}

function worded(error: unknown): unknown {
  // With a code it is the machine's: a database that is away is no refusal.
  return error instanceof Error && error.name === 'Error' && !('code' in error) ? new RecadoError('invalid_request', { reason: error.message, fields: [{ field: 'action', message: error.message }] }, { cause: error }) : error
}

function refused(field: string, reason: string): RecadoError {
  return new RecadoError('invalid_request', { fields: { [field]: reason } })
}
