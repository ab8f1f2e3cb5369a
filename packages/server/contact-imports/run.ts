import { isAway, isConflict } from '@recado/db'
import { RecadoError } from '@recado/core'
import type { ImportCounts } from '@recado/api'
import { forgetFile } from '../imports/files.js'
import { lean } from '../jobs/lean.js'
import type { Task, Tasks } from '../jobs/queue.js'
import type { Services } from '../services.js'
import { type BatchContext, judge, makeMissing, type Judged, readRows } from './batch.js'
import { excludeRows } from './exclude.js'
import { contactImportPath } from './files.js'
import { type NumberedRow, peopleRows } from './file-rows.js'
import { loadKnowledge, withNewFields } from './knowledge.js'
import { makePlan, optionsIn, planned } from './plan.js'
import { type ContactImportRow, findContactImport } from './rows.js'
import { SeenKeys } from './seen-keys.js'
import { storePeople, storeProblems, tellAndConsent } from './store.js'

export const CONTACT_IMPORT_TASK = 'imports.contacts'

/** Rows of one transaction: enough that statements cost little, few enough that incoming messages never wait for it. */
const BATCH = 1_000

interface Wanted { workspaceId: string; importId: string }

/** The background work of files of people, for the task list. */
export const contactImportTasks = (services: Services): Tasks => ({ [CONTACT_IMPORT_TASK]: ((wanted: Wanted, { signal }) => lean(() => runContactImport(services, wanted, signal))) as Task })

/**
 * Brings a started import, or a dry run, to its end. May be called again after a kill: an import goes on behind the last row that was committed, a dry
 * run begins anew. What the file itself makes impossible ends it; what is away leaves it to be taken up.
 */
export async function runContactImport(services: Services, { workspaceId, importId }: Wanted, signal?: AbortSignal): Promise<void> {
  const find = (): Promise<ContactImportRow | null> => services.db.inWorkspace(workspaceId, (tx) => findContactImport(tx, workspaceId, importId))
  const row = await find()
  if (row?.state !== 'running' && row?.state !== 'checking') return
  const path = contactImportPath(services.config, workspaceId, importId)
  try {
    if (row.state === 'checking') await check(services, workspaceId, row, path, signal)
    else if (row.purpose === 'exclusion') await runBatches(services, workspaceId, row, path, signal, (rows) => excludeRows(services, workspaceId, row, rows))
    else await run(services, workspaceId, row, path, signal)
  } catch (error) {
    const lost = (error as NodeJS.ErrnoException).code === 'ENOENT'
    const code = error instanceof RecadoError ? error.code : lost ? 'not_found' : null
    if (code === null) throw error
    await services.db.inWorkspace(workspaceId, (tx) => tx.query(`update contact_import set state = 'failed', error = $3, finished_at = $4 where workspace_id = $1 and contact_import_id = $2 and state in ('running', 'checking')`,
      [workspaceId, importId, code, new Date(services.clock.now(workspaceId)).toISOString()]))
  }
  const after = await find()
  if (after?.state === 'done' || after?.state === 'failed' || after?.state === 'cancelled') await forgetFile(path)
}

async function run(services: Services, workspaceId: string, row: ContactImportRow, path: string, signal: AbortSignal | undefined): Promise<void> {
  const known = await loadKnowledge(services, workspaceId)
  const plan = await makePlan(services, workspaceId, row, path, known)
  const mapping = planned(row.mapping!, plan.columns) // makePlan has looked
  const context: BatchContext = { services, workspaceId, known: { ...known, topics: new Map(Object.entries(plan.topics)) }, mapping, may: plan.may }
  await runBatches(services, workspaceId, row, path, signal, async (rows) => {
    const read = readRows(context, rows)
    await makeMissing(context, read)
    return again(() => services.db.inWorkspace(workspaceId, async (tx) => {
      // Two imports of one workspace would make the same person twice: their batches take turns.
      await tx.query(`select pg_advisory_xact_lock(hashtextextended('contact import/' || $1, 0))`, [workspaceId])
      const own = await findContactImport(tx, workspaceId, row.contact_import_id, true)
      if (own?.state !== 'running') return false
      const now = services.clock.now(workspaceId)
      const judged = await judge(tx, context, read, { lock: true })
      await storePeople(tx, workspaceId, [...new Map(judged.flatMap(({ draft }) => (draft?.changed ? [[draft.id, draft] as const] : []))).values()], new Date(now).toISOString())
      const problems = await storeProblems(tx, workspaceId, row.contact_import_id, judged)
      const counts = countsOf(judged, problems)
      const end = rows.at(-1)!.row >= own.total // a batch has a row
      await tx.query(
        `update contact_import set position = $3, created = created + $4, changed = changed + $5, unchanged = unchanged + $6, refused = refused + $7, problem_count = problem_count + $8,
           state = case when $9 then 'done' else state end, finished_at = case when $9 then $10::timestamptz end where workspace_id = $1 and contact_import_id = $2`,
        [workspaceId, row.contact_import_id, rows.at(-1)!.row, counts.created, counts.changed, counts.unchanged, counts.refused, counts.problemCount, end, new Date(now).toISOString()])
      const consents = await tellAndConsent(tx, services, workspaceId, { row, mapping, wordingId: plan.wordingId, topics: context.known.topics as ReadonlyMap<string, string>, now }, judged)
      if (consents > 0) await tx.query('update contact_import set consents = consents + $3 where workspace_id = $1 and contact_import_id = $2', [workspaceId, row.contact_import_id, consents])
      return !end
    }))
  })
}

