/** What a channel says about itself, as data: settings page, composer, policy engine, docs and phones all read it. */
import type { ChannelRules, ContentKind, DenyCode, OutStatus, Url } from '@recado/core'

/** A text of the channel folder in the product's languages; `es` and `en` are always complete. */
export type LocalText = { en: string; es: string } & { [language: string]: string }

/** `converted` keeps the meaning in another form, `dropped` sends without it, `rejected` does not send. */
export type Support = 'native' | 'converted' | 'dropped' | 'rejected'

export interface Capability {
  support: Support
  /** Longest text or caption, counted in `unit`. */
  maxLength?: number
  unit?: 'characters' | 'bytes'
  /** Largest file, bytes. */
  maxBytes?: number
  /** MIME types the platform takes; the server converts where it can (HEIC to JPEG, WebM voice to `voiceFormat`). */
  mimes?: readonly string[]
  /** Longest recording. */
  maxDurationMs?: number
  /** The form a recorded voice note is sent in. */
  voiceFormat?: 'ogg-opus' | 'mp3'
  captionMaxLength?: number
  /** Buttons: how many, how long; lists: rows. Named figures of the platform, for the composer and `validate`. */
  limits?: Readonly<Record<string, number>>
  /** What becomes of it when `converted`, in words for the composer's warning. */
  becomes?: LocalText
  source?: Url
}

export interface SettingField {
  key: string
  label: LocalText
  help?: LocalText
  type: 'text' | 'choice' | 'boolean' | 'number'
  choices?: readonly string[]
  required: boolean
  /** Sealed at rest; the API shows the last four characters only. */
  confidential: boolean
  /** Where the value comes from when the owner leaves it empty. */
  default?: string | boolean | number
  /** How the choices are called, by their value; as they are unless given. */
  choiceLabels?: Readonly<Record<string, LocalText>>
  /** Asked for only while another setting has this value. */
  onlyWhen?: { key: string; is: string }
  /** Folded away: nobody needs it to begin. */
  later?: boolean
  /** "generate": Recado invents one (verify token, AES key). */
  generate?: 'token' | 'aes43'
}

export interface ChannelDeclaration {
  id: string
  name: string
  /** Colour of the channel's mark. */
  colour: string
  rules: ChannelRules
  /** Kinds that are absent are `rejected`. */
  capabilities: Partial<Record<ContentKind, Capability>> & { voice?: Capability; reply?: Capability }
  /** States the platform reports for a sent message: nothing else is shown. */
  reports: readonly Extract<OutStatus, 'accepted' | 'sent' | 'delivered' | 'read' | 'failed'>[]
  /** What the agent can cause or see besides messages. */
  presence: { typingOut: boolean; markRead: boolean; typingIn: boolean; profile: boolean; edits: boolean }
  setup: readonly SettingField[]
  /** The setting that holds the platform's id of the account. Events name it. */
  externalIdSetting: string
  /** The setting whose value two accounts must share so that one's webhook may carry the other's events. */
  sharedSecretSetting: string
  /** How long the platform repeats an unanswered webhook, ms. Below five minutes the signed request is spooled while the database is away. */
  webhookPatienceMs: number
  /** How it repeats an unanswered webhook, in its own words. */
  webhookRetries?: import('./patience.js').WebhookRetries
  /** Time in which a webhook must be answered, ms. */
  webhookDeadlineMs: number
  /** Media a customer sent dies on the platform's server after this, ms. */
  mediaExpiryMs: number
  /** How an address typed by an agent reads: a phone, or nothing where only the customer can start. */
  address: { kind: 'phone' | 'none'; keyKind: string; example?: string }
  /** Parts of what its own preview of a link calls itself (User-Agent), where no browser of a person says the same. A click by it is nobody's. */
  linkPreviewAgents?: readonly string[]
  /** Kinds of identity keys, strongest first; the first one present is the identity's own. */
  keyKinds: readonly string[]
  /** Those of them that name one person on every account of the same owner: two people who share one are suggested to be one. */
  sharedKeyKinds?: readonly string[]
  /** Named figures used by the channel's own code, each with its source: nothing numeric hides elsewhere. */
  figures?: Readonly<Record<string, { value: number; source: Url }>>
  /** Its own app exports chats that become history here. */
  chatExport?: import('./chat-export.js').ChatExportSupport
  /** Asked before the form: ways of connecting with what each of them costs and loses. */
  question?: import('./choices.js').ConnectQuestion
}

export type { ChannelRules, DenyCode }

/** Checks a declaration's shape at load and returns it. Throws with the field named. */
export function defineChannel<const D extends ChannelDeclaration>(declaration: D): ChannelDeclaration {
  if (!/^[a-z][a-z0-9_-]*$/.test(declaration.id)) throw new Error(`channel id "${declaration.id}" must be lower-case letters, digits, - or _`)
  const keys = new Set(declaration.setup.map((field) => field.key))
  for (const needed of [declaration.externalIdSetting, declaration.sharedSecretSetting])
    if (!keys.has(needed)) throw new Error(`channel ${declaration.id}: setup has no field "${needed}"`)
  const kinds = declaration.rules.grants.map((grant) => grant.kind)
  if (new Set(kinds).size !== kinds.length) throw new Error(`channel ${declaration.id}: two grants share one kind`)
  return declaration
}
