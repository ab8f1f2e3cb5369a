/** The Page's side: making it, and its owner typing the webhook address into the console. */
import { createHash } from 'node:crypto'
import type { World } from '@recado/channel-kit'
import { record, text } from './json.js'
import { graphId, pageOf, savePage, type PageRow } from './state.js'
import { addStarters } from './templates.js'
import { FIELDS } from './webhook.js'

/** Countries of utility messages by the one source there is. */
const UTILITY_COUNTRIES = ['TH', 'PH', 'US', 'VN']

export function createAccount(world: World, input: { name: string; settings: Record<string, unknown> }): { externalId: string; settings: Record<string, unknown> } {
  const given = (key: string): string | undefined => text(input.settings[key])?.trim() || undefined
  const switches = record(input.settings['simulation'])
  const id = given('pageId') ?? graphId(world)
  if (pageOf(world, id)) throw new Error(`The Page ${id} is already in this world.`)
  const row: PageRow = {
    id, name: input.name, token: given('pageAccessToken') ?? `EAAG${world.token(60)}`, tokenDead: false, appId: given('appId') ?? graphId(world),
    appSecret: given('appSecret') ?? createHash('md5').update(world.token(32)).digest('hex'), verifyToken: given('verifyToken') ?? world.token(24),
    subscribed: false, fields: [...FIELDS], failingSince: null, humanAgent: input.settings['humanAgentApproved'] === true,
    utilityCountries: Array.isArray(switches['utilityCountries']) ? switches['utilityCountries'].filter((one): one is string => typeof one === 'string') : UTILITY_COUNTRIES,
    adWindowLong: switches['adWindowLong'] === true, restrictedUntil: 0,
    profile: { get_started: { payload: 'GET_STARTED' }, greeting: [{ locale: 'default', text: 'Gafas, lentillas y audífonos. ¿En qué podemos ayudarte?' }] },
  }
  savePage(world, row)
  addStarters(world, id)
  return {
    externalId: id,
    settings: {
      ...Object.fromEntries(Object.entries(input.settings).filter(([key]) => key !== 'simulation')),
      pageId: id, pageAccessToken: row.token, appSecret: row.appSecret, verifyToken: row.verifyToken, appId: row.appId, humanAgentApproved: row.humanAgent, baseUrl: world.baseUrl,
    },
  }
}

/** The console asks the address to prove that it is ours; then the app is subscribed to the Page. */
export async function connect(world: World, account: string): Promise<{ ok: boolean; reason?: string }> {
  const page = pageOf(world, account)
  if (!page) return { ok: false, reason: `There is no Page ${account}.` }
  const challenge = String(Math.floor(world.random() * 2_000_000_000))
  const answer = await world.post(account, {
    method: 'GET', query: { 'hub.mode': 'subscribe', 'hub.verify_token': page.verifyToken, 'hub.challenge': challenge },
    headers: { 'user-agent': 'facebookplatform/1.0 (+http://developers.facebook.com)' }, body: '', timeoutMs: 5_000,
  })
  if (answer.status !== 200) return { ok: false, reason: answer.status === null ? 'The callback URL did not answer.' : `The callback URL answered ${answer.status} instead of 200.` }
  if (answer.body !== challenge) return { ok: false, reason: 'The callback URL did not return the challenge.' }
  savePage(world, { ...page, subscribed: true, fields: [...FIELDS], failingSince: null })
  return { ok: true }
}
