export * from './cards.js'
export * from './estimate.js'
