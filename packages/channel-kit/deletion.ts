import type { IdentityKey, Url } from '@recado/core'
import type { CallContext, RawRequest, Settings, WebhookAnswer } from './connector.js'
import type { LocalText } from './declaration.js'

export type DeletionReception =
  | { kind: 'refused'; status: 400 | 401; code: 'bad_signature' | 'bad_webhook'; reason: string }
  /** Genuine. `person` is how the platform names her there, which need not be a key of hers. */
  | { kind: 'accepted'; person: string }

/** The platform passes on that somebody wants her data deleted, at an address below the account's webhook. */
export interface DeletionRequests {
  /** What the owner does to have them sent to us. Markdown. */
  steps: LocalText
  source: Url
  /** Signature in constant time; pure. */
  read(request: RawRequest, settings: Settings): DeletionReception
  /** What the platform expects to hear: where she can look at the state, and by which code. */
  answer(state: { url: string; code: string }): WebhookAnswer
  /** By what keys she may be known on this account; may ask the platform. Throws PlatformRefusal or SilentPlatform. */
  keysOf(person: string, context: CallContext): Promise<IdentityKey[]>
}
