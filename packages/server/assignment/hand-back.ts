import type { Tx } from '@recado/db'
import type { Services } from '../services.js'
import { SUBJECT, SUBJECTS, type Subject } from './book.js'
import { Doings } from './carry-out.js'
import { readPlans } from './plans.js'

/**
 * Everything open of somebody who no longer works here goes back, whatever her inboxes want for an evening off: into the queue where
 * conversations are given out by themselves, else to nobody. In the transaction, as the workspace, that shuts her out; tells the log.
 */
export async function handBackAll(tx: Tx, services: Pick<Services, 'clock'>, workspaceId: string, userId: string, name: string): Promise<number> {
  const now = services.clock.now(workspaceId)
  const given = new Set((await readPlans(tx, workspaceId)).filter((one) => one.plan.enabled).map((one) => one.inboxId))
  const subjects = await tx.query<Subject & { status: string }>(
    `select ${SUBJECT}, c.status ${SUBJECTS} where c.workspace_id = $1 and c.assignee_id = $2 and c.status <> 'resolved' order by c.conversation_id for update of c`, [workspaceId, userId])
  const doings = new Doings(tx, workspaceId, now)
  for (const subject of subjects) await doings.takeBack(subject, name, subject.status === 'open' && given.has(subject.inbox_id))
  // What is resolved comes back to nobody, too: its next case is a new one for whoever is there.
  await tx.query(`update conversation set participant_ids = array_remove(participant_ids, $2::uuid) where workspace_id = $1 and participant_ids <> '{}' and $2::uuid = any(participant_ids)`, [workspaceId, userId])
  if (doings.count > 0) await doings.tell()
  return subjects.length
}
