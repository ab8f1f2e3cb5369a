/** Webhooks of a Page: envelope, signature, retries, and the end of patience after an hour. Source: https://developers.facebook.com/docs/messenger-platform/webhooks (2026-09). */
import { hmacHex, type World } from '@recado/channel-kit'
import type { Instant } from '@recado/core'
import { graphJson, type Json } from './json.js'
import { nextNumber, pageOf, savePage, type CustomerRow, type PageRow } from './state.js'

const ANSWER_WITHIN_MS = 5_000
const MINUTE_MS = 60_000
/** After an hour of continuous failure the app is unsubscribed. */
export const PATIENCE_MS = 60 * MINUTE_MS
/** A few at once, fewer later. */
const RETRIES_MS = [1_000, 2_000, 5_000, 15_000, 30_000, MINUTE_MS, 2 * MINUTE_MS, 5 * MINUTE_MS, 10 * MINUTE_MS] as const

export const FIELDS = [
  'messages', 'messaging_postbacks', 'messaging_referrals', 'messaging_optins', 'message_deliveries', 'message_reads', 'message_echoes', 'message_reactions', 'message_edits',
  'messaging_handovers', 'standby', 'response_feedback', 'message_template_status_update', 'messaging_policy_enforcement', 'feed',
] as const
export type Field = (typeof FIELDS)[number]

/** What happened, and in which field the app must be subscribed to hear of it. `change` makes it an entry of `changes`. */
export interface Happening { field: Field; event: Json; change?: boolean; standby?: boolean }

interface DeliveryRow { id: string; account: string; body: string; signature: string; attempts: number; firstAt: Instant; inFlight: boolean }

/** Her event, in the shape of `entry[].messaging[]`. */
export const from = (page: PageRow, customer: CustomerRow, at: Instant, rest: Json): Json => ({ sender: { id: customer.psid }, recipient: { id: page.id }, timestamp: at, ...rest })
/** An event whose sender is the Page itself: echoes. */
export const byPage = (page: PageRow, customer: CustomerRow, at: Instant, rest: Json): Json => ({ sender: { id: page.id }, recipient: { id: customer.psid }, timestamp: at, ...rest })

/** Posts what the app is subscribed to, each as its own entry of one request. Resolves when answered or first failed. */
export async function post(world: World, account: string, happenings: Happening[]): Promise<void> {
  const page = pageOf(world, account)
  if (!page) return
  if (page.subscribed && world.faulted('unsubscribe', account)) savePage(world, { ...page, subscribed: false })
  const current = pageOf(world, account)
  const wanted = happenings.filter((one) => current?.fields.includes(one.field))
  if (!current?.subscribed || wanted.length === 0) return
  const time = world.now()
  const entry = wanted.map((one) => ({ id: page.id, time, ...(one.change ? { changes: [{ field: one.field, value: one.event }] } : one.standby ? { standby: [one.event] } : { messaging: [one.event] }) }))
  const body = graphJson({ object: 'page', entry })
  const row: DeliveryRow = { id: String(nextNumber(world, 'delivery')), account, body, signature: `sha256=${hmacHex('sha256', page.appSecret, body)}`, attempts: 0, firstAt: time, inFlight: true }
  world.put('delivery', row.id, row)
  await attempt(world, row)
}

async function attempt(world: World, row: DeliveryRow): Promise<void> {
  const answer = await world.post(row.account, {
    method: 'POST', timeoutMs: ANSWER_WITHIN_MS, body: row.body,
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': row.signature, 'user-agent': 'facebookexternalua' },
  })
  const page = pageOf(world, row.account)
  if (!page) return world.remove('delivery', row.id)
  if (answer.status === 200) {
    if (page.failingSince !== null) savePage(world, { ...page, failingSince: null })
    return world.remove('delivery', row.id)
  }
  const failingSince = page.failingSince ?? row.firstAt
  if (world.now() - failingSince >= PATIENCE_MS) return giveUp(world, page)
  savePage(world, { ...page, failingSince })
  world.put('delivery', row.id, { ...row, attempts: row.attempts + 1, inFlight: false })
  const wait = RETRIES_MS[row.attempts] ?? 15 * MINUTE_MS
  // The last attempt falls on the end of patience, so that an hour of failure is an hour.
  world.schedule(Math.min(world.now() + wait, Math.max(failingSince + PATIENCE_MS, world.now() + 1)), 'messenger.redeliver', { id: row.id })
}

/** "Webhooks Disabled": nothing is kept, and nothing is sent until the app subscribes again. */
function giveUp(world: World, page: PageRow): void {
  savePage(world, { ...page, subscribed: false, failingSince: null })
  for (const row of world.all<DeliveryRow>('delivery')) if (row.account === page.id) world.remove('delivery', row.id)
}

export async function redeliver(world: World, id: string): Promise<void> {
  const row = world.get<DeliveryRow>('delivery', id)
  if (!row || row.inFlight) return
  world.put('delivery', id, { ...row, inFlight: true })
  await attempt(world, row)
}

/** The process ended while webhooks were on their way: they go out again. */
export function resumeDeliveries(world: World): void {
  for (const row of world.all<DeliveryRow>('delivery').filter((one) => one.inFlight)) {
    world.put('delivery', row.id, { ...row, inFlight: false })
    world.schedule(world.now(), 'messenger.redeliver', { id: row.id })
  }
}
