/** From accepted to read: what happens to a message after the answer, and what the business is told of it. */
import type { World } from '@recado/channel-kit'
import type { Instant } from '@recado/core'
import { bookOnBill } from './bill.js'
import { titleOf } from './graph.js'
import type { Json } from './json.js'
import { FREE_SERVICE_MESSAGES, freeUsed, useFree } from './price.js'
import { customerOf, itemOf, nextNumber, numberOf, saveItem, saveSent, sentOf, type CustomerRow, type SentRow } from './state.js'
import { contactOf, postChanges, showsPhone, valueOf } from './webhook.js'
import { seconds } from './window.js'

const QUICKEST_MS = 150
const SLOWEST_MS = 600
/** Share of messages whose `delivered` is never reported: `read` alone implies it. */
const READ_ONLY_SHARE = 0.1
/** One webhook carries at most this many updates. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview (2025-12). */
const LARGEST_BATCH = 1_000

type Step = 'sent' | 'delivered' | 'read' | 'failed' | 'failed_elsewhere'
interface DueRow { id: string; account: string; messageId: string; step: Step; dueAt: Instant; code?: number; details?: string }

/** Plans the next step of a message. */
export function plan(world: World, message: SentRow, step: Step, error?: { code: number; details?: string }): void {
  const dueAt = world.now() + QUICKEST_MS + Math.floor(world.random() * (SLOWEST_MS - QUICKEST_MS))
  const id = String(nextNumber(world, 'due'))
  world.put(`due:${message.account}`, id, { id, account: message.account, messageId: message.id, step, dueAt, ...error } satisfies DueRow)
  world.schedule(dueAt, 'whatsapp.reports', { account: message.account })
}

/** Everything whose turn has come for a number, reported in one webhook: a busy number gets batches, as from the real platform. */
export async function runReports(world: World, account: string): Promise<void> {
  const due = world.all<DueRow>(`due:${account}`).filter((row) => row.dueAt <= world.now()).sort((a, b) => a.dueAt - b.dueAt || Number(a.id) - Number(b.id)).slice(0, LARGEST_BATCH)
  const reports: Report[] = []
  for (const row of due) {
    world.remove(`due:${account}`, row.id)
    const message = sentOf(world, row.messageId)
    if (message) reports.push(...takeStep(world, message, row))
  }
  await postReports(world, account, reports)
}

export interface Report { status: Json; customerId: string | null }

export async function postReports(world: World, account: string, reports: Report[]): Promise<void> {
  if (reports.length === 0 || world.faulted('withhold_reports', account)) return
  const people = new Map<string, CustomerRow>()
  for (const { customerId } of reports) {
    const customer = customerId ? customerOf(world, customerId) : undefined
    if (customer) people.set(customer.id, customer)
  }
  const contacts = [...people.values()].map((customer) => contactOf(world, customer))
  const value = valueOf(world, account, null, { ...(contacts.length > 0 ? { contacts } : {}), statuses: reports.map((report) => report.status) })
  await postChanges(world, account, [{ field: 'messages', value }])
}

function takeStep(world: World, message: SentRow, row: DueRow): Report[] {
  const customer = message.customerId ? customerOf(world, message.customerId) : undefined
  switch (row.step) {
    case 'failed':
      saveSent(world, { ...message, state: 'failed' })
      return [report(world, message, 'failed', { errors: [errorOf(row)] })]
    case 'failed_elsewhere':
      return [report(world, message, 'failed', { errors: [errorOf(row)] })]
    case 'sent': {
      const next: SentRow = { ...message, state: 'sent' }
      saveSent(world, next)
      if (customer && reachable(customer)) plan(world, next, 'delivered')
      return [report(world, next, 'sent')]
    }
    case 'delivered': return customer ? deliver(world, message, customer) : []
    case 'read': return customer ? markRead(world, message, customer) : []
  }
}

const reachable = (customer: CustomerRow): boolean => customer.online && !customer.blocks

