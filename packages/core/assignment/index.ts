export { AVAILABILITIES, type Availability, holdsUntil, type Presence, presenceAt, type PresenceFacts } from './availability.js'
export { type AssignmentPlan, type AssignmentRule, baseLanguage, LANGUAGE_MATCHES, type LanguageMatch, type Method, METHODS, NO_PLAN, ruleFor, speaks, WHEN_OFF, type WhenOff } from './plan.js'
export { type Agent, type Asked, decideAssignee, type Decision, fullness, type Passed, type PassedFor } from './decide.js'
export { compareQueued, inQueueOrder, type Queued } from './queue.js'
