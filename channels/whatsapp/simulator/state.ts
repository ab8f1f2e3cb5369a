/** What the platform remembers: business numbers, people, their threads and every message. Rows are plain JSON in the world's store. */
import type { LaterCard } from './bill.js'
import type { Content, Instant } from '@recado/core'
import type { ScreenItem, World } from '@recado/channel-kit'
import type { Json } from './json.js'

export interface NumberRow {
  id: string
  wabaId: string
  /** The business portfolio: the limit on unique people is its own, over all its numbers. */
  portfolioId: string
  appId: string
  accessToken: string
  tokenDead: boolean
  appSecret: string
  verifyToken: string
  /** Digits only, as webhooks carry it. */
  display: string
  verifiedName: string
  timeZone: string
  currency: string
  country: string
  registered: boolean
  pin: string
  registrations: Instant[]
  /** The app is subscribed to the WABA: without it no webhook leaves. */
  subscribed: boolean
  quality: 'GREEN' | 'YELLOW' | 'RED'
  tier: 'TIER_250' | 'TIER_2K' | 'TIER_10K' | 'TIER_100K' | 'TIER_UNLIMITED'
  messagesPerSecond: number
  /** A payment method is on file. */
  funded: boolean
  locked: boolean
  /** Kind of restriction -> until when. */
  restrictions: Record<string, Instant>
  /** The number also lives in the WhatsApp Business app. */
  coexistence: boolean
  /** Late refusals: what could be refused in the answer comes as a `failed` status instead. Meta does both. */
  refusesLate: boolean
  /** How a message inside the monthly free ones is flagged is not documented: both readings can be run. */
  freeFlag: 'free_customer_service' | 'regular'
  /** Whether a reaction restarts the window is not verified: both readings can be run. */
  reactionsOpen: boolean
  /** A number given by Meta for tries reaches these people only; null = a real number. */
  testRecipients: string[] | null
  profile: Json
  settings: Json
  blockedUsers: string[]
  // What follows came later: rows of a kept world may lack it.
  /** When the token runs out by itself; absent = never. */
  tokenExpiresAt?: Instant
  /** The verification of the business; absent = told by the tier. */
  businessVerified?: boolean
  /** Added by the API, and no account of the desk's yet. */
  unclaimed?: boolean
  /** False until the code of the SMS was typed; absent = verified. */
  verified?: boolean
  codes?: Instant[]
  wrongCodes?: number
  wrongPins?: Instant[]
  everRegistered?: boolean
  onboardedAt?: Instant
  nameStatus?: 'APPROVED' | 'PENDING_REVIEW' | 'DECLINED'
  /** A name asked for; it becomes `verifiedName` at the registration after its approval. */
  newName?: { name: string; status: 'APPROVED' | 'PENDING_REVIEW' | 'DECLINED' | 'EXPIRED'; decidedAt: Instant | null } | null
  nameChanges?: Instant[]
  automation?: Automation
  /** Rate cards that a rehearsal gives besides the one of October 2026. */
  cards?: LaterCard[]
  /** Own callback addresses of the number and of its WABA. */
  callbacks?: { number?: string; waba?: string }
}

export interface Automation { enable_welcome_message?: boolean; prompts?: string[]; commands?: { command_name: string; command_description: string }[] }

export interface CustomerRow {
  id: string
  account: string
  name: string
  phone: string
  waId: string
  /** Business-scoped user id: one per person and portfolio. */
  userId: string
  username: string | null
  country: string
  language: string
  online: boolean
  blocks: boolean
  readReceipts: boolean
  stoppedMarketing: boolean
  /** A second device that fails while the first shows the message. */
  secondDevice: boolean
  device: 'android' | 'ios' | 'web'
  identityHash: string
  typingUntil: Instant
  /** What she did without a connection: sent in order when it is back. */
  outbox: { action: string; content?: Record<string, unknown>; ref?: string; item: string }[]
}

/** What lies between one business number and one person. */
export interface PairRow {
  /** Second of her last message or call, in ms: the customer-service window counts from here. */
  lastUserAt: Instant | null
  /** She came from an ad at this moment and nobody has answered yet. */
  adEntryAt: Instant | null
  freeEntry: { id: string; closesAt: Instant } | null
  /** Debt of the pair rate. */
  spanStart: Instant
  lent: number
  paidUntil: Instant
  /** Until then she is seen by her phone although she took a username. */
  phoneVisibleUntil: Instant
  callPermissionUntil: Instant
}

export interface Pricing { billable: boolean; pricing_model: 'PMP' | 'CBP'; type: 'regular' | 'free_customer_service' | 'free_entry_point'; category: string }

