export * from './kinds.js'
export * from './settings.js'
export { decideNotice, digestAt, digestSpan, type NoticeFacts, quietUntil } from './decide.js'
