/** What addresses are recognised by, kept behind the messages: new identities and addresses are walked in the order of their ids, which begin with their moment. */
import type { Tx } from '@recado/db'
import { iso } from '../../http/schemas.js'
import type { Services } from '../../services.js'
import { matchKeyOfPhone, normalEmail } from '../addresses.js'
import { heldAddress, listedAs, markExcluded } from '../exclusion.js'
import { refreshDuplicates } from './duplicates.js'

const PAGE = 500
/** Ids are made a little before their row is there: the last ones are looked at again. */
const AGAIN_MS = 20_000
/** The smallest id of a moment (UUIDv7), wall clock. */
const firstIdAt = (wall: number): string => { const hex = Math.max(0, Math.floor(wall)).toString(16).padStart(12, '0'); return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000` }
const lesser = (a: string, b: string): string => (a < b ? a : b)

interface KeyRow { identity_id: string; contact_id: string; origin: string; channel: string; kind: string; value: string }
const KEYS = `select k.identity_id, d.contact_id, coalesce(d.origin_contact_id, d.contact_id) as origin, a.channel, k.kind, k.value from identity d join identity_key k on k.workspace_id = $1 and k.identity_id = d.identity_id join channel_account a on a.workspace_id = $1 and a.account_id = d.account_id where d.workspace_id = $1`

interface Match { kind: 'phone' | 'email' | 'platform'; key: string }

/** By what a key matches others; null for one that names nobody anywhere else. */
function matchOf({ channels }: Pick<Services, 'channels'>, { channel, kind, value }: KeyRow): Match | null {
  const declaration = channels.find(channel)?.declaration
  if (!declaration) return null
  if (declaration.address.kind === 'phone' && kind === declaration.address.keyKind) return { kind: 'phone', key: matchKeyOfPhone(value) }
  if (declaration.sharedKeyKinds?.includes(kind)) return { kind: 'platform', key: `${channel}:${kind}:${value}` }
  const email = kind === 'email' ? normalEmail(value) : null
  return email ? { kind: 'email', key: email } : null
}

/** Keeps what these keys match by. Gives the people of those that are new. */
async function keepMatches(tx: Tx, services: Pick<Services, 'channels'>, workspaceId: string, rows: readonly KeyRow[]): Promise<string[]> {
  const found = rows.flatMap((row) => { const match = matchOf(services, row); return match ? [{ ...match, identity_id: row.identity_id }] : [] })
  if (found.length === 0) return []
  // Held against whoever forgets her meanwhile: what was read a moment ago must not come back after she is gone. Only those that are new: a look at people who
  // were looked at a second ago would lock and write each of them again.
  const added = await tx.query<{ identity_id: string }>(
    `insert into identity_match (workspace_id, kind, key, identity_id)
     select $1, m.kind, m.key, m.identity_id from jsonb_to_recordset($2::jsonb) as m(kind text, key text, identity_id uuid)
     join identity d on d.workspace_id = $1 and d.identity_id = m.identity_id join contact c on c.workspace_id = $1 and c.contact_id = d.contact_id
     where not exists (select from identity_match x where x.workspace_id = $1 and x.kind = m.kind and x.key = m.key and x.identity_id = m.identity_id)
     order by c.contact_id, d.identity_id for key share of c, d on conflict do nothing returning identity_id`, [workspaceId, JSON.stringify(found)])
  const fresh = new Set(added.map((row) => row.identity_id))
  return [...new Set(rows.flatMap((row) => (fresh.has(row.identity_id) ? [row.contact_id] : [])))]
}

type Reader = Pick<Services, 'channels' | 'clock' | 'sealer'>

/** What an app knows her by, as the list of those who must not be taken in writes it. */
const heldKeys = (services: Pick<Services, 'channels'>, rows: readonly KeyRow[]) => rows.map((row) => ({ contactId: row.contact_id, originId: row.origin, value: listedAs(services, row.channel, row.kind, row.value) }))

export interface Place { identity_id: string; contact_address_id: string }

/** One page of new identities and one of new addresses. `more`: there may be others behind. */
export async function readNew(tx: Tx, services: Reader, workspaceId: string, place: Place): Promise<Place & { more: boolean; found: number }> {
  const identities = await tx.query<{ identity_id: string }>(`select identity_id from identity where workspace_id = $1 and identity_id > $2 order by identity_id limit ${PAGE}`, [workspaceId, place.identity_id])
  const keys = identities.length > 0 ? await tx.query<KeyRow>(`${KEYS} and d.identity_id > $2 and d.identity_id <= $3`, [workspaceId, place.identity_id, identities.at(-1)!.identity_id]) : [] // not empty
  const addresses = await tx.query<{ contact_address_id: string; contact_id: string; origin_contact_id: string; kind: string; value: string }>(`select contact_address_id, contact_id, origin_contact_id, kind, value from contact_address where workspace_id = $1 and contact_address_id > $2 order by contact_address_id limit ${PAGE}`, [workspaceId, place.contact_address_id])
  const people = [...new Set([...await keepMatches(tx, services, workspaceId, keys), ...addresses.map((row) => row.contact_id)])]
  const found = await refreshDuplicates(tx, workspaceId, people, iso(services.clock.now(workspaceId)))
  await markExcluded(tx, services, workspaceId, [...heldKeys(services, keys), ...addresses.map(heldAddress)])
  const settled = firstIdAt(Date.now() - AGAIN_MS)
  const next = (rows: readonly string[], before: string): string => { const last = rows.at(-1); return last === undefined ? before : lesser(last, settled > before ? settled : before) }
  const more = identities.length === PAGE || addresses.length === PAGE
  return {
    identity_id: identities.length === PAGE ? identities.at(-1)!.identity_id : next(identities.map((row) => row.identity_id), place.identity_id), // a full page goes on
    contact_address_id: addresses.length === PAGE ? addresses.at(-1)!.contact_address_id : next(addresses.map((row) => row.contact_address_id), place.contact_address_id), // likewise
    more, found,
  }
}

/** Keys that an identity got after it was walked past: of threads in which something happened. Gives how far the log was read, and whether a page was not enough. */
export async function readLate(tx: Tx, services: Reader, workspaceId: string, after: number): Promise<{ seq: number; more: boolean }> {
  const log = await tx.query<{ seq: number; conversation_id: string | null }>(`select seq, conversation_id from event where workspace_id = $1 and seq > $2 order by seq limit ${PAGE}`, [workspaceId, after])
  const threads = [...new Set(log.flatMap((row) => row.conversation_id ?? []))]
  if (threads.length > 0) {
    const rows = await tx.query<KeyRow>(`${KEYS} and d.identity_id in (select c.identity_id from conversation c where c.workspace_id = $1 and c.conversation_id = any($2::uuid[]))`, [workspaceId, threads])
    const people = await keepMatches(tx, services, workspaceId, rows)
    await markExcluded(tx, services, workspaceId, heldKeys(services, rows))
    if (people.length > 0) await refreshDuplicates(tx, workspaceId, people, iso(services.clock.now(workspaceId)))
  }
  return { seq: log.at(-1)?.seq ?? after, more: log.length === PAGE }
}
