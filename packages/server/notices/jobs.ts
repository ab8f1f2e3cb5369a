import { days } from '@recado/core'
import { isAway } from '@recado/db'
import type { Services } from '../services.js'
import type { TimedWork } from '../simulator/clock.js'
import { nextDigest, writeDigests } from './digest.js'
import { NoticeWorker } from './worker.js'

/** Letters fall due by the minute. */
const LETTERS_MS = 20_000
const SWEEP_MS = 3_600_000
/** What was seen is kept so long; what never was, three times as long. */
const KEPT_MS = days(30)

/** The background work of notices: making them, and writing letters about those nobody saw. */
export function noticeJobs(services: Services): { timed: TimedWork[]; start(): void } {
  const worker = new NoticeWorker(services)
  return {
    timed: [
      { nextDue: (workspaceId) => worker.nextDue(workspaceId), runDue: (workspaceId) => worker.catchUp(workspaceId) },
      { nextDue: (workspaceId) => nextDigest(services, workspaceId), runDue: async (workspaceId) => { await writeDigests(services, workspaceId) } },
    ],
    start() {
      worker.start()
      const run = (work: (workspaceId: string) => Promise<unknown>): void => {
        void (async () => {
          for (const { workspace_id: id } of await services.db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace'))) if (!services.stopping()) await work(id)
        })().catch((error: unknown) => { if (!isAway(error) && !services.stopping()) services.log.error({ err: error }, 'notices') })
      }
      const timers = [setInterval(() => { if (services.mail.on) run((id) => writeDigests(services, id)) }, LETTERS_MS).unref(), setInterval(() => run((id) => sweepNotices(services, id)), SWEEP_MS).unref()]
      services.onClose(() => { for (const timer of timers) clearInterval(timer) })
    },
  }
}

/** Forgets what is long past, and what belonged to conversations that are no more. */
export async function sweepNotices(services: Services, workspaceId: string): Promise<void> {
  const before = (times: number): string => new Date(services.clock.now(workspaceId) - times * KEPT_MS).toISOString()
  await services.db.inWorkspace(workspaceId, async (tx) => {
    await tx.query('delete from notice where workspace_id = $1 and at < $2 and (seen_at is not null or at < $3)', [workspaceId, before(1), before(3)])
    for (const table of ['notice', 'conversation_mute']) await tx.query(`delete from ${table} n where n.workspace_id = $1 and not exists (select from conversation c where c.workspace_id = $1 and c.conversation_id = n.conversation_id)`, [workspaceId])
  })
}
