import type { WorkerStatus } from '@recado/api'
import type { Tx } from '@recado/db'
import type { Services } from '../services.js'

interface Place { worker: string; seq: number; used: boolean }

/** Where each worker stands in a workspace's log, and whether its feature is in use: without a rule that is on, a worker does not read. */
const PLACES = `select 'automation' as worker, p.seq, exists (select from automatic_reply r where r.workspace_id = $1 and r.enabled and r.removed_at is null) as used from automation_place p where p.workspace_id = $1
  union all select 'assignment', p.seq, exists (select from assignment_plan a where a.workspace_id = $1 and a.enabled) from assignment_place p where p.workspace_id = $1
  union all select 'notices', p.seq, true from notice_place p where p.workspace_id = $1
  union all select 'joining', p.seq, true from joining_place p where p.workspace_id = $1
  union all select 'words', p.seq, true from consent_word_place p where p.workspace_id = $1
  union all select 'costs', p.after, true from cost_place p where p.workspace_id = $1
  union all select 'rules', p.seq, true from rule_place p where p.workspace_id = $1
  union all select 'webhooks', min(w.seq), true from webhook_endpoint w where w.workspace_id = $1 and w.disabled_at is null having count(*) > 0`

/** Those that keep their place beside the installation's facts (jobs/log-worker.ts). */
const KEPT: Readonly<Record<string, string>> = { entries: 'entries', campaigns: 'campaigns', leaving: 'leaving' }

/** These read only what customers and colleagues write: other entries do not wake them, and wait for nothing. */
const OF_MESSAGES: ReadonlySet<string> = new Set(['entries', 'campaigns', 'leaving', 'words', 'automation', 'joining'])

/** How far behind each is: the age of the oldest entry that it has yet to read. Entries that are swept away were read, or concern nobody. */
export async function readWorkers({ db }: Pick<Services, 'db'>, workspaceId: string): Promise<WorkerStatus[]> {
  const kept = await db.asSystem((tx) => tx.query<{ name: string; value: { after: number } }>('select name, value from installation where name = any($1)', [Object.keys(KEPT).map((name) => `${name} ${workspaceId}`)]))
  return db.inWorkspace(workspaceId, async (tx) => {
    const places: Place[] = [...await tx.query<Place>(PLACES, [workspaceId]), ...kept.map(({ name, value }) => ({ worker: KEPT[name.split(' ')[0]!]!, seq: value.after, used: true }))] // asked by these names
    const [{ seq: head } = { seq: 0 }] = await tx.query<{ seq: number }>('select seq from event_head where workspace_id = $1', [workspaceId])
    const workers: WorkerStatus[] = []
    for (const { worker, seq, used } of places.toSorted((a, b) => (a.worker < b.worker ? -1 : 1))) workers.push({ worker, seq, head, behindMs: used ? await behind(tx, workspaceId, seq, head, OF_MESSAGES.has(worker)) : null })
    return workers
  })
}

async function behind(tx: Tx, workspaceId: string, seq: number, head: number, ofMessages: boolean): Promise<number> {
  if (seq >= head) return 0
  const [row] = await tx.query<{ ms: number }>(`select greatest(0, extract(epoch from clock_timestamp() - at) * 1000)::bigint as ms from event where workspace_id = $1 and seq > $2 and (not $3 or type = 'message.created') order by seq limit 1`, [workspaceId, seq, ofMessages])
  return row?.ms ?? 0
}
