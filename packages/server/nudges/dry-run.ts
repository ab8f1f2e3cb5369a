import type { Money, NudgeDryRun } from '@recado/api'
import { addAmounts, answerBy, days, type Instant, type PastAct, replayNudges } from '@recado/core'
import type { Tx } from '@recado/db'
import { billOf, type Send } from '../automation/cost.js'
import { realSends } from '../automation/estimate.js'
import { withOwnCards } from '../costs/cards.js'
import type { Account, LoadedChannel, Services } from '../services.js'
import { type Candidate, HoursNow } from './due.js'
import { fits } from './fire.js'
import { judgeNewest } from './judge.js'
import { replayRules } from './replay-rules.js'
import { isSending, ruleOf } from './rules.js'
import { isStep, type Kept } from './kept.js'

/** Her message before what is looked at may still have a window open. */
const BEFORE_MS = days(3)
const MOST_THREADS = 5_000
const MOST_ROWS = 60_000
const EXAMPLES = 5

const iso = (at: Instant): string => new Date(at).toISOString()

interface Row { conversation_id: string; number: number; name: string; account_id: string; inbox_id: string; team_id: string | null; country: string | null; assigned: boolean; direction: 'in' | 'out' | 'system'; author_type: string; event: string | null; hers: boolean; at: Instant }

const PAST = `with threads as (
    select c.conversation_id, c.number, p.name, c.account_id, c.inbox_id, c.team_id, c.assignee_id, d.country from conversation c join contact p on p.workspace_id = $1 and p.contact_id = c.contact_id join identity d on d.workspace_id = $1 and d.identity_id = c.identity_id
    where c.workspace_id = $1 and c.last_at > $2 order by c.last_at desc limit ${MOST_THREADS})
  select t.conversation_id, t.number, t.name, t.account_id, t.inbox_id, t.team_id, t.country, t.assignee_id is not null as assigned, m.direction, m.author_type, m.content->>'event' as event, m.direction = 'in' and m.kind <> 'reaction' as hers, m.at
  from threads t join message m on m.workspace_id = $1 and m.conversation_id = t.conversation_id and m.at > $2 and m.direction in ('in', 'out', 'system') and m.import_id is null order by m.at desc, m.message_id desc limit ${MOST_ROWS + 1}`

/** What lines of the thread say about who has it and whether it sleeps. */
const LINES: Readonly<Record<string, Exclude<PastAct['kind'], 'hers' | 'ours'>>> = { resolved: 'resolved', assigned: 'assigned', assigned_auto: 'assigned', unassigned: 'unassigned', handed_back: 'unassigned', snoozed: 'asleep', reopened: 'awake' }

/** How long a window her message opens there, by the channel's own rules. */
function windowOf(channel: LoadedChannel | undefined): number | null {
  const grants = channel?.declaration.rules.grants.filter((grant) => grant.gives === 'freeform' && grant.on.includes('message')) ?? []
  return grants.length > 0 ? Math.max(...grants.map((grant) => grant.withinMs)) : null
}

/** One time that a step would have acted. `openedAt`: her last word before it; `taken`: what we wrote since then. */
export interface Found { step: Kept; row: Pick<Row, 'conversation_id' | 'number' | 'name' | 'account_id' | 'country'>; at: Instant; openedAt: Instant | null; taken: number }

/** What these steps and rules would have done in the last days, with today's hours and the threads as they stand now. Nothing is sent and nothing noted. */
export async function dryRun(tx: Tx, services: Services, workspaceId: string, steps: readonly Kept[], lastDays = 7): Promise<NudgeDryRun> {
  const now = services.clock.now(workspaceId)
  const backMs = days(lastDays)
  const accounts = new Map((await services.accounts.list(workspaceId)).map((one) => [one.id, one]))
  const hours = await HoursNow.read(tx, workspaceId, now)
  const told = steps.some(isStep) ? await replaySteps(tx, services, workspaceId, steps, accounts, hours, backMs) : null
  const happened = await replayRules(tx, workspaceId, steps.flatMap((one) => ruleOf(one) ?? []), hours, backMs)
  const found = [...told?.found ?? [], ...happened.found]
  const entries: [string, NudgeDryRun['steps'][string]][] = []
  for (const step of steps) {
    const all = found.filter((one) => one.step.id === step.id)
    const there = await fits(tx, workspaceId, [...new Set(all.map((one) => one.row.conversation_id))], step.condition, now)
    const own = all.filter((one) => there.has(one.row.conversation_id)).sort((a, b) => b.at - a.at)
    const judged = await judgeNewest(tx, services, accounts, hours, step, own)
    const examples = own.slice(0, EXAMPLES).map(({ row, at }, i) => ({ conversationId: row.conversation_id, number: row.number, name: row.name, at: iso(at), says: judged.says[i] ?? null, code: judged.codes[i] ?? null }))
    const refused = new Set(own.filter((_, i) => judged.codes[i] !== undefined && judged.codes[i] !== null))
    const counts = [...grouped(judged.codes.flatMap((code) => code ?? []), (code) => code)].map(([code, all]) => ({ code, count: all.length })).sort((a, b) => b.count - a.count)
    entries.push([step.id, { count: own.length, ...(isSending(step) ? await costOf(tx, services, accounts, own.filter((one) => !refused.has(one)), now, hours.zone, backMs) : { cost: null, unpriced: 0 }), refused: counts, judged: judged.codes.length, examples }])
  }
  return { days: lastDays, conversations: Math.max(told?.threads ?? 0, happened.threads), cut: (told?.cut ?? false) || happened.cut, steps: Object.fromEntries(entries) }
}

