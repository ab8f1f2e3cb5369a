/** Posts to an account's followers: written here, handed to the platform, and what it says of them. */
import type { ArticleFigures, IdentityKey, Instant, PostedContent, PostCounts, PostReach, PostRules } from '@recado/core'
import type { CallContext } from './connector.js'

/** What the platform was given before the post itself (uploads, a draft): plain JSON, kept until it is sent. `diesAt`: from then on it has to be made anew. */
export interface PreparedPost { body: Readonly<Record<string, unknown>>; diesAt: Instant | null }

/** Whom one call reaches. A list holds the addresses' keys, one list per address. */
export type PostAudienceCall = { reach: 'all' } | { reach: 'tag'; tagId: string } | { reach: 'list'; to: readonly (readonly IdentityKey[])[] }

/** The platform took it. `externalId` names it in the report to come, `dataId` in its statistics. */
export interface PostTaken { externalId: string; dataId: string | null }

/** The platform's last word on a post: by webhook (`post` event) or asked for. */
export interface PostReport {
  state: 'sent' | 'failed' | 'deleted'
  /** Its own words. */
  status: string
  /** Only where it tells them. */
  counts?: PostCounts
  /** Everybody in it was left out: they have had what the month allows, or cannot be written to. */
  nobodyLeft?: boolean
  /** Where the articles stand, in order. */
  urls: string[]
}

/** An optional member of a connector. All calls throw PlatformRefusal or SilentPlatform. */
export interface PostsConnector {
  rules: PostRules
  /** Uploads what has to be there first. Nothing is sent by it, so it may be done again. */
  prepare(content: PostedContent, context: CallContext): Promise<PreparedPost>
  /** Shows it to one follower alone; takes nothing from anybody's month. */
  preview(prepared: PreparedPost, to: readonly IdentityKey[], context: CallContext): Promise<void>
  /** Sends. The platform knows the call by `clientId`: within the rules' `repeat` the same call asked again answers with what it took before and sends nothing. */
  send(prepared: PreparedPost, audience: PostAudienceCall, clientId: string, context: CallContext): Promise<PostTaken>
  /** What became of it; null = still under way. */
  look?(externalId: string, context: CallContext): Promise<PostReport | null>
  /** Takes it back as far as the platform can. */
  remove?(externalId: string, context: CallContext): Promise<void>
  /** How many follow, as the platform counts. */
  followers?(context: CallContext): Promise<number>
  /** The platform's own groups of followers. */
  tags?(context: CallContext): Promise<{ id: string; name: string; count: number }[]>
  /** Everybody in one of them, by the value of their first key. */
  tagMembers?(tagId: string, context: CallContext): AsyncIterable<string[]>
  /** Figures of the articles posted on this day of the platform's zone, by `dataId`. */
  figures?(day: string, until: string, context: CallContext): Promise<{ dataId: string; figures: ArticleFigures }[]>
}

/** How it goes out, for texts. */
export type { PostReach }
