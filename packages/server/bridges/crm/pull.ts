/** Reading the CRM: everybody once, then what changed since, page by page. How far it has come is written with each page. */
import type { CrmSettings } from '@recado/api'
import { minutes } from '@recado/core'
import { wallNow } from '../../auth/audit.js'
import { loadDefinitions } from '../../people/attributes.js'
import type { Services } from '../../services.js'
import { type BridgeRow, type Cursor, readRow } from '../store.js'
import { applyRecord, type CrmRecord, needsHistory } from './apply.js'
import type { CrmClient } from './client.js'
import { propertiesOf } from './fields.js'

const PAGE = 100
/** The search finds what was changed a moment late: so much of the past is read again until a look has found nothing newer. */
const OVERLAP_MS = minutes(2)
/** A search hands out so many results and no more; then it goes on from the last one's time. */
const SEARCH_MOST = 10_000

export type Counts = Record<'read' | 'created' | 'changed' | 'same' | 'skipped' | 'sent' | 'made' | 'failed', number>
export const noCounts = (): Counts => ({ read: 0, created: 0, changed: 0, same: 0, skipped: 0, sent: 0, made: 0, failed: 0 })

interface Answer { results?: { id?: string; properties?: Record<string, string | null>; propertiesWithHistory?: Record<string, { value?: string; timestamp?: string }[]>; updatedAt?: string; archived?: boolean }[]; paging?: { next?: { after?: string } } }

export const wantedProperties = (settings: CrmSettings): string[] => [...new Set([...settings.fields.flatMap((one) => propertiesOf(one.theirs)), ...settings.consents.map((one) => one.from), 'lastmodifieddate'])]

export function readRecords(answer: Record<string, unknown>): CrmRecord[] {
  return ((answer as Answer).results ?? []).flatMap((one): CrmRecord[] => {
    if (!one.id || one.archived) return []
    const updatedAt = Date.parse(one.properties?.lastmodifieddate ?? one.updatedAt ?? '')
    const history = one.propertiesWithHistory && Object.fromEntries(Object.entries(one.propertiesWithHistory).flatMap(([name, all]) => { const times = all.map((each) => Date.parse(each.timestamp ?? '')).filter(Number.isFinite); return times.length > 0 ? [[name, Math.max(...times)]] : [] }))
    return [{ id: String(one.id), properties: one.properties ?? {}, updatedAt: Number.isFinite(updatedAt) ? updatedAt : 0, ...(history ? { history } : {}) }]
  })
}
const nextOf = (answer: Record<string, unknown>): string | null => (answer as Answer).paging?.next?.after ?? null

/** Takes in a page, and where the cursor stands after it. */
export async function applyPage(services: Services, workspaceId: string, bridge: BridgeRow, client: CrmClient, records: readonly CrmRecord[], counts: Counts, cursor: Partial<Cursor> | null): Promise<void> {
  const told = await withHistory(services, workspaceId, bridge, client, records)
  const definitions = await services.db.inWorkspace(workspaceId, (tx) => loadDefinitions(tx, workspaceId))
  for (const record of told) {
    const applied = await services.db.inWorkspace(workspaceId, (tx) => applyRecord(tx, services, workspaceId, bridge, record, definitions))
    counts.read++
    counts[applied]++
  }
  if (cursor) await services.db.inWorkspace(workspaceId, (tx) => tx.query(`update bridge set cursor = cursor || $3::jsonb where workspace_id = $1 and bridge_id = $2`, [workspaceId, bridge.bridge_id, JSON.stringify(cursor)]))
  services.signals.committed(workspaceId)
}

