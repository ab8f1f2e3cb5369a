/** What a channel brings for automatic replies, as data. */
import type { Act, Url } from '@recado/core'

export interface AutomationTraits {
  /** Acts by which she comes in: she follows, or taps "get started". Empty where the platform tells none. */
  entry: readonly Act[]
  /** Where the webhook's own answer carries a reply (`passiveReply`): whether it takes one of the counted replies. */
  passive?: { takesReply: boolean; source: Url }
}