/** Steps that are told by how a thread stands. */
async function replaySteps(tx: Tx, services: Services, workspaceId: string, steps: readonly Kept[], accounts: ReadonlyMap<string, Account>, hours: HoursNow, backMs: number): Promise<{ found: Found[]; threads: number; cut: boolean }> {
  const { now } = hours
  const rows = await tx.query<Row>(PAST, [workspaceId, iso(now - backMs - BEFORE_MS)])
  const threads = grouped(rows.slice(0, MOST_ROWS).reverse(), (row) => row.conversation_id)
  const found: Found[] = []
  for (const acts of threads.values()) {
    const [row] = acts
    const account = row && accounts.get(row.account_id)
    if (!row || !account) continue
    const channel = services.channels.find(account.channel)
    const past = pastOf(acts, windowOf(channel), hours.at(row).timetable)
    const { stretches, timeZone, quietMs } = hours.facts({ ...EMPTY, ...row })
    for (const step of steps.filter(isStep)) if (step.inboxId === null || step.inboxId === row.inbox_id) {
      const times = replayNudges(step, past, { stretches, timeZone, quietMs }, now - backMs, now)
      found.push(...times.map((at) => {
        const openedAt = acts.findLast((one) => one.hers && one.at <= at)?.at ?? null
        return { step, row, at, openedAt, taken: acts.filter((one) => one.direction === 'out' && openedAt !== null && one.at >= openedAt && one.at < at).length }
      }))
    }
  }
  return { found, threads: threads.size, cut: rows.length > MOST_ROWS }
}

function grouped<T>(all: readonly T[], nameOf: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    const own = groups.get(nameOf(one))
    if (own) own.push(one)
    else groups.set(nameOf(one), [one])
  }
  return groups
}

const EMPTY: Omit<Candidate, 'conversation_id' | 'account_id' | 'inbox_id' | 'team_id'> = { case_id: '', status: 'open', assignee_id: null, waiting_since: null, answer_by: null, window_closes_at: null, last_inbound_at: null, last_direction: null, last_message_at: null }

function pastOf(rows: readonly Row[], windowMs: number | null, timetable: ReturnType<HoursNow['at']>['timetable']): PastAct[] {
  const acts = rows.flatMap(({ direction, author_type, event, hers, at }): PastAct[] => {
    if (hers) return [{ at, kind: 'hers', windowMs, deadline: windowMs === null ? null : answerBy(timetable, at, at + windowMs) }]
    if (direction === 'out') return [{ at, kind: 'ours', automatic: author_type === 'automation' || author_type === 'campaign' }]
    const kind = direction === 'system' && event ? LINES[event] : undefined
    return kind ? [{ at, kind }] : []
  })
  // Who has it since before what was looked at has left no line in it.
  const [first] = rows
  return first?.assigned && !acts.some((act) => act.kind === 'assigned') ? [{ at: first.at, kind: 'assigned' }, ...acts] : acts
}

/** At today's rates, beyond what was sent anyway: what reminders take from a free allowance counts. */
async function costOf(tx: Tx, services: Services, accounts: ReadonlyMap<string, Account>, found: readonly Found[], now: Instant, zone: string, backMs: number): Promise<Pick<NudgeDryRun['steps'][string], 'cost' | 'unpriced'>> {
  let cost = null as Money | null // else it is taken for null for good
  let unpriced = 0
  for (const [accountId, own] of grouped(found, (one) => one.row.account_id)) {
    const account = accounts.get(accountId)
    const declared = account && services.channels.find(account.channel)
    if (!account || !declared?.declaration.rules.price) continue
    const channel = await withOwnCards(tx, account, declared)
    const timeZone = typeof account.settings.timeZone === 'string' && account.settings.timeZone ? account.settings.timeZone : zone
    const real = await realSends(tx, account, channel, timeZone, now - backMs)
    const [bare, whole] = [billOf(real, account, channel, timeZone, now), billOf([...real, ...own.map(({ row, at }): Send => ({ at, country: row.country }))], account, channel, timeZone, now)]
    const amount = addAmounts(whole.amount, `-${bare.amount}`)
    unpriced += whole.unpriced - bare.unpriced
    if (cost === null) cost = { amount, currency: whole.currency }
    else if (cost.currency === whole.currency) cost = { ...cost, amount: addAmounts(cost.amount, amount) }
    else unpriced += own.length
  }
  return { cost, unpriced }
}
