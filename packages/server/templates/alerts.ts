/** Tells whoever wrote a template, or looks after it, what its platform made of it: in the app, and by the ways she has chosen. */
import type { TemplateAlert, TemplateHistoryEntry } from '@recado/api'
import { decideNotice, type NoticeWay } from '@recado/core'
import { isAway, type Tx } from '@recado/db'
import { permissionsOf } from '../auth/permissions.js'
import type { Principal, Services } from '../services.js'
import { readPresence } from '../notices/presence.js'
import { readSettings } from '../notices/settings.js'
import { tellOutside, type ToldOf } from './told.js'

const MOST = 200
/** However much is written, the table is asked at most this often. */
const LOOK_EVERY_MS = 1_000

interface EventRow { template_event_id: string; template_id: string; account_id: string; name: string; language: string; created_by: string | null; at: number; what: TemplateHistoryEntry['what']; was: string | null; became: string; reason: string | null }
interface Reader { user_id: string; role: Parameters<typeof permissionsOf>[0]; permissions: readonly string[] | null }

/** What can be told of: an approval after a review too, since somebody waits for it. */
const TELLS: ReadonlySet<string> = new Set(['approved', 'rejected', 'paused', 'disabled', 'archived'])
const tells = (row: EventRow): boolean => row.what !== 'status' || TELLS.has(row.became)

/** Turns what has not been told yet into alerts. Nodes that do it at once take turns. Returns how many were told. */
export async function tellAlerts(services: Services, workspaceId: string): Promise<number> {
  const told = await services.db.inWorkspace(workspaceId, async (tx) => {
    const rows = await tx.query<EventRow>(
      `with mine as (select template_event_id from template_event where workspace_id = $1 and told_at is null order by at limit ${MOST} for update skip locked),
        done as (update template_event e set told_at = $2 from mine where e.workspace_id = $1 and e.template_event_id = mine.template_event_id returning e.*)
       select d.template_event_id, d.template_id, t.account_id, t.name, t.language, t.created_by, d.at, d.what, d.was, d.became, d.reason from done d join template t on t.workspace_id = $1 and t.template_id = d.template_id order by d.at`,
      [workspaceId, new Date(services.clock.now(workspaceId)).toISOString()])
    if (rows.length === 0) return []
    const readers = await readersOf(tx, services, workspaceId)
    const pairs = rows.filter(tells).flatMap((row) => listenersOf(row, readers).map((reader) => ({ row, reader })))
    await tx.query('insert into template_alert (workspace_id, user_id, template_event_id) select $1, p.u, p.e from jsonb_to_recordset($2::jsonb) as p(u uuid, e uuid) on conflict do nothing', [workspaceId, JSON.stringify(pairs.map(({ row, reader }) => ({ u: reader.user_id, e: row.template_event_id })))])
    if (pairs.length > 0) await tx.query('select append_events($1)', [JSON.stringify([...new Set(pairs.map(({ row }) => row.account_id))].map((accountId) => ({ type: 'templates.synced', data: { accountId } })))])
    const ways = new Map<string, readonly NoticeWay[]>()
    for (const { reader: { user_id: id, role } } of pairs) if (!ways.has(id)) ways.set(id, await waysOf(tx, services, { workspaceId, id, role }))
    return pairs.map(({ row, reader }): ToldOf => ({ userId: reader.user_id, role: reader.role, eventId: row.template_event_id, ways: ways.get(reader.user_id) ?? [] }))
  })
  if (told.length > 0) services.signals.committed(workspaceId)
  await tellOutside(services, workspaceId, told)
  return told.length
}

/** Her who wrote it; where nobody here did, or she may no longer, everybody who looks after templates. */
function listenersOf(row: EventRow, readers: readonly Reader[]): readonly Reader[] {
  const able = readers.filter((reader) => permissionsOf(reader.role, reader.permissions).includes('templates.manage'))
  const author = able.filter((reader) => reader.user_id === row.created_by)
  if (author.length > 0) return row.became === 'approved' ? author : [...author, ...able.filter((reader) => reader.role === 'marketer' && reader.user_id !== row.created_by)]
  return row.became === 'approved' ? [] : able
}

