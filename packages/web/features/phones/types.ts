/** What the simulated platforms tell of people and their phones (CONTRACT "Simulator control"). */
import type { Content, Phone, SimulatedCustomer } from '@recado/api'

export type PhoneAction = Phone['actions'][number]

export interface PhoneCustomer extends SimulatedCustomer { channel: string; channelAccountId: string | null }

/** Something under a message that she can tap; `url` opens a page on her phone and nobody is told. */
export interface TapOption { id: string; title: string; description?: string; url?: string }

/** One thing on her phone, in order. */
export interface ScreenItem {
  id: string
  at: string
  from: 'me' | 'business' | 'system'
  content: Content | { kind: 'error_line'; text: string }
  quoted?: string
  reaction?: string | null
  options?: TapOption[]
  /** Absent under a message of hers: it still waits in the phone. */
  ticks?: 'sent' | 'delivered' | 'read'
}

/** Body of `POST /customers/{id}/act`. */
export interface ActBody { action: string; content?: Record<string, unknown>; ref?: string }

/** Words in several languages, as a channel's folder gives them; English is always there. */
export type LocalText = Readonly<Record<string, string>>

/** One thing to tap that the business has put on her phone. */
export interface PhoneEntry { id: string; title: string; description?: string; act?: ActBody; input?: 'photo' | 'location' | 'text'; url?: string; entries?: PhoneEntry[] }

/** The business as her app shows it (`GET /customers/{id}/business`). */
export interface PhoneBusiness {
  name: string
  picture?: string
  about?: string
  badge?: LocalText
  rows: { label: LocalText; value: string | LocalText; url?: string }[]
  menu?: { style: 'bar' | 'list'; entries: PhoneEntry[] }
  starters?: PhoneEntry[]
  commands?: PhoneEntry[]
  codes?: { title: string; ref: string; picture?: string }[]
}

/** A line of the owner's console on the platform. */
export interface ConsoleFact {
  id: string
  label: LocalText
  value: string | LocalText
  at?: number
  tone?: 'good' | 'attention' | 'bad'
  presses: { id: string; label: LocalText; input?: { label: LocalText; initial?: string }; risky?: boolean }[]
}
export interface PlatformAccount { id: string; channel: string; externalId: string; name: string; channelAccountId: string | null; facts: ConsoleFact[] }
export interface ShownFault { id: string; channel: string; channelAccountId: string | null; kind: string; rate: number; left: number | null; until: string | null }
export interface LogItem {
  id: string
  at: string
  channel: string
  channelAccountId: string | null
  request: { method: string; path: string; query: Record<string, string>; body: unknown }
  answer: { status: number | null; body: unknown }
  billed: { class: string; amount?: string; currency?: string } | null
  fault?: string
}
