import { Type } from '@fastify/type-provider-typebox'
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import type { FastifyInstance } from 'fastify'
import { actorOf, audit, enterWorkspace } from '../auth/audit.js'
import { need, principalOf } from '../auth/guard.js'
import { askForCheck, type CheckRow } from '../backup/checks.js'
import { decideHeld, type Held, readHeld } from '../backup/decide.js'
import { HELD_KINDS } from '../backup/hold.js'
import { isHouse } from '../backup/house.js'
import { askForRun, RUN, type RunRow } from '../backup/run.js'
import { type RouteDeps, typed } from '../http/deps.js'
import type { Principal } from '../services.js'
import { answers, Id, IdParams, idOf, iso, isoOrNull, Moment, Nullable, PageOf, pageOf, PageQuery, readIdCursor } from '../http/schemas.js'

const words = <const T extends readonly string[]>(all: T) => Type.Union(all.map((one) => Type.Literal(one)))
const Check = Type.Object({
  state: Type.String({ description: 'waiting, running or done' }), bytes: Type.Integer({ description: 'Read so far' }),
  result: Nullable(Type.String({ description: 'Of the last one that ended: whole, broken, or failed: it could not be read at all' })), error: Nullable(Type.String({ description: 'Why not: key, unreadable or ended' })),
  askedBy: Type.String(), checkedBy: Nullable(Type.String()), checkedAt: Nullable(Moment), files: Type.Integer({ description: 'Stored files of companies that were read' }), backups: Type.Integer({ description: 'Read with those it goes on from' }),
  faults: Type.Array(Type.Object({ file: Type.String({ description: 'From the directory of backups on' }), is: Type.String({ description: 'missing, damaged, changed, cut, or alone: the backup it goes on from is not there' }), holds: Nullable(Type.String({ description: 'database or file' })) })), faultCount: Type.Integer(),
})
const Shape = Type.Object({
  id: Id, kind: Type.String({ description: 'full, or log: what was written since the one before' }), cause: Type.String({ description: 'schedule, person or command' }), state: Type.String({ description: 'waiting, running, cancelling, done, failed or cancelled' }),
  file: Nullable(Type.String({ description: 'Its name in the directory of backups' })), bytes: Type.Integer({ description: 'Read so far' }), total: Type.Integer({ description: 'Expected' }), written: Type.Integer({ description: 'New on the disk' }), files: Type.Integer(),
  error: Nullable(Type.String()), createdAt: Moment, startedAt: Nullable(Moment), finishedAt: Nullable(Moment),
  removedAt: Nullable(Moment), check: Nullable(Check),
})
const Plan = Type.Object({ dir: Nullable(Type.String({ description: 'Null: RECADO_BACKUP_DIR is not set, and none is made by itself' })), at: Type.String(), everyMinutes: Type.Integer(), keepDays: Type.Integer(), keepWeeks: Type.Integer(), lastGoodAt: Nullable(Moment) })
const HeldShape = Type.Object({ held: Nullable(Type.Object({ backupAt: Moment, restoredAt: Moment, items: Type.Array(Type.Object({ kind: Type.String(), count: Type.Integer() })) })) })

const checkShown = (row: CheckRow) => ({
  state: row.state, bytes: row.bytes, result: row.result, error: row.error, askedBy: row.asked_name, checkedBy: row.checked_name, checkedAt: isoOrNull(row.checked_at), files: row.files, backups: row.chain, faults: row.faults, faultCount: row.fault_count,
})
const shown = (row: RunRow, check: CheckRow | null) => ({
  id: row.backup_run_id, kind: row.kind, cause: row.cause, state: row.state, file: row.file?.split('/').at(-1) ?? null, bytes: row.bytes, total: row.total, written: row.written, files: row.files, error: row.error,
  createdAt: iso(row.created_at), startedAt: isoOrNull(row.started_at), finishedAt: isoOrNull(row.finished_at), removedAt: isoOrNull(row.removed_at), check: check && checkShown(check),
})
const heldShown = (held: Held | null) => ({ held: held && { backupAt: iso(held.backupAt), restoredAt: iso(held.restoredAt), items: held.undecided.map((kind) => ({ kind, count: held.counts[kind] })) } })

/** One that was found damaged is not good, however well its making ended; and that nothing was written since says nothing for it. */
const LAST_GOOD = `select greatest(max(r.started_at) filter (where good), case when (array_agg(good order by r.started_at desc))[1] then (select (value #>> '{}')::timestamptz from installation where name = 'backup_fresh') end) as at
  from (select started_at, not exists (select from backup_check c where c.backup_run_id = b.backup_run_id and (c.result = 'broken' or c.error in ('key', 'unreadable'))) as good from backup_run b where state = 'done') r`

async function checksOf(tx: Tx, rows: readonly RunRow[]): Promise<Map<string, CheckRow>> {
  const found = await tx.query<CheckRow & { id: string }>('select backup_run_id as id, state, bytes, result, error, asked_name, checked_name, checked_at, files, chain, faults, fault_count from backup_check where backup_run_id = any($1::uuid[])', [rows.map((row) => row.backup_run_id)])
  return new Map(found.map((row) => [row.id, row]))
}

/** Backups are the whole installation's: whoever owns the company that was there first looks after them; of others nobody learns that there are any. */
async function demandHouse(services: RouteDeps['services'], { workspaceId }: Principal): Promise<void> {
  if (!await isHouse(services, workspaceId)) throw new RecadoError('not_found')
}

