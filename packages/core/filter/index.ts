export * from './tree.js'
export * from './matches.js'
export * from './check.js'
export { matchesPerson, type PersonFacts } from './person.js'
