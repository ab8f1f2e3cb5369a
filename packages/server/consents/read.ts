/** The ledger as people read it: where somebody stands, with the line that proves it, and all that was ever said. */
import type { Consent, ConsentExclusion, ConsentStanding, ContactConsents, Page } from '@recado/api'
import { needsLedger, nothingSaid, type Purpose, RecadoError, refusedByBasis, standingOf } from '@recado/core'
import type { Tx } from '@recado/db'
import { may } from '../auth/permissions.js'
import { reachSql } from '../auth/reach.js'
import { demandSeen, personSeen } from '../auth/sight.js'
import { iso, isoOrNull, pageOf, readIdCursor } from '../http/schemas.js'
import { exclusionOf } from '../people/exclusion.js'
import { openForPerson } from '../people/person-keys.js'
import type { Principal, Services } from '../services.js'
import { categoriesOf, type Category } from './categories.js'
import { isCustomer } from './facts.js'
import { type ConsentEntry, consentsOf, ENTRY_COLUMNS, type EntryRow, EVIDENCE, toEntry } from './entries.js'
import { type PurposeRow, readPurposes } from './purposes.js'
import { toCategory, toPurpose } from './settings.js'
import { wordingsById } from './wordings.js'

type Reader = Pick<Services, 'sealer'>

/** Lines with their words, names and - for those who may write the ledger - what proves them. */
async function shown(tx: Tx, services: Reader, workspaceId: string, entries: readonly ConsentEntry[], categories: readonly Category[], mayOpen: boolean): Promise<Consent[]> {
  const wordings = await wordingsById(tx, workspaceId, [...new Set(entries.flatMap((entry) => entry.wordingId ?? []))])
  const idsOf = (kind: string) => [...new Set(entries.flatMap(({ actor }) => (actor.kind === kind && 'id' in actor && actor.id ? [actor.id] : [])))]
  const users = await namesOf(tx, 'select user_id as id, name from app_user where user_id = any($1)', idsOf('user'))
  const tokens = await namesOf(tx, 'select token_id as id, name from api_token_name where token_id = any($1)', idsOf('token'))
  const consents: Consent[] = []
  for (const entry of entries) {
    const opened = entry.evidence && mayOpen ? await openForPerson(tx, services, workspaceId, entry.evidence.personKeyId, EVIDENCE, entry.evidence.sealed) : null
    const id = 'id' in entry.actor ? entry.actor.id : undefined
    const name = id === undefined ? undefined : (users.get(id) ?? tokens.get(id))
    consents.push({
      id: entry.id, contactId: entry.contactId, identityId: entry.identityId, purpose: entry.purpose, category: categories.find((one) => one.id === entry.category)?.key ?? null, channel: entry.channel, state: entry.state,
      source: entry.source, sourceDetail: entry.sourceDetail, wording: (entry.wordingId && wordings.get(entry.wordingId)) || null, at: iso(entry.at), recordedAt: iso(entry.recordedAt), expiresAt: isoOrNull(entry.expiresAt),
      actor: { kind: entry.actor.kind, ...(id === undefined ? {} : { id }), ...(name === undefined ? {} : { name }) },
      evidence: opened === null ? null : (JSON.parse(opened) as Record<string, unknown>), evidenceState: !entry.evidence ? 'none' : !mayOpen ? 'hidden' : opened === null ? 'destroyed' : 'readable',
    })
  }
  return consents
}

async function namesOf(tx: Tx, sql: string, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = ids.length > 0 ? await tx.query<{ id: string; name: string }>(sql, [ids]) : []
  return new Map(rows.map((row) => [row.id, row.name]))
}

/** What proves a line is for those who may write the ledger. */
const opens = (principal: Principal): boolean => may(principal, 'consents.manage')

/** Lines by id; without somebody who reads, what proves them stays sealed. */
export async function consentsById(tx: Tx, services: Reader, workspaceId: string, ids: readonly string[], reader: Principal | null): Promise<Consent[]> {
  const rows = await tx.query<EntryRow>(`select ${ENTRY_COLUMNS} from consent_entry e where e.workspace_id = $1 and e.consent_id = any($2)`, [workspaceId, ids])
  return shown(tx, services, workspaceId, rows.map(toEntry), await categoriesOf(tx, workspaceId), reader !== null && opens(reader))
}

