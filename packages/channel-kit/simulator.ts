/** The platform's side, played by `channels/<name>/simulator.ts`. It knows the documents only: not our declaration, not our policy. */
import type { Content, Instant } from '@recado/core'
import type { RawRequest, WebhookAnswer } from './connector.js'
import type { LocalText } from './declaration.js'

export type FaultKind =
  | 'http_500' | 'http_429' | 'timeout' | 'cut_reply' | 'garbage' // on the next API calls: the host plays timeout and cut_reply, `faultAnswer` words the rest
  | 'duplicate' | 'reorder' | 'delay' // on the webhooks: played by the host in `post`
  | 'withhold_reports' | 'revoke_token' | 'unsubscribe' // played by the simulator through `world.faulted`
  | 'ip_not_allowed' | 'verification_expired' // WeChat's: the address may fetch no token; the yearly certification has run out
  | 'token_expired' // like revoke_token, told in the words of a token that has run out
  | 'payment_missing' // no payment method while it is set: what is charged is refused, and the account's health says so
  | 'quality_red' // the platform flags the account once and says so by webhook; it stays flagged until the platform takes it back

/** One platform on which all simulated accounts of a workspace live. State is kept across restarts; time is the workspace's business time. */
export interface World {
  now(): Instant
  /** Random, seeded per world; never Math.random. */
  random(): number
  /** Letters and digits, unguessable. */
  token(length: number): string
  /** Rows by collection and id, journaled to disk. Rows are plain JSON; `put` replaces. */
  get<T>(collection: string, id: string): T | undefined
  put<T extends object>(collection: string, id: string, row: T): void
  remove(collection: string, id: string): void
  all<T>(collection: string): T[]
  /** Bytes of uploaded or sent files. */
  putFile(bytes: Buffer, mime: string): string
  file(id: string): { bytes: Buffer; mime: string } | undefined
  /** Runs `simulator.run(world, {name, data})` when business time reaches `dueAt`. Kept across restarts. */
  schedule(dueAt: Instant, name: string, data: Record<string, unknown>): void
  /** Delivers one webhook to the account's address. Resolves with the status of the (first) attempt, null when nobody answered. */
  post(account: string, request: { method: 'POST' | 'GET'; /** below the account's address */ path?: string; query?: Record<string, string>; headers: Record<string, string>; body: string; timeoutMs: number }): Promise<{ status: number | null; body: string; ms: number }>
  /** True when a fault of this kind is set for the account and its rate or count says "now"; takes one from the count. */
  faulted(kind: FaultKind, account: string): boolean
  /** Where this platform's own API is mounted, without a trailing slash: the account's `baseUrl` and the root of media links. */
  baseUrl: string
}

export interface SimulatorAnswer extends WebhookAnswer { /** marks the log row of a call the platform charges for */ billed?: { class: string; amount?: string; currency?: string } | null; account?: string }

export interface ActInput {
  action: 'write' | 'tap' | 'react' | 'follow' | 'unfollow' | 'scan' | 'menu' | 'block' | 'unblock' | 'offline' | 'online' | 'read' | 'call' | 'stop_marketing' | (string & {})
  /** For write: channel-neutral content; media as `{media: {fileId | base64, mime, name}}`. For tap: `{id}` of the option. For react: `{emoji}`. */
  content?: Record<string, unknown>
  /** The screen item it refers to (quote, reaction, tap), or a scene / ad / menu key. */
  ref?: string
}

/** One thing on the customer's phone, in order. */
export interface ScreenItem {
  id: string
  at: Instant
  from: 'me' | 'business' | 'system'
  content: Content | { kind: 'error_line'; text: string }
  quoted?: string
  reaction?: string | null
  /** What she can tap on it, by the id that `tap` takes; `url` opens a page on her phone and nobody is told. */
  options?: { id: string; title: string; description?: string; url?: string }[]
  /** Ticks under her own message, where the app has them. */
  ticks?: 'sent' | 'delivered' | 'read'
}

export interface SimulatedCustomer { id: string; account: string; address: string; name: string; state: Record<string, string | number | boolean | null> }

export interface ChannelSimulator {
  channel: string
  /** Makes the platform side of an account. Returns the settings Recado needs (same keys as the setup form) and the platform's id. */
  createAccount(world: World, input: { name: string; settings: Record<string, unknown> }): { externalId: string; settings: Record<string, unknown> }
  /** The owner has entered the webhook address and its secrets in the platform's console. The handshake is played here. */
  connect(world: World, account: string): Promise<{ ok: boolean; reason?: string }>
  /** A call to the platform's API, path relative to the mount. */
  handle(world: World, request: RawRequest): Promise<SimulatorAnswer>
  /** Which account an API call concerns, for faults and log; null = unknown. */
  accountOf(world: World, request: RawRequest): string | null
  createCustomer(world: World, input: { account: string; name?: string; phone?: string; country?: string; language?: string }): SimulatedCustomer
  customers(world: World, account: string): SimulatedCustomer[]
  /** Resolves when the webhooks it causes were answered or first failed. Throws an Error with a sentence when the app would not let her do that. */
  act(world: World, customerId: string, input: ActInput): Promise<void>
  screen(world: World, customerId: string): ScreenItem[]
  run(world: World, job: { name: string; data: Record<string, unknown> }): Promise<void>
  faultAnswer(kind: 'http_500' | 'http_429' | 'garbage'): SimulatorAnswer
  /** A fault has just been set (`account` null = on all of them): some platforms tell of it by themselves, before anybody asks. */
  faultSet?(world: World, fault: { kind: FaultKind; account: string | null }): Promise<void>
  /** The business as her app shows it: profile, menus, what is offered before the first word. */
  business?(world: World, customerId: string): import('./phone-business.js').PhoneBusiness
  /** The owner's console on the platform. */
  console?: import('./phone-business.js').PlatformConsole
  /** Faults that this platform plays by itself, beside those of the host; all that there are when it does not say. */
  plays?: readonly FaultKind[]
  /** Called once when a kept world is opened again: takes up what was under way when the process ended (webhooks without an answer). */
  resume?(world: World): Promise<void>
}

/** `channels/<name>/phone.ts`: data for the one generic phone in the web app. No code of a channel reaches the browser. */
export interface PhoneDeclaration {
  appName: string
  theme: { header: string; headerText: string; background: string; mine: string; mineText: string; theirs: string; theirsText: string; accent: string; dark: { background: string; mine: string; mineText: string; theirs: string; theirsText: string } }
  /** Ticks her own messages show in this app. */
  ticks: readonly ('sent' | 'delivered' | 'read')[]
  /** What she can do besides typing, in order. `input` asks for something first. */
  actions: readonly { id: string; action: ActInput['action']; label: LocalText; icon: string; input?: 'photo' | 'voice' | 'file' | 'location' | 'text' | 'emoji' | 'contact' | 'code' | 'ad'; content?: Record<string, unknown>; ref?: string; where: 'attach' | 'menu' | 'bubble' | 'bottom' }[]
  /** Lines for what can happen to her, by key. */
  lines: Readonly<Record<string, LocalText>>
}
