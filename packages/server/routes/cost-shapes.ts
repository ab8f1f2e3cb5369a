import { Type } from '@fastify/type-provider-typebox'
import { COST_GROUPS } from '@recado/api'
import { Id, Moment, Nullable } from '../http/schemas.js'

export const strict = { additionalProperties: false } as const
export const Amount = Type.String({ description: 'Decimal text with at least four places.' })
export const Currency = Type.String({ pattern: '^[A-Z]{3}$' })
export const Month = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$', description: '"2026-11"' })
export const Day = Type.String({ format: 'date' })
const Part = Type.Number({ description: '0 to 1' })
const MoneyShape = Type.Object({ amount: Amount, currency: Type.String() })

const sums = { messages: Type.Integer(), charged: Type.Integer(), free: Type.Integer(), undelivered: Type.Integer(), open: Type.Integer({ description: 'Left, with no bill yet.' }), estimated: Amount, billed: Amount, pending: Amount, currency: Type.String() }
const Sum = Type.Object(sums, { title: 'CostSum' })
export const Group = Type.Union(COST_GROUPS.map((group) => Type.Literal(group)))

const Side = Type.Object({ messages: Type.Integer(), amount: Nullable(Amount) })
export const ReportShape = Type.Object({
  from: Month, to: Month, by: Group, totals: Type.Array(Sum), rows: Type.Array(Type.Object({ ...sums, key: Nullable(Type.String()), label: Nullable(Type.String()) })),
  differences: Type.Array(Type.Object({ reason: Type.String(), messages: Type.Integer(), estimated: Amount, billed: Amount, currency: Type.String() })),
  free: Type.Array(Type.Object({ reason: Type.String(), messages: Type.Integer() })),
  checks: Type.Array(Type.Object({ accountId: Id, name: Type.String(), month: Month, class: Type.String(), currency: Type.String(), ours: Side, theirs: Side, differs: Type.Boolean(), until: Moment, checkedAt: Moment })),
}, { title: 'CostReport' })

export const BudgetShape = Type.Object({
  id: Id, scope: Type.Union([Type.Literal('workspace'), Type.Literal('team'), Type.Literal('campaign')]), subjectId: Nullable(Id), name: Nullable(Type.String()), amount: Amount, currency: Type.String(), warnPercent: Type.Integer(), spent: Amount, part: Type.Number(), near: Type.Boolean(), updatedAt: Moment,
}, { title: 'Budget' })

export const MonthShape = Type.Object({
  month: Month, timeZone: Type.String(), passed: Part, totals: Type.Array(Sum), days: Type.Array(Type.Object({ day: Type.String(), amount: Amount, currency: Type.String() })), forecast: Type.Array(MoneyShape), budgets: Type.Array(BudgetShape),
  allowances: Type.Array(Type.Object({ accountId: Id, name: Type.String(), used: Type.Integer(), of: Type.Integer() })),
}, { title: 'CostMonth' })

const view = {
  id: Nullable(Id), channel: Type.String(), channelName: Type.String(), name: Type.String(), currency: Type.String(), effectiveOn: Day, version: Nullable(Type.Integer()), fileName: Nullable(Type.String()), own: Type.Boolean(),
  state: Type.Union([Type.Literal('in_force'), Type.Literal('coming'), Type.Literal('past')]), markets: Type.Integer(), createdAt: Nullable(Moment), source: Nullable(Type.String()),
}
export const CardShape = Type.Object(view, { title: 'RateCard' })
export const CardDetailShape = Type.Object({
  ...view, classes: Type.Array(Type.String()), rates: Type.Array(Type.Object({ market: Type.String(), amounts: Type.Record(Type.String(), Amount), tiers: Type.Array(Type.Object({ priceClass: Type.String(), after: Type.Integer(), amount: Amount })) })),
}, { title: 'RateCardDetail' })

export const PreviewShape = Type.Object({
  currency: Nullable(Type.String()), effectiveOn: Nullable(Type.String()), markets: Type.Integer(), tiers: Type.Integer(), faults: Type.Array(Type.Object({ row: Type.Integer(), code: Type.String(), value: Type.String() })), ignored: Type.Array(Type.String()),
  changes: Nullable(Type.Array(Type.Object({ market: Type.String(), priceClass: Type.String(), before: Nullable(Amount), after: Nullable(Amount) }))), missing: Type.Array(Type.String()), replaces: Nullable(Id),
}, { title: 'RateCardPreview' })

/** A card of the platform's some fifty markets is 5 KB; one with every volume step 60 KB. */
export const CardText = Type.String({ minLength: 1, maxLength: 500_000 })

const count = Type.Integer({ minimum: 0, maximum: 100_000_000 })
export const GroupsBody = Type.Object({
  groups: Type.Array(Type.Object({ accountId: Id, country: Nullable(Type.String({ pattern: '^[A-Z]{2}$' })), priceClass: Nullable(Type.String({ maxLength: 100, description: 'A template’s category; null for a free-form answer.' })), count, covered: Type.Optional(count) }, strict), { maxItems: 2_000 }),
  at: Type.Optional(Moment),
}, strict)
export const EstimateShape = Type.Object({
  maximum: Type.Array(MoneyShape), unpriced: Type.Integer(),
  lines: Type.Array(Type.Object({ accountId: Id, country: Nullable(Type.String()), market: Nullable(Type.String()), priceClass: Type.String(), count: Type.Integer(), free: Type.Integer(), unit: Nullable(Amount), amount: Nullable(Amount), currency: Nullable(Type.String()) })),
}, { title: 'Estimate' })
