/** A person's copy of her data: made in the background, kept for three days, fetched by whoever may give it to her. */
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { csvRow, days, previewOf, RecadoError, shield } from '@recado/core'
import { newId } from '@recado/db'
import { actorOf, audit, wallNow } from '../../auth/audit.js'
import { demandSeen } from '../../auth/sight.js'
import type { Task, Tasks } from '../../jobs/queue.js'
import type { Config } from '../../config.js'
import type { Principal, Services } from '../../services.js'
import { consentsToCopy, type CopiedMessage, fileOf, filesToCopy, lastOf, messagesToCopy, personOf } from './collect.js'
import { ZipFile } from './zip.js'

const COPY_TASK = 'privacy.copy'
const KEPT_MS = days(3)

export const copyPath = (config: Pick<Config, 'dataDir'>, workspaceId: string, id: string): string => join(config.dataDir, 'copies', workspaceId, `${id}.zip`)

interface Row { person_copy_id: string; contact_id: string; state: string; bytes: number; messages: number; files: number; created_at: number; expires_at: number }
export interface PersonCopy { id: string; contactId: string; state: 'waiting' | 'running' | 'ready' | 'failed' | 'expired'; bytes: number; messages: number; files: number; createdAt: string; expiresAt: string }
const COLUMNS = 'person_copy_id, contact_id, state, bytes, messages, files, created_at, expires_at'

const toCopy = (row: Row, now: number): PersonCopy => ({
  id: row.person_copy_id, contactId: row.contact_id, state: (now >= row.expires_at && row.state === 'ready' ? 'expired' : row.state) as PersonCopy['state'], bytes: row.bytes, messages: row.messages, files: row.files,
  createdAt: new Date(row.created_at).toISOString(), expiresAt: new Date(row.expires_at).toISOString(),
})

/** Orders a copy. Throws not_found for somebody the asker does not see. */
export async function orderCopy(services: Services, principal: Principal, contactId: string): Promise<PersonCopy> {
  const { workspaceId } = principal
  const now = wallNow(services, workspaceId)
  const copy = await services.db.inWorkspace(workspaceId, async (tx) => {
    await demandSeen(tx, principal, 'contact', contactId)
    const [person] = await tx.query<{ id: string }>('select coalesce(merged_into, contact_id) as id from contact where workspace_id = $1 and contact_id = $2 and erased_at is null', [workspaceId, contactId])
    if (!person) throw new RecadoError('not_found', { contactId })
    const [row] = await tx.query<Row>(`insert into person_copy (workspace_id, person_copy_id, contact_id, state, created_by, created_at, expires_at) values ($1, $2, $3, 'waiting', $4, $5, $6) returning ${COLUMNS}`,
      [workspaceId, newId(), person.id, JSON.stringify(actorOf(principal)), now, new Date(Date.parse(now) + KEPT_MS).toISOString()])
    await services.queue.addIn(tx, COPY_TASK, { workspaceId, copyId: row!.person_copy_id }) // just written
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'contact.copy_ordered', subject: person.id, data: { copyId: row!.person_copy_id } })
    return toCopy(row!, Date.parse(now))
  })
  services.queue.wake()
  return copy
}

export async function readCopy(services: Services, principal: Principal, copyId: string): Promise<PersonCopy> {
  const { workspaceId } = principal
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const [row] = await tx.query<Row>(`select ${COLUMNS} from person_copy where workspace_id = $1 and person_copy_id = $2`, [workspaceId, copyId])
    if (!row) throw new RecadoError('not_found')
    await demandSeen(tx, principal, 'contact', row.contact_id)
    return toCopy(row, Date.parse(wallNow(services, workspaceId)))
  })
}

/** The file's place, for whoever may have it now; written down. */
export async function takeCopy(services: Services, principal: Principal, copyId: string): Promise<string> {
  const copy = await readCopy(services, principal, copyId)
  if (copy.state !== 'ready') throw new RecadoError('not_found')
  await services.db.inWorkspace(principal.workspaceId, (tx) => audit(tx, services, principal.workspaceId, actorOf(principal), { action: 'contact.copy_taken', subject: copy.contactId, data: { copyId } }))
  return copyPath(services.config, principal.workspaceId, copyId)
}

const HEAD = ['time', 'app', 'account', 'conversation', 'direction', 'kind', 'text', 'file', 'status']

