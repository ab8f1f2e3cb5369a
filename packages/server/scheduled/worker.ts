import type { Basis, Content, Instant, Purpose } from '@recado/core'
import { isAway, isConflict, type Tx } from '@recado/db'
import { append } from '../ingest/others.js'
import { queueMessage } from '../sending/queue.js'
import type { Services } from '../services.js'

/** How often is looked where something waits. Wall clock; what is due is told by business time. */
const POLL_MS = 1_000
const BATCH = 50

const iso = (at: Instant): string => new Date(at).toISOString()

interface Due { scheduled_message_id: string; conversation_id: string; client_id: string; content: Content; reply_to: string | null; purpose: Purpose; category: string | null; basis: Basis | null; author: { type: 'agent' | 'api'; id: string }; unless_she_writes: boolean; created_at: number }

/** Puts scheduled messages into the outbox when their moment has come. Every node looks; the row's lock lets one of them act. */
export class ScheduledWorker {
  private readonly services: Services
  private under: Promise<void> | null = null

  constructor(services: Services) { this.services = services }

  start(): void {
    const { services } = this
    const timer = setInterval(() => {
      this.under ??= this.round().catch((error: unknown) => { if (!isAway(error) && !services.stopping()) services.log.error({ err: error }, 'scheduled messages') }).finally(() => { this.under = null })
    }, POLL_MS).unref()
    services.onClose(async () => { clearInterval(timer); await this.under })
  }

  private async round(): Promise<void> {
    for (const { id } of await this.services.db.asSystem((tx) => tx.query<{ id: string }>('select workspaces_with_scheduled() as id'))) await this.runDue(id)
  }

  /** The next moment, in business time. */
  async nextDue(workspaceId: string): Promise<Instant | null> {
    const [row] = await this.services.db.inWorkspace(workspaceId, (tx) => tx.query<{ due: number | null }>(`select min(send_at) as due from scheduled_message where workspace_id = $1 and state = 'waiting'`, [workspaceId]))
    return row?.due ?? null
  }

  /** Everything whose moment has come, in order. Returns how many were dealt with. */
  async runDue(workspaceId: string): Promise<number> {
    const { services } = this
    const ids = (await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ id: string }>(`select scheduled_message_id as id from scheduled_message where workspace_id = $1 and state = 'waiting' and send_at <= $2 order by send_at, scheduled_message_id limit ${BATCH}`, [workspaceId, iso(services.clock.now(workspaceId))]))).map((row) => row.id)
    let done = 0
    for (const id of ids) {
      if (services.stopping()) return done
      try {
        if (!await services.db.inWorkspace(workspaceId, (tx) => this.one(tx, workspaceId, id))) continue
        done++
        services.signals.committed(workspaceId)
        services.signals.emit('sends', workspaceId)
      } catch (error) {
        if (isAway(error)) throw error
        // The next round tries it again; it must not keep the others waiting.
        if (!isConflict(error)) services.log.error({ err: error, scheduledMessageId: id }, 'scheduled message not sent')
      }
    }
    return done
  }

  private async one(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
    const now = iso(this.services.clock.now(workspaceId))
    const [row] = await tx.query<Due>(`select scheduled_message_id, conversation_id, client_id, content, reply_to, purpose, category, basis, author, unless_she_writes, created_at from scheduled_message where workspace_id = $1 and scheduled_message_id = $2 and state = 'waiting' and send_at <= $3 for update skip locked`, [workspaceId, id, now])
    if (!row) return false
    const end = (state: string, code: string | null, messageId: string | null) => tx.query('update scheduled_message set state = $3, code = $4, message_id = $5, changed_at = $6 where workspace_id = $1 and scheduled_message_id = $2', [workspaceId, id, state, code, messageId, now])
    if (row.unless_she_writes && await wroteSince(tx, workspaceId, row)) {
      await end('overtaken', null, null)
      await append(tx, [{ type: 'conversation.changed', conversationId: row.conversation_id }])
      return true
    }
    const queued = await queueMessage(tx, this.services, workspaceId, {
      conversationId: row.conversation_id, clientId: row.client_id, content: row.content, purpose: row.purpose, author: row.author, refusedStays: true,
      ...(row.reply_to ? { replyTo: row.reply_to } : {}), ...(row.category ? { category: row.category } : {}), ...(row.basis ? { basis: row.basis } : {}),
    })
    await end(queued.kind === 'refused' ? 'refused' : 'sent', queued.kind === 'refused' ? queued.verdict.code : null, queued.kind === 'refused' ? queued.messageId ?? null : queued.messageId)
    return true
  }
}

async function wroteSince(tx: Tx, workspaceId: string, row: Due): Promise<boolean> {
  const [later] = await tx.query(`select 1 from message where workspace_id = $1 and conversation_id = $2 and direction = 'in' and kind <> 'reaction' and at > $3 limit 1`, [workspaceId, row.conversation_id, iso(row.created_at)])
  return later !== undefined
}
