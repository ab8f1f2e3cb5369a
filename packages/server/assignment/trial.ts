import type { AssignmentAnswer } from '@recado/api'
import { type AssignmentPlan, type AssignmentRule, type Decision, ruleFor } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Services } from '../services.js'
import { Book, lastAgentOf } from './book.js'

export interface Trial { inboxId: string; channel: string; accountId: string | null; language: string | null; contactId: string | null; plan: AssignmentPlan | null }

/** Who would get such a conversation now, and why not the others. Nothing is changed and nobody has to wait for it. */
export async function tryPlan(tx: Tx, services: Pick<Services, 'clock'>, workspaceId: string, { inboxId, channel, accountId, language, contactId, plan }: Trial): Promise<AssignmentAnswer> {
  const book = await Book.peek(tx, services, workspaceId, services.clock.now(workspaceId))
  const tried = plan ?? book.planOf(inboxId)
  const rule = tried ? ruleFor({ ...tried, enabled: true }, { channel, accountId: accountId ?? '', language }) : null
  const lastAgentId = contactId ? await lastAgentOf(tx, workspaceId, contactId) : null
  return answerOf(book.decideFor(inboxId, rule, { channel, language, lastAgentId, teamId: null }), rule)
}

function answerOf(decision: Decision, rule: AssignmentRule | null): AssignmentAnswer {
  const nobody = { userId: null, method: null, teamId: null, reason: null, passed: [], ruleId: rule?.id ?? null }
  if (decision.kind === 'give') return { ...nobody, kind: 'give', userId: decision.userId, method: decision.method, teamId: decision.teamId, passed: [...decision.passed] }
  return decision.kind === 'queue' ? { ...nobody, kind: 'queue', reason: decision.reason, passed: [...decision.passed] } : { ...nobody, kind: 'leave' }
}
