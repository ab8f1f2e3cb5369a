import { type AudienceSpec, type CustomerFact, type Filter, type Instant, type Purpose, quietEnds, RecadoError } from '@recado/core'
import { type Add, type AudiencePart, audienceSql, type PeopleSql, type Tx } from '@recado/db'
import { categoryByKey } from '../consents/categories.js'
import { PURPOSES_SQL, type SetPurposes } from '../consents/facts.js'
import { customerSql } from '../consents/customers.js'
import type { Services } from '../services.js'
import { comparable, groundOf, routeFacts, type RouteGround } from './routes.js'

/** The statement, for `from (${text}) a`: its columns are those of core's `AudienceRow`. Values already there keep their places. */
export interface AudienceStatement { text: string; values: unknown[]; grounds: readonly (RouteGround | null)[]; quietZones: readonly string[] }

export interface AudienceOptions {
  /** Whom the asker sees, on people called `p` (auth/sight.ts peopleSeen); left out = everybody. */
  sight?: PeopleSql | null
  /** Only this person. */
  only?: string
  /** Only a stretch of people. */
  part?: AudiencePart
  /** Zones that are quiet all the time, where a part before has found them. */
  quietZones?: readonly string[]
  /** Values of the statement around it; the audience's own are put behind them. */
  values?: unknown[]
}

/**
 * Everybody of an audience at this moment, each once, with the route she is written to or the reason why not, as one statement to be asked with `tx.ask` or set into
 * another (`insert into ... select ... from (${text}) a`). It sets the transaction's memory for sorting and hashing: beyond it the server spills to disk.
 */
export async function audienceRows(tx: Tx, services: Services, workspaceId: string, spec: AudienceSpec, now: Instant, options: AudienceOptions = {}): Promise<AudienceStatement> {
  await tx.query(`select set_config('work_mem', $1, true), set_config('jit', 'off', true)`, [options.part ? '24MB' : '96MB'])
  const [row] = await tx.query<{ zone: string; purposes: SetPurposes }>(`select w.time_zone as zone, ${PURPOSES_SQL} as purposes from workspace w where w.workspace_id = $1`, [workspaceId])
  const owners = row?.purposes ?? {}
  const zone = row?.zone ?? 'UTC'
  const grounds: (RouteGround | null)[] = []
  for (const route of spec.routes) grounds.push(await groundOf(tx, services, workspaceId, spec, route, now, zone))
  const permissions = await permissionIds(tx, workspaceId, spec)
  const routes = comparable(spec.routes.map((route, i) => routeFacts(spec, i, grounds[i]!, owners, permissions.get(route.templateId ?? '') ?? null)), grounds.map((each) => each?.currency ?? null)) // one for each
  const category = spec.category === null ? null : await categoryByKey(tx, workspaceId, spec.category)
  if (spec.category !== null && !category) throw new RecadoError('not_found', { category: spec.category })
  const values = options.values ?? []
  const add: Add = (value) => `$${values.push(value)}`
  const quiet = options.quietZones ?? await quietZones(tx, workspaceId, spec, zone)
  const text = audienceSql({
    workspaceId, now, spec, routes, categoryId: category?.id ?? null, segments: await segmentTrees(tx, workspaceId, [...spec.include.segmentIds, ...spec.exclude.segmentIds]),
    customer: customersOf(workspaceId, routes.flatMap((each) => (each.basis === 'existing_customer' ? [each.purpose] : [])), owners), quietZones: quiet, sight: options.sight ?? null, only: options.only ?? null, part: options.part ?? null,
  }, add)
  return { text, values, grounds, quietZones: quiet }
}

async function segmentTrees(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Record<string, Filter>> {
  if (ids.length === 0) return {}
  const rows = await tx.query<{ id: string; filter: Filter }>('select segment_id as id, filter from segment where workspace_id = $1 and segment_id = any($2::uuid[])', [workspaceId, ids])
  return Object.fromEntries(rows.map((each) => [each.id, each.filter]))
}

async function permissionIds(tx: Tx, workspaceId: string, spec: AudienceSpec): Promise<Map<string, string>> {
  const ids = spec.routes.flatMap((route) => route.templateId ?? [])
  const rows = ids.length > 0 ? await tx.query<{ id: string; external_id: string }>('select template_id as id, external_id from template where workspace_id = $1 and template_id = any($2::uuid[])', [workspaceId, ids]) : []
  return new Map(rows.map((each) => [each.id, each.external_id]))
}

/** The fact that the owner has named for these purposes. */
function customersOf(workspaceId: string, purposes: readonly Purpose[], owners: SetPurposes): PeopleSql | null {
  const fact: CustomerFact | null = purposes.map((purpose) => owners[purpose]?.customerFact ?? null).find((each) => each !== null) ?? null
  return fact && ((add) => customerSql(fact, workspaceId, add))
}

const STEP = 15 * 60_000

/** Zones in which the quiet hours cover every moment at which it may leave. */
async function quietZones(tx: Tx, workspaceId: string, { schedule }: AudienceSpec, own: string): Promise<string[]> {
  if (!schedule?.quietHours || schedule.until === null) return []
  const [from, until] = [Date.parse(schedule.from), Date.parse(schedule.until)]
  // Nowhere is it quiet for a whole day.
  if (!(until >= from) || until - from >= 24 * 60 * 60_000) return []
  const rows = await tx.query<{ zone: string }>('select distinct time_zone as zone from contact where workspace_id = $1 and time_zone is not null', [workspaceId])
  const moments = [...Array.from({ length: Math.floor((until - from) / STEP) + 1 }, (_, i) => from + i * STEP), until]
  const { quietHours } = schedule
  return [...new Set([own, ...rows.map((each) => each.zone)])].filter((zone) => moments.every((at) => quietEnds(quietHours, at, zone) !== null))
}
