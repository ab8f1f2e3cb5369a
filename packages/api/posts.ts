/** Posts to an account's followers, as the API shows them. */
import type { ArticleFigures, Filter, ListReason, PostedContent, PostCounts, PostFault, PostReach, PostRules } from '@recado/core'
import type { Iso } from './verdict.js'

/** Whom a post is for. `people`: ours, by segments, lists and conditions, as in campaigns. */
export type PostAudience =
  | { to: 'all' }
  | { to: 'tag'; tagId: string; tagName: string }
  | { to: 'people'; include: PostPeople; exclude: PostPeople }
  /** Of a post made elsewhere: nobody knows whom it reached. */
  | { to: 'unknown' }
export interface PostPeople { segmentIds: string[]; listIds: string[]; filter?: Filter }

/** `sending`: calls are being made; `waiting`: all were taken, reports are to come. */
export const POST_STATES = ['draft', 'scheduled', 'sending', 'waiting', 'done', 'failed', 'deleted'] as const
export type PostState = (typeof POST_STATES)[number]
export type PostCallState = 'planned' | 'sending' | 'accepted' | 'finished' | 'refused' | 'unknown' | 'dropped'

/** One call to the platform. */
export interface PostCall {
  ordinal: number
  state: PostCallState
  reach: PostReach
  /** Addresses in it; null = the platform alone knows. */
  size: number | null
  startedAt: Iso | null
  acceptedAt: Iso | null
  finishedAt: Iso | null
  retryAt: Iso | null
  code: string | null
  message: string | null
  counts: PostCounts | null
  urls: string[]
}

export interface Post {
  id: string
  channelAccountId: string
  /** `manual`: entered by hand; `noticed`: seen in the platform's own report. Both were made elsewhere. */
  origin: 'ours' | 'manual' | 'noticed'
  name: string
  content: PostedContent
  audience: PostAudience
  /** The topic that people agreed to. */
  categoryId: string | null
  state: PostState
  code: string | null
  message: string | null
  dueAt: Iso | null
  sentAt: Iso | null
  /** How it went out, or why not as wanted. */
  plan: { reach: PostReach; reason: ListReason | null } | null
  calls: PostCall[]
  excluded: { code: string; count: number }[]
  /** Summed over its calls; null until the platform told. */
  counts: PostCounts | null
  figures: ArticleFigures[]
  figuresAt: Iso | null
  createdAt: Iso
  updatedAt: Iso
}

/** What would happen if it were sent now. */
export interface PostPreview {
  total: number
  eligible: number
  excluded: { code: string; count: number }[]
  /** Null = nobody, see `code`. */
  plan: { reach: PostReach; reason: ListReason | null; calls: number } | null
  code: string | null
  /** Followers as the platform counts them; null = not told. */
  followers: number | null
  faults: PostFault[]
  /** Calls that the account has left today. */
  callsLeft: number
}

/** An account that can post, with its rules and what is left this month. */
export interface PostAccount {
  channelAccountId: string
  rules: PostRules
  month: string
  monthEndsAt: Iso
  /** Posts to everybody made this month. */
  toAllUsed: number
  callsToday: number
  /** Followers known to us, and by how many posts each of them has had: index = posts, the last one = at the limit. */
  followers: number
  byCount: number[]
}

/** A follower at the limit. */
export interface PostReceipt { contactId: string; name: string; count: number; told: boolean }
