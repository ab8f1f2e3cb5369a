export * from './kinds.js'
export * from './settings.js'
export { decideNotice, digestAt, type NoticeFacts, quietUntil } from './decide.js'
