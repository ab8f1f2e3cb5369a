import type { Tx } from '@recado/db'
import { hours } from '@recado/core'
import { workspaceKey } from '../secrets/workspace-keys.js'
import type { Services } from '../services.js'
import { idFrom, LEDGERS, newestSealed } from './bodies.js'
import { contentHash, headSeal, type Ledger, type Link, linkHash, linkSeal, NOTHING } from './links.js'
import { LATE_MS, LATEST_MS } from './sealer.js'

/**
 * What is wrong, and with which entry. changed: its columns are not what was sealed. removed: it was sealed and is gone. inserted: it was put in
 * later, with an earlier time or id. reordered: the link stood at `movedFrom`. link_changed, link_removed: the proof itself was touched. truncated:
 * the end is missing. head_changed: the head was. head_mismatch: a head noted down outside says otherwise.
 */
export type FaultKind = 'changed' | 'removed' | 'inserted' | 'reordered' | 'link_changed' | 'link_removed' | 'truncated' | 'head_changed' | 'head_mismatch'
export interface Fault { kind: FaultKind; seq: number | null; ledger: Ledger | null; entryId: string | null; movedFrom?: number; /** up to this one */ toSeq?: number }
export interface Head { seq: number; hash: string }
export interface Verdict { ok: boolean; links: number; head: Head; faults: Fault[]; /** more were found than are told */ more: boolean }

/** Faults told one by one. */
const MOST = 1_000
const PAGE = 5_000

interface Row { seq: number; ledger: Ledger; entry_id: string; sealed_at: string; content_hash: Buffer; hash: Buffer; seal: Buffer; body: string | null; at: string | null }

const SEALED_AT = `to_char(l.sealed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as sealed_at`

/** A stretch of the chain beside the entries as they stand now. */
const LINKS = `select l.seq, l.ledger, l.entry_id, ${SEALED_AT}, l.content_hash, l.hash, l.seal, coalesce(${LEDGERS.map(({ ledger, table, id, body }) => `(select ${body} from ${table} e where l.ledger = '${ledger}' and e.workspace_id = $1 and e.${id} = l.entry_id)`).join(', ')}) as body,
  (select e.at::text from audit_entry e where l.ledger = 'audit' and e.workspace_id = $1 and e.audit_entry_id = l.entry_id) as at
  from audit_link l where l.workspace_id = $1 and l.seq > $2 order by l.seq limit ${PAGE}`

export const linkOf = (row: Omit<Row, 'body' | 'at'>): Link => ({ seq: row.seq, ledger: row.ledger, entryId: row.entry_id, sealedAt: row.sealed_at, contentHash: row.content_hash, hash: row.hash, seal: row.seal })

class Walk {
  readonly faults: Fault[] = []
  more = false
  links = 0
  last: Head = { seq: 0, hash: NOTHING.toString('hex') }
  /** Links whose seal is not for the place they stand at: perhaps for another's. */
  readonly strange: Link[] = []
  readonly missing: number[] = []
  private before: Buffer | null = NOTHING
  private newest = 0
  private readonly workspaceId: string
  private readonly key: Buffer
  private readonly noted: Head | null

  constructor(workspaceId: string, key: Buffer, noted: Head | null) { this.workspaceId = workspaceId; this.key = key; this.noted = noted }

  tell(fault: Fault): void { if (this.faults.length < MOST) this.faults.push(fault); else this.more = true }

  take(row: Row): void {
    const link = linkOf(row)
    const named = { seq: link.seq, ledger: link.ledger, entryId: link.entryId }
    if (link.seq !== this.last.seq + 1) {
      this.tell({ kind: 'link_removed', seq: this.last.seq + 1, toSeq: link.seq - 1, ledger: null, entryId: null })
      for (let seq = this.last.seq + 1; seq < link.seq && this.missing.length < MOST; seq++) this.missing.push(seq)
      this.before = null
    }
    const genuine = linkSeal(this.key, this.workspaceId, link, link.hash).equals(link.seal)
    const follows = this.before === null || linkHash(this.workspaceId, this.before, link).equals(link.hash)
    if (!genuine) this.strange.push(link)
    else if (!follows && this.strange.at(-1)?.seq !== link.seq - 1) this.tell({ kind: 'link_changed', ...named }) // the one before is told already
    if (genuine) {
      if (row.body === null) this.tell({ kind: 'removed', ...named })
      else if (!contentHash(row.body).equals(link.contentHash)) this.tell({ kind: 'changed', ...named })
      else this.inOrder(row, named)
    }
    if (this.noted?.seq === link.seq && this.noted.hash !== link.hash.toString('hex')) this.tell({ kind: 'head_mismatch', ...named })
    this.before = link.hash
    this.last = { seq: link.seq, hash: link.hash.toString('hex') }
    this.links++
  }

