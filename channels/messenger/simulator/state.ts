/** What the platform remembers: Pages, people, threads, messages. Rows are plain JSON in the world's store. */
import type { ScreenItem, World } from '@recado/channel-kit'
import type { Content, Instant } from '@recado/core'
import type { Json } from './json.js'

export interface PageRow {
  id: string
  name: string
  token: string
  tokenDead: boolean
  appId: string
  appSecret: string
  verifyToken: string
  subscribed: boolean
  fields: string[]
  /** Since when every webhook has failed; after an hour the subscription ends. */
  failingSince: Instant | null
  /** The feature Human Agent has passed App Review. */
  humanAgent: boolean
  /** Countries where utility messages arrive: one source only, so it can be set. */
  utilityCountries: string[]
  /** A window opened by an ad lasts seven days instead of one. Meta says "may". */
  adWindowLong: boolean
  /** Temporarily barred from sending. */
  restrictedUntil: Instant
  /** Get Started, greeting, menu, ice breakers. */
  profile: Json
  // What follows came later: rows of a kept world may lack it.
  /** How far App Review has come with the feature Human Agent; absent = told by `humanAgent`. */
  humanAgentReview?: 'approved' | 'pending' | 'limited' | 'rejected'
  /** When the token runs out by itself; absent = never. */
  tokenExpiresAt?: Instant
  /** What visitors read of the Page; absent = as it was made. */
  info?: Json
  picture?: { fileId?: string; url?: string }
}

export interface CustomerRow {
  id: string
  account: string
  psid: string
  firstName: string
  lastName: string
  country: string
  language: string
  online: boolean
  blocks: boolean
  profileHidden: boolean
  typingUntil: Instant
  outbox: { action: string; content?: Record<string, unknown>; ref?: string; item: string }[]
}

export interface ThreadRow {
  /** Time of her last opening act, ms; null = the PSID does not exist for the Page yet. */
  openedAt: Instant | null
  openedBy: string | null
  /** The Page has seen everything up to here. */
  seenUpTo: Instant
}

export interface TapOption { id: string; title: string; kind: 'quick_reply' | 'postback' | 'url' | 'phone' | 'email' | 'get_started' | 'command'; description?: string }
export interface ItemRow extends Omit<ScreenItem, 'options'> { order: number; options: TapOption[]; edits?: number }

export interface SentRow {
  id: string
  account: string
  customerId: string
  at: Instant
  state: 'accepted' | 'delivered' | 'read'
  item: Omit<ItemRow, 'order' | 'at'>
  /** The other pictures of a grid. */
  more?: Content[]
  echo: Json
}

export interface CommentRow { id: string; account: string; customerId: string; postId: string; kind: 'comment' | 'post'; text: string; at: Instant; answered: boolean }

export const sentOf = (world: World, customerId: string, id: string): SentRow | undefined => world.get<SentRow>(`sent:${customerId}`, id)
export const saveSent = (world: World, row: SentRow): void => world.put(`sent:${row.customerId}`, row.id, row)
/** Messages of the Page to her in this state, oldest first. */
export const sentTo = (world: World, customerId: string, state: SentRow['state']): SentRow[] => world.all<SentRow>(`sent:${customerId}`).filter((row) => row.state === state).sort((a, b) => a.at - b.at)

export const pageOf = (world: World, id: string): PageRow | undefined => world.get<PageRow>('page', id)
export const savePage = (world: World, row: PageRow): void => world.put('page', row.id, row)
export const customerOf = (world: World, id: string): CustomerRow | undefined => world.get<CustomerRow>('customer', id)
export function saveCustomer(world: World, row: CustomerRow): void {
  world.put('customer', row.id, row)
  world.put('psid', row.psid, { customerId: row.id })
}
export function customerByPsid(world: World, account: string, psid: string): CustomerRow | undefined {
  const found = world.get<{ customerId: string }>('psid', psid)
  const customer = found ? customerOf(world, found.customerId) : undefined
  return customer?.account === account ? customer : undefined
}

export const threadOf = (world: World, customerId: string): ThreadRow => world.get<ThreadRow>('thread', customerId) ?? { openedAt: null, openedBy: null, seenUpTo: 0 }
export const saveThread = (world: World, customerId: string, row: ThreadRow): void => world.put('thread', customerId, row)
export const itemOf = (world: World, customerId: string, id: string): ItemRow | undefined => world.get<ItemRow>(`items:${customerId}`, id)
export const saveItem = (world: World, customerId: string, row: ItemRow): void => world.put(`items:${customerId}`, row.id, row)
export const itemsOf = (world: World, customerId: string): ItemRow[] => world.all<ItemRow>(`items:${customerId}`).sort((a, b) => a.order - b.order)

/** Id of the open menu on her screen: the app's own, no message. It closes as soon as she does something. */
export const MENU = 'menu'
export const closeMenu = (world: World, customerId: string): void => { if (itemOf(world, customerId, MENU)) world.remove(`items:${customerId}`, MENU) }

/** A number that only grows, for order and ids. */
export function nextNumber(world: World, name: string): number {
  const value = (world.get<{ value: number }>('counter', name)?.value ?? 0) + 1
  world.put('counter', name, { value })
  return value
}

/** Fifteen or sixteen digits, exact as JSON numbers too; from the world's token, since two worlds must not share one. */
export function graphId(world: World, first = '1'): string {
  const order = String(nextNumber(world, 'id')).padStart(4, '0').slice(-4)
  return `${first}${[...world.token(10)].map((letter) => letter.charCodeAt(0) % 10).join('')}${order}`
}

export const messageId = (world: World): string => `m_${world.token(40)}`
