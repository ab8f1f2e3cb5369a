/** `/simulator/control/...` of the simulator's own process: the server's routes without its users, for tests on the same machine. */
import type { ActInput } from '@recado/channel-kit'
import { RecadoError } from '@recado/core'
import { simulatorControl, type NewCustomer, type NewFault, type NewPlatformAccount } from '../control.js'
import type { SimulatorHost } from '../host.js'
import type { OwnLedger } from './ledger.js'

/** The one world of the process. */
export const WORLD = 'main'

export interface ControlRequest { method: string; path: string; query: Record<string, string>; body: Record<string, unknown> }
export interface ControlAnswer { status: number; body: unknown }

/** Answers one control call; null when there is no such route. */
export function controlRoutes(host: SimulatorHost, ledger: OwnLedger): (request: ControlRequest) => Promise<ControlAnswer | null> {
  const control = simulatorControl(host)
  return async ({ method, path, query, body }) => {
    const [first, id, last] = path.split('/').filter(Boolean)
    const route = `${method} ${[first, id === undefined ? null : '*', last].filter(Boolean).join('/')}`
    switch (route) {
      case 'POST accounts': return { status: 201, body: makeAccount(host, ledger, body) }
      case 'GET accounts': return ok({ items: await ledger.list() })
      case 'PATCH accounts/*': return ok(await connect(host, ledger, id ?? '', String(body.webhookUrl)))
      case 'POST customers': return { status: 201, body: await control.createCustomer(WORLD, body as unknown as NewCustomer) } // checked by createCustomer
      case 'GET customers': return ok({ items: await control.customers(WORLD) })
      case 'POST customers/*/act': return ok(await control.act(WORLD, id ?? '', body as unknown as ActInput).then(() => ({}))) // checked by the simulator
      case 'GET customers/*/screen': return ok(control.screen(WORLD, id ?? ''))
      case 'GET customers/*/business': return ok({ business: control.business(WORLD, id ?? '') })
      case 'GET platform-accounts': return ok(await control.platformAccounts(WORLD))
      case 'POST platform-accounts': return { status: 201, body: control.createPlatformAccount(WORLD, body as unknown as NewPlatformAccount) } // checked by the simulator
      case 'POST platform-accounts/*/press': return ok(await control.press(WORLD, id ?? '', body as unknown as { id: string; value?: string }).then(() => ({}))) // checked by the console
      case 'GET faults': return ok(await control.faults(WORLD))
      case 'DELETE faults/*': return ok((control.removeFault(WORLD, id ?? ''), {}))
      case 'POST faults': return { status: 201, body: await control.addFault(WORLD, body as unknown as NewFault) } // checked by addFault
      case 'DELETE faults': return ok((control.clearFaults(WORLD), {}))
      case 'GET log': return ok(await control.log(WORLD, query))
      case 'POST reset': return ok(await control.reset(WORLD).then(() => ({})))
      case 'POST clock': return ok(await control.clock(WORLD, body, { setClock: (at) => ledger.moveTo(at) }))
      default: return null
    }
  }
}

const ok = (body: unknown): ControlAnswer => ({ status: 200, body })

function makeAccount(host: SimulatorHost, ledger: OwnLedger, body: Record<string, unknown>): object {
  const channelId = String(body.channel)
  const channel = host.channel(channelId)
  if (!channel) throw new RecadoError('unknown_channel', { channel: channelId })
  const name = typeof body.name === 'string' ? body.name : 'Óptica Sol'
  const settings = typeof body.settings === 'object' && body.settings !== null ? (body.settings as Record<string, unknown>) : {} // any object may be asked for a member
  const made = channel.simulator.createAccount(host.world(WORLD).view(channelId), { name, settings })
  const account = { channelAccountId: `${channelId}-${made.externalId}`, channel: channelId, externalId: made.externalId, name, webhookUrl: typeof body.webhookUrl === 'string' ? body.webhookUrl : null, settings: made.settings }
  ledger.put(account)
  return account
}

/** The owner enters the address in the platform's console; the platform checks it. */
async function connect(host: SimulatorHost, ledger: OwnLedger, id: string, webhookUrl: string): Promise<object> {
  const account = await ledger.byId(WORLD, id)
  const channel = account ? host.channel(account.channel) : null
  if (!account || !channel) throw new RecadoError('not_found', { channelAccountId: id })
  ledger.put({ ...account, webhookUrl })
  return channel.simulator.connect(host.world(WORLD).view(account.channel), account.externalId)
}
