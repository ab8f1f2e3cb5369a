/** Telling the CRM what changed here: a batch for those it has, one for those it has not, and by itself whoever a batch would not take. */
import type { CrmSettings } from '@recado/api'
import { hours, minutes, sameValue, type Told } from '@recado/core'
import type { Tx } from '@recado/db'
import { wallNow } from '../../auth/audit.js'
import type { Services } from '../../services.js'
import { wasErased } from '../people.js'
import { type BridgeRow, sourceOf } from '../store.js'
import { type Known, lockObject } from './apply.js'
import { type CrmClient, CrmRefused } from './client.js'
import { forThere, here, type Local, readLocals } from './fields.js'
import { type Counts, pullSome, readRecords } from './pull.js'

const BATCH = 100
/** What one process has taken in hand is another's after so long. */
const CLAIM_MS = minutes(3)
/** Somebody the CRM refuses is tried again ever more rarely, and at once when she changes. */
const AGAIN_MS = [minutes(5), hours(1), hours(6), hours(24)]

interface Waiting { subject: string; changed_at: number; attempts: number }
interface Job { contactId: string; changedAt: number; attempts: number; externalId: string | null; properties: Record<string, string>; values: Record<string, Told> }

function claim(services: Services, workspaceId: string, bridgeId: string, what: 'push' | 'forget'): Promise<Waiting[]> {
  const now = wallNow(services, workspaceId)
  return services.db.inWorkspace(workspaceId, (tx) => tx.query<Waiting>(
    `update bridge_outbox o set due_at = $5 from (select what, subject from bridge_outbox where workspace_id = $1 and bridge_id = $2 and what = $3 and due_at <= $4 order by due_at, subject limit ${BATCH} for update skip locked) n
     where o.workspace_id = $1 and o.bridge_id = $2 and o.what = n.what and o.subject = n.subject returning o.subject, o.changed_at, o.attempts`, [workspaceId, bridgeId, what, now, new Date(Date.parse(now) + CLAIM_MS).toISOString()]))
}

/** Everything that is due. What could not be tried (the CRM is away, asks to wait) is due again at once. */
export async function pushDue(services: Services, workspaceId: string, bridge: BridgeRow, client: CrmClient, counts: Counts, stop: AbortSignal): Promise<void> {
  for (const what of ['push', 'forget'] as const) while (!stop.aborted) {
    const waiting = await claim(services, workspaceId, bridge.bridge_id, what)
    if (waiting.length === 0) break
    try {
      if (what === 'push') await pushThese(services, workspaceId, bridge, client, waiting, counts)
      else await forgetThese(services, workspaceId, bridge, client, waiting, counts)
    } catch (error) {
      await services.db.inWorkspace(workspaceId, (tx) => tx.query('update bridge_outbox set due_at = changed_at where workspace_id = $1 and bridge_id = $2 and what = $3 and subject = any($4)', [workspaceId, bridge.bridge_id, what, waiting.map((one) => one.subject)]))
      throw error
    }
  }
}

async function pushThese(services: Services, workspaceId: string, bridge: BridgeRow, client: CrmClient, waiting: readonly Waiting[], counts: Counts): Promise<void> {
  const settings = bridge.settings as CrmSettings
  const { jobs, done } = await services.db.inWorkspace(workspaceId, (tx) => plan(tx, services, workspaceId, bridge, waiting))
  const [known, fresh] = [jobs.filter((job) => job.externalId !== null), jobs.filter((job) => job.externalId === null)]
  await settleAll(services, workspaceId, bridge, done.map((one) => ({ contactId: one.subject, changedAt: one.changed_at })))
  const update = (some: readonly Job[]) => client.post(`${settings.contactsPath}/batch/update`, { inputs: some.map((job) => ({ id: job.externalId, properties: job.properties })) })
  const create = (some: readonly Job[]) => client.post(`${settings.contactsPath}/batch/create`, { inputs: some.map((job) => ({ properties: job.properties })) })
  await inBatches(services, workspaceId, bridge, client, known, update, counts, 'sent')
  await inBatches(services, workspaceId, bridge, client, fresh, create, counts, 'made')
}

/** Who is otherwise here than the CRM holds her, and in which fields. */
async function plan(tx: Tx, services: Services, workspaceId: string, bridge: BridgeRow, waiting: readonly Waiting[]): Promise<{ jobs: Job[]; done: Waiting[] }> {
  const settings = bridge.settings as CrmSettings
  const fields = settings.fields.filter((field) => field.direction !== 'in')
  const locals = await readLocals(tx, workspaceId, waiting.map((one) => one.subject))
  const objects = await tx.query<Known>('select external_id, contact_id, fields, sent from bridge_object where workspace_id = $1 and bridge_id = $2 and contact_id = any($3::uuid[]) order by external_id', [workspaceId, bridge.bridge_id, waiting.map((one) => one.subject)])
  const jobs: Job[] = []
  const done: Waiting[] = []
  for (const one of waiting) {
    const local = locals.get(one.subject)
    const own = objects.filter((object) => object.contact_id === one.subject)
    const made = local ? own.length > 0 ? own.flatMap((object) => jobFor(one, local, object, fields)) : await newcomer(tx, services, workspaceId, bridge, settings, one, local, fields) : []
    if (made.length > 0) jobs.push(...made)
    else done.push(one)
  }
  return { jobs, done }
}

