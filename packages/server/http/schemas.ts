/** Shapes that many routes share. Requests are checked by them; answers are described by them and compared in tests. */
import { Type, type TSchema } from '@fastify/type-provider-typebox'
import { RecadoError } from '@recado/core'

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** ISO 8601 UTC with milliseconds. */
export const Moment = Type.String({ format: 'date-time' })
export const Id = Type.String({ format: 'uuid' })

export const ProblemSchema = Type.Object({
  type: Type.Optional(Type.String()), title: Type.String(), status: Type.Integer(), code: Type.String(), detail: Type.Optional(Type.String()), next: Type.Optional(Type.String()), requestId: Type.Optional(Type.String()),
  fields: Type.Optional(Type.Array(Type.Object({ field: Type.String(), message: Type.String() }))),
}, { description: 'application/problem+json' })

/** Answers of a route: what it says when it works, and that everything else is a problem. */
export const answers = <T extends Record<number, TSchema>>(good: T) => ({ ...good, '4xx': ProblemSchema, '5xx': ProblemSchema })

export const PageOf = <T extends TSchema>(item: T) => Type.Object({ items: Type.Array(item), next: Nullable(Type.String()) })

export const IdParams = Type.Object({ id: Type.String({ maxLength: 100 }) })

export const PageQuery = { cursor: Type.Optional(Type.String({ maxLength: 500 })), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })) }

export const Nothing = Type.Null({ description: 'No body.' })

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** An id from an address; what cannot be one names nothing. */
export function idOf(text: string): string {
  if (!UUID.test(text)) throw new RecadoError('not_found')
  return text
}

/** The place after which a page begins, as one opaque text. */
export function writeCursor(values: readonly string[]): string { return Buffer.from(JSON.stringify(values)).toString('base64url') }

export function readCursor(cursor: string | undefined, size: number): (string | null)[] {
  if (cursor === undefined) return Array.from({ length: size }, () => null)
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(values) && values.length === size && values.every((value) => typeof value === 'string')) return values
  } catch { /* not one of ours */ }
  throw new RecadoError('invalid_request', { fields: [{ field: 'cursor', message: 'is not one that this list gave' }] })
}

/** The same for lists in the order of their ids. */
export function readIdCursor(cursor: string | undefined): string | null {
  const [id] = readCursor(cursor, 1)
  if (id && !UUID.test(id)) throw new RecadoError('invalid_request', { fields: [{ field: 'cursor', message: 'is not one that this list gave' }] })
  return id ?? null
}

/** A page from one row more than was asked for. */
export function pageOf<R, T>(rows: readonly R[], limit: number, place: (row: R) => readonly string[], show: (row: R) => T): { items: T[]; next: string | null } {
  const shown = rows.slice(0, limit)
  return { items: shown.map(show), next: rows.length > limit ? writeCursor(place(shown.at(-1)!)) : null }
}

/** A stored moment as it travels. */
export const iso = (at: number): string => new Date(at).toISOString()
export const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at))
