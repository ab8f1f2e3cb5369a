/** The platform's XML and JSON, both ways. A push is written once as fields and can go out in either form. */
import { XMLParser } from 'fast-xml-parser'

/** Text goes out as CDATA, numbers bare; a list repeats its name. */
export type Value = string | number | bigint | Field[]
export type Field = [name: string, value: Value]

/** Elements that may come several times: lists in JSON even with one member. */
const REPEATED = new Set(['List', 'item'])

export function toXml(fields: readonly Field[]): string {
  return `<xml>${inner(fields)}</xml>`
}

function inner(fields: readonly Field[]): string {
  return fields.map(([name, value]) => `<${name}>${Array.isArray(value) ? inner(value) : typeof value === 'string' ? cdata(value) : String(value)}</${name}>`).join('')
}

function cdata(text: string): string {
  // XML cannot carry control characters at all, and "]]>" would end the section.
  // eslint-disable-next-line no-control-regex -- these are the characters that XML 1.0 forbids
  return `<![CDATA[${text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
}

/** The same names as JSON. 64-bit numbers stay bare digits, beyond what a double can hold. */
export function toJsonPush(fields: readonly Field[]): string {
  return toJson(asObject(fields))
}

function asObject(fields: readonly Field[]): Record<string, unknown> {
  const object: Record<string, unknown> = {}
  for (const [name, value] of fields) {
    const member = Array.isArray(value) ? asObject(value) : value
    if (REPEATED.has(name)) object[name] = [...((object[name] as unknown[] | undefined) ?? []), member] // only this line writes under a repeated name
    else object[name] = member
  }
  return object
}

/** JSON with bigint as bare digits, the way the platform writes msgid. */
export function toJson(value: unknown): string {
  if (typeof value === 'bigint') return String(value)
  if (Array.isArray(value)) return `[${value.map((item) => toJson(item ?? null)).join(',')}]`
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value).filter(([, member]) => member !== undefined).map(([key, member]) => `${JSON.stringify(key)}:${toJson(member)}`).join(',')}}`
  return JSON.stringify(value)
}

const parser = new XMLParser({ parseTagValue: false, trimValues: false, ignoreAttributes: true, isArray: (name) => name === 'item' })

/** The members of `<xml>…</xml>`, or null when the text is no such document. A DTD is never read. */
export function readXml(text: string): Record<string, unknown> | null {
  if (!text.trimStart().startsWith('<') || /<!(?:DOCTYPE|ENTITY)/i.test(text)) return null
  try {
    const root: unknown = parser.parse(text, true)
    const xml = typeof root === 'object' && root !== null ? (root as { xml?: unknown }).xml : undefined // any object may be asked for a member
    return typeof xml === 'object' && xml !== null && !Array.isArray(xml) ? (xml as Record<string, unknown>) : null // a plain object by the parser's contract
  } catch {
    return null
  }
}

/** A member as text; '' when it is absent or no text. */
export function textOf(object: unknown, name: string): string {
  const value = memberOf(object, name)
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
}

/** A member of what may be an object. */
export function memberOf(object: unknown, name: string): unknown {
  return typeof object === 'object' && object !== null ? (object as Record<string, unknown>)[name] : undefined // any object may be asked for a member
}

/** A member that is a list; [] otherwise. */
export function listOf(object: unknown, name: string): unknown[] {
  const value = memberOf(object, name)
  return Array.isArray(value) ? value : []
}
