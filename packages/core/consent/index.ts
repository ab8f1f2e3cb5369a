export * from './model.js'
export * from './standing.js'
export * from './lawful.js'
