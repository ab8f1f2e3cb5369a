/** What rules would have done in a stretch of the past: the same choice, over what was stored, without a word sent. */
import { chooseRules, type Instant, type Occasion } from '@recado/core'
import { hoursAt } from './circumstances.js'
import { isIn, type Place } from '../hours/owner.js'
import { timetableFor } from '../hours/timetables.js'
import type { KeptRule, Library } from './rules.js'

/** What of a rule decides. */
type Asked = Pick<KeptRule, 'id' | 'owner' | 'trigger' | 'enabled' | 'answers' | 'enabledAt'>

/** A message of a thread as the past holds it. `occasion` where it was her doing. */
export interface Past { conversationId: string; place: Place; at: Instant; occasion: Occasion | null; /** counts for silence: written by either side */ spoken: boolean; colleague: boolean; country: string | null }

/** A thread's last message before the stretch. */
export type Before = ReadonlyMap<string, Instant>

export interface Answered { at: Instant; ruleId: string; country: string | null }

interface Memory { lastAt: Instant | null; colleagueAt: Instant | null; told: Set<string> }

/** Prepares once, since the hours cost more than the rules; each set of rules is then asked on its own. `past` is in the order of time. */
export function makeReplay(past: readonly Past[], before: Before, { timetables, quietMs }: Pick<Library, 'timetables' | 'quietMs'>): (rules: readonly Asked[]) => Answered[] {
  const hours = past.map((one) => (one.occasion ? hoursAt(timetableFor(timetables, one.place)?.timetable ?? null, one.at) : null))
  const nameOf = ({ accountId, inboxId, teamId }: Place): string => `${accountId} ${inboxId} ${teamId ?? ''}`
  const names = past.map((one) => nameOf(one.place))
  return (rules) => {
    const all = rules.filter((rule) => rule.enabled).map((rule) => ({ ...rule, enabledAt: null }))
    const byPlace = new Map<string, typeof all>()
    const memories = new Map<string, Memory>()
    const answered: Answered[] = []
    for (const [i, one] of past.entries()) {
      const memory = memories.get(one.conversationId) ?? { lastAt: before.get(one.conversationId) ?? null, colleagueAt: null, told: new Set<string>() }
      memories.set(one.conversationId, memory)
      if (one.occasion) {
        const open = hours[i] ?? null
        const name = names[i]! // one for each
        const on = byPlace.get(name) ?? all.filter((rule) => isIn(rule.owner, one.place))
        byPlace.set(name, on)
        const choice = chooseRules(on, one.occasion, {
          now: one.at, lastBeforeAt: memory.lastAt, hours: open, toldAway: open !== null && memory.told.has(open.period), colleagueAt: memory.colleagueAt, quietMs, stopped: false, loop: false, past: false,
        })
        if (choice.speaker !== null) {
          answered.push({ at: one.at, ruleId: choice.speaker, country: one.country })
          if (open && on.find((rule) => rule.id === choice.speaker)?.trigger.kind === 'away') memory.told.add(open.period)
        }
      }
      if (one.spoken) memory.lastAt = one.at
      if (one.colleague) memory.colleagueAt = one.at
    }
    return answered
  }
}
