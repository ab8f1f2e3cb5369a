import { type Content, holdsPhrase, type Instant } from '@recado/core'
import type { Tx } from '@recado/db'
import { reachSql } from '../auth/reach.js'
import { searchText } from '../jobs/search-text.js'
import type { Principal } from '../services.js'
import type { Asked } from './question.js'

export interface Hit { message_id: string; conversation_id: string; at: number }
export interface Place { at: Instant; id: string }
export interface Found { hits: Hit[]; /** Older ones may be missing. */ partial: boolean }

/** Fewer messages than this hold the rarest word: all of them are looked at. */
const RARE = 1_500
/** What the index brings at once where conditions or phrases are still to be compared. */
const CANDIDATES = 1_000
/** A word said more often than this is met among the newest messages even where few threads are looked for. */
const COMMON = 10_000
/** Threads that conditions may leave for all of them to be looked through. */
const FEW_THREADS = 4_000
const FIRST_STRETCH = 300
const LONGEST_STRETCH = 4_800
/** Threads after which a search gives up and says so. */
const MOST_THREADS = 40_000

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
const iso = (at: number): string => new Date(at).toISOString()

/**
 * Messages that answer the question, newest first, below `after`. Three ways: a rare word is looked up wherever it is; few threads are looked
 * through; else the newest hours first, and where conditions leave little of those, few threads or the newest threads first.
 */
export async function findHits(tx: Tx, principal: Principal, asked: Asked, after: Place | null, limit: number): Promise<Found> {
  const search = new Search(tx, principal, asked, after, limit)
  if (asked.impossible || asked.words === null) return { hits: [], partial: false }
  if (asked.frequency <= RARE) return search.byWords(true)
  if (search.isNarrow && asked.frequency <= COMMON) {
    const threads = await search.fewThreads()
    if (threads) return search.among(threads)
  }
  return search.byWords(false)
}

class Search {
  readonly isNarrow: boolean
  private readonly before: Place
  constructor(private readonly tx: Tx, private readonly principal: Principal, private readonly asked: Asked, after: Place | null, private readonly limit: number) {
    this.before = after ?? { at: asked.before, id: LAST_ID }
    this.isNarrow = principal.reach.kind !== 'all' || asked.rows.length > 0
  }

  /** Along the index of words. */
  async byWords(rare: boolean): Promise<Found> {
    const exact = !this.isNarrow && this.asked.phrases.length + this.asked.noPhrases.length === 0
    const size = exact ? this.limit : rare ? Math.max(RARE * 2, this.limit) : CANDIDATES
    const hits: Hit[] = []
    let place = this.before
    // Phrases are compared here, so what the index brings may be many times what is left.
    for (let rounds = 0; rounds < 8; rounds++) {
      const rows = await this.tx.query<Hit>('select message_id, conversation_id, at from search_hits($1::tsquery, $2, $3, $4, $5, $6)', [this.asked.words, rare, iso(place.at), place.id, iso(this.asked.since), size])
      hits.push(...(exact ? rows : await this.right(rows)))
      const last = rows.at(-1)
      if (hits.length >= this.limit || rows.length < size || !last) return { hits: hits.slice(0, this.limit), partial: false }
      place = { at: last.at, id: last.message_id }
      if (this.isNarrow && rounds === 0 && hits.length < this.limit / 4) {
        const threads = this.asked.frequency > COMMON ? await this.fewThreads() : null
        return threads ? this.among(threads) : this.byThreads()
      }
    }
    return { hits, partial: true }
  }

  /** Every hit of these threads. */
  async among(threads: readonly string[]): Promise<Found> {
    const hits: Hit[] = []
    let place = this.before
    for (;;) {
      const rows = await this.inThreads(threads, place, CANDIDATES)
      hits.push(...(await this.withPhrases(rows)))
      const last = rows.at(-1)
      if (hits.length >= this.limit || rows.length < CANDIDATES || !last) return { hits: hits.slice(0, this.limit), partial: false }
      place = { at: last.at, id: last.message_id }
    }
  }

  /**
   * The newest threads first, in longer and longer stretches. No message to or from a customer is newer than its thread's last activity, so what is
   * newer than the stretch's end is complete. (A note moves nothing: one in a thread that rested comes when its thread's turn has come.)
   */
  private async byThreads(): Promise<Found> {
    let hits: Hit[] = []
    let end: Place | null = null
    for (let seen = 0, size = FIRST_STRETCH; seen < MOST_THREADS; size = Math.min(size * 2, LONGEST_STRETCH)) {
      const stretch: { conversation_id: string; last_at: number }[] = await this.threads(size, end)
      seen += stretch.length
      const found = await this.inThreads(stretch.map((row) => row.conversation_id), this.before, this.limit)
      hits = [...hits, ...(await this.withPhrases(found))].sort((a, b) => b.at - a.at || (a.message_id < b.message_id ? 1 : -1))
      const last = stretch.at(-1)
      if (!last || stretch.length < size || last.last_at < this.asked.since) return { hits: hits.slice(0, this.limit), partial: false }
      if (hits.length >= this.limit && hits[this.limit - 1]!.at >= last.last_at) return { hits: hits.slice(0, this.limit), partial: false } // there are as many
      end = { at: last.last_at, id: last.conversation_id }
    }
    return { hits: hits.slice(0, this.limit), partial: true }
  }

