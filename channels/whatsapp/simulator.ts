/** WhatsApp's side of the wire: Cloud API, webhooks and customers' phones, written from Meta's documents alone. */
import type { ChannelSimulator, ScreenItem, SimulatorAnswer, World } from '@recado/channel-kit'
import { businessOf } from './simulator/business.js'
import { connect, createAccount } from './simulator/account.js'
import { act } from './simulator/act.js'
import { endCall } from './simulator/acts-call.js'
import { recategorise } from './simulator/acts-platform.js'
import { accountOf, handle } from './simulator/api.js'
import { createCustomer, customers } from './simulator/customer.js'
import { runReports } from './simulator/delivery.js'
import { answerJson } from './simulator/graph.js'
import { finishNameReview } from './simulator/number-name.js'
import { whatsappConsole } from './simulator/console.js'
import { iceBreakers } from './simulator/openings.js'
import { noticeFaults } from './simulator/standing.js'
import { customerOf, itemsOf, type NumberRow, type TapOption } from './simulator/state.js'
import { finishReview, judgeSample, unpause } from './simulator/template-life.js'
import { redeliver, resumeDeliveries } from './simulator/webhook.js'

type Data = Record<string, unknown>
const jobs: Readonly<Record<string, (world: World, data: Data) => Promise<unknown>>> = {
  'whatsapp.redeliver': (world, data) => redeliver(world, String(data['id'])),
  'whatsapp.reports': (world, data) => runReports(world, String(data['account'])),
  'whatsapp.review': finishReview,
  'whatsapp.unpause': (world, data) => unpause(world, String(data['id']), Number(data['pauses'])),
  'whatsapp.judge_sample': async (world, data) => judgeSample(world, String(data['id'])),
  'whatsapp.recategorise': (world, data) => recategorise(world, String(data['id'])),
  'whatsapp.name_review': (world, data) => finishNameReview(world, String(data['account']), String(data['name'])),
  'whatsapp.call_ends': async (world, data) => {
    const customer = customerOf(world, String(data['customerId']))
    if (customer) await endCall(world, customer, String(data['id']))
  },
}

/** Files on the phone are fetched where the host serves the world's files, beside the API: no token, no log, no fault. */
function withUrls(world: World, item: ScreenItem): ScreenItem {
  const url = (id: string): string => `${world.baseUrl}/_files/${id}`
  return JSON.parse(JSON.stringify(item), (key, value: unknown) =>
    (key === 'media' || key === 'headerMedia') && typeof value === 'object' && value !== null && 'url' in value && value.url === '' && 'id' in value ? { ...value, url: url(String(value.id)) } : value) as ScreenItem // the same item, with addresses
}

const tappable = ({ kind, ...option }: TapOption): NonNullable<ScreenItem['options']>[number] => (kind === 'url' ? { ...option, url: option.id } : option)

function screen(world: World, customerId: string): ScreenItem[] {
  const customer = customerOf(world, customerId)
  if (!customer) throw new Error(`There is no customer ${customerId} on WhatsApp.`)
  const prompts = iceBreakers(world, customer)
  return [...itemsOf(world, customerId), ...(prompts ? [prompts] : [])].map(({ order: _order, options, editedFrom: _editedFrom, ...item }) => withUrls(world, { ...item, ...(options.length > 0 ? { options: options.map(tappable) } : {}) }))
}

function faultAnswer(kind: 'http_500' | 'http_429' | 'garbage'): SimulatorAnswer {
  const error = (status: number, code: number, message: string): SimulatorAnswer => answerJson({ error: { message, type: 'OAuthException', code, fbtrace_id: 'AFault', is_transient: true } }, status)
  if (kind === 'http_500') return error(500, 2, 'An unexpected error has occurred. Please retry your request later.')
  if (kind === 'http_429') return error(429, 4, '(#4) Application request limit reached')
  return { status: 200, headers: { 'content-type': 'text/html' }, body: '<!DOCTYPE html><html><body>Sorry, something went wrong.</body></html>' }
}

export const simulator: ChannelSimulator = {
  channel: 'whatsapp', createAccount, connect, handle, accountOf, createCustomer, customers, act, screen, faultAnswer, business: businessOf, console: whatsappConsole,
  plays: ['withhold_reports', 'revoke_token', 'token_expired', 'unsubscribe', 'payment_missing', 'quality_red'],
  faultSet: async (world, { account }) => {
    for (const { id } of world.all<NumberRow>('number')) if (account === null || account === id) await noticeFaults(world, id)
  },
  resume: async (world) => {
    resumeDeliveries(world)
    for (const { id } of world.all<NumberRow>('number')) world.schedule(world.now(), 'whatsapp.reports', { account: id })
  },
  run: async (world, job) => void await jobs[job.name]?.(world, job.data),
}
