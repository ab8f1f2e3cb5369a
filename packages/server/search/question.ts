import { dayIn, type Instant, type SearchCondition, type SearchHint, type SearchTerm, readQuestion, startOfDay, tokensOf, type Wanted } from '@recado/core'
import type { Tx } from '@recado/db'
import { byFacet } from '../jobs/search-facets.js'
import type { Principal, Services } from '../services.js'
import { findNamed } from './names.js'

/** A condition on conversation rows called `c`; `add` takes a value and gives its placeholder. */
export type RowCondition = (add: (value: unknown) => string) => string

/** What is asked for, with every name looked up. */
export interface Asked {
  /** The words as the index knows them, null when none was asked for: then conversations are. */
  words: string | null
  /** So many messages may hold the rarest of them, about. */
  frequency: number
  marks: Wanted[]
  /** Words stand one after the other in all of the former and none of the latter; the index cannot tell. */
  phrases: string[]
  noPhrases: string[]
  rows: RowCondition[]
  /** Few threads can fulfil the conditions: by these they are found. */
  among: { contacts?: string[]; labels?: string[]; assignees?: string[]; teams?: string[] }
  /** From (inclusive) to (exclusive), business time. */
  since: Instant
  before: Instant
  /** Nothing can be found: a name stands for nobody, or only words that must not be there. */
  impossible: boolean
  hints: SearchHint[]
  meant: { field: string; value: string; names: string[] }[]
  /** The positive words as one text, for names. */
  text: string
}

/** Beginnings that a word in progress may go on to. */
const BEGINNINGS = 20
const START = 0
/** What is being written now stands a moment ahead of what was asked. */
const AHEAD_MS = 3_600_000

/** Reads the line as this person means it ("me" is she). */
export async function readAsked(tx: Tx, services: Services, principal: Principal, line: string): Promise<Asked> {
  const { workspaceId } = principal
  const now = services.clock.now(workspaceId)
  const [workspace] = await tx.query<{ time_zone: string }>('select time_zone from workspace where workspace_id = $1', [workspaceId])
  const zone = workspace?.time_zone ?? 'UTC'
  const question = readQuestion(line.slice(0, 300), dayIn(now, zone))
  const positive = question.terms.filter((term) => !term.excluded)
  const asked: Asked = { words: null, frequency: Infinity, marks: [], phrases: [], noPhrases: [], rows: [], among: {}, since: START, before: now + AHEAD_MS, impossible: false, hints: question.hints, meant: [], text: positive.map((term) => term.text).join(' ') }
  const query: string[] = []
  for (const term of question.terms) await addTerm(tx, asked, query, term)
  for (const condition of question.conditions) await addCondition({ tx, services, principal, now, zone, asked, query }, condition)
  const dated = asked.since !== START || asked.before !== now + AHEAD_MS
  if (query.length > 0 && query.every((part) => part.startsWith('!'))) query.unshift(EVERYTHING)
  else if (query.length === 0 && dated) query.push(EVERYTHING)
  asked.words = query.length > 0 ? query.join(' & ') : null
  if (positive.length === 0 && question.conditions.length === 0) asked.impossible = true
  if (asked.words) asked.frequency = await rarest(tx, query)
  return asked
}

const EVERYTHING = `('#in' | '#out' | '#note')`
const lexeme = (word: string): string => `'${word.replace(/\\/g, '\\\\').replace(/'/g, "''")}'`

async function addTerm(tx: Tx, asked: Asked, query: string[], term: SearchTerm): Promise<void> {
  const tokens = tokensOf(term.text).slice(0, 12)
  if (term.excluded) {
    if (term.phrase && tokens.length > 1) asked.noPhrases.push(term.text)
    else query.push(`!(${tokens.map(lexeme).join(' & ')})`)
    return
  }
  if (term.phrase && tokens.length > 1) asked.phrases.push(term.text)
  const last = tokens.at(-1)
  for (const token of tokens) {
    const goesOn = term.open && token === last && mayGoOn(token)
    asked.marks.push({ token, prefix: goesOn })
    const words = goesOn ? await tx.query<{ word: string }>('select word from search_beginnings($1, $2)', [token, BEGINNINGS]) : []
    const either = [...new Set([token, ...words.map((row) => row.word)])]
    query.push(either.length === 1 ? lexeme(token) : `(${either.map(lexeme).join(' | ')})`)
  }
}

/** One Latin letter begins everything; one Chinese character is half a pair. A number is whole. */
const mayGoOn = (token: string): boolean => [...token].length > 1 ? !/^\d{1,3}$/.test(token) : /\p{L}/u.test(token) && !/[\p{scx=Latin}\p{scx=Cyrillic}\p{scx=Greek}\p{scx=Arabic}]/u.test(token)

