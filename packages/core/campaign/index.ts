export * from './audience.js'
export * from './content.js'
export * from './lifecycle.js'
export * from './moments.js'
