import { Type } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { TEMPLATE_COLUMNS, type TemplateRow, toTemplate } from '../channels/template-view.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, Nullable, PageOf, pageOf, PageQuery, readCursor } from '../http/schemas.js'

const Placeholder = Type.Object({
  component: Type.String(), index: Type.Optional(Type.Integer()), position: Type.Optional(Type.Integer()), name: Type.Optional(Type.String()), type: Type.String(), label: Type.String(), example: Type.Optional(Type.String()), maxLength: Type.Optional(Type.Integer()),
})
const Shape = Type.Object({
  id: Id, channelAccountId: Id, name: Type.String(), language: Type.String(), category: Type.String(), status: Type.String(), quality: Type.Optional(Nullable(Type.String())), reason: Type.Optional(Nullable(Type.String())),
  preview: Type.Object({ body: Type.String(), header: Type.Optional(Type.String()), headerKind: Type.Optional(Type.String()), footer: Type.Optional(Type.String()), buttons: Type.Optional(Type.Array(Type.Object({ type: Type.String(), text: Type.String(), url: Type.Optional(Type.String()) }))) }),
  parameters: Type.Array(Placeholder),
})

/** Templates as the platforms list them. */
export async function templateRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  typed(app).get('/api/v1/templates', {
    ...need('templates.read'), schema: {
      tags: ['templates'], summary: 'Templates, by name; of one account or all',
      querystring: Type.Object({ ...PageQuery, account: Type.Optional(Type.String({ maxLength: 60 })), status: Type.Optional(Type.String({ maxLength: 40 })), language: Type.Optional(Type.String({ maxLength: 40 })), q: Type.Optional(Type.String({ maxLength: 200 })) }), response: answers({ 200: PageOf(Shape) }),
    },
  }, async (request) => {
    const { workspaceId } = principalOf(request)
    const { limit = 200, cursor, account, status, language, q } = request.query
    const [name, lang, id] = readCursor(cursor, 3)
    const rows = await services.db.inWorkspace(workspaceId, (tx) => tx.query<TemplateRow>(
      `select ${TEMPLATE_COLUMNS} from template where workspace_id = $1 and not gone
         and ($2::text is null or account_id::text = $2) and ($3::text is null or status = $3) and ($4::text is null or language = $4) and ($5::text is null or position(lower($5) in lower(name || ' ' || (preview->>'body'))) > 0)
         and ($6::text is null or (name, language, template_id::text) > ($6, $7::text, $8::text)) order by name, language, template_id::text limit $9`,
      [workspaceId, account ?? null, status ?? null, language ?? null, q ?? null, name, lang, id, limit + 1]))
    return pageOf(rows, limit, (row) => [row.name, row.language, row.template_id], toTemplate)
  })
}
