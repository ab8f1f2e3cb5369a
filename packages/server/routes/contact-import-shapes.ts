import { Type } from '@fastify/type-provider-typebox'
import { ATTRIBUTE_TYPES, COLUMN_TARGETS, ROW_PROBLEMS } from '@recado/core'
import { Id, Moment, Nullable } from '../http/schemas.js'

const literals = <T extends string>(all: readonly T[]) => Type.Union(all.map((each) => Type.Literal(each)))
const Word = (maxLength: number, description?: string) => Type.Optional(Type.String({ maxLength, ...(description ? { description } : {}) }))

const ColumnUse = Type.Object({
  to: literals(COLUMN_TARGETS), key: Word(40, 'attribute: key of the field.'), name: Word(60, 'new_attribute: what it will be called.'), type: Type.Optional(literals(ATTRIBUTE_TYPES)),
  source: Word(40, 'external_id: the system whose id it is; without it cells say it themselves (`shop:123`).'), category: Word(60, 'consent: key of the topic; without it every topic.'), channel: Word(60, 'consent: the app; without it every app.'),
}, { additionalProperties: false })

const Consent = Type.Object({
  given: literals(['columns', 'all'] as const), categories: Type.Optional(Type.Array(Type.String({ maxLength: 60 }), { maxItems: 50 })), channel: Word(60), source: Type.String({ maxLength: 200, description: 'Where these people were asked.' }),
  wording: Type.Object({ text: Type.String({ maxLength: 10_000 }), language: Type.String({ maxLength: 20 }), privacyUrl: Nullable(Type.String({ maxLength: 2_000 })) }, { additionalProperties: false, description: 'The words they said yes to.' }),
  date: Word(30, 'ISO day or moment, for rows without a date of their own.'), confirmed: Type.Optional(Type.Boolean()), no: Type.Optional(literals(['nothing', 'withdrawn'] as const)),
}, { additionalProperties: false })

export const Mapping = Type.Object({
  columns: Type.Array(ColumnUse, { maxItems: 250 }), headings: Type.Boolean({ description: 'The first row names the columns.' }), country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$', description: 'Of phones written without their country.' })),
  dateOrder: Type.Optional(literals(['dmy', 'mdy', 'ymd'] as const)), existing: literals(['update', 'fill', 'skip'] as const), labels: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 60 }), { maxItems: 20 })),
  make: Type.Optional(Type.Boolean({ description: 'Stages and labels that are not there are made; else their rows are refused.' })), consent: Type.Optional(Nullable(Consent)),
}, { additionalProperties: false })

export const RowProblem = Type.Object({ column: Nullable(Type.Integer()), code: literals(ROW_PROBLEMS), value: Type.String() })
export const ProblemRow = Type.Object({ row: Type.Integer(), line: Type.Integer(), refused: Type.Boolean(), cells: Type.Array(Type.String()), problems: Type.Array(RowProblem) })

const counts = { created: Type.Integer(), changed: Type.Integer(), unchanged: Type.Integer(), refused: Type.Integer(), consents: Type.Integer(), problemCount: Type.Integer() }
export const Purpose = literals(['contacts', 'exclusion'] as const)

export const ImportShape = Type.Object({
  id: Id, purpose: Purpose, name: Type.String(), bytes: Type.Integer(), received: Type.Integer(), state: Type.String({ description: 'receiving, waiting, checking, running, done, failed or cancelled' }), error: Type.Optional(Type.String()),
  found: Nullable(Type.Object({ format: Type.String(), encoding: Type.String(), delimiter: Nullable(Type.String()), columns: Type.Array(Type.Object({ heading: Type.String(), samples: Type.Array(Type.String()) })), rows: Type.Integer() })),
  mapping: Nullable(Mapping), suggested: Nullable(Type.Array(ColumnUse)), position: Type.Integer(), total: Type.Integer(), checked: Nullable(Type.Object(counts)), ...counts, createdAt: Moment, startedAt: Nullable(Moment), finishedAt: Nullable(Moment),
})

const Person = Type.Object({
  name: Type.String(), phones: Type.Array(Type.String()), emails: Type.Array(Type.String()), company: Nullable(Type.String()), stage: Nullable(Type.String()), owner: Nullable(Type.String()), language: Nullable(Type.String()), country: Nullable(Type.String()),
  timeZone: Nullable(Type.String()), labels: Type.Array(Type.String()), externalIds: Type.Array(Type.Object({ source: Type.String(), id: Type.String() })), notes: Type.String(), attributes: Type.Array(Type.Object({ name: Type.String(), value: Type.String() })),
  consents: Type.Array(Type.Object({ state: Type.String(), category: Nullable(Type.String()), channel: Nullable(Type.String()), at: Moment })),
})
export const Preview = Type.Object({
  rows: Type.Array(Type.Object({ row: Type.Integer(), line: Type.Integer(), outcome: literals(['created', 'changed', 'unchanged', 'refused'] as const), contactId: Nullable(Id), person: Nullable(Person), problems: Type.Array(RowProblem) })),
  missing: Type.Array(Type.Object({ field: Type.String(), message: Type.String() })),
})