function jobFor(one: Waiting, local: Local, object: Known | null, fields: CrmSettings['fields']): Job[] {
  const now = one.changed_at
  const job: Job = { contactId: one.subject, changedAt: now, attempts: one.attempts, externalId: object?.external_id ?? null, properties: {}, values: {} }
  for (const field of fields) {
    const agreed = object?.fields[field.ours]?.value ?? null
    const value = here(field.ours, local, agreed)
    if (sameValue(value, agreed)) continue
    Object.assign(job.properties, forThere(field, value, agreed))
    job.values[field.ours] = { value, at: now, tie: '' }
  }
  return Object.keys(job.values).length > 0 ? [job] : []
}

/** Somebody the CRM does not have: only with an e-mail address, by which it knows a second try from a second person. */
async function newcomer(tx: Tx, services: Services, workspaceId: string, bridge: BridgeRow, settings: CrmSettings, one: Waiting, local: Local, fields: CrmSettings['fields']): Promise<Job[]> {
  const email = fields.some((field) => field.ours === 'email') ? local.emails[0] : undefined
  if (settings.create !== 'with_email' || !email || await wasErased(tx, services, workspaceId, sourceOf(bridge), '', [email], [], null)) return []
  return jobFor(one, local, null, fields)
}

async function inBatches(services: Services, workspaceId: string, bridge: BridgeRow, client: CrmClient, jobs: readonly Job[], send: (some: readonly Job[]) => Promise<Record<string, unknown>>, counts: Counts, as: 'sent' | 'made'): Promise<void> {
  if (jobs.length === 0) return
  try {
    await took(services, workspaceId, bridge, jobs, await send(jobs), counts, as)
  } catch (error) {
    if (!(error instanceof CrmRefused)) throw error
    // One that it does not take turns the whole batch down: each is sent by itself, and keeps its own answer.
    for (const job of jobs) await one(services, workspaceId, bridge, client, job, send, counts, as)
  }
}

async function one(services: Services, workspaceId: string, bridge: BridgeRow, client: CrmClient, job: Job, send: (some: readonly Job[]) => Promise<Record<string, unknown>>, counts: Counts, as: 'sent' | 'made'): Promise<void> {
  try {
    await took(services, workspaceId, bridge, [job], await send([job]), counts, as)
  } catch (error) {
    if (!(error instanceof CrmRefused)) throw error
    const there = /Existing ID: (\d+)/i.exec(String(error.body.message ?? ''))?.[1]
    if (error.status === 409 && job.externalId === null && there) return link(services, workspaceId, bridge, client, job, there, counts)
    if (error.status === 404 && job.externalId !== null) return unlink(services, workspaceId, bridge, job)
    counts.failed++
    await refused(services, workspaceId, bridge, job, error.message)
  }
}

/** What the CRM now holds is agreed. Rows that changed here meanwhile stay: they are told anew. */
async function took(services: Services, workspaceId: string, bridge: BridgeRow, jobs: readonly Job[], answer: Record<string, unknown>, counts: Counts, as: 'sent' | 'made'): Promise<void> {
  const records = readRecords(answer)
  const settled: Job[] = []
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const now = new Date(services.clock.now(workspaceId)).toISOString()
    for (const job of jobs) {
      const record = records.find((each) => (job.externalId !== null ? each.id === job.externalId : (each.properties.email ?? '').toLowerCase() === String(job.values.email?.value ?? '')))
      if (!record) continue
      await keep(tx, workspaceId, bridge, record.id, job, now)
      counts[as]++
      settled.push(job)
    }
  })
  await settleAll(services, workspaceId, bridge, settled)
  const left = jobs.filter((job) => !settled.includes(job))
  for (const job of left) { counts.failed++; await refused(services, workspaceId, bridge, job, String((answer.errors as { message?: string }[] | undefined)?.[0]?.message ?? 'no answer for it')) }
}

