export * from './nudge.js'
export { type PastAct, replayNudges } from './replay.js'
export { type Happening, HAPPENINGS, isHappening, momentOf, MOST_DEPTH_OF_RULES, MOST_RUNS_AN_HOUR, occasionOf, overtakenBy, type Overtaking, OVERTAKINGS, pendingOf, replayRule, type RuleOccasion, type RuleTrigger, type Surroundings, type ThreadAct, type TimedRule } from './rule.js'
export { nextWallTime } from './wall-time.js'
