/** A desk in which conversations are given out, for tests. */
import type { AssignmentPlan, AssignmentRule } from '@recado/core'
import { NO_PLAN } from '@recado/core'
import { type Desk, makeDesk } from '../testing/desk.js'
import type { Person } from '../testing/harness.js'
import { notePresent } from './presence.js'
import { AssignmentWorker } from './worker.js'

export interface AssignmentDesk extends Desk {
  worker: AssignmentWorker
  /** Everything that is due, on this node. */
  run(): Promise<void>
  plan(plan: Partial<AssignmentPlan>, rule?: Partial<AssignmentRule>): Promise<void>
  /** Their browsers are connected. */
  arrive(...people: readonly Person[]): Promise<void>
  say(who: Person, state: 'available' | 'away' | 'offline' | 'auto', more?: Record<string, unknown>): Promise<void>
  work(who: Person, work: Record<string, unknown>): Promise<void>
  /** Who has the thread of each phone: a user id or null. */
  assignees(): Promise<(string | null)[]>
  queued(): Promise<string[]>
}

export const RULE: AssignmentRule = {
  id: 'rule', name: 'Everybody', enabled: true, channels: [], accountIds: [], languages: [], methods: ['round_robin'], userIds: [], teamIds: [], skills: [], language: 'ignore', fallbackTeamId: null, onNew: true, onReopened: true, afterMinutes: null,
}

export async function makeAssignmentDesk(): Promise<AssignmentDesk> {
  const desk = await makeDesk()
  const worker = new AssignmentWorker(desk.services)
  const { workspaceId, inboxId } = desk
  const ok = async (method: 'PUT', path: string, body: unknown, as?: Person): Promise<void> => {
    const answer = await desk.request(method, `/api/v1${path}`, body, as)
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.body}`)
  }
  return {
    ...desk, worker,
    run: () => worker.runDue(workspaceId),
    plan: (plan, rule = {}) => ok('PUT', `/inboxes/${inboxId}/assignment`, { ...NO_PLAN, enabled: true, rules: [{ ...RULE, ...rule }], ...plan }),
    arrive: (...people) => notePresent(desk.services, people.map(({ userId }) => ({ workspaceId, userId }))),
    say: (who, state, more = {}) => ok('PUT', '/me/availability', { state, ...more }, who),
    work: (who, work) => ok('PUT', `/members/${who.userId}/work`, { languages: [], skills: [], capacity: null, channelLimits: {}, timetable: null, ...work }),
    assignees: async () => (await desk.rows<{ assignee_id: string | null }>('select assignee_id from conversation order by number')).map((row) => row.assignee_id),
    queued: async () => (await desk.rows<{ conversation_id: string }>(`select conversation_id from conversation where queued_at is not null order by array_position(array['urgent', 'high', 'normal', 'low', 'none'], priority), queued_at, conversation_id`)).map((row) => row.conversation_id),
  }
}
