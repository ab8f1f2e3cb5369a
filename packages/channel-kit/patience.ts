import type { Url } from '@recado/core'

/** How a platform repeats a webhook that nobody answers, as it says itself: what is lost while the computer sleeps follows from it. */
export interface WebhookRetries {
  /** Tries in all, where the platform counts them. */
  tries?: number
  /** Time between tries where it is fixed, ms. Absent: with falling frequency. */
  everyMs?: number
  /** The longest time any of its pages names, ms; `webhookPatienceMs` is the shortest, which is relied upon. */
  longestMs?: number
  /** After so long without an answer it stops calling at all until somebody subscribes anew, ms. */
  disabledAfterMs?: number
  source: Url
}
