import type { NudgeRun } from '@recado/api'
import { type Instant, RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { iso } from '../http/schemas.js'
import type { Services } from '../services.js'
import { readSteps } from './steps.js'

const MOST = 50

interface Row { conversation_id: string; number: number; name: string; at: Instant; outcome: NudgeRun['outcome']; did: NudgeRun['did']; code: string | null }

/** What a rule did lately. Throws not_found. */
export async function readRuns(tx: Tx, services: Pick<Services, 'clock'>, workspaceId: string, id: string): Promise<NudgeRun[]> {
  if ((await readSteps(tx, services, workspaceId, id)).length === 0) throw new RecadoError('not_found', { nudgeId: id })
  const rows = await tx.query<Row>(
    `select d.conversation_id, c.number, p.name, d.at, d.outcome, d.did, d.code from nudge_done d join conversation c on c.workspace_id = $1 and c.conversation_id = d.conversation_id join contact p on p.workspace_id = $1 and p.contact_id = c.contact_id
     where d.workspace_id = $1 and d.nudge_step_id = $2 order by d.at desc limit ${MOST}`, [workspaceId, id])
  return rows.map(({ conversation_id, at, ...row }) => ({ conversationId: conversation_id, at: iso(at), ...row }))
}
