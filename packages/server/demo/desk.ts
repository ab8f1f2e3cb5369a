/** The desk of the demo company as people would have set it up: who works there, how, and what is prepared but not switched on. */
import type { SaveView, Sort, ViewColour, ViewIcon } from '@recado/api'
import { type AssignmentRule, type Filter, NO_PLAN, type Timetable } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { savePlan } from '../assignment/plans.js'
import { sayAvailability } from '../assignment/say.js'
import { saveWork } from '../assignment/work.js'
import { writeTimetable } from '../hours/timetables.js'
import { addLabel } from '../labels/labels.js'
import { addStep } from '../nudges/steps.js'
import { addView } from '../saved-views/change.js'
import type { Principal, Services } from '../services.js'
import { setInboxPeople } from '../teams/inboxes.js'
import { setTeamMembers } from '../teams/teams.js'
import { hireColleagues } from './colleagues.js'
import type { Company, Words } from './company.js'

/** Those who act in the stories, by their ids. */
export interface Cast { staff: ReadonlyMap<string, Principal>; teams: ReadonlyMap<string, string>; /** the inbox of each channel; the first one's for the others */ inboxOf: (channel: string) => string }

export const inWords = (words: Words, { language }: Pick<Principal, 'language'>): string => (language.startsWith('es') ? words.es : words.en)

/** Before anybody writes: people, teams, inboxes, labels, views, hours. The workspace has its first inbox already. */
export async function furnishDesk(services: Services, principal: Principal, company: Company): Promise<Cast> {
  const { desk } = company
  const staff = await hireColleagues(services, principal, company)
  const cast = await services.db.inWorkspace(principal.workspaceId, async (tx) => {
    const places = await makePlaces(tx, services, principal, company, staff)
    for (const { id, languages, skills, capacity } of desk.colleagues) await saveWork(tx, services, principal, staff.get(id)!.id, { languages: [...languages], skills: [...skills], capacity, channelLimits: {}, timetable: null }) // all of them are hired
    const [first] = places.inboxes
    await savePlan(tx, services, principal, first!, { ...NO_PLAN, rules: desk.rules.map((rule) => ruleOf(rule, places.teams, principal)) }) // there is always one
    return { staff, teams: places.teams, inboxOf: (channel: string): string => places.inboxes[Math.max(0, desk.inboxes.findIndex((inbox) => inbox.channels.includes(channel)))]! } // as many as told
  })
  for (const { name, colour, description } of desk.labels) await addLabel(services, principal, { name: inWords(name, principal), colour, description: inWords(description, principal) })
  for (const { name, icon, colour, sort, scope, filter } of desk.views) {
    // Plain data of the seeds: the tree is checked when it is kept.
    const view: SaveView = { name: inWords(name, principal), icon: icon as ViewIcon, colour: colour as ViewColour, sort: sort as Sort, scope, filter: filter((words) => inWords(words, principal)) as unknown as Filter }
    await addView(services, principal, view)
  }
  await addStep(services, principal, { inboxId: null, kind: 'agent', name: inWords(desk.nudge.name, principal), minutes: desk.nudge.minutes, enabled: false, tell: 'agents', tellIds: [], priority: null, assignUserId: null, assignTeamId: null, variants: [], quiet: null, evenWhenOwed: false, counts: 'clock', atTime: null, about: null, unless: [], condition: null, actions: [] })
  return cast
}

/** Once time has come to the present: who is there and who is not. */
export async function comeToWork(services: Services, principal: Principal, { desk }: Company, { staff }: Cast): Promise<void> {
  for (const { id, state, reason } of desk.colleagues) await sayAvailability(services, principal, staff.get(id)!.id, { state, reason: reason ? inWords(reason, principal) : '' }) // all of them are hired
}

async function makePlaces(tx: Tx, services: Services, principal: Principal, { desk, timeZone }: Company, staff: ReadonlyMap<string, Principal>): Promise<{ teams: Map<string, string>; inboxes: string[] }> {
  const { workspaceId } = principal
  const now = services.clock.now(workspaceId)
  const at = new Date(now).toISOString()
  const [first] = await tx.query<{ inbox_id: string }>('select inbox_id from inbox where workspace_id = $1 order by created_at limit 1', [workspaceId])
  const teams = new Map<string, string>()
  for (const { id, name, members, week } of desk.teams) {
    const teamId = newId()
    teams.set(id, teamId)
    await tx.query('insert into team (workspace_id, team_id, name, created_at) values ($1, $2, $3, $4)', [workspaceId, teamId, inWords(name, principal), at])
    await setTeamMembers(tx, workspaceId, teamId, members.map((one) => staff.get(one)!.id)) // all of them are hired
    if (week) await writeTimetable(tx, { workspaceId, kind: 'team', id: teamId }, hoursOf(week), now)
  }
  const inboxes: string[] = []
  for (const [index, inbox] of desk.inboxes.entries()) {
    const inboxId = index === 0 ? first!.inbox_id : newId() // every workspace begins with one
    inboxes.push(inboxId)
    await tx.query('insert into inbox (workspace_id, inbox_id, name, everybody, created_at) values ($1, $2, $3, $4, $5) on conflict (workspace_id, inbox_id) do update set name = excluded.name, everybody = excluded.everybody', [workspaceId, inboxId, inWords(inbox.name, principal), inbox.teams.length === 0, at])
    await setInboxPeople(tx, workspaceId, inboxId, { teamIds: inbox.teams.flatMap((team) => teams.get(team) ?? []) })
    if (inbox.week) await writeTimetable(tx, { workspaceId, kind: 'inbox', id: inboxId }, hoursOf(inbox.week), now)
  }
  return { teams, inboxes }

  function hoursOf(week: Timetable['week']): Timetable {
    const year = new Date(now).getUTCFullYear()
    return { timeZone, week, dates: [year, year + 1].flatMap((one) => desk.closed.map(({ day, name }) => ({ date: `${one}-${day}`, slots: [], name: inWords(name, principal) }))) }
  }
}

function ruleOf({ name, languages, team, language }: Company['desk']['rules'][number], teams: ReadonlyMap<string, string>, principal: Principal): AssignmentRule {
  const teamId = team === null ? undefined : teams.get(team)
  return { id: newId(), name: inWords(name, principal), enabled: true, channels: [], accountIds: [], languages, methods: ['last_agent', 'least_busy'], userIds: [], teamIds: teamId ? [teamId] : [], skills: [], language, fallbackTeamId: null, onNew: true, onReopened: true, afterMinutes: null }
}
