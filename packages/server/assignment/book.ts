/**
 * The open book of one round of giving out: who can take what, kept true while conversations are given away one after the other. Whoever opens
 * it holds the workspace's assignment lock to the end of the transaction, so that on all nodes together one book is open.
 */
import { type Agent, type Asked, type AssignmentPlan, decideAssignee, type Decision, type Instant, ruleFor, type AssignmentRule } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Services } from '../services.js'
import { agentOf, whoWorks, type Working } from './agents.js'
import { readPlans } from './plans.js'

/** What has to be known of a conversation to decide about it. */
export interface Subject {
  conversation_id: string; case_id: string; account_id: string; inbox_id: string; contact_id: string; channel: string; language: string | null; priority: string
  assignee_id: string | null; team_id: string | null; waiting_since: Instant | null; queued_at: Instant | null; ordinal: number
}

export const SUBJECT = `c.conversation_id, c.case_id, c.account_id, c.inbox_id, c.contact_id, c.channel, p.language, c.priority, c.assignee_id, c.team_id, c.waiting_since, c.queued_at, w.ordinal`
export const SUBJECTS = `from conversation c join contact p on p.workspace_id = c.workspace_id and p.contact_id = c.contact_id join work_case w on w.workspace_id = c.workspace_id and w.case_id = c.case_id`

/** For what was handed to a team and no rule speaks of. */
const HANDED: AssignmentRule = { id: '', name: '', enabled: true, channels: [], accountIds: [], languages: [], methods: ['last_agent', 'least_busy'], userIds: [], teamIds: [], skills: [], language: 'prefer', fallbackTeamId: null, onNew: false, onReopened: false, afterMinutes: null }

export interface Verdict { decision: Decision; rule: AssignmentRule | null }

export class Book {
  readonly people: readonly Working[]
  private readonly plans: ReadonlyMap<string, AssignmentPlan>
  private readonly turns: Map<string, Map<string, number>>
  private readonly tx: Tx
  private readonly workspaceId: string

  private constructor(tx: Tx, workspaceId: string, people: readonly Working[], plans: ReadonlyMap<string, AssignmentPlan>, turns: Map<string, Map<string, number>>) {
    this.tx = tx
    this.workspaceId = workspaceId
    this.people = people
    this.plans = plans
    this.turns = turns
  }

  /** Waits until no other node's book is open. */
  static async open(tx: Tx, services: Pick<Services, 'clock'>, workspaceId: string, now: Instant): Promise<Book> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`assignment ${workspaceId}`])
    return Book.peek(tx, services, workspaceId, now)
  }

  /** For looking only: a dry run holds nobody up. */
  static async peek(tx: Tx, services: Pick<Services, 'clock'>, workspaceId: string, now: Instant): Promise<Book> {
    const people = await whoWorks(tx, services, workspaceId, now)
    const plans = new Map((await readPlans(tx, workspaceId)).map((one) => [one.inboxId, one.plan]))
    const turns = new Map<string, Map<string, number>>()
    for (const row of await tx.query<{ inbox_id: string; user_id: string; turn: number }>('select inbox_id, user_id, turn from assignment_turn where workspace_id = $1', [workspaceId])) {
      turns.set(row.inbox_id, (turns.get(row.inbox_id) ?? new Map<string, number>()).set(row.user_id, Number(row.turn)))
    }
    return new Book(tx, workspaceId, people, plans, turns)
  }

  planOf(inboxId: string): AssignmentPlan | null { return this.plans.get(inboxId) ?? null }

  agents(inboxId: string): Agent[] { return this.people.map((one) => agentOf(one, inboxId, this.turns.get(inboxId)?.get(one.userId) ?? null)) }

  /** Whether anybody could take anything: a full queue is not walked in vain. */
  hasRoom(inboxId: string): boolean { return this.agents(inboxId).some((one) => one.availability === 'available' && (one.capacity === null || one.open < one.capacity)) }

  ruleOf(subject: Pick<Subject, 'inbox_id' | 'channel' | 'account_id' | 'language'>, plan = this.planOf(subject.inbox_id)): AssignmentRule | null {
    return plan && ruleFor(plan, { channel: subject.channel, accountId: subject.account_id, language: subject.language })
  }

  async decide(subject: Subject): Promise<Verdict> {
    const ruled = this.ruleOf(subject)
    // Who hands it to a team has decided already: where no rule gives it out, one of the team gets it all the same, and it never waits in vain.
    const rule = ruled && ruled.methods.length > 0 ? ruled : subject.queued_at !== null && subject.team_id !== null && this.planOf(subject.inbox_id)?.teamToMember ? HANDED : ruled
    const lastAgentId = rule?.methods.includes('last_agent') ? await lastAgentOf(this.tx, this.workspaceId, subject.contact_id) : null
    return { rule, decision: this.decideFor(subject.inbox_id, rule, { channel: subject.channel, language: subject.language, lastAgentId, teamId: subject.team_id }) }
  }

  decideFor(inboxId: string, rule: AssignmentRule | null, asked: Asked): Decision { return decideAssignee(rule, asked, this.agents(inboxId)) }

  /** She has one more, and it was her turn. */
  async given(subject: Subject, userId: string): Promise<void> {
    const her = this.people.find((one) => one.userId === userId)
    if (her) {
      her.open += 1
      her.channelOpen[subject.channel] = (her.channelOpen[subject.channel] ?? 0) + 1
    }
    const turns = this.turns.get(subject.inbox_id) ?? new Map<string, number>()
    const turn = Math.max(0, ...turns.values()) + 1
    this.turns.set(subject.inbox_id, turns.set(userId, turn))
    await this.tx.query('insert into assignment_turn (workspace_id, inbox_id, user_id, turn) values ($1, $2, $3, $4) on conflict (workspace_id, inbox_id, user_id) do update set turn = excluded.turn', [this.workspaceId, subject.inbox_id, userId, turn])
  }
}

/** How many of the last messages of each of her threads are looked through for a colleague's. */
const LAST_MESSAGES = 100

/** Which colleague wrote to this person last, over whatever channel. */
export async function lastAgentOf(tx: Tx, workspaceId: string, contactId: string): Promise<string | null> {
  const [row] = await tx.query<{ author_id: string }>(
    `select m.author_id from conversation c cross join lateral (
       select l.author_id, l.at from (select author_id, author_type, direction, at from message where workspace_id = $1 and conversation_id = c.conversation_id order by at desc, message_id desc limit ${LAST_MESSAGES}) l
       where l.direction = 'out' and l.author_type = 'agent' and l.author_id is not null order by l.at desc limit 1) m
     where c.workspace_id = $1 and c.contact_id = $2 order by m.at desc limit 1`, [workspaceId, contactId])
  return row?.author_id ?? null
}
