import type { Contact, ContactDetail, ContactIdentity, ConversationVerdicts, Message, Page } from '@recado/api'
import { type IdentityKey, RecadoError } from '@recado/core'
import { conversationsById, messagesById, type Tx } from '@recado/db'
import { may } from '../auth/permissions.js'
import { reachSql, sees } from '../auth/reach.js'
import { personSeen } from '../auth/sight.js'
import { isoOrNull, pageOf, readCursor, writeCursor } from '../http/schemas.js'
import { UUID } from '../ingest/plan.js'
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { readThread } from '../sending/facts.js'
import { conversationVerdicts } from '../sending/verdicts.js'
import type { Principal, Services } from '../services.js'
import { toConversation } from '../views/conversation.js'
import { toMessage } from '../views/message.js'

interface ContactRow { contact_id: string; name: string; avatar_media_id: string | null; language: string | null; country: string | null; notes: string; labels: string[]; created_at: number }
interface IdentityRow { identity_id: string; contact_id: string; account_id: string; channel: string; account_name: string; keys: IdentityKey[]; profile: { name?: string }; reachable: boolean | null; last_inbound_at: number | null }

const CONTACT = 'p.contact_id, p.name, p.avatar_media_id, p.language, p.country, p.notes, p.labels, p.created_at'
const IDENTITIES = `select d.identity_id, d.contact_id, d.account_id, a.channel, a.name as account_name, d.profile, d.reachable, c.last_inbound_at,
  (select coalesce(jsonb_agg(jsonb_build_object('kind', k.kind, 'value', k.value) order by k.kind, k.value), '[]') from identity_key k where k.workspace_id = $1 and k.identity_id = d.identity_id) as keys
  from identity d join channel_account a on a.workspace_id = $1 and a.account_id = d.account_id left join conversation c on c.workspace_id = $1 and c.identity_id = d.identity_id
  where d.workspace_id = $1 and d.contact_id = any($2) order by c.last_at desc nulls last, d.identity_id`

/** The number as people write it, where the channel is addressed by phone. */
function addressOf(services: Pick<Services, 'channels'>, row: IdentityRow): string | null {
  const address = services.channels.find(row.channel)?.declaration.address
  const phone = address?.kind === 'phone' ? row.keys.find((key) => key.kind === address.keyKind)?.value : undefined
  if (!phone) return null
  const plain = `+${phone.replace(/^\+/, '')}`
  return parsePhoneNumberFromString(plain)?.formatInternational() ?? plain
}

async function withIdentities(tx: Tx, services: Pick<Services, 'channels'>, workspaceId: string, rows: readonly ContactRow[]): Promise<Contact[]> {
  const identities = rows.length > 0 ? await tx.query<IdentityRow>(IDENTITIES, [workspaceId, rows.map((row) => row.contact_id)]) : []
  return rows.map((row) => ({
    id: row.contact_id, name: row.name, avatarUrl: row.avatar_media_id ? `/api/v1/media/${row.avatar_media_id}/thumb` : null, language: row.language, country: row.country, notes: row.notes, labels: row.labels,
    createdAt: new Date(row.created_at).toISOString(),
    identities: identities.filter((one) => one.contact_id === row.contact_id).map((one): ContactIdentity => ({
      id: one.identity_id, channel: one.channel, channelAccountId: one.account_id, accountName: one.account_name, keys: one.keys, profileName: one.profile.name?.trim() || null,
      address: addressOf(services, one), reachable: one.reachable, lastInboundAt: isoOrNull(one.last_inbound_at),
    })),
  }))
}

export async function contactsById(tx: Tx, services: Pick<Services, 'channels'>, workspaceId: string, ids: readonly string[]): Promise<Contact[]> {
  return withIdentities(tx, services, workspaceId, await tx.query<ContactRow>(`select ${CONTACT} from contact p where p.workspace_id = $1 and p.contact_id = any($2)`, [workspaceId, ids]))
}

const badCursor = (): RecadoError => new RecadoError('invalid_request', { fields: [{ field: 'cursor', message: 'is not one that this list gave' }] })

/** A text or moment and an id: whoever makes a cursor up is told so. */
function placeAfter(cursor: string | undefined): [string | null, string | null] {
  const [first = null, id = null] = readCursor(cursor, 2)
  if (id !== null && !UUID.test(id)) throw badCursor()
  return [first, id]
}

