import type { AutomaticReplies, AutomaticReply, AutomationMeans, Hours, ReplyVariant } from '@recado/api'
import { days, type Instant, stretchAt, type Timetable } from '@recado/core'
import type { Tx } from '@recado/db'
import { iso, isoOrNull } from '../http/schemas.js'
import { loadSavedReplies } from '../people/saved-replies.js'
import type { LoadedChannel, Services } from '../services.js'
import { isIn, type Owner, OWNERS } from '../hours/owner.js'
import { readTimetable, readTimetables, timetableFor } from '../hours/timetables.js'
import { DECIDE_MS } from './passive.js'
import { ownerOfRow, QUIET_MINUTES, readQuietMinutes, RULE_COLUMNS, type RuleRow, SHARED_TRIGGERS } from './rules.js'
import { placesOf } from './wording.js'

/** How far back the figures beside a rule look. */
export const LATELY_MS = days(30)

interface Row extends RuleRow { count: number; last_at: Instant | null; refused_code: string | null; refused_at: Instant | null }

const list = (column: string): string => `select ${RULE_COLUMNS}, l.count, l.last_at, f.code as refused_code, f.at as refused_at from automatic_reply r
  cross join lateral (select count(*)::int as count, max(a.at) as last_at from automatic_answer a where a.workspace_id = $1 and a.automatic_reply_id = r.automatic_reply_id and a.outcome <> 'refused' and a.at > $3) l
  left join lateral (select a.code, a.at from automatic_answer a where a.workspace_id = $1 and a.automatic_reply_id = r.automatic_reply_id and a.outcome = 'refused' and a.at > $3 and (l.last_at is null or a.at > l.last_at) order by a.at desc limit 1) f on true
  where r.workspace_id = $1 and r.${column} = $2 and r.removed_at is null and ($4::uuid is null or r.automatic_reply_id = $4) order by r.position, r.automatic_reply_id`

/** The owner's rules in order, or one of them, as people see them. */
export async function readReplies(tx: Tx, services: Pick<Services, 'clock'>, owner: Owner, only: string | null = null): Promise<AutomaticReply[]> {
  const { workspaceId } = owner
  const rows = await tx.query<Row>(list(OWNERS[owner.kind].column), [workspaceId, owner.id, iso(services.clock.now(workspaceId) - LATELY_MS), only])
  const hasHours = await someHours(tx, owner)
  const savedIds = rows.flatMap((row) => row.variants.flatMap((one) => one.savedReplyId ?? []))
  const saved = savedIds.length > 0 ? new Map((await loadSavedReplies(tx, workspaceId, savedIds)).map((one) => [one.id, one.text])) : new Map<string, string>()
  return rows.map((row) => ({
    id: row.automatic_reply_id, channelAccountId: row.account_id, owner: ownerOfRow(row), name: row.name, enabled: row.enabled, enabledAt: isoOrNull(row.enabled_at), trigger: row.trigger, variants: row.variants, labels: row.labels, status: row.set_status,
    problem: row.trigger.kind === 'away' && !hasHours ? 'no_hours' : problemOf(row.variants, saved),
    lately: { count: row.count, lastAt: isoOrNull(row.last_at), refused: row.refused_code && row.refused_at !== null ? { code: row.refused_code, at: iso(row.refused_at) } : null },
  }))
}

/** Whether some hours count where the owner's conversations stand: its own, or those of whoever stands behind it. */
async function someHours(tx: Tx, owner: Owner): Promise<boolean> {
  const all = await readTimetables(tx, owner.workspaceId)
  if (all.some((one) => isIn(one, { accountId: owner.id, inboxId: owner.id, teamId: owner.id }))) return true
  const behind = owner.kind === 'team' ? all.filter((one) => one.kind !== 'team') : all
  return owner.accounts.some(({ id, inboxId }) => timetableFor(behind, { accountId: id, inboxId, teamId: null }) !== null)
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

/** The same for everything an inbox or a team may meet. */
function meansOfAll(channels: readonly LoadedChannel[]): AutomationMeans {
  const means = channels.map(meansOf)
  return { triggers: [...SHARED_TRIGGERS], replies: means.flatMap((one) => one.replies), passive: means.find((one) => one.passive)?.passive ?? null }
}

/** Everything the page shows. */
export async function readAll(tx: Tx, services: Services, owner: Owner): Promise<AutomaticReplies> {
  const { workspaceId, kind, id, accounts } = owner
  const [account] = accounts
  const channels = [...new Set(accounts.map((one) => one.channel))].map((name) => services.channels.get(name))
  return {
    items: await readReplies(tx, services, owner), settings: { quietMinutes: kind === 'account' ? await readQuietMinutes(tx, workspaceId, id) : QUIET_MINUTES },
    means: kind === 'account' && account ? meansOf(services.channels.get(account.channel)) : meansOfAll(channels),
  }
}

const weekdays = [{ from: '09:00', to: '18:00' }]
const proposal = (timeZone: string): Timetable => ({ timeZone, week: [weekdays, weekdays, weekdays, weekdays, weekdays, [], []], dates: [] })

/** The owner's hours, or an office's as a proposal, with what they say at this moment. */
export async function readHours(tx: Tx, services: Services, owner: Owner): Promise<Hours> {
  const kept = await readTimetable(tx, owner)
  const [row] = kept ? [] : await tx.query<{ time_zone: string }>('select time_zone from workspace where workspace_id = $1', [owner.workspaceId])
  const own = owner.kind === 'account' ? owner.accounts[0]?.settings.timeZone : undefined
  const timetable = kept ?? proposal(typeof own === 'string' && own ? own : (row?.time_zone ?? 'UTC'))
  const { open, to } = stretchAt(timetable, services.clock.now(owner.workspaceId))
  return { ...timetable, set: kept !== null, now: { open, until: isoOrNull(to) } }
}
