import type { Contact, ContactAddress, ContactDetail, ContactIdentity, ConversationVerdicts } from '@recado/api'
import { type AttributeValue, guessTimeZone, type IdentityKey, RecadoError } from '@recado/core'
import { conversationsById, type Tx } from '@recado/db'
import { may } from '../auth/permissions.js'
import { sees } from '../auth/reach.js'
import { iso, isoOrNull } from '../http/schemas.js'
import { readThread } from '../sending/facts.js'
import { conversationVerdicts } from '../sending/verdicts.js'
import type { Principal, Services } from '../services.js'
import { toConversation } from '../views/conversation.js'
import { shownPhone } from './addresses.js'
import { survivorOf } from './contacts.js'
import { joinedByOf } from './joining/joined-by.js'

export interface ContactRow {
  contact_id: string; name: string; avatar_media_id: string | null; language: string | null; country: string | null; time_zone: string | null; language_given: boolean; country_given: boolean; time_zone_given: boolean
  notes: string; labels: string[]; attributes: Record<string, AttributeValue>; stage_id: string | null; owner_id: string | null; company_id: string | null; company_name: string | null; created_at: number; updated_at: number
}
interface AddressRow extends ContactAddress { contact_id: string }
interface ExternalRow { contact_id: string; source: string; external_id: string }
interface IdentityRow { identity_id: string; contact_id: string; account_id: string; channel: string; account_name: string; keys: IdentityKey[]; profile: { name?: string }; reachable: boolean | null; last_inbound_at: number | null }

export const CONTACT = `p.contact_id, p.name, p.avatar_media_id, p.language, p.country, p.time_zone, p.language_given, p.country_given, p.time_zone_given, p.notes, p.labels, p.attributes, p.stage_id, p.owner_id, p.company_id,
  (select o.name from company o where o.workspace_id = p.workspace_id and o.company_id = p.company_id) as company_name, p.created_at, p.updated_at`
const IDENTITIES = `select d.identity_id, d.contact_id, d.account_id, a.channel, a.name as account_name, d.profile, d.reachable, c.last_inbound_at,
  (select coalesce(jsonb_agg(jsonb_build_object('kind', k.kind, 'value', k.value) order by k.kind, k.value), '[]') from identity_key k where k.workspace_id = $1 and k.identity_id = d.identity_id) as keys
  from identity d join channel_account a on a.workspace_id = $1 and a.account_id = d.account_id left join conversation c on c.workspace_id = $1 and c.identity_id = d.identity_id
  where d.workspace_id = $1 and d.contact_id = any($2) order by c.last_at desc nulls last, d.identity_id`

/** The number as people write it, where the channel is addressed by phone. */
function addressOf(services: Pick<Services, 'channels'>, row: IdentityRow): string | null {
  const address = services.channels.find(row.channel)?.declaration.address
  const phone = address?.kind === 'phone' ? row.keys.find((key) => key.kind === address.keyKind)?.value : undefined
  return phone ? shownPhone(phone) : null
}

/** People as they travel, from their rows. */
export async function withIdentities(tx: Tx, services: Pick<Services, 'channels'>, workspaceId: string, rows: readonly ContactRow[]): Promise<Contact[]> {
  if (rows.length === 0) return []
  const values = [workspaceId, rows.map((row) => row.contact_id)]
  const identities = await tx.query<IdentityRow>(IDENTITIES, values)
  const addresses = await tx.query<AddressRow>('select contact_id, contact_address_id as id, kind, value, label from contact_address where workspace_id = $1 and contact_id = any($2) order by kind desc, created_at, contact_address_id', values)
  const externals = await tx.query<ExternalRow>('select contact_id, source, external_id from contact_external where workspace_id = $1 and contact_id = any($2) order by source, external_id', values)
  const joined = await joinedByOf(tx, workspaceId, values[1] as string[]) // as above
  const of = <R extends { contact_id: string }>(all: readonly R[], row: ContactRow): R[] => all.filter((one) => one.contact_id === row.contact_id)
  return rows.map((row) => ({
    id: row.contact_id, name: row.name, avatarUrl: row.avatar_media_id ? `/api/v1/media/${row.avatar_media_id}/thumb` : null, language: row.language, country: row.country, notes: row.notes, labels: row.labels,
    timeZone: row.time_zone ?? guessTimeZone(row.country, phoneIn(of(addresses, row), of(identities, row))), languageGiven: row.language_given, countryGiven: row.country_given, timeZoneGiven: row.time_zone_given,
    stageId: row.stage_id, ownerId: row.owner_id, company: row.company_id && row.company_name !== null ? { id: row.company_id, name: row.company_name } : null, attributes: row.attributes,
    addresses: of(addresses, row).map(({ contact_id: _of, ...address }) => address), externalIds: of(externals, row).map((one) => ({ source: one.source, externalId: one.external_id })),
    createdAt: iso(row.created_at), updatedAt: iso(row.updated_at),
    identities: identities.filter((one) => one.contact_id === row.contact_id).map((one): ContactIdentity => ({
      id: one.identity_id, channel: one.channel, channelAccountId: one.account_id, accountName: one.account_name, keys: one.keys, profileName: one.profile.name?.trim() || null,
      address: addressOf(services, one), reachable: one.reachable, lastInboundAt: isoOrNull(one.last_inbound_at), joinedBy: joined.get(one.identity_id) ?? null,
    })),
  }))
}

/** The number whose area may tell where she is. */
function phoneIn(addresses: readonly AddressRow[], identities: readonly IdentityRow[]): string | null {
  return addresses.find((one) => one.kind === 'phone')?.value ?? identities.flatMap((one) => one.keys).find((key) => key.kind === 'phone')?.value ?? null
}

/** Those of these ids that are people by themselves: whoever went into another one is not there. */
export async function contactsById(tx: Tx, services: Pick<Services, 'channels'>, workspaceId: string, ids: readonly string[]): Promise<Contact[]> {
  return withIdentities(tx, services, workspaceId, await tx.query<ContactRow>(`select ${CONTACT} from contact p where p.workspace_id = $1 and p.contact_id = any($2) and p.merged_into is null`, [workspaceId, ids]))
}

export const badCursor = (): RecadoError => new RecadoError('invalid_request', { fields: [{ field: 'cursor', message: 'is not one that this list gave' }] })

/** A person with all her threads that the asker sees, newest first, and what may be sent in each of them. Whoever went into another person answers as that one. */
export function readContact(services: Services, principal: Principal, asked: string): Promise<ContactDetail> {
  const { workspaceId } = principal
  return services.db.snapshot(workspaceId, async (tx) => {
    const contactId = await survivorOf(tx, workspaceId, asked)
    const [contact] = contactId ? await contactsById(tx, services, workspaceId, [contactId]) : []
    if (!contact) throw new RecadoError('not_found', { contactId: asked })
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
