import { Type } from '@fastify/type-provider-typebox'
import { RecadoError } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { actorOf } from '../auth/audit.js'
import { need, principalOf } from '../auth/guard.js'
import { demandSeen } from '../auth/sight.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, idOf, IdParams } from '../http/schemas.js'
import { erasePerson } from '../people/erase.js'
import '../people/erase/live.js'

const How = Type.Union([Type.Literal('erase'), Type.Literal('anonymise')])
const Forgotten = Type.Object({ contactId: Type.String(), whole: Type.Boolean(), identities: Type.Integer(), messages: Type.Integer(), files: Type.Integer() })

/** Forgetting people. */
export async function privacyRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['privacy']

  api.delete('/api/v1/contacts/:id', {
    ...need('contacts.erase'), schema: {
      tags, summary: 'Forgets a person for good. how=erase removes every row, word and file of hers; how=anonymise keeps cases and counts without a name or a text. Nothing brings her back',
      params: IdParams, querystring: Type.Object({ how: How }), response: answers({ 200: Forgotten }),
    },
  }, async (request) => {
    const principal = principalOf(request)
    const { workspaceId } = principal
    const id = idOf(request.params.id)
    const forgotten = await services.db.inWorkspace(workspaceId, async (tx) => {
      await demandSeen(tx, principal, 'contact', id)
      return erasePerson(tx, services, workspaceId, id, actorOf(principal), request.query.how)
    })
    if (!forgotten) throw new RecadoError('not_found', { contactId: id })
    services.signals.committed(workspaceId)
    services.queue.wake()
    return forgotten
  })
}
