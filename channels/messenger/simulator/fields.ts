/** `fields=` as Graph reads it: names, each with modifiers and the fields of what it leads to, as in `phone_numbers.limit(5){id,status}`. */
import { GraphRefusal } from './refusal.js'
import { isRecord, list, type Json } from './json.js'

export interface Field { name: string; modifiers: Readonly<Record<string, string>>; fields: Field[] | null }

/** Splits at commas outside braces and brackets. */
function parts(text: string): string[] {
  const found: string[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at <= text.length; at++) {
    const letter = text[at]
    if (letter === '{' || letter === '(') depth++
    else if (letter === '}' || letter === ')') depth--
    else if (letter === undefined || (letter === ',' && depth === 0)) {
      const part = text.slice(from, at).trim()
      if (part) found.push(part)
      from = at + 1
    }
  }
  return found
}

export function readFields(text: string): Field[] {
  return parts(text).map((part) => {
    const match = /^(\w+)((?:\.\w+\([^)]*\))*)(?:\{(.*)\})?$/s.exec(part)
    if (!match) throw new GraphRefusal(2500, `Syntax error "Expected end of string instead of "${part}"." in the field list`, undefined, true)
    const modifiers = Object.fromEntries([...(match[2] ?? '').matchAll(/\.(\w+)\(([^)]*)\)/g)].map(([, name = '', value = '']) => [name, value]))
    return { name: match[1] ?? '', modifiers, fields: match[3] === undefined ? null : readFields(match[3]) }
  })
}

/** What Graph answers for a node: the fields asked for that have a value, and the id always. A name that the node does not know refuses the whole call. */
export function nodeFields(type: string, node: Json, known: readonly string[], asked: string | undefined, usual: string): Json {
  const wanted = readFields(asked === undefined || asked === '' ? usual : asked)
  const stranger = wanted.find(({ name }) => name !== 'id' && !known.includes(name) && !(name in node))
  if (stranger) throw new GraphRefusal(100, `Tried accessing nonexisting field (${stranger.name}) on node type (${type})`)
  return { ...Object.fromEntries(wanted.filter(({ name }) => name !== 'id' && node[name] !== undefined).map((field) => [field.name, inner(node[field.name], field.fields)])), id: node['id'] }
}

function inner(value: unknown, fields: Field[] | null): unknown {
  if (!fields) return value
  if (Array.isArray(value)) return list(value).map((one) => inner(one, fields))
  if (!isRecord(value)) return value
  if (Array.isArray(value['data'])) return { ...value, data: inner(value['data'], fields) }
  return Object.fromEntries(fields.filter(({ name }) => value[name] !== undefined).map((field) => [field.name, inner(value[field.name], field.fields)]))
}
