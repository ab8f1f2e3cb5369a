export * from './told.js'
export * from './sync.js'
