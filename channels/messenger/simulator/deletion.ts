/**
 * She removes the app in her Facebook settings and sends "delete my data": Meta posts a signed_request with her app-scoped id to the app's Data Deletion
 * Request URL and shows her the address and code that come back. Sources: https://developers.facebook.com/docs/apps/delete-data and
 * https://developers.facebook.com/docs/messenger-platform/identity/id-matching (2026-11).
 */
import { createHmac } from 'node:crypto'
import type { SimulatorAnswer, World } from '@recado/channel-kit'
import type { Action } from './acts.js'
import { answerJson, badParameter } from './graph.js'
import { graphId, nextNumber, pageOf, saveItem, type CustomerRow, type PageRow } from './state.js'

interface AppPerson { asid: string; customerId: string; psid: string; page: string; appId: string }

/** Her id for the app: not the one the Page knows her by. */
export function appScoped(world: World, page: PageRow, customer: CustomerRow): string {
  const known = world.all<AppPerson>('app-person').find((row) => row.customerId === customer.id)
  if (known) return known.asid
  const asid = graphId(world, '10')
  world.put('app-person', asid, { asid, customerId: customer.id, psid: customer.psid, page: page.id, appId: page.appId } satisfies AppPerson)
  return asid
}

const part = (value: Buffer | string): string => Buffer.from(value).toString('base64url')

/** `<signature>.<payload>`: HMAC-SHA256 over the encoded payload, under the app secret. */
export function signedRequest(world: World, page: PageRow, asid: string): string {
  const issued = Math.floor(world.now() / 1000)
  const payload = part(JSON.stringify({ algorithm: 'HMAC-SHA256', expires: issued + 3600, issued_at: issued, user_id: asid }))
  return `${part(createHmac('sha256', page.appSecret).update(payload).digest())}.${payload}`
}

/** The app hears of it at its own address; what it answers is what she sees. */
export const deleteData: Action = async (world, customer) => {
  const page = pageOf(world, customer.account)
  if (!page) throw new Error('The Page is gone.')
  const body = new URLSearchParams({ signed_request: signedRequest(world, page, appScoped(world, page, customer)) }).toString()
  const answer = await world.post(page.id, { method: 'POST', path: '/deletion', timeoutMs: 10_000, body, headers: { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'facebookplatform' } })
  const { url, code } = readAnswer(answer.body)
  if (answer.status !== 200 || !url || !code) throw new Error(`The app did not confirm the request (${answer.status ?? 'no answer'}).`)
  saveItem(world, customer.id, { id: `line-${nextNumber(world, 'line')}`, order: nextNumber(world, 'item'), at: world.now(), from: 'system', content: { kind: 'link', title: code, text: 'Data deletion', url }, options: [] })
}

function readAnswer(body: string): { url: string | null; code: string | null } {
  try {
    const said = JSON.parse(body) as { url?: unknown; confirmation_code?: unknown }
    return { url: typeof said.url === 'string' ? said.url : null, code: typeof said.confirmation_code === 'string' && /^[A-Za-z0-9]+$/.test(said.confirmation_code) ? said.confirmation_code : null }
  } catch { return { url: null, code: null } }
}

/** GET /{asid}/ids_for_pages, with the app's own token and its proof. */
export function idsForPages(world: World, page: PageRow, asid: string, wanted: string | undefined, query: Readonly<Record<string, string>>): SimulatorAnswer | null {
  const person = world.get<AppPerson>('app-person', asid)
  if (person?.appId !== page.appId) return null
  if (query['appsecret_proof'] === undefined) throw badParameter('API calls from the server require an appsecret_proof argument')
  const rows = wanted === undefined || wanted === '' || wanted === person.page ? [{ id: person.psid, page: { id: person.page } }] : []
  return answerJson({ data: rows })
}
