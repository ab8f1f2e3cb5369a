/** Schemas of joining: how people became one, who may be, and codes by which they say so themselves. */
import { Type } from '@fastify/type-provider-typebox'
import { Id, Moment, Nullable } from '../http/schemas.js'

const words = <T extends string>(...values: T[]) => Type.Union(values.map((value) => Type.Literal(value)))
const How = words('agent', 'api', 'code', 'platform')

export const JoinedByShape = Nullable(Type.Object({
  how: How, by: Nullable(Type.String()), at: Moment, mergeId: Id, code: Nullable(Type.Object({ end: Type.String(), issuedBy: Nullable(Type.String()), issuedAt: Moment })),
}))

export const LinkCodeShape = Type.Object({
  id: Id, channel: Type.String(), channelAccountId: Id, accountName: Type.String(), code: Type.String(), url: Type.String(), kind: words('link', 'qr'), state: words('open', 'used', 'expired', 'ended'),
  issuedBy: Nullable(Type.String()), createdAt: Moment, expiresAt: Moment, usedAt: Nullable(Moment), tries: Type.Integer({ description: 'Times it came back when it was worth nothing any more.' }),
}, { title: 'LinkCode' })

export const MergeRecordShape = Type.Object({ id: Id, otherId: Id, otherName: Type.String(), how: How, by: Nullable(Type.String()), at: Moment }, { title: 'MergeRecord' })

const strict = { additionalProperties: false } as const
const Keys = Type.Array(Type.String({ maxLength: 60 }), { maxItems: 300, description: 'name, language, country, timeZone, avatar, stage, owner, company, or `field:` with the key of a field.' })
export const ChoiceBody = Type.Object({ otherId: Type.String({ maxLength: 100 }), take: Type.Optional(Keys), keep: Type.Optional(Keys) }, strict)
export const SplitBody = Type.Union([Type.Object({ identityId: Type.String({ maxLength: 100 }) }, strict), Type.Object({ mergeId: Type.String({ maxLength: 100 }) }, strict)])
