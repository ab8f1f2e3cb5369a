import type { Basis, Purpose } from '@recado/core'
import type { Iso } from './verdict.js'

export const BRIDGE_KINDS = ['woocommerce', 'hubspot'] as const
export type BridgeKind = (typeof BRIDGE_KINDS)[number]

export const ORDER_STATUSES = ['placed', 'paid', 'shipped', 'done', 'cancelled', 'refunded'] as const
export type OrderStatus = (typeof ORDER_STATUSES)[number]

/** WooCommerce's own statuses (OrderStatus of its code reference). Payment that failed leaves the order open: it can be paid again. */
export const WOO_STATUSES: Readonly<Record<string, OrderStatus>> = { pending: 'placed', 'on-hold': 'placed', failed: 'placed', 'checkout-draft': 'placed', processing: 'paid', shipped: 'shipped', completed: 'done', cancelled: 'cancelled', trash: 'cancelled', refunded: 'refunded' }

/** A field of the other system that stands for a yes of hers: only what is written here is ever taken for one. */
export interface BridgeConsent {
  /** `meta:newsletter` of a shop's order, the name of a property of a CRM. */
  from: string
  purpose: Purpose
  /** The topic by its key; null = every one. */
  category: string | null
  /** An app; null = every one. */
  channel: string | null
  /** What she was shown there. */
  wording: { text: string; language: string; privacyUrl: string | null }
}

/** A field of the shop that is kept in one of ours: `meta:vat_number` to `attributes.vat`. */
export interface ShopField { from: string; to: string }

/** A notice when an order comes to a status. */
export interface ShopNotice {
  status: OrderStatus
  channelAccountId: string
  template: { name: string; language: string }
  /** Values of the template's variables, by name or position: texts with {number}, {name}, {total}, {status}, {items}. */
  parameters: Record<string, string>
  purpose: Purpose
  category: string | null
  basis: Basis | null
}

export interface ShopSettings {
  fields: ShopField[]
  consents: BridgeConsent[]
  notices: ShopNotice[]
  /** The shop's own words for statuses, over the usual ones. */
  statuses: Record<string, OrderStatus>
  /** Put on whoever comes from there. */
  labels: string[]
}

export interface CrmField { ours: string; theirs: string; direction: 'in' | 'out' | 'both' }

export interface CrmSettings {
  clientId: string
  apiUrl: string
  authorizeUrl: string
  tokenPath: string
  contactsPath: string
  scopes: string[]
  /** Send a code challenge (PKCE) with the authorization. */
  pkce: boolean
  everyMinutes: number
  fields: CrmField[]
  consents: BridgeConsent[]
  /** Whom somebody of the CRM is, when her id there is not known yet: the only one here with her e-mail address, or always somebody new. */
  match: 'email' | 'nobody'
  /** Make those there who are new here: nobody, or everybody with an e-mail address. */
  create: 'nobody' | 'with_email'
  /** Somebody is deleted there for privacy. */
  erasedThere: 'keep' | 'anonymise' | 'erase'
  /** Somebody is erased here. */
  erasedHere: 'keep' | 'delete'
}

export type BridgeState = 'new' | 'ready' | 'paused' | 'reconnect' | 'disconnected'

interface BridgeBase {
  id: string
  name: string
  /** How people and orders of it are called here: the `source` of external ids. */
  source: string
  state: BridgeState
  /** Why it stands where it stands. */
  stateCode: string | null
  /** The address to enter there. */
  webhookUrl: string
  /** Whether a secret is kept. */
  hasSecret: boolean
  /** Deliveries and people that wait. */
  waiting: number
  failed: number
  people: number
  lastInAt: Iso | null
  lastOkAt: Iso | null
  nextAt: Iso | null
  createdAt: Iso
}
export type Bridge = BridgeBase & ({ kind: 'woocommerce'; settings: ShopSettings } | { kind: 'hubspot'; settings: CrmSettings; redirectUrl: string })

/** Something that came in, or a look at the other side. */
export interface BridgeRun {
  id: string
  what: 'full' | 'changes' | 'push' | 'try'
  state: 'running' | 'done' | 'failed' | 'waiting'
  counts: Record<string, number>
  code: string | null
  detail: string | null
  startedAt: Iso
  endedAt: Iso | null
}

export interface BridgeDelivery {
  id: string
  topic: string
  subject: string | null
  state: 'waiting' | 'done' | 'ignored' | 'failed'
  code: string | null
  detail: string | null
  attempts: number
  receivedAt: Iso
  settledAt: Iso | null
}

export interface ContactOrder {
  id: string
  source: string
  externalId: string
  number: string | null
  at: Iso
  amount: string | null
  currency: string | null
  status: OrderStatus
  items: { name: string; quantity: number; sku: string | null; total: string | null }[]
}
