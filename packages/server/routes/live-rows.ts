/** What the event log's entries about accounts, templates, members, health and the workspace become for open sockets. Registered at load. */
import type { LiveEvent, PeopleKind } from '@recado/api'
import { readMember } from '../auth/members.js'
import { TEMPLATE_COLUMNS, type TemplateRow, toTemplate } from '../channels/template-view.js'
import { readChannelAccount } from '../channels/view.js'
import { HEALTH_COLUMNS, type HealthRow, toHealthItem } from '../http/health-view.js'
import { type NamedRow, registerLoader } from '../live/named.js'

/** Open items are few; more than this and the page reads them itself. */
const MOST_ITEMS = 50

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** Row by row, for entries that name one row each. */
async function each(rows: readonly NamedRow[], key: string, load: (id: string, seq: number) => Promise<LiveEvent | null>): Promise<LiveEvent[]> {
  const events: LiveEvent[] = []
  for (const row of rows) {
    const id = text(row.data[key])
    const event = id && await load(id, row.seq)
    if (event) events.push(event)
  }
  return events
}

registerLoader('channel_account.changed', (tx, services, workspaceId, rows) => each(rows, 'accountId', async (id, seq) => {
  const account = await readChannelAccount(services, tx, workspaceId, id)
  return account ? { seq, type: 'channel_account.changed', account } : { seq, type: 'channel_account.removed', channelAccountId: id }
}))
registerLoader('channel_account.removed', (tx, services, workspaceId, rows) => each(rows, 'accountId', async (id, seq) =>
  // Connected again since: the later entry tells it whole.
  (await readChannelAccount(services, tx, workspaceId, id)) ? null : { seq, type: 'channel_account.removed', channelAccountId: id }))

registerLoader('template.changed', (tx, _services, workspaceId, rows) => each(rows, 'templateId', async (id, seq) => {
  const [row] = await tx.query<TemplateRow>(`select ${TEMPLATE_COLUMNS} from template where workspace_id = $1 and template_id = $2`, [workspaceId, id])
  return row ? { seq, type: 'template.changed', template: toTemplate(row) } : null
}))
registerLoader('templates.synced', (_tx, _services, _workspaceId, rows) => each(rows, 'accountId', async (id, seq) => ({ seq, type: 'templates.synced', channelAccountId: id })))

// Members' addresses lie outside the workspace's own tables.
registerLoader('member.changed', (_tx, services, workspaceId, rows) => each(rows, 'memberId', async (id, seq) => {
  const member = await services.db.asSystem((system) => readMember(system, workspaceId, id))
  return member && { seq, type: 'member.changed', member }
}))
registerLoader('people.changed', async (_tx, _services, _workspaceId, rows) => rows.map(({ seq, data }) => ({ seq, type: 'people.changed', what: data.what as PeopleKind }))) // written by changedPeople alone
registerLoader('member.removed', (_tx, _services, _workspaceId, rows) => each(rows, 'memberId', async (id, seq) => ({ seq, type: 'member.removed', memberId: id })))

registerLoader('health.changed', async (tx, _services, workspaceId, rows) => {
  const open = await tx.query<HealthRow>(`select ${HEALTH_COLUMNS} from health_item where workspace_id = $1 and resolved_at is null order by last_at desc limit ${MOST_ITEMS}`, [workspaceId])
  const closed = await tx.query<{ health_item_id: string }>(`select health_item_id from health_item where workspace_id = $1 and resolved_at is not null order by resolved_at desc limit ${MOST_ITEMS}`, [workspaceId])
  const seq = Math.max(...rows.map((row) => row.seq))
  return [...open.map((row): LiveEvent => ({ seq, type: 'health.changed', item: toHealthItem(row) })), ...closed.map((row): LiveEvent => ({ seq, type: 'health.cleared', itemId: row.health_item_id }))]
})
registerLoader('webhook_endpoint.changed', (_tx, _services, _workspaceId, rows) => each(rows, 'endpointId', async (endpointId, seq) => ({ seq, type: 'webhook_endpoint.changed', endpointId })))
registerLoader('health.cleared', (_tx, _services, _workspaceId, rows) => each(rows, 'itemId', async (id, seq) => ({ seq, type: 'health.cleared', itemId: id })))

registerLoader('workspace.changed', async (tx, _services, workspaceId, rows) => {
  const [row] = await tx.query<{ name: string; demo: boolean; time_zone: string; clock_offset_ms: number }>('select name, demo, time_zone, clock_offset_ms from workspace where workspace_id = $1', [workspaceId])
  if (!row) return []
  return [{ seq: Math.max(...rows.map((r) => r.seq)), type: 'workspace.changed', workspace: { id: workspaceId, name: row.name, demo: row.demo, timeZone: row.time_zone, clockOffsetMs: row.clock_offset_ms } }]
})