/** A page by name of the people with a thread that she sees. `q` is a part of a name, or digits of an address. */
export function listContacts(services: Services, principal: Principal, query: { q?: string; cursor?: string; limit?: number }): Promise<Page<Contact>> {
  const { workspaceId } = principal
  const limit = query.limit ?? 50
  const [name, id] = placeAfter(query.cursor)
  const q = query.q?.trim() ?? ''
  const digits = q.replace(/\D/g, '')
  const values: unknown[] = [workspaceId, q, `%${q.replace(/[\\%_]/g, '\\$&')}%`, digits, name, id, limit + 1]
  const reach = reachSql(principal.reach, principal.id, (value) => `$${values.push(value)}`)
  return services.db.snapshot(workspaceId, async (tx) => {
    const rows = await tx.query<ContactRow & { place: string }>(
      `select ${CONTACT}, lower(p.name) as place from contact p where p.workspace_id = $1
         and ($2 = '' or p.name ilike $3 or (length($4) > 3 and exists (select from identity d join identity_key k on k.workspace_id = $1 and k.identity_id = d.identity_id
           where d.workspace_id = $1 and d.contact_id = p.contact_id and k.value like '%' || $4 || '%')))
         and ($5::text is null or (lower(p.name), p.contact_id) > ($5, $6::uuid))
         ${reach ? `and ${personSeen(reach)}` : ''}
       order by lower(p.name), p.contact_id limit $7`, values)
    const page = pageOf(rows, limit, (row) => [row.place, row.contact_id], (row) => row)
    return { items: await withIdentities(tx, services, workspaceId, page.items), next: page.next }
  })
}

/** A person with all her threads that the asker sees, newest first, and what may be sent in each of them. */
export function readContact(services: Services, principal: Principal, contactId: string): Promise<ContactDetail> {
  const { workspaceId } = principal
  return services.db.snapshot(workspaceId, async (tx) => {
    const [contact] = await contactsById(tx, services, workspaceId, [contactId])
    if (!contact) throw new RecadoError('not_found', { contactId })
    // What was said in her threads is for those who may read threads.
    if (!may(principal, 'conversations.read')) return { ...contact, conversations: [] }
    const ids = await tx.query<{ conversation_id: string }>('select conversation_id from conversation where workspace_id = $1 and contact_id = $2', [workspaceId, contactId])
    const rows = await conversationsById(tx, workspaceId, ids.map((row) => row.conversation_id))
    const conversations: ContactDetail['conversations'] = []
    const shown = rows.map((row) => ({ row, view: toConversation(services, workspaceId, row) })).filter(({ view }) => sees(principal.reach, principal.id, view))
    for (const { row, view } of shown.sort(({ row: a }, { row: b }) => b.last_at - a.last_at || (a.conversation_id < b.conversation_id ? 1 : -1))) {
      const account = await services.accounts.byId(workspaceId, row.account_id)
      const verdicts = account && services.channels.find(account.channel)
        ? await conversationVerdicts(tx, services, account, await readThread(tx, workspaceId, row.conversation_id), principal.kind === 'user' ? 'human' : 'automation') : undefined
      conversations.push({ ...view, ...(verdicts ? { verdicts: verdicts as ConversationVerdicts } : {}) }) // freeform and template are always among them
    }
    return { ...contact, conversations }
  })
}

/** All she wrote and was written, over every app, newest first, as far as the asker sees her threads. */
export function readTimeline(services: Services, principal: Principal, contactId: string, cursor: string | undefined, limit: number): Promise<Page<Message>> {
  const { workspaceId } = principal
  const [at, id] = placeAfter(cursor)
  const values: unknown[] = [workspaceId, contactId, at, id, limit + 1]
  const reach = reachSql(principal.reach, principal.id, (value) => `$${values.push(value)}`)
  if (at && Number.isNaN(Date.parse(at))) throw badCursor()
  return services.db.snapshot(workspaceId, async (tx) => {
    const [known] = await tx.query('select 1 as known from contact where workspace_id = $1 and contact_id = $2', [workspaceId, contactId])
    if (!known) throw new RecadoError('not_found', { contactId })
    // One walk along each thread's index, merged: the page costs the same however long the threads are.
    const rows = await tx.query<{ message_id: string; at: number }>(
      `select m.message_id, m.at from conversation c cross join lateral (
         select message_id, at from message where workspace_id = $1 and conversation_id = c.conversation_id and ($3::timestamptz is null or (at, message_id) < ($3, $4::uuid)) order by at desc, message_id desc limit $5) m
       where c.workspace_id = $1 and c.contact_id = $2 ${reach ? `and ${reach}` : ''} order by m.at desc, m.message_id desc limit $5`, values)
    const shown = rows.slice(0, limit)
    const messages = new Map((await messagesById(tx, workspaceId, shown.map((row) => row.message_id))).map((row) => [row.message_id, row]))
    const last = shown.at(-1)
    return {
      items: shown.flatMap((row) => { const message = messages.get(row.message_id); return message ? [toMessage(message)] : [] }),
      next: rows.length > limit && last ? writeCursor([new Date(last.at).toISOString(), last.message_id]) : null,
    }
  })
}
