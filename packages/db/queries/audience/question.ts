import type { AudienceSpec, Filter, Instant } from '@recado/core'
import type { Add } from '../filter.js'

/** What holds of a route for everybody: read from the channel's declaration and the owner's settings, never looked up in SQL. */
export interface RouteFacts {
  route: number
  accountId: string
  channel: string
  /** Why nobody can be written to over it. */
  refused: 'account_disconnected' | 'route_unusable' | null
  purpose: 'service' | 'notification' | 'marketing'
  /** null = nothing of the ledger is asked: it rests on the contract. */
  basis: 'consent' | 'existing_customer' | 'legitimate_interest' | null
  doubleOptIn: boolean
  /** known: followers only; open: all but those who left; any: whoever left, too. */
  door: 'known' | 'open' | 'any'
  /** Countries it does not reach, those it reaches alone, and those in which it does not deliver advertising. */
  barred: readonly string[]
  only: readonly string[] | null
  unmarketed: readonly string[]
  /** Grants that let it go; null = none is needed. */
  grants: readonly GrantFacts[] | null
  /** A permission she must have given for this very template, by the platform's id of it. */
  permission: string | null
  /** Posts that one person may have in a calendar month. */
  posts: { month: string; amount: number } | null
  /** Sends counted for one person in a period. */
  quotas: readonly { from: Instant; amount: number; counts: 'message' | 'template' | 'freeform' }[]
  /** null = costs nothing. */
  prices: RoutePrices | null
}

export interface GrantFacts { kind: string; maxMs: number; share: number; needsReply: boolean }

/** Amounts by country, null where no card tells; `rest`: of every country that is not named. */
export interface RoutePrices {
  byCountry: Readonly<Record<string, string | null>>
  rest: string | null
  /** Grants in which everything is free, and the one in which our answer opens it. */
  freeDuring: readonly { kind: string; whileOpen: string | null }[]
  /** Grants that make this template free while one of them is open. */
  freeIn: readonly string[]
}

/** A condition on people called `p`. */
export type PeopleSql = (add: Add) => string

export interface AudienceQuestion {
  workspaceId: string
  now: Instant
  spec: AudienceSpec
  /** The trees of the segments named, by id; one that is gone holds nobody. */
  segments: Readonly<Record<string, Filter>>
  /** Id of the topic; null = none in particular. */
  categoryId: string | null
  routes: readonly RouteFacts[]
  /** What makes somebody an existing customer; null where nothing does. */
  customer: PeopleSql | null
  /** Zones in which every moment of the schedule is quiet. */
  quietZones: readonly string[]
  /** Whom the asker sees; null = everybody. */
  sight: PeopleSql | null
  /** Only this person: for the question why she is left out. */
  only: string | null
  /** Only people whose ids lie here, `after` outside and `upTo` inside: a part of everybody, so that sets and sorts stay small. */
  part: AudiencePart | null
}

/** A stretch of people in the order of their ids; null = no end on that side. */
export interface AudiencePart { after: string | null; upTo: string | null }

/** What every part of the statement needs. */
export interface Making { question: AudienceQuestion; add: Add; /** the workspace and the moment, as placeholders */ ws: string; at: string }

/** Holds a column of contact ids to the part that is asked for; begins with `and`, or is empty. The planner hands an equality on to the sets that are joined, a range it does not. */
export function inPart({ question: { part }, add }: Making, column: string): string {
  return `${part?.after ? ` and ${column} > ${add(part.after)}::uuid` : ''}${part?.upTo ? ` and ${column} <= ${add(part.upTo)}::uuid` : ''}`
}

/** The same for a column of address ids. */
export function ofPart(making: Making, column: string): string {
  const range = inPart(making, 'o.contact_id')
  return range === '' ? '' : ` and ${column} in (select o.identity_id from identity o where o.workspace_id = ${making.ws}${range})`
}

export const iso = (at: Instant): string => new Date(at).toISOString()
