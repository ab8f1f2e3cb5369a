import { TypeBoxValidatorCompiler, type TSchema, Type } from '@fastify/type-provider-typebox'
import { type Content, RecadoError } from '@recado/core'
import { SENDABLE, SENDABLE_KINDS } from './content-schema.js'

/** The content of a message that goes out, for the API's own description: one shape per kind. */
export const ContentSchema = Type.Unsafe<Content>({
  type: 'object', required: ['kind'], properties: { kind: { type: 'string' } },
  description: `One of: ${SENDABLE_KINDS.join(', ')}.`, 'x-kinds': SENDABLE,
})

type Check = (value: unknown) => { value: unknown } | { error: { instancePath?: string; message?: string; params?: Record<string, unknown> }[] }
const checks = new Map<string, Check>()

function checkOf(kind: string): Check {
  let check = checks.get(kind)
  if (!check) {
    check = (TypeBoxValidatorCompiler as unknown as (route: { schema: TSchema; httpPart: string }) => Check)({ schema: SENDABLE[kind]!, httpPart: 'body' }) // the caller knows the kind
    checks.set(kind, check)
  }
  return check
}

/** The content as it may be stored: of a kind that can be sent, every field of its form, nothing beside. Throws invalid_request with the fields named. */
export function readContent(given: unknown): Content {
  const kind = (given as { kind?: unknown } | null)?.kind
  if (typeof kind !== 'string' || !Object.hasOwn(SENDABLE, kind)) throw new RecadoError('invalid_request', { fields: [{ field: 'content.kind', message: `is one of ${SENDABLE_KINDS.join(', ')}` }] })
  const wanted = kind === 'template' ? { parameters: [], ...(given as object) } : given
  const answer = checkOf(kind)(wanted)
  if ('error' in answer) throw new RecadoError('invalid_request', { fields: fieldsOf(answer.error) })
  return known(SENDABLE[kind]!, wanted) as Content // just checked against the kind's form
}

function fieldsOf(faults: Extract<ReturnType<Check>, { error: unknown }>['error']): { field: string; message: string }[] {
  const fields = new Map<string, string>()
  for (const { instancePath = '', message = 'is not valid', params = {} } of faults) {
    const path = ['content', ...instancePath.split('/').filter(Boolean)]
    const missing = [params.requiredProperties ?? params.missingProperty].flat().filter((name) => typeof name === 'string')
    for (const field of missing.length > 0 ? missing.map((name) => [...path, name].join('.')) : [path.join('.')]) if (!fields.has(field)) fields.set(field, message)
  }
  return [...fields].slice(0, 20).map(([field, message]) => ({ field, message }))
}

/** Only what the form names: a program's own additions are not kept, nor sent on. */
function known(schema: TSchema, value: unknown): unknown {
  const { properties, items } = schema as { properties?: Record<string, TSchema>; items?: TSchema }
  if (items && Array.isArray(value)) return value.map((one) => known(items, one))
  if (!properties || typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).flatMap(([name, inner]) => (Object.hasOwn(properties, name) && inner !== undefined ? [[name, known(properties[name]!, inner)]] : [])))
}
