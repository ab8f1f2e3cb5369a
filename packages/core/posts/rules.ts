/** What a platform lets an account post to its followers, and how often. Data: a channel declares it, everybody else reads it. */
import type { Url } from '../model/ids.js'

export const POST_KINDS = ['articles', 'text', 'image', 'voice', 'video'] as const
export type PostKind = (typeof POST_KINDS)[number]

interface FileRule { mimes: readonly string[]; maxBytes: number }

export interface PostRules {
  kinds: readonly PostKind[]
  /** How many posts one follower gets in a calendar month of this zone, whoever made them. What is more is left out for her without a word. */
  perContact: { amount: number; timeZone: string; source: Url }
  /** Posts to everybody at once: they stand in the account's history, and have a limit of their own in the same month. */
  toAll: { amount: number; source: Url }
  /** A call with a list of addresses. */
  list: { least: number; most: number; source: Url }
  calls: { perDay: number; perMinute: number; previewsPerDay: number; source: Url }
  /** How long the platform knows a call by the id that we gave it: asked again within, it answers with what it has. */
  repeat: { withinMs: number; notBeforeMs: number; source: Url }
  articles: {
    most: number; titleMax: number; authorMax: number; digestMax: number; bodyMax: number; bodyMaxBytes: number
    cover: FileRule; picture: FileRule
    /** Hosts that a link within the text may lead to; others are not kept. `source` may lead anywhere. */
    linkHosts: readonly string[]
    /** Closed by the platform for some accounts only: comments can be asked for. */
    comments: boolean
    source: Url
  }
  text: { maxBytes: number }
  images: FileRule & { most: number }
  voice: FileRule & { maxDurationMs: number }
  video: FileRule & { titleMax: number; descriptionMax: number }
  /** The platform's own groups of followers can be written to. */
  tags: boolean
  /** Kinds that can be taken back. What arrived stays on the phone; its page is gone. */
  deletable: readonly PostKind[]
  /** Figures of articles: from when on the next day (hour of the zone above), and for how many days they grow. */
  figures: { fromHour: number; days: number; source: Url } | null
  source: Url
}

/** Totals of one article, as the platform tells them: nothing more is known. */
export interface ArticleFigures { article: number; day: string; readers: number; shares: number; favourites?: number; sourceReaders?: number }

/** What the platform said a post came to. `filtered`: who was left after it took out those it does not deliver to. */
export interface PostCounts { total: number; filtered: number; sent: number; failed: number }
