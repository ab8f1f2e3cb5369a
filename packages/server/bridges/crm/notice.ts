/** What changed here, read from the log: who has to be told to the CRM, and when each field was changed, for the day both sides change one. */
import type { CrmSettings } from '@recado/api'
import { sameValue, type Told } from '@recado/core'
import { wallNow } from '../../auth/audit.js'
import { UUID } from '../../ingest/plan.js'
import type { Services } from '../../services.js'
import { type BridgeRow, COLUMNS } from '../store.js'
import { type Known, queuePush } from './apply.js'
import { here, readLocals } from './fields.js'

const PAGE = 500
const ABOUT = ['contact.changed', 'contact.created', 'contact.merged', 'contact.split']

/** Moves every connected bridge of a workspace to the head of the log; whether anybody has to be told. */
export async function noticeChanges(services: Services, workspaceId: string): Promise<boolean> {
  let any = false
  for (let more = true; more && !services.stopping();) {
    more = false
    const rows = await services.db.inWorkspace(workspaceId, (tx) => tx.query<BridgeRow & { head: number; head_epoch: string }>(
      `select ${COLUMNS}, h.seq as head, h.epoch as head_epoch from bridge b join event_head h on h.workspace_id = $1 where b.workspace_id = $1 and b.kind = 'hubspot' and b.state in ('ready', 'paused', 'reconnect')`, [workspaceId]))
    for (const row of rows) {
      // Another log (a backup was restored): what it says from now on is told.
      if (row.epoch !== row.head_epoch) { await services.db.inWorkspace(workspaceId, (tx) => tx.query('update bridge set seq = $3, epoch = $4 where workspace_id = $1 and bridge_id = $2', [workspaceId, row.bridge_id, row.head, row.head_epoch])); continue }
      if (row.seq >= row.head) continue
      const took = await noticeFor(services, workspaceId, row)
      any ||= took > 0
      more = true
    }
  }
  return any
}

async function noticeFor(services: Services, workspaceId: string, row: BridgeRow): Promise<number> {
  const settings = row.settings as CrmSettings
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const log = await tx.query<{ seq: number; type: string; data: Record<string, unknown> | null }>(`select seq, type, data from event where workspace_id = $1 and seq > $2 order by seq limit ${PAGE}`, [workspaceId, row.seq])
    if (log.length === 0) return 0
    const [moved] = await tx.query('update bridge set seq = $4 where workspace_id = $1 and bridge_id = $2 and seq = $3 returning 1', [workspaceId, row.bridge_id, row.seq, log.at(-1)!.seq]) // not empty
    const ids = [...new Set(log.filter((one) => ABOUT.includes(one.type)).flatMap((one) => [one.data?.contactId, one.data?.otherId]).filter((id): id is string => typeof id === 'string' && UUID.test(id)))]
    if (!moved || ids.length === 0 || !settings.fields.some((field) => field.direction !== 'in')) return 0
    const objects = await tx.query<Known>('select external_id, contact_id, fields, sent from bridge_object where workspace_id = $1 and bridge_id = $2 and contact_id = any($3::uuid[])', [workspaceId, row.bridge_id, ids])
    const locals = await readLocals(tx, workspaceId, ids)
    const told = new Set<string>()
    for (const object of objects) {
      const local = locals.get(object.contact_id)
      if (!local) continue
      const sent: Record<string, Told> = { ...object.sent }
      for (const field of settings.fields) {
        if (field.direction === 'in') continue
        const agreed = object.fields[field.ours]?.value ?? null
        const value = here(field.ours, local, agreed)
        if (sameValue(value, agreed)) continue
        told.add(object.contact_id)
        if (!sent[field.ours] || !sameValue(sent[field.ours]!.value, value)) sent[field.ours] = { value, at: Math.min(local.updatedAt - services.clock.offset(workspaceId), Date.parse(wallNow(services, workspaceId))), tie: '' }
      }
      if (JSON.stringify(sent) !== JSON.stringify(object.sent)) await tx.query('update bridge_object set sent = $4 where workspace_id = $1 and bridge_id = $2 and external_id = $3', [workspaceId, row.bridge_id, object.external_id, JSON.stringify(sent)])
    }
    if (settings.create === 'with_email') for (const local of locals.values()) if (local.emails.length > 0 && !objects.some((object) => object.contact_id === local.contactId)) told.add(local.contactId)
    if (told.size > 0) await queuePush(tx, services, workspaceId, row.bridge_id, [...told])
    return told.size
  })
}