/** How many messages hold the rarest of the words that must be there. */
async function rarest(tx: Tx, query: readonly string[]): Promise<number> {
  const parts = query.filter((part) => !part.startsWith('!')).map((part) => [...part.matchAll(/'((?:[^']|'')*)'/g)].map((match) => match[1]!.replace(/''/g, "'").replace(/\\\\/g, '\\'))) // the group is there when the pattern matches
  const rows = await tx.query<{ word: string; n: string }>('select word, n from search_frequency($1)', [[...new Set(parts.flat())]])
  const counts = new Map(rows.map((row) => [row.word, Number(row.n)]))
  return Math.min(...parts.map((words) => words.reduce((sum, word) => sum + (counts.get(word) ?? 0), 0)))
}

interface Reading { tx: Tx; services: Services; principal: Principal; now: Instant; zone: string; asked: Asked; query: string[] }

async function addCondition(reading: Reading, condition: SearchCondition): Promise<void> {
  const { asked, query, now, zone, principal } = reading
  const { field, value, excluded } = condition
  const row = (made: RowCondition): void => { asked.rows.push(excluded ? (add) => `not coalesce(${made(add)}, false)` : made) }
  const facet = (name: string): void => { query.push(`${excluded ? '!' : ''}${lexeme(name)}`) }
  switch (field) {
    case 'has': return facet(`#${value}`)
    case 'in': return facet('#note')
    case 'is': return row(states[value] ?? never)
    case 'window': return row((add) => { const open = `(c.window_closes_at > ${add(new Date(now).toISOString())}::timestamptz and (c.window_left is null or c.window_left > 0))`; return value === 'open' ? open : `not coalesce(${open}, false)` })
    case 'before': case 'after': case 'on': {
      const { from, to } = condition.span! // dates carry their span
      // "after Monday" begins with Tuesday, but "since" and "desde" mean the day too: the day counts on both sides.
      if (field !== 'before' && !excluded) asked.since = Math.max(asked.since, startOfDay(from, zone))
      if (field === 'before' && !excluded) asked.before = Math.min(asked.before, startOfDay(from, zone))
      if (field === 'on' && !excluded) asked.before = Math.min(asked.before, startOfDay(to, zone))
      return
    }
    case 'from':
      if (value === 'customer') return facet('#in')
      if (value === 'me') return facet(byFacet(principal.id))
      break
    case 'assignee':
      if (value === 'none') return row(() => 'c.assignee_id is null')
      if (value === 'me') return assignees(asked, row, [principal.id], excluded)
      break
    case 'team':
      if (value === 'none') return row(() => 'c.team_id is null')
      break
    default: break
  }
  await addNamed(reading, condition, row)
}

function assignees(asked: Asked, row: (made: RowCondition) => void, ids: string[], excluded: boolean): void {
  if (!excluded) asked.among.assignees = ids
  row((add) => `c.assignee_id = any(${add(ids)}::uuid[])`)
}

async function addNamed({ tx, services, principal, asked, query }: Reading, condition: SearchCondition, row: (made: RowCondition) => void): Promise<void> {
  const { field, value, excluded } = condition
  const named = await findNamed(tx, services, principal.workspaceId, condition)
  if (named.kind === 'nobody' || named.ids.length === 0) {
    asked.hints.push({ code: 'unknown_value', text: value, field })
    if (!excluded) asked.impossible = true
    return
  }
  asked.meant.push({ field, value, names: named.names.slice(0, 5) })
  const { ids } = named
  if (named.kind === 'colleagues' && field === 'from') { query.push(`${excluded ? '!' : ''}(${ids.slice(0, 20).map((id) => lexeme(byFacet(id))).join(' | ')})`); return }
  if (named.kind === 'contacts') {
    if (!excluded) { asked.among.contacts = ids; query.push(lexeme('#in')) }
    return row((add) => `c.contact_id = any(${add(ids)}::uuid[])`)
  }
  if (field === 'assignee') return assignees(asked, row, ids, excluded)
  if (field === 'label') {
    if (!excluded) asked.among.labels = ids
    return row((add) => `c.labels && ${add(ids)}::text[]`)
  }
  if (field === 'team' && !excluded) asked.among.teams = ids
  const column = { team: 'c.team_id', inbox: 'c.inbox_id', account: 'c.account_id', channel: 'c.channel' }[field as 'team' | 'inbox' | 'account' | 'channel'] // the other fields were answered above
  row((add) => `${column} = any(${add(ids)}::${field === 'channel' ? 'text' : 'uuid'}[])`)
}

const never: RowCondition = () => 'false'
const states: Readonly<Record<string, RowCondition>> = {
  unread: () => 'c.unread > 0', waiting: () => 'c.waiting_since is not null', failed: () => 'c.failed_count > 0',
  ...Object.fromEntries(['open', 'pending', 'snoozed', 'resolved'].map((status) => [status, () => `c.status = '${status}'`])),
}