/** Backups of the installation, and what a restored one holds back. */
export async function backupRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['backups']
  const { db, config } = services

  api.get('/api/v1/backups', { ...need('backups.manage'), schema: { tags, summary: 'Backups that were begun, newest first', querystring: Type.Object(PageQuery), response: answers({ 200: PageOf(Shape) }) } }, async (request) => {
    await demandHouse(services, principalOf(request))
    const { limit = 50, cursor } = request.query
    const before = readIdCursor(cursor)
    const { rows, checks } = await db.asSystem(async (tx) => {
      const rows = await tx.query<RunRow>(`select ${RUN} from backup_run where $1::uuid is null or (created_at, backup_run_id) < (select created_at, backup_run_id from backup_run where backup_run_id = $1) order by created_at desc, backup_run_id desc limit $2`, [before, limit + 1])
      return { rows, checks: await checksOf(tx, rows) }
    })
    return pageOf(rows, limit, (row) => [row.backup_run_id], (row) => shown(row, checks.get(row.backup_run_id) ?? null))
  })

  api.get('/api/v1/backups/plan', { ...need('backups.manage'), schema: { tags, summary: 'Where backups go, when, and how long they stay', response: answers({ 200: Plan }) } }, async (request) => {
    await demandHouse(services, principalOf(request))
    const [row] = await db.asSystem((tx) => tx.query<{ at: number | null }>(LAST_GOOD))
    const { dir, at, everyMinutes, keepDays, keepWeeks } = config.backup
    return { dir, at, everyMinutes, keepDays, keepWeeks, lastGoodAt: isoOrNull(row?.at ?? null) }
  })

  api.post('/api/v1/backups', { ...need('backups.manage'), schema: { tags, summary: 'Make one now; the one under way is answered where there is one', response: answers({ 200: Shape, 201: Shape }) } }, async (request, reply) => {
    const principal = principalOf(request)
    await demandHouse(services, principal)
    if (!config.backup.dir) throw new RecadoError('no_backup_directory')
    const { row, fresh } = await db.asSystem(async (tx) => {
      const asked = await askForRun(tx, { id: principal.id, workspaceId: principal.workspaceId })
      if (asked.fresh) { await enterWorkspace(tx, principal.workspaceId); await audit(tx, services, principal.workspaceId, actorOf(principal), { action: 'backup.asked', subject: asked.row.backup_run_id }) }
      return asked
    })
    services.signals.emit('backups')
    return reply.code(fresh ? 201 : 200).send(shown(row, null))
  })

  api.post('/api/v1/backups/:id/cancel', { ...need('backups.manage'), schema: { tags, summary: 'Stop it; nothing of it is kept', params: IdParams, response: answers({ 200: Shape }) } }, async (request) => {
    const principal = principalOf(request)
    await demandHouse(services, principal)
    const id = idOf(request.params.id)
    return db.asSystem(async (tx) => {
      const [row] = await tx.query<RunRow>(`update backup_run set state = case state when 'waiting' then 'cancelled' when 'running' then 'cancelling' else state end, finished_at = case state when 'waiting' then now() else finished_at end where backup_run_id = $1 returning ${RUN}`, [id])
      if (!row) throw new RecadoError('not_found')
      await enterWorkspace(tx, principal.workspaceId)
      await audit(tx, services, principal.workspaceId, actorOf(principal), { action: 'backup.cancelled', subject: id })
      return shown(row, null)
    })
  })

  api.post('/api/v1/backups/:id/verify', { ...need('backups.manage'), schema: { tags, summary: 'Read it again to the last byte, with those it goes on from; the list says how it was found', params: IdParams, response: answers({ 200: Shape }) } }, async (request) => {
    const principal = principalOf(request)
    await demandHouse(services, principal)
    const id = idOf(request.params.id)
    const { row, check } = await db.asSystem(async (tx) => {
      const [found] = await tx.query<RunRow>(`select ${RUN} from backup_run where backup_run_id = $1`, [id])
      if (!found) throw new RecadoError('not_found')
      if (!await askForCheck(tx, id, principal)) throw new RecadoError('backup_has_no_file')
      const checks = await checksOf(tx, [found])
      await enterWorkspace(tx, principal.workspaceId)
      await audit(tx, services, principal.workspaceId, actorOf(principal), { action: 'backup.verify_asked', subject: id })
      return { row: found, check: checks.get(id) ?? null }
    })
    services.signals.emit('backup-checks')
    return shown(row, check)
  })

  api.get('/api/v1/restore-hold', { ...need('workspace.read'), schema: { tags, summary: 'What a restored backup holds back until somebody decides', response: answers({ 200: HeldShape }) } }, async (request) => heldShown(await readHeld(services, principalOf(request).workspaceId)))

  api.post('/api/v1/restore-hold/:kind', { ...need('workspace.manage'), schema: { tags, summary: 'Send what is held of one kind, or throw it away', params: Type.Object({ kind: Type.String({ maxLength: 40, description: 'messages, scheduled, campaigns or posts' }) }), body: Type.Object({ decision: words(['release', 'discard'] as const) }, { additionalProperties: false }), response: answers({ 200: HeldShape }) } },
    async (request) => {
      const kind = HELD_KINDS.find((one) => one === request.params.kind)
      if (!kind) throw new RecadoError('not_found')
      return heldShown(await decideHeld(services, principalOf(request), kind, request.body.decision))
    })
}