/** It reaches her phone. Offline or blocking people leave it at `sent`, without an error and for ever, as the real platform does. */
function deliver(world: World, message: SentRow, customer: CustomerRow): Report[] {
  if (message.state !== 'sent' || !reachable(customer) || world.now() >= message.expiresAt) return []
  const booked = book(world, message, customer)
  const next: SentRow = { ...booked, state: 'delivered' }
  if (message.reactionTo !== null) {
    const target = itemOf(world, customer.id, message.reactionTo)
    if (target && message.content.kind === 'reaction') saveItem(world, customer.id, { ...target, reaction: message.content.emoji })
    saveSent(world, next)
    return [] // a reaction of the business yields `sent` only
  }
  saveItem(world, customer.id, {
    id: message.id, order: nextNumber(world, 'item'), at: world.now(), from: 'business', content: message.content, options: message.options,
    ...(message.quoted ? { quoted: message.quoted } : {}),
  })
  if (customer.readReceipts) plan(world, next, 'read')
  if (customer.secondDevice) plan(world, next, 'failed_elsewhere', { code: 131026, details: 'Message Undeliverable.' })
  const silent = customer.readReceipts && world.random() < READ_ONLY_SHARE
  saveSent(world, { ...next, pricingReported: !silent })
  return silent ? [] : [report(world, next, 'delivered')]
}

/** Costs are booked at delivery; the monthly free messages are used up then. */
function book(world: World, message: SentRow, customer: CustomerRow): SentRow {
  const number = numberOf(world, message.account)
  if (number && message.reactionTo === null) bookOnBill(world, message, number, customer)
  if (!number || message.counted || message.pricing?.category !== 'service') return { ...message, counted: true }
  if (freeUsed(world, number) < FREE_SERVICE_MESSAGES) useFree(world, number)
  return { ...message, counted: true }
}

/** She has seen it. Nothing when receipts are off, or when it was seen before. */
export function markRead(world: World, message: SentRow, customer: CustomerRow): Report[] {
  if (message.state !== 'delivered' || !customer.readReceipts || !reachable(customer)) return []
  saveSent(world, { ...message, state: 'read', pricingReported: true })
  return [report(world, message, 'read', message.pricingReported ? {} : pricingPart(message))]
}

/** First play of a voice message. */
export function markPlayed(world: World, message: SentRow): Report[] {
  saveSent(world, { ...message, state: 'played' })
  return [report(world, message, 'played')]
}

const errorOf = (row: { code?: number; details?: string }): Json => {
  const code = row.code ?? 131000
  return {
    code, title: titleOf(code), message: titleOf(code), ...(row.details === undefined ? {} : { error_data: { details: row.details } }),
    href: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes',
  }
}

function report(world: World, message: SentRow, status: string, rest: Json = {}): Report {
  const customer = message.customerId ? customerOf(world, message.customerId) : undefined
  const phone = customer ? (showsPhone(world, customer) || message.recipient.phone ? customer.waId : undefined) : message.recipient.phone
  return {
    customerId: message.customerId,
    status: {
      id: message.id, status, timestamp: seconds(world.now()),
      ...(phone ? { recipient_id: phone } : {}),
      ...(customer ? { recipient_user_id: customer.userId } : {}),
      ...(message.callback === null ? {} : { biz_opaque_callback_data: message.callback }),
      ...conversationPart(message, status),
      ...(status === 'sent' || status === 'delivered' ? pricingPart(message) : {}),
      ...rest,
    },
  }
}

const pricingPart = (message: SentRow): Json => (message.pricing ? { pricing: message.pricing } : {})

/** Only inside a free entry point window; the end of the window stands on `sent` alone. */
function conversationPart(message: SentRow, status: string): Json {
  if (!message.conversation || (status !== 'sent' && status !== 'delivered')) return {}
  const { id, closesAt, origin } = message.conversation
  return { conversation: { id, ...(status === 'sent' ? { expiration_timestamp: seconds(closesAt) } : {}), origin: { type: origin } } }
}
