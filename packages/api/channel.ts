/** Channels and accounts: all that settings, composer and phones know of a channel. Texts are in the reader's language. */
import type { ContentKind, ChannelRules, OutStatus } from '@recado/core'
import type { Iso } from './verdict.js'

/** `converted` keeps the meaning in another form, `dropped` sends without it, `rejected` does not send. */
export type Support = 'native' | 'converted' | 'dropped' | 'rejected'

export interface ChannelCapability {
  support: Support
  maxLength?: number
  unit?: 'characters' | 'bytes'
  maxBytes?: number
  mimes?: string[]
  maxDurationMs?: number
  voiceFormat?: 'ogg-opus' | 'mp3'
  captionMaxLength?: number
  /** Named figures: buttons, rows, title lengths. */
  limits?: Record<string, number>
  /** What becomes of it when `converted`. */
  becomes?: string
  source?: string
}

/** Kinds that are absent are rejected. */
export type ChannelCapabilities = Partial<Record<ContentKind | 'voice' | 'reply', ChannelCapability>>

export interface ChannelSetting {
  key: string
  label: string
  help?: string
  type: 'text' | 'choice' | 'boolean' | 'number'
  choices?: string[]
  required: boolean
  confidential: boolean
  default?: string | boolean | number
  generate?: 'token' | 'aes43'
  /** How the choices are called, by their value. */
  choiceLabels?: Record<string, string>
  /** Asked for only while another setting has this value. */
  onlyWhen?: { key: string; is: string }
  /** Folded away: nobody needs it to begin. */
  later?: boolean
}

/** One way of connecting, chosen before the form. Texts are Markdown. */
export interface ConnectChoice {
  id: string
  title: string
  summary: string
  pros: string[]
  /** What is lost or cannot be undone. */
  consequences: string[]
  time: string
  cost: string
  steps: string[]
  links: { label: string; url: string }[]
  presets: Record<string, string | boolean | number>
  /** Settings shown at once for this way. */
  fields: string[] | null
  importChats: boolean
}

export interface PhoneTheme { header: string; headerText: string; background: string; mine: string; mineText: string; theirs: string; theirsText: string; accent: string; dark: { background: string; mine: string; mineText: string; theirs: string; theirsText: string } }

/** The customer's app as data, for the generic phone. */
export interface Phone {
  appName: string
  theme: PhoneTheme
  ticks: ('sent' | 'delivered' | 'read')[]
  actions: { id: string; action: string; label: string; icon: string; input?: 'photo' | 'voice' | 'file' | 'location' | 'text' | 'emoji' | 'contact' | 'code' | 'ad'; content?: Record<string, unknown>; ref?: string; where: 'attach' | 'menu' | 'bubble' | 'bottom' }[]
  lines: Record<string, string>
}

export interface Channel {
  id: string
  name: string
  logoUrl: string
  colour: string
  initiation: 'contact-first' | 'template-first' | 'anyone'
  capabilities: ChannelCapabilities
  rules: ChannelRules
  settings: ChannelSetting[]
  /** Set-up guide, Markdown. */
  guide: string
  /** States the platform reports: no tick beyond them is shown. */
  reports: Extract<OutStatus, 'accepted' | 'sent' | 'delivered' | 'read' | 'failed'>[]
  presence: { typingOut: boolean; markRead: boolean; typingIn: boolean; profile: boolean; edits: boolean }
  /** How an address is typed; `none` where only the customer can start. */
  address: { kind: 'phone' | 'none'; keyKind: string; example?: string }
  /** Has templates to send. */
  templates: boolean
  /** Templates are written here and reviewed by the platform, or taken from its library; null: neither. */
  templateCreation?: 'drafts' | 'library' | null
  /** Its accounts have a public profile, of which something can be changed or said. */
  profile?: boolean
  /** Something can stand in its chats before anybody has written. `lostOnConnect`: what connecting switches off, said before. */
  openers?: { menu: boolean; lostOnConnect: { title: string; text: string; late: string } | null } | null
  /** Asked before the form: ways of connecting with what each of them costs and loses. */
  question?: { title: string; lead: string; choices: ConnectChoice[] } | null
  /** Its own app exports chats that become history here; how, in Markdown. */
  chatExport?: { steps: string } | null
  /** Links and QR codes can be made for its accounts. */
  entry?: { kinds: ('qr' | 'link')[]; text: boolean; /** days that a temporary one lives at most */ temporaryDays: number | null } | null
  /** null for a channel without a simulator. */
  phone: Phone | null
}

export type AccountState = 'unverified' | 'ready' | 'error' | 'paused'

export interface AccountCheck { id: string; ok: boolean; code: string; message: string; data?: Record<string, unknown> }

export interface ChannelAccount {
  id: string
  channel: string
  name: string
  externalId: string | null
  inboxId: string
  state: AccountState
  /** The worst of what its platform says. */
  standing: 'ok' | 'attention' | 'broken' | 'unknown'
  /** Why sending waits while `paused`: an error code, or `paused_by_us`. */
  pausedCode?: string | null
  simulated: boolean
  checks: AccountCheck[]
  checkedAt: Iso | null
  webhookUrl: string
  /** The first signed webhook; null while none has come. */
  firstWebhookAt: Iso | null
  lastWebhookAt: Iso | null
  /** Values that are not confidential, and the last four characters of those that are ("••••1234"). */
  settings: Record<string, unknown>
  /** Every webhook is kept as it came until then; null while the switch is off. */
  keepRawUntil?: Iso | null
  createdAt: Iso
}

/** Answer of saving an account. */
export interface SavedAccount extends ChannelAccount {
  /** Values Recado made up (verify token, AES key), to be pasted into the platform's console. Said this once. */
  generated?: Record<string, string>
}

/** Body of `POST /channel-accounts`. */
export interface ConnectAccount { channel: string; name: string; settings: Record<string, unknown>; simulated?: boolean; inboxId?: string }
/** Body of `PATCH /channel-accounts/{id}`. A confidential setting left blank keeps its value. */
export interface ChangeAccount { name?: string; settings?: Record<string, unknown>; inboxId?: string; paused?: boolean; /** keep every webhook as it comes for so many hours; 0 = stop */ keepRawHours?: number }
