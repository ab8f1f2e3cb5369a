import type { Instant } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { type Line, writeLines } from '../conversations/lines.js'
import { append } from '../ingest/others.js'
import type { Book, Subject } from './book.js'

const iso = (at: Instant): string => new Date(at).toISOString()

/** What a round does to conversations it holds; written down as it goes, told to the log at its end. */
export class Doings {
  private readonly lines: Line[] = []
  private readonly events: { type: string; conversationId?: string; messageIds?: string[]; data?: Record<string, unknown> }[] = []
  private readonly tx: Tx
  private readonly workspaceId: string
  private readonly now: Instant
  private queueMoved = false

  constructor(tx: Tx, workspaceId: string, now: Instant) {
    this.tx = tx
    this.workspaceId = workspaceId
    this.now = now
  }

  /** How many entries the log gets. */
  get count(): number { return this.events.length + this.lines.length }

  /** Decides and does it, once for this case and occasion. */
  async settle(book: Book, subject: Subject, occasion: string): Promise<'given' | 'queued' | 'left'> {
    const { decision, rule } = await book.decide(subject)
    if (decision.kind === 'give') {
      await this.enter(subject, occasion, 'given', decision.userId, rule?.id ?? null, decision.method)
      await this.tx.query('update conversation set assignee_id = $3, assigned_at = $4, team_id = coalesce($5, team_id) where workspace_id = $1 and conversation_id = $2', [this.workspaceId, subject.conversation_id, decision.userId, iso(this.now), decision.teamId])
      await book.given(subject, decision.userId)
      const name = book.people.find((one) => one.userId === decision.userId)?.name ?? ''
      this.line(subject, 'assigned_auto', { name, method: decision.method })
      this.told(subject, decision.userId, decision.teamId ?? subject.team_id)
      if (subject.queued_at !== null) this.queueMoved = true
      return 'given'
    }
    const outcome = decision.kind === 'queue' ? 'queued' : 'left'
    await this.enter(subject, occasion, outcome, null, rule?.id ?? null, null)
    if (outcome === 'queued' && (subject.queued_at === null || subject.assignee_id !== null)) await this.queue(subject)
    return outcome
  }

  /** Nobody has room: it waits for the next one. Whoever had it and is off has it no longer. */
  async queue(subject: Subject): Promise<void> {
    await this.tx.query('update conversation set assignee_id = null, assigned_at = null, queued_at = $3 where workspace_id = $1 and conversation_id = $2', [this.workspaceId, subject.conversation_id, iso(this.now)])
    this.queueMoved = true
    if (subject.assignee_id === null) this.events.push({ type: 'conversation.changed', conversationId: subject.conversation_id })
    else this.told(subject, null, subject.team_id)
  }

  /** Taken from a colleague who is off, with a line that says so; `queued` = it is given out anew by itself. */
  async takeBack(subject: Subject, name: string, queued: boolean): Promise<void> {
    await this.tx.query('update conversation set assignee_id = null, assigned_at = null, queued_at = $3 where workspace_id = $1 and conversation_id = $2', [this.workspaceId, subject.conversation_id, queued ? iso(this.now) : null])
    this.line(subject, 'handed_back', { name })
    this.told(subject, null, subject.team_id)
    if (queued) this.queueMoved = true
  }

  /** Rows that stand in the queue again. */
  queuedAgain(ids: readonly string[]): void {
    for (const conversationId of ids) this.events.push({ type: 'conversation.changed', conversationId })
    if (ids.length > 0) this.queueMoved = true
  }

  /** Somebody came or went. */
  colleague(userId: string): void { this.events.push({ type: 'member.availability', data: { userId } }) }

  async enter(subject: Pick<Subject, 'case_id' | 'conversation_id'>, occasion: string, outcome: 'given' | 'queued' | 'left', userId: string | null, rule: string | null, method: string | null): Promise<void> {
    await this.tx.query(
      `insert into assignment_entry (workspace_id, case_id, occasion, conversation_id, outcome, user_id, rule, method, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       on conflict (workspace_id, case_id, occasion) do nothing`, [this.workspaceId, subject.case_id, occasion, subject.conversation_id, outcome, userId, rule, method, iso(this.now)])
  }

  private line(subject: Subject, event: string, data: Line['data']): void {
    this.lines.push({ conversationId: subject.conversation_id, messageId: newId(), event, data })
  }

  private told(subject: Subject, userId: string | null, teamId: string | null): void {
    this.events.push({ type: 'conversation.assigned', conversationId: subject.conversation_id, data: { userId, teamId, byUserId: null, changeId: null } })
  }

  /** Lines and log; the last thing the transaction does. */
  async tell(): Promise<void> {
    await writeLines(this.tx, this.workspaceId, { type: 'automation', id: null }, this.lines, iso(this.now))
    await append(this.tx, [
      ...this.lines.map((line) => ({ type: 'message.created', conversationId: line.conversationId, messageIds: [line.messageId] })), ...this.events,
      ...(this.queueMoved ? [{ type: 'queue.changed', data: {} }] : []),
    ])
  }
}
