export * from './cards.js'
export * from './estimate.js'
export * from './settle.js'
export * from './card-file.js'
