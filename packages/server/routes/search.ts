import { Type } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, Moment, Nullable, PageQuery } from '../http/schemas.js'
import { search } from '../search/search.js'
import { ConversationShape } from './conversation-shapes.js'

const words = <T extends string>(...values: T[]) => Type.Union(values.map((value) => Type.Literal(value)))
const Mark = Type.Array(Type.Integer({ minimum: 0 }), { minItems: 2, maxItems: 2, description: 'From (inclusive) to (exclusive), in UTF-16 units.' })
const Marks = Type.Array(Mark)

const HitShape = Type.Object({
  conversation: ConversationShape,
  message: Nullable(Type.Object({
    id: Id, direction: words('in', 'out', 'note', 'system'), kind: Type.String(), at: Moment,
    author: Type.Object({ type: words('contact', 'agent', 'api', 'automation', 'campaign', 'outside'), id: Type.Optional(Type.String()), name: Type.Optional(Type.String()) }),
  })),
  line: Nullable(Type.Object({ text: Type.String(), marks: Marks })),
}, { title: 'SearchHit' })

const AnswerShape = Type.Object({
  items: Type.Array(HitShape), next: Nullable(Type.String()),
  people: Type.Array(Type.Object({ id: Id, name: Type.String(), avatarUrl: Nullable(Type.String()), marks: Marks, channels: Type.Array(Type.String()), address: Nullable(Type.String()), conversationId: Nullable(Id), lastActivityAt: Nullable(Moment) })),
  labels: Type.Array(Type.Object({ name: Type.String(), colour: Type.String(), marks: Marks })), conversations: Type.Array(ConversationShape),
  hints: Type.Array(Type.Object({ code: words('unknown_operator', 'unknown_value', 'ambiguous_date', 'empty_value', 'only_excluded'), text: Type.String(), field: Nullable(Type.String()) })),
  meant: Type.Array(Type.Object({ field: Type.String(), value: Type.String(), names: Type.Array(Type.String()) })), partial: Type.Boolean(),
})

/** Everything that was ever said, and whom it was said to. */
export async function searchRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  typed(app).get('/api/v1/search', {
    ...need('conversations.read'), schema: {
      tags: ['search'], summary: 'Messages, people and labels that answer a line of the search box, newest first',
      description: 'Words (accents and case do not matter, Chinese in any part), "phrases", -without, and operators in any of our languages: from: assignee: team: channel: account: inbox: label: has: is: in:note before: after: on: window:. People, labels and conversations by number come with the first page. Everything within what the asker may see.',
      querystring: Type.Object({ q: Type.String({ minLength: 1, maxLength: 300 }), ...PageQuery }), response: answers({ 200: AnswerShape }),
    },
  }, async (request) => search(services, principalOf(request), request.query))
}