/** One message of the business. */
export interface SentRow {
  id: string
  account: string
  customerId: string | null
  /** As the caller addressed it. */
  recipient: { phone?: string; userId?: string }
  content: Content
  options: TapOption[]
  quoted: string | null
  reactionTo: string | null
  voice: boolean
  at: Instant
  expiresAt: Instant
  state: 'accepted' | 'held' | 'sent' | 'delivered' | 'read' | 'played' | 'failed'
  callback: string | null
  pricing: Pricing | null
  conversation: { id: string; closesAt: Instant; origin: string } | null
  templateId: string | null
  pricingReported: boolean
  counted: boolean
}

/** Something on a message that she can tap. `kind` decides what the tap sends. */
export interface TapOption { id: string; title: string; description?: string; kind: 'button' | 'row' | 'template' | 'flow' | 'permission' | 'contact' | 'url' | 'product' | 'prompt' | 'command' }

/** One thing on her phone. */
export interface ItemRow extends Omit<ScreenItem, 'options'> {
  order: number
  options: TapOption[]
  editedFrom?: string
}

export const numberOf = (world: World, id: string): NumberRow | undefined => world.get<NumberRow>('number', id)
export const saveNumber = (world: World, row: NumberRow): void => world.put('number', row.id, row)
export const customerOf = (world: World, id: string): CustomerRow | undefined => world.get<CustomerRow>('customer', id)
export const sentOf = (world: World, id: string): SentRow | undefined => world.get<SentRow>('sent', id)
export const saveSent = (world: World, row: SentRow): void => world.put('sent', row.id, row)

/** Writes a person and the addresses she is found by. */
export function saveCustomer(world: World, row: CustomerRow): void {
  world.put('customer', row.id, row)
  world.put('address', `${row.account}/${row.waId}`, { customerId: row.id })
  world.put('address', `${row.account}/${row.userId}`, { customerId: row.id })
}

export function customerAt(world: World, account: string, address: string): CustomerRow | undefined {
  const found = world.get<{ customerId: string }>('address', `${account}/${address}`)
  return found ? customerOf(world, found.customerId) : undefined
}

const NO_PAIR: PairRow = { lastUserAt: null, adEntryAt: null, freeEntry: null, spanStart: 0, lent: 0, paidUntil: 0, phoneVisibleUntil: 0, callPermissionUntil: 0 }
export const pairOf = (world: World, account: string, person: string): PairRow => ({ ...NO_PAIR, ...world.get<PairRow>('pair', `${account}/${person}`) })
export const savePair = (world: World, account: string, person: string, row: PairRow): void => world.put('pair', `${account}/${person}`, row)

export const itemOf = (world: World, customerId: string, id: string): ItemRow | undefined => world.get<ItemRow>(`thread:${customerId}`, id)
export const saveItem = (world: World, customerId: string, row: ItemRow): void => world.put(`thread:${customerId}`, row.id, row)
export const itemsOf = (world: World, customerId: string): ItemRow[] => world.all<ItemRow>(`thread:${customerId}`).sort((a, b) => a.order - b.order)

/** Id of the list of commands on her screen: the app's own, no message. It closes as soon as something is sent. */
export const COMMANDS = 'commands'
export const closeCommands = (world: World, customerId: string): void => { if (itemOf(world, customerId, COMMANDS)) world.remove(`thread:${customerId}`, COMMANDS) }

/** A number that only grows, for order and ids. */
export function nextNumber(world: World, name: string): number {
  const value = (world.get<{ value: number }>('counter', name)?.value ?? 0) + 1
  world.put('counter', name, { value })
  return value
}

/** Digits that look like Graph's: fifteen, so that they are exact as JSON numbers too. From the world's token, since two worlds must not share a number. */
export function graphId(world: World): string {
  const order = String(nextNumber(world, 'id')).padStart(4, '0').slice(-4)
  return `1${digitsOf(world.token(10))}${order}`
}

const digitsOf = (token: string): string => [...token].map((letter) => letter.charCodeAt(0) % 10).join('')

/** A message id as WhatsApp builds them: base64 of the other side's phone, the direction and a random part. Opaque to everybody but us. */
export function messageId(world: World, direction: 'in' | 'out', phone: string): string {
  const size = direction === 'in' ? 20 : 18
  let tail = ''
  while (tail.length < size) tail += Math.floor(world.random() * 16).toString(16).toUpperCase()
  const head = Buffer.from([0x1c, 0x18, phone.length])
  const middle = Buffer.from([0x15, 0x02, 0x00, direction === 'in' ? 0x12 : 0x11, 0x18, size])
  return `wamid.${Buffer.concat([head, Buffer.from(phone, 'ascii'), middle, Buffer.from(tail, 'ascii'), Buffer.from([0])]).toString('base64')}`
}
