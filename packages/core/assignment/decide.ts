import type { Availability } from './availability.js'
import { type AssignmentRule, type Method, speaks } from './plan.js'

/** A colleague as the decision sees her. */
export interface Agent {
  userId: string
  availability: Availability
  /** May work on conversations, and sees those of this inbox. */
  sees: boolean
  teamIds: readonly string[]
  languages: readonly string[]
  skills: readonly string[]
  /** Open conversations she has, and how many she takes at once; null = any number. */
  open: number
  capacity: number | null
  channelOpen: Readonly<Record<string, number>>
  channelLimits: Readonly<Record<string, number>>
  /** The number of her last turn in this inbox; null = she never had one. */
  turn: number | null
}

export interface Asked {
  channel: string
  language: string | null
  /** Who served her last; null = nobody. */
  lastAgentId: string | null
  /** It was given to this team: only its members are asked. */
  teamId: string | null
}

/** Why somebody is passed over; the first that holds. */
export type PassedFor = 'not_chosen' | 'cannot_see' | 'skill' | 'language' | 'offline' | 'away' | 'full' | 'channel_full'
export interface Passed { userId: string; for: PassedFor }

export type Decision =
  | { kind: 'give'; userId: string; method: Method; /** the fallback team when it was one of theirs */ teamId: string | null; passed: readonly Passed[] }
  /** Nobody can take it now. `full`: somebody is there but carries enough; `nobody`: none of them is there; `no_match`: none of them could ever. */
  | { kind: 'queue'; reason: 'full' | 'nobody' | 'no_match'; passed: readonly Passed[] }
  /** Left to people. */
  | { kind: 'leave' }

const FULL: readonly PassedFor[] = ['full', 'channel_full']

/** Whether she carries as many as she takes, altogether or of this channel. */
export function fullness(agent: Pick<Agent, 'open' | 'capacity' | 'channelOpen' | 'channelLimits'>, channel: string): 'full' | 'channel_full' | null {
  if (agent.capacity !== null && agent.open >= agent.capacity) return 'full'
  const limit = agent.channelLimits[channel]
  return limit !== undefined && (agent.channelOpen[channel] ?? 0) >= limit ? 'channel_full' : null
}

/** What keeps her from taking one now; null = nothing. */
function passedFor(agent: Agent, rule: AssignmentRule, asked: Asked, chosen: boolean): PassedFor | null {
  if (!chosen) return 'not_chosen'
  if (!agent.sees) return 'cannot_see'
  if (rule.skills.some((skill) => !agent.skills.includes(skill))) return 'skill'
  if (rule.language === 'require' && !speaks(agent.languages, asked.language)) return 'language'
  if (agent.availability !== 'available') return agent.availability
  return fullness(agent, asked.channel)
}

const byId = (a: Agent, b: Agent): number => (a.userId < b.userId ? -1 : 1)
/** Whoever had her turn longest ago; who never had one comes first. */
const byTurn = (a: Agent, b: Agent): number => (a.turn ?? -1) - (b.turn ?? -1) || byId(a, b)
/** The share of what she takes, then the number, then the turn. */
const load = (agent: Agent): number => (agent.capacity ? agent.open / agent.capacity : 0)
const byLoad = (a: Agent, b: Agent): number => load(a) - load(b) || a.open - b.open || byTurn(a, b)

function pick(able: readonly Agent[], method: Method, asked: Asked): Agent | undefined {
  if (method === 'last_agent') return able.find((agent) => agent.userId === asked.lastAgentId)
  return [...able].sort(method === 'least_busy' ? byLoad : byTurn)[0]
}

/** Who gets it. Depends on nothing but its arguments: equal facts give the same answer on every node. */
export function decideAssignee(rule: AssignmentRule | null, asked: Asked, agents: readonly Agent[]): Decision {
  if (!rule || rule.methods.length === 0) return { kind: 'leave' }
  const anybody = rule.userIds.length === 0 && rule.teamIds.length === 0
  const inRule = (agent: Agent): boolean => (asked.teamId !== null ? agent.teamIds.includes(asked.teamId) : anybody || rule.userIds.includes(agent.userId) || agent.teamIds.some((id) => rule.teamIds.includes(id)))
  const first = among(rule, asked, agents, inRule)
  if (first.agent) return { kind: 'give', ...first.agent, teamId: null, passed: first.passed }
  const { fallbackTeamId } = rule
  if (fallbackTeamId !== null && fallbackTeamId !== asked.teamId) {
    const second = among(rule, asked, agents, (agent) => agent.teamIds.includes(fallbackTeamId))
    if (second.agent) return { kind: 'give', ...second.agent, teamId: fallbackTeamId, passed: first.passed.filter(({ userId }) => userId !== second.agent?.userId) }
  }
  return { kind: 'queue', reason: reasonOf(first.passed), passed: first.passed }
}

function among(rule: AssignmentRule, asked: Asked, agents: readonly Agent[], chosen: (agent: Agent) => boolean): { agent: { userId: string; method: Method } | null; passed: Passed[] } {
  const passed: Passed[] = []
  const able = [...agents].sort(byId).filter((agent) => {
    const why = passedFor(agent, rule, asked, chosen(agent))
    if (why) passed.push({ userId: agent.userId, for: why })
    return why === null
  })
  // Who speaks her language comes before everybody else, but a colleague without it is better than nobody.
  const speakers = rule.language === 'prefer' ? able.filter((agent) => speaks(agent.languages, asked.language)) : able
  for (const group of [speakers, able]) for (const method of rule.methods) {
    const agent = pick(group, method, asked)
    if (agent) return { agent: { userId: agent.userId, method }, passed }
  }
  // `last_agent` alone finds nobody for somebody who was never served.
  return { agent: null, passed: [...passed, ...able.map(({ userId }): Passed => ({ userId, for: 'not_chosen' }))] }
}

function reasonOf(passed: readonly Passed[]): 'full' | 'nobody' | 'no_match' {
  if (passed.some((one) => FULL.includes(one.for))) return 'full'
  return passed.some((one) => one.for === 'away' || one.for === 'offline') ? 'nobody' : 'no_match'
}
