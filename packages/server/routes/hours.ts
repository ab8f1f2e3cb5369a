import { Type } from '@fastify/type-provider-typebox'
import type { HoursOwner } from '@recado/api'
import { stretchAt } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { readTimetables } from '../hours/timetables.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, isoOrNull, Moment, Nullable } from '../http/schemas.js'

const Kind = Type.Union([Type.Literal('account'), Type.Literal('inbox'), Type.Literal('team')])
const Owner = Type.Object({
  kind: Kind, id: Id, name: Type.String(), channel: Nullable(Type.String()), inboxId: Nullable(Id), set: Type.Boolean(), timeZone: Nullable(Type.String()),
  now: Nullable(Type.Object({ open: Type.Boolean(), until: Nullable(Moment) })), rules: Type.Integer(),
})

const OWNERS = `select 'team' as kind, t.team_id as id, t.name, null as channel, null::uuid as inbox_id, (select count(*)::int from automatic_reply r where r.workspace_id = $1 and r.team_id = t.team_id and r.enabled and r.removed_at is null) as rules
    from team t where t.workspace_id = $1
  union all select 'inbox', i.inbox_id, i.name, null, null, (select count(*)::int from automatic_reply r where r.workspace_id = $1 and r.inbox_id = i.inbox_id and r.enabled and r.removed_at is null) from inbox i where i.workspace_id = $1
  union all select 'account', a.account_id, a.name, a.channel, a.inbox_id, (select count(*)::int from automatic_reply r where r.workspace_id = $1 and r.account_id = a.account_id and r.enabled and r.removed_at is null)
    from channel_account a where a.workspace_id = $1 and a.disconnected_at is null`

interface Row { kind: HoursOwner['kind']; id: string; name: string; channel: string | null; inbox_id: string | null; rules: number }
const RANK = { team: 0, inbox: 1, account: 2 } as const

/** Who has hours, nearest first: whose count for a conversation is the first of its team, its inbox and its account that has some. */
export async function hoursRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  typed(app).get('/api/v1/hours', { ...need('automation.read'), schema: { tags: ['automatic replies'], summary: 'Who has hours of their own, and what they say now', response: answers({ 200: Type.Object({ items: Type.Array(Owner) }) }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    return services.db.inWorkspace(workspaceId, async (tx) => {
      const [rows, kept] = [await tx.query<Row>(OWNERS, [workspaceId]), await readTimetables(tx, workspaceId)]
      const now = services.clock.now(workspaceId)
      const items = rows.map(({ kind, id, name, channel, inbox_id, rules }): HoursOwner => {
        const timetable = kept.find((one) => one.kind === kind && one.id === id)?.timetable
        const stretch = timetable ? stretchAt(timetable, now) : null
        return { kind, id, name, channel, inboxId: inbox_id, set: timetable !== undefined, timeZone: timetable?.timeZone ?? null, now: stretch && { open: stretch.open, until: isoOrNull(stretch.to) }, rules }
      })
      return { items: items.sort((a, b) => RANK[a.kind] - RANK[b.kind] || a.name.localeCompare(b.name)) }
    })
  })
}
