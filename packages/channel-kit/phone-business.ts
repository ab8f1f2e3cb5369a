/** The business as a customer's app shows it, and the platform's console as its owner sees it: data of a simulator for the generic phone and its panel. */
import type { Instant } from '@recado/core'
import type { LocalText } from './declaration.js'
import type { ActInput, World } from './simulator.js'

/** One thing to tap that the business has put there. Exactly one of the three is set: what the tap does, a page it opens (nobody is told), or what stands below it. */
export interface PhoneEntry {
  id: string
  title: string
  description?: string
  act?: Pick<ActInput, 'action' | 'ref' | 'content'>
  /** What the app asks for before the act. */
  input?: 'photo' | 'location' | 'text'
  /** Opened on her phone; with `act` the platform is told, too. */
  url?: string
  entries?: PhoneEntry[]
}

/** `bar` stands at the foot of the chat (at most three, each with a list of its own), `list` opens from one button. */
export interface PhoneMenu { style: 'bar' | 'list'; entries: PhoneEntry[] }

/** The page about the business, and what it has put around the chat. Absent members are not shown by the app, or not set. */
export interface PhoneBusiness {
  name: string
  /** Address of a picture on this server. */
  picture?: string
  about?: string
  /** A line such as "Verified business". */
  badge?: LocalText
  /** Rows of the page, in the app's order: address, hours, e-mail, website ... */
  rows: { label: LocalText; value: string | LocalText; url?: string }[]
  menu?: PhoneMenu
  /** Offered in an empty chat. */
  starters?: PhoneEntry[]
  /** Offered after "/". */
  commands?: PhoneEntry[]
  /** Codes and links that lead here, as the platform knows them: what she can hold her camera at. */
  codes?: { title: string; ref: string; picture?: string }[]
}

/** One line of the owner's console on the platform, with what can be pressed beside it. */
export interface ConsoleFact {
  id: string
  label: LocalText
  value: string | LocalText
  /** A moment instead of words. */
  at?: Instant
  tone?: 'good' | 'attention' | 'bad'
  presses: { id: string; label: LocalText; input?: { label: LocalText; initial?: string }; risky?: boolean }[]
}

/** What the owner does on the platform's own pages, outside the API. */
export interface PlatformConsole {
  /** Every account of the platform, connected or not. */
  accounts(world: World): { externalId: string; name: string }[]
  facts(world: World, account: string): ConsoleFact[]
  /** Throws a sentence when the console would not take it. Resolves when the webhooks it causes were answered or first failed. */
  press(world: World, account: string, press: { id: string; value?: string }): Promise<void>
}
