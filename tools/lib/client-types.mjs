/** JSON Schema as TypeScript, for the schemas our own routes use. Schemas with a `title` become a type of that name, once. */

const KEY = /^[A-Za-z_$][\w$]*$/

/** @param {Map<string, string>} named collects the types by title */
export function typeOf(schema, named, indent = '') {
  if (!schema || typeof schema !== 'object') return 'unknown'
  if (schema['x-kinds']) return typeOf({ title: 'SendContent', anyOf: Object.entries(schema['x-kinds']).map(([kind, one]) => ({ ...one, properties: { kind: { const: kind }, ...one.properties, ...(one.properties?.kind ? { kind: { const: kind } } : {}) }, required: [...new Set(['kind', ...(one.required ?? [])])] })) }, named, indent)
  if (!schema.title) return plainType(schema, named, indent)
  if (!named.has(schema.title)) {
    named.set(schema.title, '') // stands while its own parts are read
    named.set(schema.title, plainType({ ...schema, title: undefined }, named, ''))
  }
  return schema.title
}

function plainType(schema, named, indent) {
  if ('const' in schema) return JSON.stringify(schema.const)
  if (schema.enum) return union(schema.enum.map((value) => JSON.stringify(value)))
  const several = schema.anyOf ?? schema.oneOf
  if (several) return union(several.map((one) => typeOf(one, named, indent)))
  if (schema.allOf) return schema.allOf.map((one) => wrapped(typeOf(one, named, indent))).join(' & ')
  if (Array.isArray(schema.type)) return union(schema.type.map((type) => typeOf({ ...schema, type }, named, indent)))
  switch (schema.type) {
    case 'string': return 'string'
    case 'integer': case 'number': return 'number'
    case 'boolean': return 'boolean'
    case 'null': return 'null'
    case 'array': return `${wrapped(typeOf(schema.items, named, indent))}[]`
    case 'object': return objectType(schema, named, indent)
    default: return 'unknown'
  }
}

function objectType(schema, named, indent) {
  const inner = `${indent}  `
  const required = new Set(schema.required ?? [])
  const members = Object.entries(schema.properties ?? {}).map(([key, value]) => {
    const about = value.description ? `${inner}/** ${value.description.replaceAll('*/', '* /')} */\n` : ''
    return `${about}${inner}${KEY.test(key) ? key : JSON.stringify(key)}${required.has(key) ? '' : '?'}: ${typeOf(value, named, inner)}`
  })
  const open = Object.values(schema.patternProperties ?? {})[0] ?? (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : null)
  const record = open ? `Record<string, ${typeOf(open, named, indent)}>` : schema.additionalProperties === true || members.length === 0 ? 'Record<string, unknown>' : null
  const body = members.length > 0 ? `{\n${members.join('\n')}\n${indent}}` : null
  return body && record ? `${body} & ${record}` : (body ?? record ?? 'Record<string, unknown>')
}

const union = (types) => [...new Set(types)].join(' | ')
const wrapped = (type) => (/[|&]/.test(type.replace(/\{[^]*\}/g, '')) ? `(${type})` : type)
