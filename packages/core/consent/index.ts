export * from './model.js'
export * from './facts.js'
export * from './standing.js'
export * from './lawful.js'
