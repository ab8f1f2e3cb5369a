import type { ImportProblem } from '@recado/api'
import { isAway, isConflict, type Tx } from '@recado/db'
import { RecadoError } from '@recado/core'
import type { Task, Tasks } from '../jobs/queue.js'
import type { Services } from '../services.js'
import { settle } from './answers.js'
import { forgetFile, importPath, openExport, type OpenExport } from './files.js'
import { historyOf, type HistoryMessage } from './history.js'
import { findImport, type ImportRow } from './rows.js'
import { finishThread, type Into, knownKeys, type Prepared, storeHistory } from './store.js'

export const IMPORT_TASK = 'imports.chat'

/** Messages of one transaction: small enough that incoming ones never wait for it. */
const BATCH = 100
/** The largest file that the app sends (2 GB documents exist; they are told as left out). */
const LARGEST_FILE = 100 * 1024 ** 2
const MOST_PROBLEMS = 200
const EVERY_ERROR: ReadonlySet<string> = new Set(['chat_export_unreadable', 'chat_export_group', 'archive_unsafe', 'import_not_ready', 'not_found'])

interface Wanted { workspaceId: string; importId: string }

/** The background work of imports, for the task list. */
export const importTasks = (services: Services): Tasks => ({ [IMPORT_TASK]: ((wanted: Wanted, { signal }) => runImport(services, wanted, signal)) as Task })

/**
 * Brings a started import to its end. May be called again after a kill: it goes on behind the last batch that was committed. What the file itself
 * makes impossible ends it; what is away (database, server stopping) leaves it to be taken up.
 */
export async function runImport(services: Services, { workspaceId, importId }: Wanted, signal?: AbortSignal): Promise<void> {
  const row = await services.db.inWorkspace(workspaceId, (tx) => findImport(tx, workspaceId, importId))
  if (row?.state !== 'running') return
  const path = importPath(services.config, workspaceId, importId)
  try {
    const source = await openExport(path, row.name)
    try { await work(services, workspaceId, row, source, signal) } finally { source.close() }
  } catch (error) {
    const lost = (error as NodeJS.ErrnoException).code === 'ENOENT'
    const code = error instanceof RecadoError && EVERY_ERROR.has(error.code) ? error.code : lost ? 'not_found' : null
    if (code === null) throw error
    await services.db.inWorkspace(workspaceId, (tx) => tx.query(`update chat_import set state = 'failed', error = $3, finished_at = $4 where workspace_id = $1 and chat_import_id = $2 and state = 'running'`, [workspaceId, importId, code, new Date(services.clock.now(workspaceId)).toISOString()]))
  }
  const after = await services.db.inWorkspace(workspaceId, (tx) => findImport(tx, workspaceId, importId))
  if (after && after.state !== 'running') await forgetFile(path)
}

async function work(services: Services, workspaceId: string, row: ImportRow, source: OpenExport, signal: AbortSignal | undefined): Promise<void> {
  const now = services.clock.now(workspaceId)
  const settled = await services.db.inWorkspace(workspaceId, (tx) => settle(services, tx, workspaceId, source, row.answers))
  const { account, channel, person, us, order, timeZone } = settled
  if (!account || !channel || !person || us === null || !order) throw new RecadoError('import_not_ready')
  const into: Into = { account, channel, whom: person, importId: row.chat_import_id, now }
  const { history } = historyOf(source.chat, { us, order, timeZone, person: person.keys, now })
  for (let position = row.position; ;) {
    if (signal?.aborted || services.stopping()) throw new Error('the server is stopping')
    const batch = history.slice(position, position + BATCH)
    const prepared = await prepare(services, into, source, batch)
    const next = position + batch.length
    const end = next >= history.length
    const goesOn = await again(() => services.db.inWorkspace(workspaceId, (tx) => commit(tx, into, prepared, { next, end })))
    services.signals.committed(workspaceId)
    if (prepared.messages.length > 0) services.signals.emit('stored', workspaceId, prepared.messages.length, { files: false })
    if (!goesOn || end) return
    position = next
  }
}

interface Batch { messages: Prepared[]; known: number; problems: ImportProblem[] }

/** Files are stored before the transaction: nothing waits in it. Those of messages that are here already are left where they are. */
async function prepare(services: Services, into: Into, source: OpenExport, batch: readonly HistoryMessage[]): Promise<Batch> {
  const known = batch.length === 0 ? new Set<string>() : await services.db.inWorkspace(into.account.workspaceId, (tx) => knownKeys(tx, into, batch))
  const problems: ImportProblem[] = []
  const messages: Prepared[] = []
  for (const message of batch) if (!known.has(message.key)) messages.push({ message, file: await fileOf(services, into, source, message, problems) })
  return { messages, known: batch.length - messages.length, problems }
}

async function fileOf(services: Services, { account }: Into, { files }: OpenExport, { message }: HistoryMessage, problems: ImportProblem[]): Promise<Prepared['file']> {
  if (message.body.type !== 'file') return null
  const { file } = message.body
  const size = files?.size(file) ?? null
  const left = (code: ImportProblem['code']): null => { problems.push({ line: message.line, code, text: file.slice(0, 200) }); return null }
  if (!files || size === null) return left('file_missing')
  if (size > LARGEST_FILE) return left('file_too_large')
  if (size === 0) return left('file_unreadable')
  try {
    return { ...await services.media.save(account.workspaceId, await files.read(file, LARGEST_FILE), { name: file, keep: true }), name: file }
  } catch (error) {
    if (!(error instanceof RecadoError)) throw error
    return left('file_unreadable')
  }
}

/** One batch and the place behind it. False when somebody has stopped the import meanwhile. */
async function commit(tx: Tx, into: Into, { messages, known, problems }: Batch, { next, end }: { next: number; end: boolean }): Promise<boolean> {
  const { account, importId, now } = into
  const row = await findImport(tx, account.workspaceId, importId, true)
  if (row?.state !== 'running') return false
  const first = row.conversation_id === null
  const stored = await storeHistory(tx, into, messages)
  const conversationId = row.conversation_id ?? stored.conversationId ?? into.whom.conversationId
  const makesThread = first ? into.whom.conversationId === null : row.makes_thread
  const added = row.added + stored.added
  await tx.query(
    `update chat_import set position = $3, added = $4, known = known + $5, files = files + $6, conversation_id = $7, makes_thread = $8, account_id = $9, problem_count = problem_count + $10,
       problems = case when jsonb_array_length(problems) < ${MOST_PROBLEMS} then problems || $11::jsonb else problems end, state = case when $12 then 'done' else state end, finished_at = case when $12 then $13::timestamptz end
     where workspace_id = $1 and chat_import_id = $2`,
    [account.workspaceId, importId, next, added, known + messages.length - stored.added, stored.files, conversationId, makesThread, account.id, problems.length, JSON.stringify(problems), end, new Date(now).toISOString()])
  if (end && conversationId && added > 0) await finishThread(tx, into, { conversationId, makesThread, name: row.name, added, by: row.created_by })
  return true
}

/** Two nodes may make the same person at once; one of them tries again. */
async function again<T>(once: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try { return await once() } catch (error) { if (!isConflict(error) || isAway(error) || tries === 3) throw error }
  }
}
