/** What a platform tells of a person's own decisions about advertising, as data. Leaving (`rules.closedBy`) needs no line here: it always ends advertising. */
import type { Url } from '@recado/core'

/**
 * `withdrawn`: she stopped advertising on this channel. `resumed`: she lifted that stop, and said no more than that: what stood before stands again.
 * `given`: she signed up by the platform's own means.
 */
export type PlatformDecision = 'withdrawn' | 'resumed' | 'given'

export interface ConsentTraits {
  /** By the event of the system line. */
  lines: Readonly<Record<string, PlatformDecision>>
  /** Where the line's data names the topic she signed up for. Without a name in the data nothing but that topic was said; without this, all advertising on the channel. */
  topicFrom?: string
  source: Url
}
