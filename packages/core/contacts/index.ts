export * from './attributes.js'
export * from './places.js'
