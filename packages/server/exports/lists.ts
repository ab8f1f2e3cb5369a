/** What can be exported, as pieces of text that are written one after the other: nothing is ever in memory whole. */
import type { Conversation } from '@recado/api'
import { csvRow, shield } from '@recado/core'
import { CONTACT_SORTS, type Tx } from '@recado/db'
import { readList } from '../conversations/read.js'
import { membersOf } from '../contact-imports/knowledge.js'
import type { Services } from '../services.js'
import { personCard } from './card.js'
import { peopleOfExport } from './chosen.js'
import { peopleById, peopleColumns, peopleHeadings, personCells } from './people.js'
import type { ExportRow } from './rows.js'

/** One piece, and how many rows it adds. */
export interface Piece { text: string; rows: number; total?: number }
const BATCH = 500
/** Tells spreadsheets that it is UTF-8. */
const MARK = '\uFEFF'
const csv = (cells: readonly (string | number | null | undefined)[]): string => csvRow(cells.map((cell) => shield(String(cell ?? ''))))

type Writer = (services: Services, workspaceId: string, row: ExportRow) => AsyncGenerator<Piece>

/** People as the list shows them: its search, its conditions, its order; or those who were chosen. */
async function* people(services: Services, workspaceId: string, row: ExportRow): AsyncGenerator<Piece> {
  const wished = (row.query as { sort?: string }).sort
  const { total, pages } = await peopleOfExport(services, workspaceId, row, CONTACT_SORTS.find((each) => each === wished) ?? 'name')
  const owners = new Map((await membersOf(services, workspaceId)).map((member) => [member.user_id, member.email]))
  const columns = await services.db.snapshot(workspaceId, (tx) => peopleColumns(tx, services, workspaceId, owners))
  const cards = row.format === 'vcard'
  yield { text: cards ? '' : MARK + csvRow(peopleHeadings(columns).map(shield)), rows: 0, ...(total === null ? {} : { total }) }
  for await (const found of pages((tx, ids) => (ids.length > 0 ? peopleById(tx, workspaceId, columns, ids) : Promise.resolve([]))))
    yield { text: found.map((person) => (cards ? personCard(person, columns) : csvRow(personCells(person, columns)))).join(''), rows: found.length }
}

const THREAD = ['number', 'contact', 'channel', 'status', 'priority', 'assignee', 'team', 'labels', 'unread', 'waiting since', 'last inbound at', 'last activity at', 'last message'] as const
const threadCells = (one: Conversation): (string | number | null)[] =>
  [one.number, one.contact.name, one.channel, one.status, one.priority, one.assignee?.name ?? '', one.team?.name ?? '', one.labels.join('; '), one.unread, one.waitingSince, one.lastInboundAt, one.lastActivityAt, one.lastMessage?.text ?? '']

/** Threads as a list shows them. */
async function* conversations(services: Services, _workspaceId: string, row: ExportRow): AsyncGenerator<Piece> {
  yield { text: MARK + csv(THREAD), rows: 0 }
  let cursor: string | undefined
  do {
    const page = await readList(services, row.seen_by, { ...row.query, limit: 200, ...(cursor ? { cursor } : {}) })
    yield { text: page.items.map((one) => csv(threadCells(one))).join(''), rows: page.items.length }
    cursor = page.next ?? undefined
  } while (cursor)
}

interface ConsentLine { consent_id: string; contact_id: string; name: string; purpose: string; category: string | null; channel: string | null; state: string; source: string; source_detail: string | null; wording: string | null; text: string | null; at: number; recorded_at: number; expires_at: number | null; actor: { kind: string; id?: string } }
const LEDGER = ['contact id', 'contact', 'purpose', 'topic', 'app', 'state', 'source', 'source detail', 'wording', 'words', 'said at', 'recorded at', 'expires at', 'recorded by'] as const
const moment = (at: number | null): string => (at === null ? '' : new Date(at).toISOString())

/** The ledger of the people of a list: every line that was ever written, in the order of the people. */
async function* consents(services: Services, workspaceId: string, row: ExportRow): AsyncGenerator<Piece> {
  const { pages } = await peopleOfExport(services, workspaceId, row, 'name')
  yield { text: MARK + csv(LEDGER), rows: 0 }
  for await (const lines of pages((tx, ids) => ledgerOf(tx, workspaceId, ids))) yield {
    text: lines.map((line) => csv([line.contact_id, line.name, line.purpose, line.category ?? '*', line.channel ?? '*', line.state, line.source, line.source_detail, line.wording, line.text, moment(line.at), moment(line.recorded_at), moment(line.expires_at), line.actor.kind])).join(''),
    rows: lines.length,
  }
}

async function ledgerOf(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<ConsentLine[]> {
  return ids.length === 0 ? [] : tx.query<ConsentLine>(
    `select e.consent_id, e.contact_id, p.name, e.purpose, g.key as category, e.channel, e.state, e.source, e.source_detail, case when w.wording_id is not null then w.name || ' (' || w.language || ' ' || w.version || ')' end as wording, w.text, e.at, e.recorded_at, e.expires_at, e.actor
     from unnest($2::uuid[]) with ordinality o(id, nr) join consent_entry e on e.workspace_id = $1 and e.contact_id = o.id join contact p on p.workspace_id = $1 and p.contact_id = o.id
     left join consent_category g on g.workspace_id = $1 and g.category_id = e.category_id left join consent_wording w on w.workspace_id = $1 and w.wording_id = e.wording_id order by o.nr, e.consent_id`, [workspaceId, ids])
}

/** Who must not be taken in: hashes, since nothing else is kept. */
async function* suppression(services: Services, workspaceId: string): AsyncGenerator<Piece> {
  yield { text: MARK + csv(['hash', 'reason', 'since']), rows: 0 }
  for (let after = ''; ;) {
    const place = after
    const rows = await services.db.snapshot(workspaceId, (tx) => tx.query<{ hash: string; reason: string; created_at: number }>(
      `select encode(hash, 'hex') as hash, reason, created_at from suppression where workspace_id = $1 and hash > decode($2, 'hex') order by hash limit ${BATCH}`, [workspaceId, place]))
    yield { text: rows.map((row) => csv([row.hash, row.reason, moment(row.created_at)])).join(''), rows: rows.length }
    if (rows.length < BATCH) return
    after = rows.at(-1)!.hash // a full batch
  }
}

export const LISTS: Readonly<Record<ExportRow['kind'], Writer>> = { contacts: people, conversations, consents, suppression }
