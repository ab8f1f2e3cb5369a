import type { MessageQuestion } from '@recado/api'
import { RecadoError } from '@recado/core'
import { append } from '../../ingest/others.js'
import type { Principal, Services } from '../../services.js'
import { endForAgent } from './carry-out.js'
import { readHer } from './language.js'
import { readRow } from './rows.js'
import { readSettings } from './settings.js'
import { type StoredQuestion, toQuestion } from './stored-question.js'

/**
 * A colleague says whether she meant it. Yes ends advertising to her and tells her so, where a reply is allowed; no changes nothing. Whoever comes second is
 * given what was answered. Throws not_found where nobody was asked.
 */
export async function answerQuestion(services: Services, principal: Principal, messageId: string, yes: boolean): Promise<{ question: MessageQuestion; told: boolean | null }> {
  const { workspaceId } = principal
  const done = await services.db.inWorkspace(workspaceId, async (tx) => {
    const [at] = await tx.query<{ conversation_id: string; account_id: string }>('select conversation_id, account_id from message where workspace_id = $1 and message_id = $2 and question is not null', [workspaceId, messageId])
    if (!at) throw new RecadoError('not_found', { messageId })
    await tx.query('select c.conversation_id from conversation c where c.workspace_id = $1 and c.contact_id = (select o.contact_id from conversation o where o.workspace_id = $1 and o.conversation_id = $2) order by c.conversation_id for update', [workspaceId, at.conversation_id])
    const [{ question }] = await tx.query<{ question: StoredQuestion }>('select question from message where workspace_id = $1 and message_id = $2', [workspaceId, messageId]) as [{ question: StoredQuestion }] // just seen
    if (question.state !== 'open') return { question, told: null, changed: false }
    const now = services.clock.now(workspaceId)
    const settled: StoredQuestion = { ...question, state: yes ? 'yes' : 'no', by: principal.id, byName: principal.name, at: new Date(now).toISOString() }
    await tx.query('update message set question = $3 where workspace_id = $1 and message_id = $2', [workspaceId, messageId, JSON.stringify(settled)])
    const [account, row, her] = [await services.accounts.byId(workspaceId, at.account_id), await readRow(tx, workspaceId, messageId), await readHer(tx, workspaceId, at.conversation_id)]
    let told: boolean | null = null
    if (yes && account && row && her) {
      const deed = { tx, services, workspaceId, account, channel: services.channels.get(account.channel), row, her, settings: await readSettings(tx, workspaceId), now }
      told = (await endForAgent(deed, { type: principal.kind === 'user' ? 'agent' : 'api', id: principal.id })).messageId !== null
    }
    await append(tx, [{ type: 'message.updated', conversationId: at.conversation_id, messageIds: [messageId] }])
    return { question: settled, told, changed: true }
  })
  if (done.changed) {
    services.signals.committed(workspaceId)
    services.signals.emit('sends', workspaceId)
  }
  return { question: toQuestion(done.question), told: done.told }
}