/** The ledger, newest line first, of everybody the asker sees. */
export function listConsents(services: Services, principal: Principal, query: { contactId?: string; purpose?: Purpose; cursor?: string; limit?: number }): Promise<Page<Consent>> {
  const { workspaceId } = principal
  const limit = query.limit ?? 50
  const values: unknown[] = [workspaceId, readIdCursor(query.cursor), limit + 1]
  const placed = (value: unknown) => `$${values.push(value)}`
  const reach = principal.kind === 'token' ? null : reachSql(principal.reach, principal.id, placed)
  const where = [
    ...(query.contactId ? [`e.contact_id = (select coalesce(c.merged_into, c.contact_id) from contact c where c.workspace_id = $1 and c.contact_id = ${placed(query.contactId)})`] : []),
    ...(query.purpose ? [`e.purpose = ${placed(query.purpose)}`] : []),
    ...(reach ? [`exists (select from contact p where p.workspace_id = $1 and p.contact_id = e.contact_id and ${personSeen(reach)})`] : []),
  ]
  return services.db.snapshot(workspaceId, async (tx) => {
    const rows = await tx.query<EntryRow>(`select ${ENTRY_COLUMNS} from consent_entry e where e.workspace_id = $1 and ($2::uuid is null or e.consent_id < $2) ${where.map((one) => `and ${one}`).join(' ')} order by e.consent_id desc limit $3`, values)
    const page = pageOf(rows, limit, (row) => [row.consent_id], toEntry)
    return { items: await shown(tx, services, workspaceId, page.items, await categoriesOf(tx, workspaceId), opens(principal)), next: page.next }
  })
}

interface Address { identity_id: string; channel: string; account_name: string; marketing_stopped: boolean }

/** Where she stands for every purpose, topic and address of hers, and the whole history. */
export function readContactConsents(services: Services, principal: Principal, id: string): Promise<ContactConsents> {
  const { workspaceId } = principal
  return services.db.snapshot(workspaceId, async (tx) => {
    const [contact] = await tx.query<{ contact_id: string }>('select coalesce(merged_into, contact_id) as contact_id from contact where workspace_id = $1 and contact_id = $2', [workspaceId, id])
    if (!contact) throw new RecadoError('not_found', { contactId: id })
    const contactId = contact.contact_id
    await demandSeen(tx, principal, 'contact', contactId)
    const [entries, categories, purposes] = [await consentsOf(tx, workspaceId, contactId), await categoriesOf(tx, workspaceId), await readPurposes(tx, workspaceId)]
    const addresses = await tx.query<Address>(
      `select d.identity_id, a.channel, a.name as account_name, d.marketing_stopped from identity d join channel_account a on a.workspace_id = $1 and a.account_id = d.account_id
       left join conversation c on c.workspace_id = $1 and c.identity_id = d.identity_id where d.workspace_id = $1 and d.contact_id = $2 order by c.last_at desc nulls last, d.identity_id`, [workspaceId, contactId])
    const standing: ConsentStanding[] = []
    for (const purpose of purposes) {
      const existingCustomer = purpose.basis === 'existing_customer' && purpose.customerFact ? await isCustomer(tx, workspaceId, contactId, purpose.customerFact) : null
      for (const category of topicsOf(purpose, categories, entries)) for (const address of addresses.length > 0 ? addresses : [null]) standing.push(stands(purpose, category, address, entries, purposes, existingCustomer, services.clock.now(workspaceId)))
    }
    const exclusion = await exclusionOf(tx, workspaceId, contactId)
    return { contactId, standing, exclusion: exclusion && { since: iso(exclusion.since), reason: exclusion.reason as ConsentExclusion['reason'] }, history: (await shown(tx, services, workspaceId, entries, categories, opens(principal))).reverse(), categories: categories.map(toCategory), purposes: purposes.map(toPurpose) }
  })
}

/** What rests on the contract has one answer; else every topic that is in use or that she spoke of, and what is about none. */
function topicsOf({ purpose, basis }: PurposeRow, categories: readonly Category[], entries: readonly ConsentEntry[]): (Category | null)[] {
  if (!needsLedger(basis) || purpose === 'service') return [null]
  return [null, ...categories.filter((category) => category.archivedAt === null || entries.some((entry) => entry.purpose === purpose && entry.category === category.id))]
}

function stands(settings: PurposeRow, category: Category | null, address: Address | null, entries: readonly ConsentEntry[], purposes: readonly PurposeRow[], existingCustomer: boolean | null, now: number): ConsentStanding {
  const { purpose, basis } = settings
  const [channel, identityId] = [address?.channel ?? '', address?.identity_id ?? '']
  const { state, proof, until } = standingOf(entries, { purpose, category: category?.id ?? null, channel, identityId }, now)
  const facts = { ...nothingSaid, channel, identityId, entries, existingCustomer, purposes: Object.fromEntries(purposes.map((one) => [one.purpose, one])) as unknown as typeof nothingSaid.purposes } // one of each
  const stopped = purpose === 'marketing' && (address?.marketing_stopped ?? false)
  const code = stopped ? 'opted_out' : refusedByBasis(purpose, category?.id ?? null, null, facts, now)
  return {
    purpose, category: category?.key ?? null, channel: address?.channel ?? null, identityId: address?.identity_id ?? null, accountName: address?.account_name ?? null, basis, allowed: code === null, code, state,
    since: proof ? iso(proof.at) : null, until: isoOrNull(until), proofId: proof?.id ?? null, stoppedOnPlatform: stopped,
  }
}