/** Where both sides changed a field the CRM is asked when it did: the time of a record moves with every change, also of fields nobody maps. */
async function withHistory(services: Services, workspaceId: string, bridge: BridgeRow, client: CrmClient, records: readonly CrmRecord[]): Promise<CrmRecord[]> {
  const settings = bridge.settings as CrmSettings
  const asked = await services.db.inWorkspace(workspaceId, async (tx) => { const ids: string[] = []; for (const record of records) if (await needsHistory(tx, workspaceId, bridge, record)) ids.push(record.id); return ids })
  if (asked.length === 0) return [...records]
  const properties = wantedProperties(settings)
  const found = new Map<string, CrmRecord>()
  for (let at = 0; at < asked.length; at += 50) for (const record of readRecords(await client.post(`${settings.contactsPath}/batch/read`, { properties, propertiesWithHistory: properties, inputs: asked.slice(at, at + 50).map((id) => ({ id })) }))) found.set(record.id, record)
  return records.map((record) => found.get(record.id) ?? record)
}

/** Everybody there. Broken off it goes on behind the last page that was taken in. */
export async function pullAll(services: Services, workspaceId: string, bridge: BridgeRow, client: CrmClient, counts: Counts, stop: AbortSignal): Promise<boolean> {
  const settings = bridge.settings as CrmSettings
  const begunAt = bridge.cursor.fullBegunAt ?? wallNow(services, workspaceId)
  for (let after = bridge.cursor.full ?? null; !stop.aborted;) {
    const query = new URLSearchParams({ limit: String(PAGE), archived: 'false', properties: wantedProperties(settings).join(','), ...(after ? { after } : {}) })
    const answer = await client.get(`${settings.contactsPath}?${query.toString()}`)
    after = nextOf(answer)
    await applyPage(services, workspaceId, bridge, client, readRecords(answer), counts, after ? { full: after, fullBegunAt: begunAt } : { full: null, since: new Date(Date.parse(begunAt) - OVERLAP_MS).toISOString() })
    if (!after) return true
  }
  return false
}

/** What changed since the last look. */
export async function pullChanges(services: Services, workspaceId: string, bridge: BridgeRow, client: CrmClient, counts: Counts, stop: AbortSignal): Promise<void> {
  const settings = bridge.settings as CrmSettings
  const { cursor } = await services.db.inWorkspace(workspaceId, (tx) => readRow(tx, workspaceId, bridge.bridge_id))
  const last = Date.parse(cursor.since!) // only read with one
  let since = cursor.settled ? last : last - OVERLAP_MS
  let newest = last
  for (let after: string | null = null; !stop.aborted;) {
    const answer = await client.post(`${settings.contactsPath}/search`, {
      filterGroups: [{ filters: [{ propertyName: 'lastmodifieddate', operator: 'GTE', value: String(since) }] }], sorts: [{ propertyName: 'lastmodifieddate', direction: 'ASCENDING' }], properties: wantedProperties(settings), limit: PAGE, ...(after ? { after } : {}),
    })
    const records = readRecords(answer)
    newest = Math.max(newest, ...records.map((record) => record.updatedAt))
    await applyPage(services, workspaceId, bridge, client, records, counts, { since: new Date(newest).toISOString(), settled: newest === last })
    after = nextOf(answer)
    if (after && Number(after) + PAGE > SEARCH_MOST) {
      // Ten thousand of one instant cannot be told apart by time: then everybody is read once more.
      if (newest <= since) { await services.db.inWorkspace(workspaceId, (tx) => tx.query(`update bridge set cursor = cursor - 'since' - 'full' - 'fullBegunAt' where workspace_id = $1 and bridge_id = $2`, [workspaceId, bridge.bridge_id])); return }
      since = newest
      after = null
      continue
    }
    if (!after) return
  }
}

/** Some by their ids: whom the CRM has just told about. Those it does not answer are gone there. */
export async function pullSome(services: Services, workspaceId: string, bridge: BridgeRow, client: CrmClient, ids: readonly string[], counts: Counts): Promise<Set<string>> {
  const settings = bridge.settings as CrmSettings
  const found = new Set<string>()
  for (let at = 0; at < ids.length; at += PAGE) {
    const records = readRecords(await client.post(`${settings.contactsPath}/batch/read`, { properties: wantedProperties(settings), inputs: ids.slice(at, at + PAGE).map((id) => ({ id })) }))
    for (const record of records) found.add(record.id)
    await applyPage(services, workspaceId, bridge, client, records, counts, null)
  }
  return found
}