async function keep(tx: Tx, workspaceId: string, bridge: BridgeRow, externalId: string, job: Pick<Job, 'contactId' | 'values'>, now: string): Promise<void> {
  await lockObject(tx, bridge.bridge_id, externalId)
  await tx.query(`insert into contact_external (workspace_id, source, external_id, contact_id, origin_contact_id) select $1, $2, $3, contact_id, contact_id from contact where workspace_id = $1 and contact_id = $4 on conflict do nothing`, [workspaceId, sourceOf(bridge), externalId, job.contactId])
  await tx.query(
    `insert into bridge_object (workspace_id, bridge_id, external_id, contact_id, origin_contact_id, fields, created_at, updated_at) select $1, $2, $3, contact_id, contact_id, $5, $6, $6 from contact where workspace_id = $1 and contact_id = $4
     on conflict (workspace_id, bridge_id, external_id) do update set fields = bridge_object.fields || excluded.fields, updated_at = excluded.updated_at`, [workspaceId, bridge.bridge_id, externalId, job.contactId, JSON.stringify(job.values), now])
}

/** It has somebody with this address already: the two are one from now on, and what they differ in is settled field by field. */
async function link(services: Services, workspaceId: string, bridge: BridgeRow, client: CrmClient, job: Job, externalId: string, counts: Counts): Promise<void> {
  const taken = await services.db.inWorkspace(workspaceId, async (tx) => {
    const [other] = await tx.query<{ contact_id: string }>('select contact_id from bridge_object where workspace_id = $1 and bridge_id = $2 and external_id = $3', [workspaceId, bridge.bridge_id, externalId])
    // Somebody else here is that person already: they are suggested as duplicates, and a person decides.
    if (other && other.contact_id !== job.contactId) return true
    await keep(tx, workspaceId, bridge, externalId, { contactId: job.contactId, values: {} }, new Date(services.clock.now(workspaceId)).toISOString())
    return false
  })
  if (taken) { counts.failed++; return refused(services, workspaceId, bridge, job, 'known there as somebody else', 'duplicate') }
  await settleAll(services, workspaceId, bridge, [job])
  await pullSome(services, workspaceId, bridge, client, [externalId], counts)
}

async function unlink(services: Services, workspaceId: string, bridge: BridgeRow, job: Job): Promise<void> {
  await services.db.inWorkspace(workspaceId, (tx) => tx.query('delete from bridge_object where workspace_id = $1 and bridge_id = $2 and external_id = $3', [workspaceId, bridge.bridge_id, job.externalId]))
  await settleAll(services, workspaceId, bridge, [job])
}

function settleAll(services: Services, workspaceId: string, bridge: BridgeRow, jobs: readonly Pick<Job, 'contactId' | 'changedAt'>[]): Promise<unknown> {
  if (jobs.length === 0) return Promise.resolve()
  return services.db.inWorkspace(workspaceId, (tx) => tx.query(
    `delete from bridge_outbox o using jsonb_to_recordset($3::jsonb) as n(id text, at timestamptz) where o.workspace_id = $1 and o.bridge_id = $2 and o.what = 'push' and o.subject = n.id and o.changed_at = n.at`,
    [workspaceId, bridge.bridge_id, JSON.stringify(jobs.map((job) => ({ id: job.contactId, at: new Date(job.changedAt).toISOString() })))]))
}

async function refused(services: Services, workspaceId: string, bridge: BridgeRow, job: Job, detail: string, code = 'refused'): Promise<void> {
  const wait = AGAIN_MS[Math.min(job.attempts, AGAIN_MS.length - 1)]! // never past the end
  await services.db.inWorkspace(workspaceId, (tx) => tx.query(`update bridge_outbox set attempts = attempts + 1, code = $5, detail = $6, due_at = $7 where workspace_id = $1 and bridge_id = $2 and what = 'push' and subject = $3 and changed_at = $4`,
    [workspaceId, bridge.bridge_id, job.contactId, new Date(job.changedAt).toISOString(), code, detail.slice(0, 500), new Date(Date.parse(wallNow(services, workspaceId)) + wait).toISOString()]))
}

/** Somebody erased here is deleted there for good. Who is not there any more is deleted as well. */
async function forgetThese(services: Services, workspaceId: string, bridge: BridgeRow, client: CrmClient, waiting: readonly Waiting[], counts: Counts): Promise<void> {
  const settings = bridge.settings as CrmSettings
  for (const { subject } of waiting) {
    try { await client.post(`${settings.contactsPath}/gdpr-delete`, { objectId: subject }) } catch (error) { if (!(error instanceof CrmRefused && error.status === 404)) { if (!(error instanceof CrmRefused)) throw error; counts.failed++; await services.db.inWorkspace(workspaceId, (tx) => tx.query(`update bridge_outbox set attempts = attempts + 1, code = 'refused', detail = $4, due_at = due_at + interval '1 hour' where workspace_id = $1 and bridge_id = $2 and what = 'forget' and subject = $3`, [workspaceId, bridge.bridge_id, subject, (error as Error).message.slice(0, 500)])); continue } }
    await services.db.inWorkspace(workspaceId, (tx) => tx.query(`delete from bridge_outbox where workspace_id = $1 and bridge_id = $2 and what = 'forget' and subject = $3`, [workspaceId, bridge.bridge_id, subject]))
    counts.sent++
  }
}
