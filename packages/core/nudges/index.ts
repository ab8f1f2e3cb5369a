export * from './nudge.js'
