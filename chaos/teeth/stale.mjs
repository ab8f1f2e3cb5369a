import { existsSync, readFileSync } from 'node:fs'
import { BREAKS } from './breaks.mjs'

/**
 * The breaks whose line the compiled product does not hold exactly once, in words: they would break nothing, or something else.
 * @param {string} top
 * @param {Record<string, { module: string, from: string }>} [breaks]
 */
export function staleBreaks(top, breaks = BREAKS) {
  return Object.entries(breaks).flatMap(([name, { module, from }]) => {
    const times = existsSync(top + module) ? readFileSync(top + module, 'utf8').split(from).length - 1 : 0
    return times === 1 ? [] : [`${name}: ${module} holds its line ${times} times: ${from}`]
  })
}