  /** The threads that fulfil the conditions, when an index leads to them and they are few. */
  async fewThreads(): Promise<string[] | null> {
    const values: unknown[] = [this.principal.workspaceId]
    const add = (value: unknown): string => `$${values.push(value)}`
    const { contacts, labels, assignees, teams } = this.asked.among
    const { reach, id } = this.principal
    const [few] = labels ? await this.tx.query<{ ids: string[] | null }>(`select conversations_labelled($1, array['open', 'pending', 'snoozed', 'resolved'], ${FEW_THREADS}) as ids`, [labels]) : []
    const labelled = few?.ids
    const ways = [
      contacts && `c.contact_id = any(${add(contacts)}::uuid[])`,
      labelled && `c.conversation_id = any(${add(labelled)}::uuid[])`,
      assignees && `c.assignee_id = any(${add(assignees)}::uuid[])`,
      teams && `c.team_id = any(${add(teams)}::uuid[])`,
      reach.kind === 'own' && `c.conversation_id in (select conversation_id from conversation where workspace_id = $1 and assignee_id = ${add(id)}::uuid union select conversation_id from conversation where workspace_id = $1 and team_id = any(${add(reach.teamIds)}::uuid[]) union select conversation_id from conversations_followed(${add(id)}))`,
    ].filter((way) => typeof way === 'string')
    if (ways.length === 0) return null
    const rows = await this.tx.query<{ conversation_id: string }>(`select c.conversation_id from conversation c where c.workspace_id = $1 and ${ways.join(' and ')}${this.conditions(add)} limit ${FEW_THREADS + 1}`, values)
    return rows.length > FEW_THREADS ? null : rows.map((row) => row.conversation_id)
  }

  /** The next threads by their last activity: one walk along the index of each state, merged. */
  async threads(size: number, after: Place | null): Promise<{ conversation_id: string; last_at: number }[]> {
    const values: unknown[] = [this.principal.workspaceId, size]
    const add = (value: unknown): string => `$${values.push(value)}`
    const below = after ? ` and (c.last_at, c.conversation_id) < (${add(iso(after.at))}::timestamptz, ${add(after.id)}::uuid)` : ''
    return this.tx.query(
      `select w.conversation_id, w.last_at from unnest(array['open', 'pending', 'snoozed', 'resolved']) s(status) cross join lateral (
         select c.conversation_id, c.last_at from conversation c where c.workspace_id = $1 and c.status = s.status${below}${this.conditions(add)} order by c.last_at desc, c.conversation_id desc limit $2) w
       order by w.last_at desc, w.conversation_id desc limit $2`, values)
  }

  private conditions(add: (value: unknown) => string): string {
    const reach = reachSql(this.principal.reach, this.principal.id, add)
    return [reach, ...this.asked.rows.map((row) => row(add))].filter(Boolean).map((each) => ` and ${each}`).join('')
  }

  private inThreads(threads: readonly string[], before: Place, limit: number): Promise<Hit[]> {
    if (threads.length === 0) return Promise.resolve([])
    return this.tx.query<Hit>('select message_id, conversation_id, at from search_threads($1::tsquery, $2, $3, $4, $5, $6)', [this.asked.words, threads, iso(before.at), before.id, iso(this.asked.since), limit])
  }

  /** Those in threads that the conditions and her reach allow, and that hold the phrases. */
  private async right(rows: readonly Hit[]): Promise<Hit[]> {
    if (rows.length === 0) return []
    let kept = [...rows]
    if (this.isNarrow) {
      const values: unknown[] = [this.principal.workspaceId, [...new Set(rows.map((row) => row.conversation_id))]]
      const add = (value: unknown): string => `$${values.push(value)}`
      const allowed = await this.tx.query<{ conversation_id: string }>(`select c.conversation_id from conversation c where c.workspace_id = $1 and c.conversation_id = any($2::uuid[])${this.conditions(add)}`, values)
      const ids = new Set(allowed.map((row) => row.conversation_id))
      kept = kept.filter((row) => ids.has(row.conversation_id))
    }
    return this.withPhrases(kept)
  }

  private async withPhrases(rows: readonly Hit[]): Promise<Hit[]> {
    const { phrases, noPhrases } = this.asked
    if (rows.length === 0 || phrases.length + noPhrases.length === 0) return [...rows]
    const texts = await this.tx.query<{ message_id: string; content: Content }>('select message_id, content from message where workspace_id = $1 and message_id = any($2::uuid[])', [this.principal.workspaceId, rows.map((row) => row.message_id)])
    const right = new Set(texts.filter(({ content }) => { const text = searchText(content); return phrases.every((phrase) => holdsPhrase(text, phrase)) && !noPhrases.some((phrase) => holdsPhrase(text, phrase)) }).map((row) => row.message_id))
    return rows.filter((row) => right.has(row.message_id))
  }
}

/** Conversations that fulfil the conditions when no word was asked for, newest first. */
export function findThreads(tx: Tx, principal: Principal, asked: Asked, after: Place | null, limit: number): Promise<{ conversation_id: string; last_at: number }[]> {
  return asked.impossible ? Promise.resolve([]) : new Search(tx, principal, asked, null, limit).threads(limit, after)
}
