import type { Tx } from '@recado/db'
import type { Services } from '../services.js'
import { LEDGERS } from './bodies.js'
import { contentHash, type Ledger, linkHash, NOTHING } from './links.js'
import type { Fault, Head } from './verify.js'

const PAGE = 2_000

/** One line of an export. `entry` is the sealed text itself: its SHA-256 is `contentHash`, and `hash` follows from the line before (docs/privacy.md). */
export interface ChainLine { workspace: string; seq: number; ledger: Ledger; id: string; sealedAt: string; contentHash: string; hash: string; entry: string | null }

interface Row { seq: number; ledger: Ledger; id: string; sealed_at: string; content_hash: Buffer; hash: Buffer; body: string | null }

const LINES = `select l.seq, l.ledger, l.entry_id as id, to_char(l.sealed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as sealed_at, l.content_hash, l.hash,
  coalesce(${LEDGERS.map(({ ledger, table, id, body }) => `(select ${body} from ${table} e where l.ledger = '${ledger}' and e.workspace_id = $1 and e.${id} = l.entry_id)`).join(', ')}) as body
  from audit_link l where l.workspace_id = $1 and l.seq > $2 order by l.seq limit ${PAGE}`

const pageAfter = (tx: Tx, workspaceId: string, after: number): Promise<Row[]> => tx.query<Row>(LINES, [workspaceId, after])

/** The chain as JSON lines, from the first link on. Nothing is held but one page. */
export async function* exportChain(services: Pick<Services, 'db'>, workspaceId: string): AsyncGenerator<string> {
  for (let after = 0; ;) {
    const rows = await services.db.inWorkspace(workspaceId, (tx) => pageAfter(tx, workspaceId, after))
    if (rows.length === 0) return
    yield rows.map((row): string => {
      const line: ChainLine = { workspace: workspaceId, seq: row.seq, ledger: row.ledger, id: row.id, sealedAt: row.sealed_at, contentHash: row.content_hash.toString('hex'), hash: row.hash.toString('hex'), entry: row.body }
      return `${JSON.stringify(line)}\n`
    }).join('')
    after = rows.at(-1)!.seq // not empty
    if (rows.length < PAGE) return
  }
}

/** The same check on exported lines, without database or key: what an auditor can do at home. */
export async function verifyLines(lines: AsyncIterable<string> | Iterable<string>, noted: Head | null = null): Promise<{ links: number; head: Head; faults: Fault[] }> {
  const faults: Fault[] = []
  let head: Head = { seq: 0, hash: NOTHING.toString('hex') }
  let links = 0
  for await (const text of lines) {
    if (text.trim() === '') continue
    const line = JSON.parse(text) as ChainLine // ours; anything else fails one of the comparisons
    const named = { seq: line.seq, ledger: line.ledger, entryId: line.id }
    if (line.seq !== head.seq + 1) faults.push({ kind: line.seq > head.seq ? 'link_removed' : 'reordered', ...named })
    else if (linkHash(line.workspace, Buffer.from(head.hash, 'hex'), { seq: line.seq, ledger: line.ledger, entryId: line.id, sealedAt: line.sealedAt, contentHash: Buffer.from(line.contentHash, 'hex') }).toString('hex') !== line.hash) faults.push({ kind: 'link_changed', ...named })
    if (line.entry === null) faults.push({ kind: 'removed', ...named })
    else if (contentHash(line.entry).toString('hex') !== line.contentHash) faults.push({ kind: 'changed', ...named })
    if (noted?.seq === line.seq && noted.hash !== line.hash) faults.push({ kind: 'head_mismatch', ...named })
    head = { seq: line.seq, hash: line.hash }
    links++
  }
  if (noted && noted.seq > head.seq) faults.push({ kind: 'truncated', seq: head.seq + 1, toSeq: noted.seq, ledger: null, entryId: null })
  return { links, head, faults }
}
