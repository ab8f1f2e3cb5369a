export * from './tree.js'
export * from './matches.js'
export * from './check.js'
