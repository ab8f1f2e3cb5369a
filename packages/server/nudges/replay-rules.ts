import { days, type Instant, minutes, replayRule } from '@recado/core'
import type { Tx } from '@recado/db'
import { actsIn, placesOf, surroundingsOf } from './acts.js'
import type { Found } from './dry-run.js'
import type { HoursNow } from './due.js'
import type { KeptRule } from './rules.js'
import { isThere } from './timers.js'

/** Threads that a dry run looks at, newest first, and how many at once. */
const MOST_THREADS = 5_000
const PAGE = 500
/** A span in opening time begins earlier by the wall. */
const OPENING_MS = days(30)

const iso = (at: Instant): string => new Date(at).toISOString()

interface Thread { conversation_id: string; number: number; name: string; account_id: string; country: string | null }

/** When these rules would have acted in the last days: the core's question, asked of every thread that moved. */
export async function replayRules(tx: Tx, workspaceId: string, rules: readonly KeptRule[], hours: HoursNow, backMs: number): Promise<{ found: Found[]; threads: number; cut: boolean }> {
  if (rules.length === 0) return { found: [], threads: 0, cut: false }
  const { now } = hours
  const since = now - backMs - Math.max(...rules.map((rule) => minutes(rule.minutes) + (rule.timed.opening ? OPENING_MS : 0))) - days(2)
  const threads = await tx.query<Thread>(
    `select c.conversation_id, c.number, p.name, c.account_id, d.country from conversation c join contact p on p.workspace_id = $1 and p.contact_id = c.contact_id join identity d on d.workspace_id = $1 and d.identity_id = c.identity_id
     where c.workspace_id = $1 and (c.last_at > $2 or $3 and exists (select from contact_order_step s join contact_order o on o.workspace_id = $1 and o.order_id = s.order_id where s.workspace_id = $1 and s.at > $2 and o.contact_id = c.contact_id)
       or $4 and exists (select from consent_entry e where e.workspace_id = $1 and e.contact_id = c.contact_id and e.recorded_at > $2)) order by c.last_at desc limit ${MOST_THREADS + 1}`,
    [workspaceId, iso(since), rules.some((rule) => rule.kind === 'order'), rules.some((rule) => rule.kind === 'consent')])
  const found: Found[] = []
  for (let from = 0; from < Math.min(threads.length, MOST_THREADS); from += PAGE) {
    const page = threads.slice(from, Math.min(from + PAGE, MOST_THREADS))
    const ids = page.map((one) => one.conversation_id)
    const [acts, places] = [await actsIn(tx, workspaceId, ids, since), await placesOf(tx, workspaceId, ids)]
    for (const row of page) {
      const [own, place] = [acts.get(row.conversation_id), places.get(row.conversation_id)]
      if (!own || !place) continue
      for (const rule of rules) if (isThere(rule, place)) {
        for (const { at } of replayRule(rule.timed, own, surroundingsOf(hours, place), now - backMs, now)) {
          const openedAt = own.findLast((act) => act.kind === 'hers' && act.at <= at)?.at ?? null
          found.push({ step: rule, row, at, openedAt, taken: own.filter((act) => act.kind === 'ours' && openedAt !== null && act.at >= openedAt && act.at < at).length })
        }
      }
    }
  }
  return { found, threads: Math.min(threads.length, MOST_THREADS), cut: threads.length > MOST_THREADS }
}
