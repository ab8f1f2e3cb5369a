/** Letters to owners: once when something begins, once when it is over. What is in them stands in the app as well. */
import { closeItems, openItem } from './items.js'
import type { Services } from '../services.js'
import { readGaps } from './gaps.js'
import { beginning, type LetterItem, over } from './letters.js'
import { ownTexts, type Texts } from './texts.js'

interface Row { health_item_id: string; kind: string; data: Record<string, unknown>; first_at: number; account_id: string; name: string }
interface Owner { email: string; name: string; language: string }

/** A gap is told in the letter that says it is over. */
const NOT_ALONE = ['webhook_missed', 'mail_failed']

/** Writes what has not been told yet. Nodes that do it at once divide the items between them. A demo has no owner who waits for mail. */
export async function tellOwners(services: Services, workspaceId: string): Promise<void> {
  if (!services.mail.on) return
  const [workspace] = await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ name: string; demo: boolean; time_zone: string }>('select name, demo, time_zone from workspace where workspace_id = $1', [workspaceId]))
  if (!workspace || workspace.demo) return
  await tellNew(services, workspaceId, workspace)
  await tellOver(services, workspaceId, workspace)
}

interface Workspace { name: string; time_zone: string }

async function tellNew(services: Services, workspaceId: string, workspace: Workspace): Promise<void> {
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  const rows = await services.db.inWorkspace(workspaceId, (tx) => tx.query<Row>(
    `with fresh as (
       insert into health_told (workspace_id, health_item_id, told_at)
       select h.workspace_id, h.health_item_id, $2 from health_item h join channel_account a on a.workspace_id = $1 and a.account_id::text = h.data->>'accountId' and a.disconnected_at is null
       where h.workspace_id = $1 and h.resolved_at is null and h.severity in ('critical', 'warning') and h.kind <> all($3)
       on conflict do nothing returning health_item_id)
     select h.health_item_id, h.kind, h.data, h.first_at, a.account_id, a.name from fresh join health_item h on h.workspace_id = $1 and h.health_item_id = fresh.health_item_id
     join channel_account a on a.workspace_id = $1 and a.account_id::text = h.data->>'accountId' order by h.kind = 'account_paused', h.severity, h.first_at`, [workspaceId, now, NOT_ALONE]))
  for (const [accountId, items] of byAccount(rows)) {
    const sent = await writeAll(services, workspaceId, (owner) => beginning({ ...about(services, workspace, accountId, items), language: owner.language, items: items.map(itemOf) }))
    // Nobody has it: the next round tries again.
    if (!sent) await services.db.inWorkspace(workspaceId, (tx) => tx.query('delete from health_told where workspace_id = $1 and health_item_id = any($2)', [workspaceId, items.map((item) => item.health_item_id)]))
  }
}

/** An account's incident is over when nothing of it is left. */
async function tellOver(services: Services, workspaceId: string, workspace: Workspace): Promise<void> {
  const now = services.clock.now(workspaceId)
  const rows = await services.db.inWorkspace(workspaceId, (tx) => tx.query<Row>(
    `with done as (
       update health_told t set over_at = $2 from health_item h where t.workspace_id = $1 and t.over_at is null and h.workspace_id = $1 and h.health_item_id = t.health_item_id and h.resolved_at is not null
         and not exists (select from health_item o where o.workspace_id = $1 and o.resolved_at is null and o.data->>'accountId' = h.data->>'accountId' and o.severity in ('critical', 'warning') and o.kind <> all($3))
       returning t.health_item_id)
     select h.health_item_id, h.kind, h.data, h.first_at, a.account_id, a.name from done join health_item h on h.workspace_id = $1 and h.health_item_id = done.health_item_id
     join channel_account a on a.workspace_id = $1 and a.account_id::text = h.data->>'accountId' and a.disconnected_at is null order by h.first_at`, [workspaceId, new Date(now).toISOString(), NOT_ALONE]))
  for (const [accountId, items] of byAccount(rows)) {
    const since = Math.min(...items.map((item) => item.first_at))
    const gaps = (await services.db.inWorkspace(workspaceId, (tx) => readGaps(tx, workspaceId, accountId, now))).filter((gap) => gap.to !== null && Date.parse(gap.to) >= since)
    const sent = await writeAll(services, workspaceId, (owner) => over({ ...about(services, workspace, accountId, items), language: owner.language, items: items.map(itemOf), gaps }))
    if (!sent) await services.db.inWorkspace(workspaceId, (tx) => tx.query('update health_told set over_at = null where workspace_id = $1 and health_item_id = any($2)', [workspaceId, items.map((item) => item.health_item_id)]))
  }
}

const about = (services: Services, workspace: Workspace, accountId: string, items: readonly Row[]) => ({ workspace: workspace.name, timeZone: workspace.time_zone, account: items[0]?.name ?? '', url: `${services.publicUrl()}/settings/channels/${accountId}` })

const itemOf = ({ kind, data, first_at }: Row): LetterItem => ({ kind, texts: (data.texts as Texts | undefined) ?? ownTexts(kind, data), since: first_at }) // written by us alone

function byAccount(rows: readonly Row[]): Map<string, Row[]> {
  const grouped = new Map<string, Row[]>()
  for (const row of rows) grouped.set(row.account_id, [...(grouped.get(row.account_id) ?? []), row])
  return grouped
}

/** To every owner in her language. True when at least one of them has it; a refusal becomes an item of its own. */
async function writeAll(services: Services, workspaceId: string, letter: (owner: Owner) => { subject: string; text: string }): Promise<boolean> {
  const owners = await services.db.inWorkspace(workspaceId, (tx) => tx.query<Owner>(
    `select u.email, u.name, u.language from member m join app_user u on u.user_id = m.user_id where m.workspace_id = $1 and m.role = 'owner' and m.disabled_at is null and u.disabled_at is null`, [workspaceId]))
  let sent = false
  for (const owner of owners) {
    try {
      await services.mail.send({ to: { email: owner.email, name: owner.name }, ...letter(owner) })
      sent = true
    } catch (error) {
      services.log.warn({ err: error }, 'letter not sent')
      await note(services, workspaceId, error as Error)
    }
  }
  if (sent) await note(services, workspaceId, null)
  return sent
}

/** Whether letters leave is itself something to look at. */
async function note(services: Services, workspaceId: string, error: Error | null): Promise<void> {
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  const changed = await services.db.inWorkspace(workspaceId, async (tx) => {
    const news = error ? await openItem(tx, workspaceId, { kind: 'mail_failed', subject: 'smtp', severity: 'warning', data: { error: error.message.slice(0, 300) } }, now) : await closeItems(tx, workspaceId, ['mail_failed'], 'smtp', now)
    if (news) await tx.query('select append_events($1)', [JSON.stringify([{ type: 'health.changed' }])])
    return news
  })
  if (changed) services.signals.committed(workspaceId)
}
