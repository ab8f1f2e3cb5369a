/** Messenger's side of the wire: Send API, webhooks and customers' phones, written from Meta's documents alone. */
import type { ChannelSimulator, ScreenItem, SimulatorAnswer, World } from '@recado/channel-kit'
import { businessOf } from './simulator/business.js'
import { connect, createAccount } from './simulator/account.js'
import { act } from './simulator/acts.js'
import { accountOf, handle } from './simulator/api.js'
import { createCustomer, customers } from './simulator/customer.js'
import { runReports } from './simulator/delivery.js'
import { answerJson } from './simulator/graph.js'
import { messengerConsole } from './simulator/console.js'
import { welcome } from './simulator/openings.js'
import { noticeFaults } from './simulator/standing.js'
import { customerOf, itemsOf, type PageRow, type TapOption } from './simulator/state.js'
import { finishReview } from './simulator/templates.js'
import { redeliver, resumeDeliveries } from './simulator/webhook.js'

type Data = Record<string, unknown>
const jobs: Readonly<Record<string, (world: World, data: Data) => Promise<void>>> = {
  'messenger.redeliver': (world, data) => redeliver(world, String(data['id'])),
  'messenger.reports': (world, data) => runReports(world, String(data['account'])),
  'messenger.review': (world, data) => finishReview(world, String(data['account']), String(data['id']), Number(data['handedIn'] ?? 1)),
}

/** Files on the phone are fetched where the host serves the world's files, beside the API: no token, no log, no fault. */
function withUrls(world: World, item: ScreenItem): ScreenItem {
  return JSON.parse(JSON.stringify(item), (key, value: unknown) =>
    key === 'media' && typeof value === 'object' && value !== null && 'url' in value && value.url === '' && 'id' in value ? { ...value, url: `${world.baseUrl}/_files/${String(value.id)}` } : value) as ScreenItem // the same item, with addresses
}

const tappable = ({ kind, ...option }: TapOption): NonNullable<ScreenItem['options']>[number] => (kind === 'url' ? { ...option, url: option.id } : option)

function screen(world: World, customerId: string): ScreenItem[] {
  const customer = customerOf(world, customerId)
  if (!customer) throw new Error(`There is no customer ${customerId} on Messenger.`)
  const first = welcome(world, customer)
  return [...itemsOf(world, customerId), ...(first ? [first] : [])].map(({ order: _order, options, edits: _edits, ...item }) => withUrls(world, { ...item, ...(options.length > 0 ? { options: options.map(tappable) } : {}) }))
}

function faultAnswer(kind: 'http_500' | 'http_429' | 'garbage'): SimulatorAnswer {
  const error = (status: number, code: number, message: string): SimulatorAnswer => answerJson({ error: { message, type: 'OAuthException', code, fbtrace_id: 'AFault', is_transient: true } }, status)
  if (kind === 'http_500') return error(500, 2, 'An unexpected error has occurred. Please retry your request later.')
  if (kind === 'http_429') return error(429, 4, '(#4) Application request limit reached')
  return { status: 200, headers: { 'content-type': 'text/html' }, body: '<!DOCTYPE html><html><body>Sorry, something went wrong.</body></html>' }
}

export const simulator: ChannelSimulator = {
  channel: 'messenger', createAccount, connect, handle, accountOf, createCustomer, customers, act, screen, faultAnswer, business: businessOf, console: messengerConsole,
  plays: ['withhold_reports', 'revoke_token', 'unsubscribe'],
  faultSet: async (world, { account }) => {
    for (const { id } of world.all<PageRow>('page')) if (account === null || account === id) noticeFaults(world, id)
  },
  resume: async (world) => {
    resumeDeliveries(world)
    for (const { id } of world.all<PageRow>('page')) world.schedule(world.now(), 'messenger.reports', { account: id })
  },
  run: async (world, job) => void await jobs[job.name]?.(world, job.data),
}