/** Makes the archive. May run again after a kill: the file is put in its place only when it is whole. */
export async function makeCopy(services: Services, workspaceId: string, copyId: string): Promise<void> {
  const [row] = await services.db.inWorkspace(workspaceId, (tx) => tx.query<Row>(`update person_copy set state = 'running' where workspace_id = $1 and person_copy_id = $2 and state in ('waiting', 'running') returning ${COLUMNS}`, [workspaceId, copyId]))
  if (!row) return
  const path = copyPath(services.config, workspaceId, copyId)
  await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
  const zip = await ZipFile.create(`${path}.part`)
  try {
    const made = await fill(services, workspaceId, row.contact_id, zip)
    const bytes = await zip.end()
    await rename(`${path}.part`, path)
    const [kept] = await services.db.inWorkspace(workspaceId, (tx) => tx.query(`update person_copy set state = 'ready', bytes = $3, messages = $4, files = $5 where workspace_id = $1 and person_copy_id = $2 returning 1`, [workspaceId, copyId, bytes, made.messages, made.files]))
    if (!kept) await rm(path, { force: true }) // she was forgotten meanwhile
  } catch (error) {
    await zip.abandon()
    await rm(`${path}.part`, { force: true })
    if (!(error instanceof RecadoError)) throw error
    await services.db.inWorkspace(workspaceId, (tx) => tx.query(`update person_copy set state = 'failed' where workspace_id = $1 and person_copy_id = $2`, [workspaceId, copyId]))
  }
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value, null, 2))

async function fill(services: Services, workspaceId: string, contactId: string, zip: ZipFile): Promise<{ messages: number; files: number }> {
  const { person, consents, files, until } = await services.db.snapshot(workspaceId, async (tx) => {
    const found = await personOf(tx, services, workspaceId, contactId)
    if (!found) throw new RecadoError('not_found')
    return { person: found, consents: await consentsToCopy(tx, services, workspaceId, contactId), files: await filesToCopy(tx, workspaceId, contactId, found.conversationIds), until: await lastOf(tx, workspaceId, found.conversationIds) }
  })
  await zip.add('person.json', json(person.data))
  await zip.add('consents.json', json(consents))
  await zip.add('consents.csv', Buffer.from(`\ufeff${csvRow(['time', 'purpose', 'topic', 'app', 'state', 'source', 'wording', 'evidence', 'expires'])}${consents.map((one) => csvRow([one.at, one.purpose, one.category, one.channel, one.state, one.source, (one.wording as { text?: string } | null)?.text, one.evidence === null ? '' : JSON.stringify(one.evidence), one.expiresAt].map((cell) => shield(String(cell ?? ''))))).join('')}`))
  const names = new Map(files.map((file, i) => [file.id, `files/${String(i + 1).padStart(4, '0')}-${safe(file.name || file.mime.replace('/', '.'))}`]))
  const threads = new Map((person.data.conversations as { id: string; channel: string; account: { name: string }; number: number }[]).map((one) => [one.id, one]))
  const csvLine = (message: CopiedMessage): string => {
    const thread = threads.get(message.conversationId)
    const file = fileOf(message.content)
    return csvRow([message.at, thread?.channel ?? '', thread?.account?.name ?? '', String(thread?.number ?? ''), message.direction, message.content.kind, message.content.kind === 'text' ? message.content.text : previewOf(message.content), file ? names.get(file.id) ?? '' : '', message.status].map(shield))
  }
  // Read twice, page by page: a thread of years is never in memory whole. What comes in meanwhile is in neither.
  const pages = (): AsyncGenerator<CopiedMessage[]> => messagesToCopy(services, workspaceId, person.conversationIds, until)
  let messages = 0
  await zip.addPieces('messages.csv', (async function* () {
    yield `\ufeff${csvRow(HEAD)}`
    for await (const page of pages()) { messages += page.length; yield page.map(csvLine).join('') }
  })())
  await zip.addPieces('messages.json', (async function* () {
    let first = true
    yield '[\n'
    for await (const page of pages()) { yield `${first ? '' : ',\n'}${page.map((message) => JSON.stringify(message)).join(',\n')}`; first = false }
    yield '\n]\n'
  })())
  const missing: string[] = []
  let added = 0
  for (const file of files) {
    const bytes = await services.media.read(workspaceId, file.sha256).catch(() => null)
    const name = names.get(file.id)! // every file has one
    if (bytes) { await zip.add(name, bytes, false); added++ } else missing.push(csvRow([shield(name), file.mime]))
  }
  if (missing.length > 0) await zip.add('missing-files.csv', Buffer.from(`\ufeff${csvRow(['file', 'type'])}${missing.join('')}`))
  return { messages, files: added }
}

/** A name that every system can store and that leads nowhere else. */
const safe = (name: string): string => name.normalize('NFC').replaceAll(/[^\p{L}\p{N}._ -]+/gu, '_').replace(/^\.+/, '_').slice(-80)

/** Removes what has run out; called with the sweep of the workspace. */
export async function sweepCopies(services: Pick<Services, 'db' | 'clock' | 'config'>, workspaceId: string): Promise<void> {
  const gone = await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ id: string }>(`update person_copy set state = 'expired' where workspace_id = $1 and state <> 'expired' and expires_at <= $2 returning person_copy_id as id`, [workspaceId, wallNow(services, workspaceId)]))
  for (const { id } of gone) await rm(copyPath(services.config, workspaceId, id), { force: true })
}

export const copyTasks = (services: Services): Tasks => ({ [COPY_TASK]: (async ({ workspaceId, copyId }: { workspaceId: string; copyId: string }) => makeCopy(services, workspaceId, copyId)) as Task })