/** Batches from the place that is stored, until `work` says that it is over, the file ends or the server stops. */
async function runBatches(services: Services, workspaceId: string, row: ContactImportRow, path: string, signal: AbortSignal | undefined, work: (rows: NumberedRow[]) => Promise<boolean>): Promise<void> {
  const headings = row.mapping?.headings ?? false
  for await (const rows of peopleRows(path, row.found!, { headings, from: row.position, size: BATCH })) { // a started import was read
    if (signal?.aborted || services.stopping()) throw new Error('the server is stopping')
    const goesOn = await work(rows)
    services.signals.committed(workspaceId)
    if (!goesOn) return
  }
  // Fewer rows than were counted: the file was changed under us, or there were none.
  await services.db.inWorkspace(workspaceId, (tx) => tx.query(`update contact_import set state = 'done', finished_at = $3 where workspace_id = $1 and contact_import_id = $2 and state = 'running'`, [workspaceId, row.contact_import_id, new Date(services.clock.now(workspaceId)).toISOString()]))
}

/** The same reading and matching without a write: what would happen, and which rows would be refused. */
async function check(services: Services, workspaceId: string, row: ContactImportRow, path: string, signal: AbortSignal | undefined): Promise<void> {
  const known = await loadKnowledge(services, workspaceId)
  const { mapping } = withNewFields(row.mapping!, known, await optionsIn(path, row.found!, row.mapping!)) // asked for with a mapping
  const context: BatchContext = { services, workspaceId, known, mapping, may: row.plan?.may ?? { fields: false, labels: false } }
  const seen = new SeenKeys()
  const counts: ImportCounts = { created: 0, changed: 0, unchanged: 0, refused: 0, consents: 0, problemCount: 0 }
  const id = row.contact_import_id
  await services.db.inWorkspace(workspaceId, (tx) => tx.query('delete from contact_import_problem where workspace_id = $1 and contact_import_id = $2', [workspaceId, id]))
  for await (const rows of peopleRows(path, row.found!, { headings: row.mapping!.headings, from: 0, size: BATCH })) {
    if (signal?.aborted || services.stopping()) throw new Error('the server is stopping')
    const read = readRows(context, rows)
    const goesOn = await services.db.inWorkspace(workspaceId, async (tx) => {
      const judged = await judge(tx, context, read, { lock: false, seen })
      const own = await findContactImport(tx, workspaceId, id, true)
      if (own?.state !== 'checking') return false
      const more = countsOf(judged, await storeProblems(tx, workspaceId, id, judged))
      for (const key of Object.keys(counts) as (keyof ImportCounts)[]) counts[key] += more[key]
      await tx.query('update contact_import set position = $3 where workspace_id = $1 and contact_import_id = $2', [workspaceId, id, rows.at(-1)!.row]) // a batch has a row
      return true
    })
    if (!goesOn) return
  }
  await services.db.inWorkspace(workspaceId, (tx) => tx.query(`update contact_import set state = 'waiting', position = 0, checked = $3 where workspace_id = $1 and contact_import_id = $2 and state = 'checking'`, [workspaceId, id, JSON.stringify(counts)]))
}

function countsOf(judged: readonly Judged[], problemCount: number): ImportCounts {
  const counts: ImportCounts = { created: 0, changed: 0, unchanged: 0, refused: 0, consents: 0, problemCount }
  for (const { outcome, consents } of judged) { counts[outcome]++; counts.consents += consents.length }
  return counts
}

/** Two nodes may touch the same people at once; one of them tries again. */
async function again<T>(once: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try { return await once() } catch (error) { if (!isConflict(error) || isAway(error) || tries === 5) throw error }
  }
}
