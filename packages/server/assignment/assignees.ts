import type { Assignee, Assignees } from '@recado/api'
import { fullness, RecadoError, speaks } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Services } from '../services.js'
import { Book, lastAgentOf, SUBJECT, SUBJECTS, type Subject } from './book.js'
import { toColleague } from './view.js'

/** Who can be given this conversation, with all that helps to choose; the best first: there, with room, of this inbox. */
export async function readAssignees(tx: Tx, services: Pick<Services, 'clock'>, workspaceId: string, conversationId: string): Promise<Assignees> {
  const [subject] = await tx.query<Subject>(`select ${SUBJECT} ${SUBJECTS} where c.workspace_id = $1 and c.conversation_id = $2`, [workspaceId, conversationId])
  if (!subject) throw new RecadoError('not_found', { conversationId })
  const book = await Book.peek(tx, services, workspaceId, services.clock.now(workspaceId))
  const last = await lastAgentOf(tx, workspaceId, subject.contact_id)
  const items = book.people.map((one): Assignee => ({
    ...toColleague(one), belongs: one.inboxIds.includes(subject.inbox_id) || one.reach === 'all' || (subject.team_id !== null && one.teamIds.includes(subject.team_id)),
    full: fullness(one, subject.channel) !== null, last: one.userId === last, speaks: subject.language !== null && one.languages.length > 0 && speaks(one.languages, subject.language),
  }))
  const teams = await tx.query<{ team_id: string; name: string }>('select team_id, name from team where workspace_id = $1 order by lower(name)', [workspaceId])
  const { decision } = await book.decide(subject)
  return {
    items: items.sort((a, b) => rank(a) - rank(b) || a.open - b.open || (a.name < b.name ? -1 : 1)),
    teams: teams.map(({ team_id: id, name }) => { const members = items.filter((one) => one.teamIds.includes(id)); return { id, name, members: members.length, available: members.filter((one) => one.availability === 'available').length } }),
    suggestedId: decision.kind === 'give' ? decision.userId : null,
  }
}

function rank(one: Assignee): number {
  const there = one.availability === 'available' ? (one.full ? 1 : 0) : one.availability === 'away' ? 2 : 3
  return there + (one.belongs ? 0 : 10)
}
