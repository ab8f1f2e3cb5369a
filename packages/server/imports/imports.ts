/** What people do with exports: send, look, answer, start, stop. */
import { rm, stat } from 'node:fs/promises'
import type { ChatImport, ImportAnswers, ImportFound, ImportPreview } from '@recado/api'
import { RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import type { Readable } from 'node:stream'
import { actorOf, audit } from '../auth/audit.js'
import { iso } from '../http/schemas.js'
import { storable } from '../ingest/plan.js'
import type { Principal, Services } from '../services.js'
import { settle } from './answers.js'
import { forgetFile, importPath, openExport, type OpenExport, writePart } from './files.js'
import { historyOf, toPreview } from './history.js'
import { findImport, type ImportRow, toImport } from './rows.js'
import { IMPORT_TASK } from './run.js'

/** The largest export: the app splits nothing, and a year of photos is about this. */
export const LARGEST_EXPORT = 500 * 1024 ** 2
const PREVIEW = 30

const at = (services: Services, workspaceId: string): string => new Date(services.clock.now(workspaceId)).toISOString()

async function find(tx: Tx, workspaceId: string, id: string, lock = false): Promise<ImportRow> {
  const row = await findImport(tx, workspaceId, id, lock)
  if (!row) throw new RecadoError('not_found')
  return row
}

export const readImport = (services: Services, workspaceId: string, id: string): Promise<ChatImport> => services.db.inWorkspace(workspaceId, async (tx) => toImport(await find(tx, workspaceId, id)))

/** Takes a file, or the first part of one of `size` bytes. A whole one is read at once: what is no export is refused and forgotten. */
export async function beginImport(services: Services, principal: Principal, file: { name: string; part: Readable & { truncated?: boolean }; size?: number }): Promise<ChatImport> {
  const { workspaceId } = principal
  if (file.size !== undefined && file.size > LARGEST_EXPORT) throw new RecadoError('media_too_large', { field: 'file', limit: LARGEST_EXPORT })
  const id = newId()
  const path = importPath(services.config, workspaceId, id)
  try {
    const received = await writePart(path, file.part, 0)
    if (file.part.truncated || received > LARGEST_EXPORT) throw new RecadoError('media_too_large', { field: 'file', limit: LARGEST_EXPORT })
    if (received === 0) throw new RecadoError('invalid_request', { fields: [{ field: 'file', message: 'is empty' }] })
    const bytes = file.size ?? received
    if (received > bytes) throw new RecadoError('invalid_request', { fields: [{ field: 'size', message: 'is smaller than what came' }] })
    const name = storable(file.name.replace(/^.*[\\/]/u, '').slice(0, 200)) || '_chat.txt'
    const found = received === bytes ? await look(path, name) : null
    await services.db.inWorkspace(workspaceId, async (tx) => {
      await tx.query(`insert into chat_import (workspace_id, chat_import_id, name, bytes, received, state, found, total, created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [workspaceId, id, name, bytes, received, found ? 'waiting' : 'receiving', found && JSON.stringify(found), found?.messages ?? 0, JSON.stringify(actorOf(principal)), at(services, workspaceId)])
      await audit(tx, services, workspaceId, actorOf(principal), { action: 'import.uploaded', subject: id, data: { bytes } })
    })
  } catch (error) {
    await forgetFile(path)
    throw error
  }
  return readImport(services, workspaceId, id)
}

/** Takes the next part. `offset` says where it belongs; a part that came before is written again. */
export async function continueImport(services: Services, principal: Principal, id: string, part: Readable & { truncated?: boolean }, offset: number): Promise<ChatImport> {
  const { workspaceId } = principal
  const row = await services.db.inWorkspace(workspaceId, (tx) => find(tx, workspaceId, id))
  if (row.state !== 'receiving') throw new RecadoError('import_not_ready')
  const path = importPath(services.config, workspaceId, id)
  const here = await stat(path).then(({ size }) => size, () => 0)
  if (offset > here) throw new RecadoError('invalid_request', { fields: [{ field: 'offset', message: `is beyond the ${here} bytes that are here` }] })
  const received = await writePart(path, part, offset)
  if (part.truncated || received > Number(row.bytes)) {
    await rm(path, { force: true })
    throw new RecadoError('media_too_large', { field: 'file', limit: Number(row.bytes) })
  }
  const whole = received === Number(row.bytes)
  try {
    const found = whole ? await look(path, row.name) : null
    await services.db.inWorkspace(workspaceId, (tx) => tx.query(`update chat_import set received = $3, state = $4, found = $5, total = $6 where workspace_id = $1 and chat_import_id = $2 and state = 'receiving'`,
      [workspaceId, id, received, whole ? 'waiting' : 'receiving', found && JSON.stringify(found), found?.messages ?? 0]))
  } catch (error) {
    if (error instanceof RecadoError) await end(services, workspaceId, id, 'failed', error.code)
    throw error
  }
  return readImport(services, workspaceId, id)
}

async function look(path: string, name: string): Promise<ImportFound> {
  const source = await openExport(path, name)
  try {
    const named = source.chat.messages.flatMap(({ body }) => (body.type === 'file' ? [body.file] : []))
    const files = named.filter((file) => source.files?.size(file) !== undefined && source.files?.size(file) !== null).length
    return storable({ layout: source.chat.layout ?? 'android', messages: source.chat.messages.length, files, filesMissing: named.length - files, authors: source.chat.authors, nameInFile: source.name, dateOrders: source.chat.dateOrders })
  } finally { source.close() }
}

async function withSource<T>(services: Services, workspaceId: string, row: ImportRow, work: (source: OpenExport) => Promise<T>): Promise<T> {
  const source = await openExport(importPath(services.config, workspaceId, row.chat_import_id), row.name)
  try { return await work(source) } finally { source.close() }
}

/** What would happen with these answers. Stores nothing. */
export async function previewImport(services: Services, { workspaceId }: Principal, id: string, answers: ImportAnswers): Promise<ImportPreview> {
  const row = await services.db.inWorkspace(workspaceId, (tx) => find(tx, workspaceId, id))
  if (row.state !== 'waiting') throw new RecadoError('import_not_ready')
  return withSource(services, workspaceId, row, async (source) => {
    const settled = await services.db.inWorkspace(workspaceId, (tx) => settle(services, tx, workspaceId, source, { ...row.answers, ...answers }))
    const { person, questions, us, order, timeZone } = settled
    // Until somebody has said which, the first of the possible readings is shown beside the question.
    const { history, problems } = historyOf(source.chat, { us: us ?? '', order: order ?? source.chat.dateOrders[0]!, timeZone, person: person?.keys ?? [], now: services.clock.now(workspaceId) }) // an export has one
    const missing = source.chat.messages.flatMap(({ line, body }) => (body.type === 'file' && (source.files?.size(body.file) ?? null) === null ? [{ line, code: 'file_missing' as const, text: body.file.slice(0, 200) }] : []))
    const all = [...problems, ...missing].sort((a, b) => a.line - b.line)
    return {
      questions, answers: settled.answers, person: person && { name: person.name, phone: person.phone, contactId: person.contactId, conversationId: person.conversationId },
      messages: history.slice(0, PREVIEW).map(toPreview), from: history[0] ? iso(history[0].at) : null, to: history.length > 0 ? iso(history.at(-1)!.at) : null, problems: all.slice(0, 100), problemCount: all.length,
    }
  })
}

/** Starts it with these answers. Throws invalid_request with the questions still open. */
export async function startImport(services: Services, principal: Principal, id: string, answers: ImportAnswers): Promise<ChatImport> {
  const { workspaceId } = principal
  const row = await services.db.inWorkspace(workspaceId, (tx) => find(tx, workspaceId, id))
  if (row.state !== 'waiting') throw new RecadoError('import_not_ready')
  const { settled, problems } = await withSource(services, workspaceId, row, async (source) => {
    const found = await services.db.inWorkspace(workspaceId, (tx) => settle(services, tx, workspaceId, source, { ...row.answers, ...answers }))
    return { settled: found, problems: found.order ? historyOf(source.chat, { us: found.us ?? '', order: found.order, timeZone: found.timeZone, person: [], now: services.clock.now(workspaceId) }).problems : [] }
  })
  const fields = settled.questions.map((question) => ({ field: question === 'account' ? 'channelAccountId' : question, message: 'is needed: the file does not tell' }))
  if (fields.length > 0) throw new RecadoError('invalid_request', { fields })
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const fresh = await find(tx, workspaceId, id, true)
    if (fresh.state !== 'waiting') throw new RecadoError('import_not_ready')
    await tx.query(`update chat_import set state = 'running', answers = $3, account_id = $4, total = total - $5, problems = $6, problem_count = $7 where workspace_id = $1 and chat_import_id = $2`,
      [workspaceId, id, JSON.stringify(settled.answers), settled.account?.id, problems.filter(({ code }) => code === 'bad_date').length, JSON.stringify(problems.slice(0, 200)), problems.length])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'import.started', subject: id })
    await services.queue.addIn(tx, IMPORT_TASK, { workspaceId, importId: id }, { key: `chat-import:${id}` })
  })
  services.queue.wake()
  return readImport(services, workspaceId, id)
}

/** Stops it; what is in the thread stays there. The file is forgotten. */
export async function cancelImport(services: Services, principal: Principal, id: string): Promise<ChatImport> {
  const { workspaceId } = principal
  const row = await services.db.inWorkspace(workspaceId, (tx) => find(tx, workspaceId, id))
  if (row.state !== 'waiting' && row.state !== 'receiving' && row.state !== 'running') throw new RecadoError('import_not_ready')
  await end(services, workspaceId, id, 'cancelled', null)
  await services.db.inWorkspace(workspaceId, (tx) => audit(tx, services, workspaceId, actorOf(principal), { action: 'import.cancelled', subject: id }))
  return readImport(services, workspaceId, id)
}

async function end(services: Services, workspaceId: string, id: string, state: 'cancelled' | 'failed', code: string | null): Promise<void> {
  await services.db.inWorkspace(workspaceId, (tx) => tx.query(`update chat_import set state = $3, error = $4, finished_at = $5 where workspace_id = $1 and chat_import_id = $2 and state in ('receiving', 'waiting', 'running')`, [workspaceId, id, state, code, at(services, workspaceId)]))
  await forgetFile(importPath(services.config, workspaceId, id))
}
