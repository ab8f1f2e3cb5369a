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
