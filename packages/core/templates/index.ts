export * from './draft.js'
export * from './rules.js'
export * from './builder.js'
export { lintTemplate, templateLength, type LintContext } from './lint.js'
