import { RecadoError } from '@recado/core'
import type { FastifyInstance } from 'fastify'

/** Deeper bodies are an attack or a mistake; nothing of ours nests further than ten. */
export const MAX_DEPTH = 50

/** How deep brackets nest outside of strings; stops as soon as it is too deep. Linear, and before any object is built. */
export function isTooDeep(json: string, most = MAX_DEPTH): boolean {
  let depth = 0
  let inString = false
  for (let i = 0; i < json.length; i++) {
    const c = json.charCodeAt(i)
    if (inString) {
      if (c === 92 /* \ */) i++
      else if (c === 34 /* " */) inString = false
    } else if (c === 34) inString = true
    else if (c === 91 || c === 123 /* [ { */) { if (++depth > most) return true }
    else if (c === 93 || c === 125) depth--
  }
  return false
}

/** JSON only, with a bounded depth; `__proto__` and `constructor.prototype` are refused; an empty body is no body. */
export function readJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') return done(null, undefined)
    if (isTooDeep(body as string)) return done(new RecadoError('invalid_request', { fields: [{ field: '', message: `is nested deeper than ${MAX_DEPTH}` }] }))
    parse(request, body as string, done)
  })
}
