import type { NodeStatus } from '@recado/api'
import { iso } from '../http/schemas.js'
import type { Services } from '../services.js'
import { GONE_MS, type NodeFacts } from './beat.js'

export interface NodeRow { node_id: string; version: string; host: string; facts: NodeFacts; started_at: number; seen_at: number; lanes: number }

/** While an upgrade rolls, a node of another version may say less than we know to ask. */
const UNSAID: NodeFacts = { memoryBytes: 0, loopDelayMs: 0, diskFreeBytes: null, diskBytes: null, spool: { files: 0, bytes: 0 }, received: {}, heardAt: {}, refused: {}, stored: {}, telemetry: { on: false, sent: 0, failed: 0 } }

/** The nodes that live, by their own word; whoever answers is among them. */
export async function readNodes({ db }: Pick<Services, 'db'>): Promise<NodeRow[]> {
  const rows = await db.asSystem((tx) => tx.query<NodeRow>(
    `select n.node_id, n.version, n.host, n.facts, n.started_at, n.seen_at, (select count(*)::int from lease l where l.holder = n.node_id and l.expires_at > now()) as lanes
     from node n where n.seen_at > clock_timestamp() - make_interval(secs => $1) order by n.started_at, n.node_id`, [GONE_MS / 1_000]))
  return rows.map((row) => ({ ...row, facts: { ...UNSAID, ...row.facts } }))
}

export const toNode = ({ facts, ...row }: NodeRow, self: string): NodeStatus => ({
  id: row.node_id, host: row.host, version: row.version, startedAt: iso(row.started_at), seenAt: iso(row.seen_at), self: row.node_id === self, lanes: row.lanes,
  memoryBytes: facts.memoryBytes, loopDelayMs: facts.loopDelayMs, diskFreeBytes: facts.diskFreeBytes, diskBytes: facts.diskBytes, spool: facts.spool,
})
