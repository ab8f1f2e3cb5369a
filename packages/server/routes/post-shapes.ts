/** Posts as requests and answers. */
import { Type } from '@fastify/type-provider-typebox'
import { POST_STATES } from '@recado/api'
import { Id, Moment, Nullable } from '../http/schemas.js'

const strict = { additionalProperties: false } as const
const text = (maxLength: number) => Type.String({ maxLength })
const FileId = Nullable(Id)

const Article = Type.Object({
  title: text(300), author: text(100), digest: text(500), coverMediaId: FileId, body: Type.String({ maxLength: 200_000, description: 'A small HTML: p, h2, h3, blockquote, ul, ol, li, strong, em, u, a, br, hr, and `<img data-media-id>` for a file of ours. Everything else is taken out.' }),
  sourceUrl: text(2_048), comments: Type.Union([Type.Literal('off'), Type.Literal('everybody'), Type.Literal('followers')]),
}, strict)
export const ContentShape = Type.Union([
  Type.Object({ kind: Type.Literal('articles'), articles: Type.Array(Article, { maxItems: 20 }) }, strict), Type.Object({ kind: Type.Literal('text'), text: text(10_000) }, strict),
  Type.Object({ kind: Type.Literal('image'), mediaIds: Type.Array(Id, { maxItems: 20 }) }, strict), Type.Object({ kind: Type.Literal('voice'), mediaId: FileId }, strict),
  Type.Object({ kind: Type.Literal('video'), mediaId: FileId, title: text(300), description: text(1_000) }, strict),
], { title: 'PostedContent' })
const People = Type.Object({ segmentIds: Type.Array(Id, { maxItems: 50 }), listIds: Type.Array(Id, { maxItems: 50 }), filter: Type.Optional(Type.Unsafe<never>({ type: 'object', description: 'A tree of conditions on people, as in views.' })) }, strict)
export const AudienceShape = Type.Union([
  Type.Object({ to: Type.Literal('all') }, strict), Type.Object({ to: Type.Literal('tag'), tagId: text(100), tagName: text(200) }, strict), Type.Object({ to: Type.Literal('people'), include: People, exclude: People }, strict), Type.Object({ to: Type.Literal('unknown') }, strict),
], { title: 'PostAudience' })

const Reach = Type.Union([Type.Literal('all'), Type.Literal('tag'), Type.Literal('list')])
const Counts = Nullable(Type.Object({ total: Type.Integer(), filtered: Type.Integer(), sent: Type.Integer(), failed: Type.Integer() }))
const Excluded = Type.Array(Type.Object({ code: Type.String(), count: Type.Integer() }))
const Reason = Nullable(Type.Union(['not_lawful_for_all', 'followers_unknown', 'to_all_used_up', 'part_of_tag'].map((one) => Type.Literal(one as 'part_of_tag')), { description: 'Why lists of addresses take the place of what was asked for.' }))
const Call = Type.Object({
  ordinal: Type.Integer(), state: Type.Union(['planned', 'sending', 'accepted', 'finished', 'refused', 'unknown', 'dropped'].map((one) => Type.Literal(one as 'planned'))), reach: Reach, size: Nullable(Type.Integer()), startedAt: Nullable(Moment), acceptedAt: Nullable(Moment),
  finishedAt: Nullable(Moment), retryAt: Nullable(Moment), code: Nullable(Type.String()), message: Nullable(Type.String()), counts: Counts, urls: Type.Array(Type.String()),
})
export const PostShape = Type.Object({
  id: Id, channelAccountId: Id, origin: Type.Union([Type.Literal('ours'), Type.Literal('manual'), Type.Literal('noticed')]), name: Type.String(), content: ContentShape, audience: AudienceShape, categoryId: Nullable(Id),
  state: Type.Union(POST_STATES.map((state) => Type.Literal(state))), code: Nullable(Type.String()), message: Nullable(Type.String()), dueAt: Nullable(Moment), sentAt: Nullable(Moment), plan: Nullable(Type.Object({ reach: Reach, reason: Reason })),
  calls: Type.Array(Call), excluded: Excluded, counts: Counts,
  figures: Type.Array(Type.Object({ article: Type.Integer(), day: Type.String(), readers: Type.Integer(), shares: Type.Integer(), favourites: Type.Optional(Type.Integer()), sourceReaders: Type.Optional(Type.Integer()) }), { description: 'Totals: the platform names nobody.' }),
  figuresAt: Nullable(Moment), createdAt: Moment, updatedAt: Moment,
}, { title: 'Post' })
export const PreviewShape = Type.Object({
  total: Type.Integer(), eligible: Type.Integer(), excluded: Excluded, plan: Nullable(Type.Object({ reach: Reach, reason: Reason, calls: Type.Integer() })), code: Nullable(Type.String()), followers: Nullable(Type.Integer()),
  faults: Type.Array(Type.Object({ path: Type.String(), code: Type.String(), limit: Type.Optional(Type.Integer()), warning: Type.Optional(Type.Boolean()) })), callsLeft: Type.Integer(),
}, { title: 'PostPreview' })
export const AccountShape = Type.Object({
  channelAccountId: Id, rules: Type.Unsafe<never>({ type: 'object', additionalProperties: true, description: 'What the platform lets this account post.' }), month: Type.String(), monthEndsAt: Moment, toAllUsed: Type.Integer(), callsToday: Type.Integer(), followers: Type.Integer(),
  byCount: Type.Array(Type.Integer(), { description: 'Followers by the number of posts that they have had this month; the last are at the limit.' }),
}, { title: 'PostAccount' })
export const WishShape = { name: text(200), content: ContentShape, audience: AudienceShape, categoryId: Nullable(Id) }
