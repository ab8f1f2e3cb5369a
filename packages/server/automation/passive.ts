import type { WebhookAnswer } from '@recado/channel-kit'
import { type Content, type Instant, seconds } from '@recado/core'
import { extKey, isAway, isConflict, type Tx } from '@recado/db'
import { isThreadEvent, type Accepted } from '../ingest/events.js'
import { messageKey } from '../ingest/plan.js'
import { acceptMessage, unknownMessage } from '../sending/outcome.js'
import type { Account, LoadedChannel, Services } from '../services.js'
import { answerEvent } from './carry-out.js'
import { readEventByKey } from './occasion.js'

/** What is decided within this time of the push goes out in the push's own answer; later the usual way is taken. */
export const DECIDE_MS = 500

/** Longest wait between tries to write down that an answer went out. */
const RETRY_MS = 5_000

/** The webhook's answer, and what to do once it is on the wire (true) or the connection is gone (false). */
export interface Answered extends WebhookAnswer { written?: (ok: boolean) => void }

interface Going { account: Account; channel: LoadedChannel; messageId: string; conversationId: string; body: string }

const iso = (at: Instant): string => new Date(at).toISOString()

/**
 * The reply in the webhook's own answer, for platforms that have one. The message is stored as being sent, with the body beside it, before the
 * answer goes out: a repeated push gets the same body, and a process that dies in between leaves a message whose fate is honestly unknown until
 * the platform asks again.
 */
export class PassiveSlot {
  private readonly services: Services
  /** Tests on a busy machine give it longer. */
  decideMs = DECIDE_MS
  private readonly under = new Set<Promise<unknown>>()

  constructor(services: Services) { this.services = services }

  /** Nothing is being decided or written down. */
  async settled(): Promise<void> { while (this.under.size > 0) await Promise.allSettled(this.under) }

  /** The answer with a reply in it; null when there is none or none in time. `since`: when the push came in, by performance.now(). */
  async answer(plain: WebhookAnswer, items: readonly Accepted[], since: number): Promise<Answered | null> {
    const [item] = items
    if (!item || items.length > 1 || !item.channel.connector.passiveReply || !isThreadEvent(item.event) || item.event.type === 'echo') return null
    const left = this.decideMs - (performance.now() - since)
    if (left <= 0) return null
    const work = this.track(this.decide(item).catch((error: unknown) => {
      if (!isAway(error) && !isConflict(error)) this.services.log.error({ err: error, accountId: item.account.id }, 'reply in the webhook’s answer')
      return null // the event log has it too
    }))
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<'late'>((resolve) => { timer = setTimeout(() => resolve('late'), left) })
    const going = await Promise.race([work, late])
    clearTimeout(timer)
    if (going === 'late') { void this.track(work.then((made) => made && this.release(made))); return null }
    return going && { ...plain, body: going.body, written: (ok) => this.written(going, ok) }
  }

  private track<T>(work: Promise<T>): Promise<T> {
    this.under.add(work)
    void work.finally(() => this.under.delete(work)).catch(() => {})
    return work
  }

  private async decide({ account, channel, event }: Accepted): Promise<Going | null> {
    if (event.type !== 'message' && event.type !== 'act') return null
    const { services } = this
    const { workspaceId } = account
    const key = event.type === 'act' ? extKey(`act:${event.key}`) : messageKey(event.externalId, event.part)
    const person = event.from.keys.find((one) => one.kind === channel.declaration.keyKinds[0])?.value ?? event.from.keys[0]?.value
    if (person === undefined) return null
    const going = await services.db.inWorkspace(workspaceId, async (tx): Promise<{ made: boolean; going: Going | null }> => {
      const [some] = await tx.query('select 1 from automatic_reply where workspace_id = $1 and (account_id = $2 or account_id is null) and enabled and removed_at is null limit 1', [workspaceId, account.id])
      const stored = some ? await readEventByKey(tx, workspaceId, account.id, key) : null
      if (!stored) return { made: false, going: null }
      const deed = await answerEvent(tx, services, account, channel, stored)
      if (deed.kind === 'known') return { made: false, going: await this.again(tx, account, channel, stored.message_id) }
      const messageId = deed.kind === 'done' ? deed.messageIds[0] : undefined
      if (messageId === undefined) return { made: deed.kind === 'done', going: null }
      return { made: true, going: await this.take(tx, { account, channel, eventId: stored.message_id, conversationId: stored.conversation_id, messageId, to: { person, account: event.account } }) }
    })
    if (going.made) {
      services.signals.committed(workspaceId)
      services.signals.emit('sends', workspaceId)
    }
    return going.going
  }

  /** The body that went out for this very event, while the platform may still ask again. Its time is the platform's: wall clock. */
  private async again(tx: Tx, account: Account, channel: LoadedChannel, eventId: string): Promise<Going | null> {
    const [row] = await tx.query<{ message_id: string; conversation_id: string; passive_body: string }>(
      'select message_id, conversation_id, passive_body from automatic_answer where workspace_id = $1 and event_id = $2 and passive_body is not null and passive_until > now()', [account.workspaceId, eventId])
    return row ? { account, channel, messageId: row.message_id, conversationId: row.conversation_id, body: row.passive_body } : null
  }