async function readersOf(tx: Tx, services: Services, workspaceId: string): Promise<Reader[]> {
  const roles = new Map((await tx.query<{ role_id: string; permissions: string[] }>('select role_id, permissions from role where workspace_id = $1', [workspaceId])).map((row) => [row.role_id, row.permissions]))
  const rows = await services.db.asSystem((system) => system.query<Omit<Reader, 'permissions'> & { role_id: string | null }>(
    `select m.user_id, m.role, m.role_id from member m join app_user u on u.user_id = m.user_id where m.workspace_id = $1 and m.disabled_at is null and u.disabled_at is null`, [workspaceId]))
  return rows.map(({ role_id: roleId, ...row }) => ({ ...row, permissions: roleId === null ? null : roles.get(roleId) ?? [] }))
}

/** By which ways she is told of a template just now. */
async function waysOf(tx: Tx, services: Services, her: Pick<Principal, 'workspaceId' | 'id' | 'role'>): Promise<readonly NoticeWay[]> {
  const { settings } = await readSettings(tx, her)
  const available = settings.onlyWhileAvailable ? (await readPresence(tx, services, her.workspaceId).available()).has(her.id) : null
  return decideNotice(settings, { kind: 'template', inboxId: null, muted: false, available, now: services.clock.now(her.workspaceId) })
}

export async function listAlerts(services: Services, principal: Principal): Promise<TemplateAlert[]> {
  if (principal.kind !== 'user') return []
  const { rows, ways } = await services.db.inWorkspace(principal.workspaceId, async (tx) => ({ ways: await waysOf(tx, services, principal), rows: await tx.query<EventRow>(
    `select e.template_event_id, e.template_id, t.account_id, t.name, t.language, t.created_by, e.at, e.what, e.was, e.became, e.reason from template_alert a
       join template_event e on e.workspace_id = $1 and e.template_event_id = a.template_event_id join template t on t.workspace_id = $1 and t.template_id = e.template_id
     where a.workspace_id = $1 and a.user_id = $2 and a.seen_at is null order by e.at desc limit 50`, [principal.workspaceId, principal.id]) }))
  return rows.map((row) => ({ id: row.template_event_id, templateId: row.template_id, name: row.name, language: row.language, channelAccountId: row.account_id, at: new Date(row.at).toISOString(), what: row.what, was: row.was, became: row.became, reason: row.reason, ways }))
}

export async function seeAlerts(services: Services, principal: Principal, templateId: string | null): Promise<void> {
  if (principal.kind !== 'user') return
  await services.db.inWorkspace(principal.workspaceId, (tx) => tx.query(
    `update template_alert a set seen_at = $4 from template_event e where a.workspace_id = $1 and a.user_id = $2 and a.seen_at is null and e.workspace_id = $1 and e.template_event_id = a.template_event_id and ($3::uuid is null or e.template_id = $3)`,
    [principal.workspaceId, principal.id, templateId, new Date(services.clock.now(principal.workspaceId)).toISOString()]))
}

/** Looks where something was written, and once at the start; a workspace without templates costs one look at an empty index. */
export class TemplateAlerts {
  private readonly looking = new Set<string>()
  private readonly timers = new Set<NodeJS.Timeout>()
  private readonly under = new Set<Promise<unknown>>()
  private readonly services: Services

  constructor(services: Services) { this.services = services }

  start(): void {
    const { signals } = this.services
    const onEvents = (workspaceId: string): void => {
      if (this.looking.has(workspaceId) || this.services.stopping()) return
      this.looking.add(workspaceId)
      this.later(LOOK_EVERY_MS, async () => { this.looking.delete(workspaceId); await tellAlerts(this.services, workspaceId) })
    }
    signals.on('events', onEvents)
    this.later(0, async () => { for (const { workspace_id: id } of await this.services.db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace'))) await tellAlerts(this.services, id) })
    this.services.onClose(async () => {
      signals.off('events', onEvents)
      for (const timer of this.timers) clearTimeout(timer)
      await Promise.allSettled(this.under)
    })
  }

  private later(ms: number, work: () => Promise<void>): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      const running = work().catch((error: unknown) => { if (!isAway(error)) this.services.log.error({ err: error }, 'template alerts') }).finally(() => this.under.delete(running))
      this.under.add(running)
    }, ms)
    this.timers.add(timer.unref())
  }
}
