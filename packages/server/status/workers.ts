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

/** What concerns those who do not read everything: of other entries nothing waits for them, however far the log has gone on. */
const CONCERNS: Readonly<Record<string, readonly string[]>> = {
  entries: ['message.created'], leaving: ['message.created'], automation: ['message.created'], joining: ['message.created'], words: ['message.created', 'message.updated'], costs: ['message.updated'],
  rules: ['message.created', 'contact.ordered', 'consent.changed'], campaigns: ['message.created', 'message.updated', 'consent.changed', 'contact.ordered'],
}
/** Only what came in from a platform wakes these: an answer of ours may lie there all night. */
const OF_HERS: ReadonlySet<string> = new Set(['entries', 'leaving'])

/** More are not counted. */
const MOST_WAITING = 10_000
const WAITING = `select count(*)::int as waiting, coalesce(greatest(0, extract(epoch from clock_timestamp() - min(at)) * 1000), 0)::bigint as ms from (
  select at from event e where workspace_id = $1 and seq > $2 and ($3::text[] is null or type = any($3))
    and (not $4 or exists (select from message m where m.workspace_id = $1 and m.message_id = any(e.message_ids) and m.import_id is null and m.ext_key is not null and m.direction in ('in', 'system')))
  order by seq limit ${MOST_WAITING}) s`

/** How far behind each is: how many entries wait for it, and the age of the oldest. Entries that are swept away were read, or concern nobody. */
export async function readWorkers({ db }: Pick<Services, 'db'>, workspaceId: string): Promise<WorkerStatus[]> {
  const kept = await db.asSystem((tx) => tx.query<{ name: string; value: { after: number } }>('select name, value from installation where name = any($1)', [Object.keys(KEPT).map((name) => `${name} ${workspaceId}`)]))
  return db.inWorkspace(workspaceId, async (tx) => {
    const places: Place[] = [...await tx.query<Place>(PLACES, [workspaceId]), ...kept.map(({ name, value }) => ({ worker: KEPT[name.split(' ')[0]!]!, seq: value.after, used: true }))] // asked by these names
    const [{ seq: head } = { seq: 0 }] = await tx.query<{ seq: number }>('select seq from event_head where workspace_id = $1', [workspaceId])
    const workers: WorkerStatus[] = []
    for (const { worker, seq, used } of places.toSorted((a, b) => (a.worker < b.worker ? -1 : 1))) workers.push({ worker, seq, head, ...used ? await behind(tx, workspaceId, worker, seq, head) : { waiting: null, behindMs: null } })
    return workers
  })
}

async function behind(tx: Tx, workspaceId: string, worker: string, seq: number, head: number): Promise<{ waiting: number; behindMs: number }> {
  if (seq >= head) return { waiting: 0, behindMs: 0 }
  const [row] = await tx.query<{ waiting: number; ms: number }>(WAITING, [workspaceId, seq, CONCERNS[worker] ?? null, OF_HERS.has(worker)])
  return { waiting: row!.waiting, behindMs: row!.ms } // one row, always
}
