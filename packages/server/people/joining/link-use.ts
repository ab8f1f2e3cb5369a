/** A personal code came back: whoever came with it is the person it was made for - once. Reads the log behind the messages. */
import { codesInText } from '@recado/channel-kit'
import type { Content } from '@recado/core'
import type { Tx } from '@recado/db'
import { type Actor, audit } from '../../auth/audit.js'
import { iso } from '../../http/schemas.js'
import { append } from '../../ingest/others.js'
import type { Services } from '../../services.js'
import { latestThreads, namesOf, tellThreads, type ThreadLine } from './lines.js'
import { endOf } from './link-ends.js'
import { mergePeople } from './merge.js'

/** Entries of the log read at once. */
const PAGE = 1_000
/** A code that comes back later than this is no news. */
const REMEMBERED_MS = 90 * 86_400_000

interface Sign { seq: number; message_id: string; conversation_id: string; identity_id: string; contact_id: string; account_id: string; channel: string; content: Content }
interface Code { link_code_id: string; contact_id: string; account_id: string; code: string; issued_by: Actor; created_at: number; expires_at: number; ended_at: number | null; used_at: number | null; used_identity_id: string | null }

// Whatever of hers can carry a code: a text with one in brackets, or a line in which the platform hands one back.
const SIGNS = `
  with log as (select seq, message_ids from event where workspace_id = $1 and seq > $2 and seq <= $3 and type = 'message.created' and message_ids is not null)
  select f.seq, m.message_id, m.conversation_id, c.identity_id, c.contact_id, m.account_id, c.channel, m.content
  from (select seq, unnest(message_ids) as message_id from log) f join message m on m.workspace_id = $1 and m.message_id = f.message_id join conversation c on c.workspace_id = $1 and c.conversation_id = m.conversation_id
  where m.import_id is null and m.ext_key is not null and m.direction in ('in', 'system') and m.author_type <> 'outside'
    and case m.kind when 'text' then m.content->>'text' like '%(#%' when 'system' then m.content->'data' ?| array['scene', 'ref'] else false end
  order by f.seq, m.at, m.message_id`

const wordsOf = (content: Content): string[] => {
  if (content.kind === 'text') return codesInText(content.text)
  return content.kind === 'system' ? [content.data?.scene, content.data?.ref].flatMap((word) => (typeof word === 'string' && word ? [word] : [])) : []
}

/**
 * Reads behind `after` up to the next sign that carries a code, or a page; gives how far it came, and whether there is more behind that. One at a time: a
 * joining ends with the log's head locked, and nothing is to be waited for behind that.
 */
export async function readSigns(tx: Tx, services: Services, workspaceId: string, after: number): Promise<{ seq: number; more: boolean }> {
  const [{ seq: last } = { seq: after }] = await tx.query<{ seq: number }>(`select coalesce(max(seq), $2) as seq from (select seq from event where workspace_id = $1 and seq > $2 order by seq limit ${PAGE}) s`, [workspaceId, after])
  const page = { seq: last, more: last - after >= PAGE }
  if (last === after) return page
  const now = services.clock.now(workspaceId)
  const [alive] = await tx.query('select 1 from link_code where workspace_id = $1 and created_at > $2 limit 1', [workspaceId, iso(now - REMEMBERED_MS)])
  if (!alive) return page
  const signs = await tx.query<Sign>(SIGNS, [workspaceId, after, last])
  for (const sign of signs) for (const word of new Set(wordsOf(sign.content).map((each) => each.toLowerCase()))) if (await comeBack(tx, services, workspaceId, sign, word, now)) return { seq: sign.seq - 1, more: true }
  return page
}

type Outcome = 'joined' | 'known' | 'quoted' | 'again' | 'used' | 'ended' | 'expired' | 'gone'

