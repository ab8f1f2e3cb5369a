/** What rules would have done in a stretch of the past: the same choice, over what was stored, without a word sent. */
import { chooseRules, type Instant, type Occasion, type Rule } from '@recado/core'
import { hoursAt } from './circumstances.js'
import type { Book } from './rules.js'

/** A message of a thread as the past holds it. `occasion` where it was her doing. */
export interface Past { conversationId: string; at: Instant; occasion: Occasion | null; /** counts for silence: written by either side */ spoken: boolean; colleague: boolean; country: string | null }

/** A thread's last message before the stretch. */
export type Before = ReadonlyMap<string, Instant>

export interface Answered { at: Instant; ruleId: string; country: string | null }

interface Memory { lastAt: Instant | null; colleagueAt: Instant | null; told: Set<string> }

/** Prepares once, since the hours cost more than the rules; each set of rules is then asked on its own. `past` is in the order of time. */
export function makeReplay(past: readonly Past[], before: Before, book: Pick<Book, 'timetable' | 'quietMs'>): (rules: readonly Rule[]) => Answered[] {
  const hours = past.map((one) => (one.occasion ? hoursAt(book.timetable, one.at) : null))
  return (rules) => {
    const on = rules.filter((rule) => rule.enabled).map((rule) => ({ ...rule, enabledAt: null }))
    const memories = new Map<string, Memory>()
    const answered: Answered[] = []
    for (const [i, one] of past.entries()) {
      const memory = memories.get(one.conversationId) ?? { lastAt: before.get(one.conversationId) ?? null, colleagueAt: null, told: new Set<string>() }
      memories.set(one.conversationId, memory)
      if (one.occasion) {
        const open = hours[i] ?? null
        const choice = chooseRules(on, one.occasion, {
          now: one.at, lastBeforeAt: memory.lastAt, hours: open, toldAway: open !== null && memory.told.has(open.period), colleagueAt: memory.colleagueAt, quietMs: book.quietMs, stopped: false, loop: false, past: false,
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