  /** Entries come in the order of their ids, give or take what a transaction lasts; their own times as well. */
  private inOrder(row: Row, named: Pick<Fault, 'seq' | 'ledger' | 'entryId'>): void {
    const at = row.at === null ? null : Date.parse(`${row.at.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')}`)
    if (at !== null && at < this.newest - LATE_MS) this.tell({ kind: 'inserted', ...named })
    if (at !== null) this.newest = Math.max(this.newest, at)
  }

  /** A strange link that is genuine for the place of another was moved; any other was changed. */
  sortStrange(): void {
    const places = [...this.strange.map((link) => link.seq), ...this.missing]
    for (const link of this.strange) {
      const from = this.strange.length <= 200 ? places.find((seq) => seq !== link.seq && linkSeal(this.key, this.workspaceId, { ...link, seq }, link.hash).equals(link.seal)) : undefined
      this.tell({ kind: from === undefined ? 'link_changed' : 'reordered', seq: link.seq, ledger: link.ledger, entryId: link.entryId, ...(from === undefined ? {} : { movedFrom: from }) })
    }
  }
}

/**
 * Checks every link from the first to the last, each against the entry as it stands now, and the entries that no link holds. One snapshot, so
 * whatever is written meanwhile is not looked at. `noted`: a head that somebody kept outside, which tells a chain that was cut off or made anew.
 */
export async function verifyChain(services: Pick<Services, 'db' | 'sealer'>, workspaceId: string, noted: Head | null = null): Promise<Verdict> {
  const key = await services.db.inWorkspace(workspaceId, (tx) => workspaceKey(tx, services, workspaceId, 'audit_chain'))
  return services.db.snapshot(workspaceId, async (tx) => {
    const walk = new Walk(workspaceId, key, noted)
    for (;;) {
      const rows = await tx.query<Row>(LINKS, [workspaceId, walk.last.seq])
      for (const row of rows) walk.take(row)
      if (rows.length < PAGE) break
      await new Promise((resolve) => setImmediate(resolve)) // others are served meanwhile
    }
    walk.sortStrange()
    await checkHead(tx, workspaceId, key, walk, noted)
    await findInserted(tx, workspaceId, walk)
    const faults = walk.faults.sort((a, b) => (a.seq ?? Number.MAX_SAFE_INTEGER) - (b.seq ?? Number.MAX_SAFE_INTEGER))
    return { ok: faults.length === 0, links: walk.links, head: walk.last, faults, more: walk.more }
  })
}

async function checkHead(tx: Tx, workspaceId: string, key: Buffer, walk: Walk, noted: Head | null): Promise<void> {
  const [head] = await tx.query<{ seq: number; hash: Buffer; seal: Buffer }>('select seq, hash, seal from audit_chain where workspace_id = $1', [workspaceId])
  const none = { ledger: null, entryId: null }
  if (!head) { if (walk.links > 0) walk.tell({ kind: 'head_changed', seq: walk.last.seq, ...none }) }
  else if (!headSeal(key, workspaceId, head.seq, head.hash).equals(head.seal)) walk.tell({ kind: 'head_changed', seq: head.seq, ...none })
  else if (head.seq > walk.last.seq) walk.tell({ kind: 'truncated', seq: walk.last.seq + 1, toSeq: head.seq, ...none })
  else if (head.seq < walk.last.seq || head.hash.toString('hex') !== walk.last.hash) walk.tell({ kind: 'head_changed', seq: head.seq, ...none })
  if (noted && noted.seq > walk.last.seq && (head?.seq ?? 0) < noted.seq) walk.tell({ kind: 'truncated', seq: walk.last.seq + 1, toSeq: noted.seq, ...none })
}

/** Entries without a link that are older than any the sealer still takes. */
async function findInserted(tx: Tx, workspaceId: string, walk: Walk): Promise<void> {
  for (const { ledger, table, id } of LEDGERS) {
    const newest = await newestSealed(tx, workspaceId, ledger)
    if (newest === null) continue
    const rows = await tx.query<{ id: string }>(
      `select e.${id} as id from ${table} e where e.workspace_id = $1 and e.${id} < $2 and not exists (select from audit_link l where l.workspace_id = $1 and l.ledger = '${ledger}' and l.entry_id = e.${id}) order by 1 limit ${MOST}`,
      [workspaceId, idFrom(newest - LATEST_MS - hours(1))])
    for (const row of rows) walk.tell({ kind: 'inserted', seq: null, ledger, entryId: row.id })
  }
}

/** A head as somebody noted it: `1234:ab12…`, or with spaces. Null when it is none. */
export function readHead(text: string): Head | null {
  const found = /^\s*#?(\d{1,15})\s*[:\s]\s*([0-9a-fA-F]{64})\s*$/.exec(text.replaceAll(/(?<=[0-9a-fA-F]{4}) (?=[0-9a-fA-F]{4}\b)/g, ''))
  return found ? { seq: Number(found[1]), hash: found[2]!.toLowerCase() } : null // both groups are part of a match
}

export const writeHead = ({ seq, hash }: Head): string => `${seq}:${hash}`