/** Whether the word was a code of ours that had to be looked at. */
async function comeBack(tx: Tx, services: Services, workspaceId: string, sign: Sign, word: string, now: number): Promise<boolean> {
  const [code] = await tx.query<Code>(
    `select l.link_code_id, l.contact_id, l.account_id, l.code, l.issued_by, l.created_at, l.expires_at, l.ended_at, l.used_at, l.used_identity_id from link_code l
     where l.workspace_id = $1 and lower(l.code) = $2 and not exists (select from link_use u where u.workspace_id = $1 and u.link_code_id = l.link_code_id and u.message_id = $3) for update of l`, [workspaceId, word, sign.message_id])
  if (!code) return false
  const [who] = await tx.query<{ contact_id: string }>('select contact_id from identity where workspace_id = $1 and identity_id = $2', [workspaceId, sign.identity_id])
  const [person] = await tx.query('select 1 from contact where workspace_id = $1 and contact_id = $2 and merged_into is null and erased_at is null', [workspaceId, code.contact_id])
  const outcome = who ? outcomeOf(code, sign, who.contact_id === code.contact_id, person !== undefined, now) : 'gone'
  await tx.query('insert into link_use (workspace_id, link_code_id, message_id, outcome, at) values ($1, $2, $3, $4, $5)', [workspaceId, code.link_code_id, sign.message_id, outcome, iso(now)])
  if (outcome === 'joined' || outcome === 'known') {
    await tx.query('update link_code set used_at = $3, used_identity_id = $4, used_message_id = $5 where workspace_id = $1 and link_code_id = $2', [workspaceId, code.link_code_id, iso(now), sign.identity_id, sign.message_id])
    if (outcome === 'known' || !who) { await append(tx, [{ type: 'contact.changed', data: { contactId: code.contact_id } }]); return true }
    await mergePeople(tx, services, workspaceId, { keepId: code.contact_id, loseId: who.contact_id, how: 'code', actor: { kind: 'system' }, linkCodeId: code.link_code_id, lines: await proof(tx, workspaceId, sign, code, who.contact_id) })
  } else if (outcome !== 'quoted' && outcome !== 'again' && who) await refused(tx, services, workspaceId, sign, code, outcome, now)
  return true
}

function outcomeOf(code: Code, sign: Sign, same: boolean, alive: boolean, now: number): Outcome {
  // She scans her own code a second time, or writes its text again: that is her.
  if (code.used_at !== null) return code.used_identity_id === sign.identity_id ? 'again' : 'used'
  // In a thread where she is known already it is only repeated; on the account it was made for it proves her.
  if (same && sign.account_id !== code.account_id) return 'quoted'
  if (code.ended_at !== null) return 'ended'
  if (code.expires_at <= now) return 'expired'
  if (!alive) return 'gone'
  return same ? 'known' : 'joined'
}

/** Who had made the code, when, and which: in the thread she came by and in the one where she was spoken with before. */
async function proof(tx: Tx, workspaceId: string, sign: Sign, code: Code, otherId: string): Promise<ThreadLine[]> {
  const names = await namesOf(tx, workspaceId, [code.contact_id, otherId])
  const before = await latestThreads(tx, workspaceId, [code.contact_id])
  const told = { label: endOf(code.code), moment: iso(code.created_at), linkCodeId: code.link_code_id, ...(code.issued_by.kind === 'user' ? { userId: code.issued_by.id } : {}) }
  const line = (conversationId: string, other: string): ThreadLine => ({ conversationId, event: 'joined_by_code', data: { ...told, other: names.get(other) } })
  return [line(sign.conversation_id, code.contact_id), ...before.filter((each) => each.conversationId !== sign.conversation_id).map((each) => line(each.conversationId, otherId))]
}

/** Nobody is joined. A line says so, and whoever answers for the person hears of it: the code may be in other hands. */
async function refused(tx: Tx, services: Services, workspaceId: string, sign: Sign, code: Code, state: Outcome, now: number): Promise<void> {
  const lines = await tellThreads(tx, workspaceId, { kind: 'system' }, [{ conversationId: sign.conversation_id, event: 'link_code_refused', data: { mode: state, label: endOf(code.code), moment: iso(code.created_at), linkCodeId: code.link_code_id, ...(code.issued_by.kind === 'user' ? { userId: code.issued_by.id } : {}) } }], iso(now))
  await audit(tx, services, workspaceId, { kind: 'system' }, { action: 'link_code.refused', subject: code.contact_id, data: { linkCodeId: code.link_code_id, conversationId: sign.conversation_id, state } })
  const userIds = await whoAnswersFor(tx, workspaceId, code.contact_id)
  await append(tx, [
    ...lines, { type: 'contact.changed', data: { contactId: code.contact_id } },
    ...(userIds.length > 0 ? [{ type: 'nudge.due', conversationId: sign.conversation_id, data: { userIds, nudge: { kind: 'escalation_link_code' } } }] : []),
  ])
}

/** Her owner, else whoever has one of her threads, else those who lead. */
async function whoAnswersFor(tx: Tx, workspaceId: string, contactId: string): Promise<string[]> {
  const [row] = await tx.query<{ ids: string[] }>(
    `select coalesce(
       (select array[p.owner_id] from contact p where p.workspace_id = $1 and p.contact_id = $2 and p.owner_id is not null),
       (select array_agg(distinct c.assignee_id) from conversation c where c.workspace_id = $1 and c.contact_id = $2 and c.assignee_id is not null),
       (select array_agg(m.user_id) from member m where m.workspace_id = $1 and m.disabled_at is null and m.role in ('owner', 'admin', 'supervisor')), '{}') as ids`, [workspaceId, contactId])
  return row?.ids ?? []
}
