/** A code came back with her first message: what she chose becomes consent, she is answered, and the thread says so. All in one transaction. */
import { deliversTo, type Instant } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { recordConsents } from '../consents/ledger.js'
import { append } from '../ingest/others.js'
import { preferenceLink } from '../preferences/link.js'
import { queueMessage } from '../sending/queue.js'
import type { Services } from '../services.js'
import { chosen, count } from './counts.js'
import { readPublished } from './published.js'
import { EVIDENCE } from './sign-up.js'
import { answer, refusal } from './words.js'

/** A line of hers that carries something like a code. */
export interface Carrier { messageId: string; conversationId: string; contactId: string; identityId: string; caseId: string; accountId: string; channel: string; country: string | null; at: Instant; codes: readonly string[] }

interface SignUpRow {
  sign_up_id: string; opt_in_form_id: string; version: number; account_id: string; code: string; language: string; country: string | null; category_ids: string[]; wording_id: string; source: 'widget' | 'opt_in_page'
  sealed: Buffer | null; created_at: number; expires_at: number; used_at: number | null; message_id: string | null; used_in: string | null
}

const iso = (at: Instant): string => new Date(at).toISOString()

/** Null where the line carries no code of ours, or this was dealt with before. */
export async function arrive(tx: Tx, services: Services, workspaceId: string, line: Carrier): Promise<'signed_up' | 'refused' | null> {
  const [row] = await tx.query<SignUpRow>(
    `select s.sign_up_id, s.opt_in_form_id, s.version, s.account_id, s.code, s.language, s.country, s.category_ids, s.wording_id, s.source, s.sealed, s.created_at, s.expires_at, s.used_at, s.message_id,
       (select m.conversation_id from message m where m.workspace_id = $1 and m.message_id = s.message_id) as used_in
     from opt_in_sign_up s where s.workspace_id = $1 and s.code = any($2) and s.account_id = $3 order by s.used_at nulls first limit 1 for update of s`, [workspaceId, line.codes, line.accountId])
  if (!row) return null
  // Pressed twice, or told twice by the log: she is signed up already.
  if (row.used_in === line.conversationId || row.message_id === line.messageId) return null
  const published = await readPublished(tx, services, workspaceId, row.opt_in_form_id, row.version)
  if (!published) return null
  const why = row.used_at !== null ? 'spent' : line.at >= row.expires_at ? 'late' : null
  const page = `${services.publicUrl()}/j/${published.form.slug}`
  if (why) {
    if (!await note(tx, services, workspaceId, line, { event: 'opt_in_refused', data: { form: published.name, why } })) return null
    await say(tx, services, workspaceId, line, `${row.sign_up_id}:${line.messageId}`, refusal(row.language, why, page))
    return 'refused'
  }
  const topics = row.category_ids.map((id) => { const one = published.topics.find((each) => each.id === id); return { id, name: one ? (one.names[row.language] ?? Object.values(one.names)[0] ?? '') : '' } }).filter((one) => one.name)
  await tx.query('update opt_in_sign_up set used_at = $3, message_id = $4, sealed = null where workspace_id = $1 and sign_up_id = $2', [workspaceId, row.sign_up_id, iso(line.at), line.messageId])
  // What the browser said helps from here on, unless somebody knows better.
  await tx.query('update contact set language = $3 where workspace_id = $1 and contact_id = $2 and language is null', [workspaceId, line.contactId, row.language])
  const app = published.form.apps.find((one) => one.id === row.account_id)
  const elsewhere = app && !deliversTo(app.delivery, line.country) ? { app: app.name, page } : null
  const { url: link } = await preferenceLink(services, workspaceId, line.contactId)
  await note(tx, services, workspaceId, line, { event: 'opt_in', data: { form: published.name, topics: topics.map((one) => one.name).join(' · ') } })
  await say(tx, services, workspaceId, line, row.sign_up_id, answer(row.language, { thanks: published.form.texts[row.language]?.thanks ?? '', topics: topics.map((one) => one.name), link, elsewhere }))
  await count(tx, services, workspaceId, chosen(row.opt_in_form_id, 'arrived', row.account_id, row.category_ids))
  await record(tx, services, workspaceId, line, row, published.name, published.form.slug, published.form.purpose)
  return 'signed_up'
}

/**
 * `confirmed`, also where double opt-in is demanded: she chose and agreed on the page, and the code given to that browser alone came back from her own account. A page
 * by itself proves nothing about whose number it is; the message does. It is the moment of the message that counts, so what she withdrew before it is given anew; platforms that tell whole seconds do not put it before the choice.
 */
async function record(tx: Tx, services: Services, workspaceId: string, line: Carrier, row: SignUpRow, form: string, slug: string, purpose: 'marketing' | 'notification'): Promise<void> {
  const visitor = row.sealed ? JSON.parse(await services.sealer.open(workspaceId, EVIDENCE, row.sealed)) as Record<string, string> : {}
  const evidence = { form, slug, version: row.version, code: row.code, language: row.language, ...(row.country ? { country: row.country } : {}), chosenAt: iso(row.created_at), messageId: line.messageId, ...visitor }
  await recordConsents(tx, services, workspaceId, row.category_ids.map((categoryId) => ({
    contactId: line.contactId, identityId: line.identityId, purpose, categoryId, channel: line.channel, state: 'confirmed' as const, source: row.source, sourceDetail: form, wordingId: row.wording_id, at: Math.max(line.at, row.created_at), actor: { kind: 'contact' as const, id: line.contactId }, evidence,
  })))
}

/** By the rules like everything that goes out; where nothing may be said, nothing is. */
async function say(tx: Tx, services: Services, workspaceId: string, line: Carrier, id: string, text: string): Promise<void> {
  await queueMessage(tx, services, workspaceId, { conversationId: line.conversationId, clientId: `opt-in:${id}`, content: { kind: 'text', text }, purpose: 'service', author: { type: 'automation' } })
}

/** A line in the thread, once: the log may tell the same message again. False where it stands already. */
async function note(tx: Tx, services: Services, workspaceId: string, line: Carrier, system: { event: string; data: Record<string, string> }): Promise<boolean> {
  const [messageId, clientId] = [newId(), `${system.event}:${line.messageId}`]
  const added = await tx.query(
    `insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, client_id, author_type, at)
     select $1, $2, $3, $4, $5, 'system', 'system', $6, 'received', $7, 'automation', $8
     where not exists (select from message where workspace_id = $1 and conversation_id = $3 and client_id = $7) returning 1`,
    [workspaceId, messageId, line.conversationId, line.caseId, line.accountId, JSON.stringify({ kind: 'system', ...system }), clientId, iso(services.clock.now(workspaceId))])
  if (added.length > 0) await append(tx, [{ type: 'message.created', conversationId: line.conversationId, messageIds: [messageId] }])
  return added.length > 0
}
