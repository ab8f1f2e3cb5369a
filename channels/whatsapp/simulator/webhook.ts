/** Webhooks: envelope, signature, and the patience of the platform when nobody answers. */
import { hmacHex, type World } from '@recado/channel-kit'
import type { Instant } from '@recado/core'
import { graphJson, type Json } from './json.js'
import { customerOf, nextNumber, numberOf, pairOf, saveNumber, type CustomerRow, type NumberRow } from './state.js'

/** An unanswered webhook is repeated for seven days. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview (2025-12). */
const PATIENCE_MS = 7 * 24 * 3_600_000
const ANSWER_WITHIN_MS = 10_000
const FIRST_RETRY_MS = 2_000
const SLOWEST_RETRY_MS = 4 * 3_600_000

interface DeliveryRow { id: string; account: string; body: string; signature: string; attempts: number; firstAt: Instant; /** an attempt is on its way: nobody else begins one */ inFlight: boolean }

const HANDSHAKE_WITHIN_MS = 10_000

/** The platform asks the address to prove that it is ours: GET with the verify token, answered with the bare challenge. Null when it did. */
export async function shakeHands(world: World, account: string, verifyToken: string): Promise<string | null> {
  const challenge = String(Math.floor(world.random() * 2_000_000_000))
  const answer = await world.post(account, {
    method: 'GET', query: { 'hub.mode': 'subscribe', 'hub.challenge': challenge, 'hub.verify_token': verifyToken },
    headers: { 'user-agent': 'facebookplatform/1.0 (+http://developers.facebook.com)' }, body: '', timeoutMs: HANDSHAKE_WITHIN_MS,
  })
  if (answer.status !== 200) return answer.status === null ? 'The callback URL did not answer.' : `The callback URL answered ${answer.status} instead of 200.`
  return answer.body === challenge ? null : 'The callback URL did not return the challenge.'
}

/** One or more changes of one WABA, posted now. Resolves when answered or first failed; what failed is repeated later with the same bytes and signature. */
export async function postChanges(world: World, account: string, changes: { field: string; value: Json }[], withTime = false): Promise<void> {
  const number = numberOf(world, account)
  if (!number || changes.length === 0) return
  if (number.subscribed && world.faulted('unsubscribe', account)) saveNumber(world, { ...number, subscribed: false })
  if (!numberOf(world, account)?.subscribed) return
  const now = world.now()
  const entry = { id: number.wabaId, ...(withTime ? { time: Math.floor(now / 1000) } : {}), changes: changes.map(({ field, value }) => ({ value, field })) }
  const body = graphJson({ object: 'whatsapp_business_account', entry: [entry] })
  const row: DeliveryRow = { id: String(nextNumber(world, 'delivery')), account, body, signature: `sha256=${hmacHex('sha256', number.appSecret, body)}`, attempts: 0, firstAt: now, inFlight: true }
  // Written before the first attempt: whoever kills us in between finds it again in `resumeDeliveries`.
  world.put('delivery', row.id, row)
  await attempt(world, row)
}

async function attempt(world: World, row: DeliveryRow): Promise<void> {
  const answer = await world.post(row.account, {
    method: 'POST', timeoutMs: ANSWER_WITHIN_MS, body: row.body,
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': row.signature, 'user-agent': 'facebookexternalua' },
  })
  if (answer.status === 200) return world.remove('delivery', row.id)
  const nextAt = world.now() + Math.min(FIRST_RETRY_MS * 2 ** row.attempts, SLOWEST_RETRY_MS)
  if (nextAt > row.firstAt + PATIENCE_MS) return world.remove('delivery', row.id)
  world.put('delivery', row.id, { ...row, attempts: row.attempts + 1, inFlight: false })
  world.schedule(nextAt, 'whatsapp.redeliver', { id: row.id })
}

/** A planned repetition; nothing when it has been answered meanwhile. */
export async function redeliver(world: World, id: string): Promise<void> {
  const row = world.get<DeliveryRow>('delivery', id)
  if (!row || row.inFlight) return
  world.put('delivery', id, { ...row, inFlight: true })
  await attempt(world, row)
}

/** The process ended while webhooks were on their way: whether they arrived is unknown, so they go out again. */
export function resumeDeliveries(world: World): void {
  for (const row of world.all<DeliveryRow>('delivery').filter((one) => one.inFlight)) {
    world.put('delivery', row.id, { ...row, inFlight: false })
    world.schedule(world.now(), 'whatsapp.redeliver', { id: row.id })
  }
}

export const metadataOf = (number: NumberRow): Json => ({ display_phone_number: number.display, phone_number_id: number.id })

/** Whether her phone number is told: always without a username; with one, only while this number and her phone were in touch within 30 days. */
export function showsPhone(world: World, customer: CustomerRow): boolean {
  return customer.username === null || world.now() < pairOf(world, customer.account, customer.id).phoneVisibleUntil
}

/** The `contacts` element of a person. */
export function contactOf(world: World, customer: CustomerRow): Json {
  const number = numberOf(world, customer.account)
  const checksIdentity = (number?.settings['user_identity_change'] as Json | undefined)?.['enable_identity_key_check'] === true
  return {
    profile: { name: customer.name, ...(customer.username ? { username: `@${customer.username}` } : {}) },
    ...(showsPhone(world, customer) ? { wa_id: customer.waId } : {}),
    user_id: customer.userId,
    ...(checksIdentity ? { identity_key_hash: customer.identityHash } : {}),
  }
}

/** A value of field `messages` (or one shaped like it) about one person. */
export function valueOf(world: World, account: string, customerId: string | null, rest: Json): Json {
  const number = numberOf(world, account)
  if (!number) throw new Error(`no business number ${account}`)
  const customer = customerId ? customerOf(world, customerId) : undefined
  return { messaging_product: 'whatsapp', metadata: metadataOf(number), ...(customer ? { contacts: [contactOf(world, customer)] } : {}), ...rest }
}
