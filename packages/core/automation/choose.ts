import { days } from '../model/ids.js'
import { foundWord } from './keyword.js'
import type { Choice, Circumstances, Judgement, Occasion, Reason, Rule, Silence, Trigger } from './rule.js'

/** Why nothing is automatic at all; asked before any rule. */
export function silenceOf(occasion: Occasion, facts: Circumstances): Silence | null {
  if (facts.past) return 'past'
  if (facts.loop) return 'loop'
  // What she does now is what ends a stop; it lasts only while nothing came from her.
  if (facts.stopped) return 'stopped'
  return facts.colleagueAt !== null && occasion.at - facts.colleagueAt < facts.quietMs ? 'colleague' : null
}

const reasons: { [K in Trigger['kind']]: (trigger: Extract<Trigger, { kind: K }>, occasion: Occasion, facts: Circumstances) => Reason | null } = {
  greeting: ({ afterDays }, { kind, at }, { lastBeforeAt }) => {
    if (kind !== 'message') return 'not_this'
    if (lastBeforeAt === null || (afterDays !== null && at - lastBeforeAt >= days(afterDays))) return null
    return 'known_person'
  },
  away: (_trigger, { kind }, { hours, toldAway }) => {
    if (kind !== 'message') return 'not_this'
    if (!hours) return 'no_hours'
    if (hours.open) return 'open_now'
    return toldAway ? 'told_already' : null
  },
  keyword: ({ match, words }, { kind, text }) => (kind !== 'message' || text === '' ? 'not_this' : foundWord(text, match, words) === null ? 'no_word' : null),
  menu: ({ keys }, { key }) => (key === null ? 'not_this' : keys.includes(key) ? null : 'other_key'),
  follow: (_trigger, { entry }) => (entry ? null : 'not_this'),
}

/** Why this rule has nothing to say here, whatever the others do; null = it applies. */
export function reasonAgainst({ enabled, enabledAt, trigger }: Rule, occasion: Occasion, facts: Circumstances): Reason | null {
  if (!enabled) return 'off'
  if (enabledAt !== null && occasion.at < enabledAt) return 'too_early'
  return (reasons[trigger.kind] as (trigger: Trigger, occasion: Occasion, facts: Circumstances) => Reason | null)(trigger, occasion, facts) // the table is indexed by the trigger's own kind
}

/**
 * Which rules act on what she did: in their order, every one that applies up to and including the first that says something. One answer to one
 * act, whatever the rules: nobody wants two, and a counted reply is spent once.
 */
export function chooseRules(rules: readonly Rule[], occasion: Occasion, facts: Circumstances): Choice {
  const silence = silenceOf(occasion, facts)
  const chosen: string[] = []
  let speaker: string | null = null
  const judgements = rules.map((rule): Judgement => {
    const reason = reasonAgainst(rule, occasion, facts)
    if (reason !== null) return { ruleId: rule.id, applies: false, reason }
    if (speaker !== null) return { ruleId: rule.id, applies: false, reason: 'another_first' }
    chosen.push(rule.id)
    if (rule.answers) speaker = rule.id
    return { ruleId: rule.id, applies: true, reason: null }
  })
  return silence ? { silence, rules: [], speaker: null, judgements } : { silence, rules: chosen, speaker, judgements }
}
