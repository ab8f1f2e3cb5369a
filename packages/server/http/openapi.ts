import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { permissions } from '../auth/permissions.js'

/** A token or a browser's session, whichever comes. */
const SIGNED_IN: Readonly<Record<string, readonly string[]>>[] = [{ token: [] }, { session: [] }]

/** Collects every route's schema; GET /api/openapi.json gives the document (OpenAPI 3.1). Registered before the routes. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Recado', version: '1', description: 'The API of a Recado installation. Errors are `application/problem+json` with a `code`; lists are keyset pages `{items, next}`.' },
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'An API token: POST /api/v1/tokens.' },
          session: { type: 'apiKey', in: 'cookie', name: '__Host-recado', description: 'The session cookie of the web app; `recado` on plain http to another machine.' },
        },
      },
    },
    transform: ({ schema, url, route }) => {
      const permission = route.config?.permission
      if (!schema || !permission || permission === 'public' || permission === 'own_check') return { schema: { ...schema, security: [] }, url }
      const { scopes } = permissions[permission]
      const needs = `Permission \`${permission}\`${scopes.length > 0 ? `; token scope ${scopes.map((scope) => `\`${scope}\``).join(' or ')}` : ''}.`
      return { schema: { ...schema, description: [schema.description, needs].filter(Boolean).join(' '), security: SIGNED_IN }, url }
    },
  })
  let document: string | null = null
  app.get('/api/openapi.json', { config: { permission: 'public' }, schema: { hide: true } }, async (_request, reply) => {
    document ??= JSON.stringify(withSockets(app))
    return reply.type('application/json; charset=utf-8').send(document)
  })
}

/** The socket plug-in hides its routes from the description; ours belongs in it. */
function withSockets(app: FastifyInstance): object {
  const document = app.swagger() as { paths?: Record<string, Record<string, unknown>> }
  for (const { method, url, schema } of app.served) {
    const path = url.replaceAll(/:(\w+)/g, '{$1}')
    if (!url.startsWith('/api/v1/') || document.paths?.[path]?.[method.toLowerCase()]) continue
    const { summary, description, tags } = schema
    document.paths = { ...document.paths, [path]: { ...document.paths?.[path], [method.toLowerCase()]: { summary, description, tags, security: [], responses: { 101: { description: 'A WebSocket.' } } } } }
  }
  return document
}
