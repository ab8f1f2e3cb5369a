import type { AutomaticReplies, AutomaticReply, AutomationMeans, Hours, ReplyVariant } from '@recado/api'
import { days, type Instant, stretchAt, type Timetable } from '@recado/core'
import type { Tx } from '@recado/db'
import { iso, isoOrNull } from '../http/schemas.js'
import { loadSavedReplies } from '../people/saved-replies.js'
import type { Account, LoadedChannel, Services } from '../services.js'
import { DECIDE_MS } from './passive.js'
import { readQuietMinutes, readTimetable, RULE_COLUMNS, type RuleRow } from './rules.js'
import { placesOf } from './wording.js'

/** How far back the figures beside a rule look. */
export const LATELY_MS = days(30)

interface Row extends RuleRow { account_id: string; count: number; last_at: Instant | null; refused_code: string | null; refused_at: Instant | null }

const LIST = `select ${RULE_COLUMNS}, account_id, l.count, l.last_at, f.code as refused_code, f.at as refused_at from automatic_reply r
  cross join lateral (select count(*)::int as count, max(a.at) as last_at from automatic_answer a where a.workspace_id = $1 and a.automatic_reply_id = r.automatic_reply_id and a.outcome <> 'refused' and a.at > $3) l
  left join lateral (select a.code, a.at from automatic_answer a where a.workspace_id = $1 and a.automatic_reply_id = r.automatic_reply_id and a.outcome = 'refused' and a.at > $3 and (l.last_at is null or a.at > l.last_at) order by a.at desc limit 1) f on true
  where r.workspace_id = $1 and r.account_id = $2 and r.removed_at is null and ($4::uuid is null or r.automatic_reply_id = $4) order by r.position, r.automatic_reply_id`

/** The account's rules in order, or one of them, as people see them. */
export async function readReplies(tx: Tx, services: Pick<Services, 'clock'>, workspaceId: string, accountId: string, only: string | null = null): Promise<AutomaticReply[]> {
  const rows = await tx.query<Row>(LIST, [workspaceId, accountId, iso(services.clock.now(workspaceId) - LATELY_MS), only])
  const hasHours = (await readTimetable(tx, workspaceId, accountId)) !== null
  const savedIds = rows.flatMap((row) => row.variants.flatMap((one) => one.savedReplyId ?? []))
  const saved = savedIds.length > 0 ? new Map((await loadSavedReplies(tx, workspaceId, savedIds)).map((one) => [one.id, one.text])) : new Map<string, string>()
  return rows.map((row) => ({
    id: row.automatic_reply_id, channelAccountId: row.account_id, name: row.name, enabled: row.enabled, enabledAt: isoOrNull(row.enabled_at), trigger: row.trigger, variants: row.variants, labels: row.labels, status: row.set_status,
    problem: row.trigger.kind === 'away' && !hasHours ? 'no_hours' : problemOf(row.variants, saved),
    lately: { count: row.count, lastAt: isoOrNull(row.last_at), refused: row.refused_code && row.refused_at !== null ? { code: row.refused_code, at: iso(row.refused_at) } : null },
  }))
}

function problemOf(variants: readonly ReplyVariant[], saved: ReadonlyMap<string, string>): AutomaticReply['problem'] {
  for (const { savedReplyId, content } of variants) {
    if (savedReplyId && !saved.has(savedReplyId)) return 'saved_reply_gone'
    const said = savedReplyId ? { kind: 'text' as const, text: saved.get(savedReplyId) ?? '' } : content
    if (said && placesOf(said).length > 0) return 'unknown_places'
  }
  return null
}

/** What the channel can do for automatic replies, from what it says of itself. */
export function meansOf({ declaration, connector }: LoadedChannel): AutomationMeans {
  const { rules, capabilities } = declaration
  const { automation, passiveReply } = connector
  const tapped = (capabilities.choices && capabilities.choices.support !== 'rejected') || rules.grants.some((grant) => grant.on.includes('menu_click') || grant.on.includes('postback'))
  return {
    triggers: ['greeting', 'away', 'keyword', ...(tapped ? ['menu' as const] : []), ...(automation && automation.entry.length > 0 ? ['follow' as const] : [])],
    replies: rules.grants.flatMap((grant) => (grant.gives === 'freeform' && grant.replies !== null ? grant.on.map((act) => ({ act, allowed: grant.replies ?? 0, withinMs: grant.withinMs, source: grant.source })) : [])),
    passive: automation?.passive && passiveReply ? { withinMs: DECIDE_MS, ...automation.passive } : null,
  }
}

/** Everything the page shows. */
export async function readAll(tx: Tx, services: Services, account: Account): Promise<AutomaticReplies> {
  const { workspaceId, id } = account
  return { items: await readReplies(tx, services, workspaceId, id), settings: { quietMinutes: await readQuietMinutes(tx, workspaceId, id) }, means: meansOf(services.channels.get(account.channel)) }
}

const weekdays = [{ from: '09:00', to: '18:00' }]
const proposal = (timeZone: string): Timetable => ({ timeZone, week: [weekdays, weekdays, weekdays, weekdays, weekdays, [], []], dates: [] })

/** The account's hours, or an office's as a proposal, with what they say at this moment. */
export async function readHours(tx: Tx, services: Services, account: Account): Promise<Hours> {
  const kept = await readTimetable(tx, account.workspaceId, account.id)
  const [row] = kept ? [] : await tx.query<{ time_zone: string }>('select time_zone from workspace where workspace_id = $1', [account.workspaceId])
  const own = typeof account.settings.timeZone === 'string' && account.settings.timeZone ? account.settings.timeZone : undefined
  const timetable = kept ?? proposal(own ?? row?.time_zone ?? 'UTC')
  const { open, to } = stretchAt(timetable, services.clock.now(account.workspaceId))
  return { ...timetable, set: kept !== null, now: { open, until: isoOrNull(to) } }
}
