export * from './nudge.js'
export { type PastAct, replayNudges } from './replay.js'