  /** Takes the queued message out of the outbox's hands; null when the platform cannot carry it so, and the outbox sends it. */
  private async take(tx: Tx, wish: { account: Account; channel: LoadedChannel; eventId: string; conversationId: string; messageId: string; to: { person: string; account: string } }): Promise<Going | null> {
    const { account, channel, eventId, conversationId, messageId, to } = wish
    const { workspaceId } = account
    const now = this.services.clock.now(workspaceId)
    const [row] = await tx.query<{ content: Content; identity_id: string }>('select m.content, c.identity_id from message m join conversation c on c.workspace_id = $1 and c.conversation_id = m.conversation_id where m.workspace_id = $1 and m.message_id = $2', [workspaceId, messageId])
    const body = row ? channel.connector.passiveReply!(row.content, to, account.settings, now) : null // asked for above
    if (!row || body === null) return null
    await tx.query(`update send_job set state = 'sending', sending_since = $3, attempt = attempt + 1, taken = '[]' where workspace_id = $1 and message_id = $2`, [workspaceId, messageId, iso(now)])
    // A mechanism beside the counted replies: no grant is taken, no quota of calls used.
    await tx.query(
      `insert into send_entry (workspace_id, message_id, account_id, channel, identity_id, at, send_as, price_class, outside_window, free_kind) values ($1, $2, $3, $4, $5, $6, 'freeform', null, false, true) on conflict (workspace_id, message_id) do nothing`,
      [workspaceId, messageId, account.id, account.channel, row.identity_id, iso(now)])
    await tx.query(`update message set status = 'sending' where workspace_id = $1 and message_id = $2`, [workspaceId, messageId])
    await tx.query(`update conversation set last_status = 'sending' where workspace_id = $1 and conversation_id = $2 and last_message_id = $3`, [workspaceId, conversationId, messageId])
    await tx.query(`update automatic_answer set passive_body = $4, passive_until = now() + make_interval(secs => $5) where workspace_id = $1 and event_id = $2 and message_id = $3`,
      [workspaceId, eventId, messageId, body, (channel.declaration.webhookPatienceMs + seconds(5)) / 1000])
    return { account, channel, messageId, conversationId, body }
  }

  /** It took too long: the platform has had its plain answer, so this surely did not go, and the outbox sends it. */
  private async release({ account, conversationId, messageId }: Going): Promise<void> {
    const { workspaceId } = account
    await this.insist(workspaceId, conversationId, async (tx) => {
      const rows = await tx.query(`update send_job set state = 'queued', sending_since = null, attempt = 0, taken = null where workspace_id = $1 and message_id = $2 and state = 'sending' returning 1`, [workspaceId, messageId])
      if (rows.length === 0) return
      await tx.query('delete from send_entry where workspace_id = $1 and message_id = $2', [workspaceId, messageId])
      await tx.query(`update message set status = 'queued' where workspace_id = $1 and message_id = $2 and status = 'sending'`, [workspaceId, messageId])
      await tx.query('update automatic_answer set passive_body = null, passive_until = null where workspace_id = $1 and message_id = $2', [workspaceId, messageId])
    })
    this.services.signals.emit('sends', workspaceId)
  }

  /** The answer is on the wire, or the connection was gone first: then the platform asks again in its time, and after that nobody knows. */
  private written(going: Going, ok: boolean): void {
    if (ok) { void this.track(this.accept(going)); return }
    const timer = setTimeout(() => void this.track(this.lapse(going)), going.channel.declaration.webhookPatienceMs)
    timer.unref()
    this.services.onClose(() => clearTimeout(timer))
  }

  private accept({ account, channel, conversationId, messageId }: Going): Promise<void> {
    const { workspaceId } = account
    return this.insist(workspaceId, conversationId, async (tx) => {
      const [row] = await tx.query<{ status: string }>('select status from message where workspace_id = $1 and message_id = $2', [workspaceId, messageId])
      if (row?.status !== 'sending' && row?.status !== 'unknown') return
      if (row.status === 'unknown') await tx.query('update conversation set failed_count = greatest(0, failed_count - 1) where workspace_id = $1 and conversation_id = $2', [workspaceId, conversationId])
      const now = this.services.clock.now(workspaceId)
      await acceptMessage(tx, account, channel, { messageId, conversationId, class: 1, attempt: 1, queuedAt: now }, { externalId: null, status: 'accepted' }, now)
    })
  }

  private lapse({ account, conversationId, messageId }: Going): Promise<void> {
    return this.insist(account.workspaceId, conversationId, (tx) => unknownMessage(tx, account.workspaceId, { messageId, conversationId }))
  }

  /** Writes down what happened until the database takes it; it happened only once. */
  private async insist(workspaceId: string, conversationId: string, work: (tx: Tx) => Promise<void>): Promise<void> {
    for (let waitMs = 100; !this.services.stopping(); waitMs = Math.min(waitMs * 2, RETRY_MS)) {
      try {
        await this.services.db.inWorkspace(workspaceId, async (tx) => {
          await tx.query('select 1 from conversation where workspace_id = $1 and conversation_id = $2 for update', [workspaceId, conversationId])
          await work(tx)
        })
        this.services.signals.committed(workspaceId)
        return
      } catch (error) {
        if (!isAway(error) && !isConflict(error)) { this.services.log.error({ err: error }, 'reply in the webhook’s answer not written down'); return }
        await new Promise((resolve) => setTimeout(resolve, waitMs))
      }
    }
  }
}

const slots = new WeakMap<Services, PassiveSlot>()

/** The one slot of these services: ingest answers with it, the engine waits for it. */
export function passiveSlot(services: Services): PassiveSlot {
  let slot = slots.get(services)
  if (!slot) slots.set(services, (slot = new PassiveSlot(services)))
  return slot
}
