import type { ContactNote } from '@recado/api'
import { RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { may } from '../auth/permissions.js'
import { iso, isoOrNull, pageOf } from '../http/schemas.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Principal, Services } from '../services.js'
import { survivorOf } from './contacts.js'

interface Row { contact_note_id: string; text: string; author: { kind: string; id?: string }; author_name: string | null; at: number; edited_at: number | null }

const READ = `select n.contact_note_id, n.text, n.author, coalesce(u.name, k.name) as author_name, n.at, n.edited_at from contact_note n
  left join app_user u on n.author->>'kind' = 'user' and u.user_id::text = n.author->>'id' left join api_token_name k on n.author->>'kind' = 'token' and k.workspace_id = $1 and k.token_id::text = n.author->>'id'
  where n.workspace_id = $1 and n.contact_id = $2`

/** Who may take back or change a line: whoever wrote it, and who looks after contact fields for everybody. */
const owns = (principal: Principal, row: Pick<Row, 'author'>): boolean => row.author.id === principal.id || may(principal, 'contacts.fields')

function shown(principal: Principal, row: Row): ContactNote {
  return { id: row.contact_note_id, text: row.text, author: row.author.id && row.author_name !== null ? { id: row.author.id, name: row.author_name } : null, at: iso(row.at), editedAt: isoOrNull(row.edited_at), mine: owns(principal, row) }
}

async function personOf(tx: Tx, workspaceId: string, contactId: string): Promise<string> {
  const id = await survivorOf(tx, workspaceId, contactId)
  if (!id) throw new RecadoError('not_found', { contactId })
  return id
}

/** A page of what colleagues wrote down about her, newest first. */
export function listNotes(services: Services, principal: Principal, contactId: string, { limit, after }: { limit: number; after: readonly [string | null, string | null] }): Promise<{ items: ContactNote[]; next: string | null }> {
  const { workspaceId } = principal
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const rows = await tx.query<Row>(`${READ} and ($3::timestamptz is null or (n.at, n.contact_note_id) < ($3, $4::uuid)) order by n.at desc, n.contact_note_id desc limit $5`, [workspaceId, await personOf(tx, workspaceId, contactId), after[0], after[1], limit + 1])
    return pageOf(rows, limit, (row) => [iso(row.at), row.contact_note_id], (row) => shown(principal, row))
  })
}

/** Writes a line about her. */
export async function addNote(services: Services, principal: Principal, contactId: string, text: string): Promise<ContactNote> {
  const { workspaceId } = principal
  const words = storable(text).trim()
  if (words === '') throw new RecadoError('invalid_request', { fields: [{ field: 'text', message: 'is empty' }] })
  const id = newId()
  const note = await services.db.inWorkspace(workspaceId, async (tx) => {
    const person = await personOf(tx, workspaceId, contactId)
    await tx.query('insert into contact_note (workspace_id, contact_note_id, contact_id, origin_contact_id, text, author, at) values ($1, $2, $3, $3, $4, $5, $6)', [workspaceId, id, person, words, JSON.stringify(actorOf(principal)), new Date(services.clock.now(workspaceId)).toISOString()])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'contact.note_added', subject: person, data: { noteId: id } })
    await append(tx, [{ type: 'contact.changed', data: { contactId: person } }])
    return shown(principal, (await tx.query<Row>(`${READ} and n.contact_note_id = $3`, [workspaceId, person, id]))[0]!) // just written
  })
  services.signals.committed(workspaceId)
  return note
}

/** Changes the words of a line, or takes it away (`text` null). Not hers to change: forbidden. */
export async function changeNote(services: Services, principal: Principal, contactId: string, noteId: string, text: string | null): Promise<ContactNote | null> {
  const { workspaceId } = principal
  const words = text === null ? null : storable(text).trim()
  if (words === '') throw new RecadoError('invalid_request', { fields: [{ field: 'text', message: 'is empty' }] })
  const note = await services.db.inWorkspace(workspaceId, async (tx) => {
    const person = await personOf(tx, workspaceId, contactId)
    const [row] = await tx.query<Row>(`${READ} and n.contact_note_id = $3 for update of n`, [workspaceId, person, noteId])
    if (!row) throw new RecadoError('not_found', { noteId })
    if (!owns(principal, row)) throw new RecadoError('not_permitted')
    if (words === null) await tx.query('delete from contact_note where workspace_id = $1 and contact_note_id = $2', [workspaceId, noteId])
    else await tx.query('update contact_note set text = $3, edited_at = $4 where workspace_id = $1 and contact_note_id = $2', [workspaceId, noteId, words, new Date(services.clock.now(workspaceId)).toISOString()])
    await audit(tx, services, workspaceId, actorOf(principal), { action: words === null ? 'contact.note_removed' : 'contact.note_changed', subject: person, data: { noteId } })
    await append(tx, [{ type: 'contact.changed', data: { contactId: person } }])
    return words === null ? null : shown(principal, (await tx.query<Row>(`${READ} and n.contact_note_id = $3`, [workspaceId, person, noteId]))[0]!) // changed just now
  })
  services.signals.committed(workspaceId)
  return note
}
