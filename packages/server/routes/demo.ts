import { Type } from '@fastify/type-provider-typebox'
import { RecadoError } from '@recado/core'
import type { SimulatorHost } from '@recado/simulator'
import { need, personOf } from '../auth/guard.js'
import { findDemo, makeDemo, wipeDemo } from '../demo/demo.js'
import { type RoutePlugin, typed } from '../http/deps.js'
import { answers, Nothing } from '../http/schemas.js'

const Made = Type.Object({ workspaceId: Type.String() })

/** A demo workspace of one's own: made and filled, entered, and taken away whole. For people; a session goes with it. */
export function demoRoutes(host: SimulatorHost): RoutePlugin {
  return async (app, { services, ingest, sender, simulated, auth }) => {
    const api = typed(app)
    const tags = ['demo']
    const deps = { services, host, ingest, sender, simulated }
    /** A second press while the first is under way is the same wish. */
    const making = new Map<string, Promise<{ workspaceId: string }>>()

    api.post('/api/v1/demo', { ...need('demo.make'), schema: { tags, summary: 'Make a demo workspace with simulated apps, or enter the one there is', response: answers({ 200: Made, 201: Made }) } }, async (request, reply) => {
      const person = personOf(request)
      const known = making.has(person.id) ? null : await findDemo(services, person.id)
      let made: { workspaceId: string }
      if (known) made = { workspaceId: known }
      else {
        const work = making.get(person.id) ?? makeDemo(deps, person).finally(() => making.delete(person.id))
        making.set(person.id, work)
        made = await work
      }
      await auth.sessions.choose(request.credential!.hash, made.workspaceId) // recognised a moment ago
      auth.changed()
      return reply.code(known ? 200 : 201).send(made)
    })

    api.delete('/api/v1/demo', { ...need('demo.make'), schema: { tags, summary: 'Take the demo workspace away with all that is in it', response: answers({ 204: Nothing }) } }, async (request, reply) => {
      const person = personOf(request)
      const workspaceId = await findDemo(services, person.id)
      if (!workspaceId) throw new RecadoError('not_found')
      const [next] = await services.db.asSystem((tx) => tx.query<{ workspace_id: string }>('select m.workspace_id from member m join workspace w on w.workspace_id = m.workspace_id where m.user_id = $1 and m.disabled_at is null and m.workspace_id <> $2 order by w.demo, w.created_at limit 1', [person.id, workspaceId]))
      // Sessions end with the workspace they look at: hers looks elsewhere first.
      if (next) await services.db.asSystem((tx) => tx.query('update session set workspace_id = $3 where user_id = $1 and workspace_id = $2', [person.id, workspaceId, next.workspace_id]))
      await wipeDemo(deps, workspaceId)
      auth.changed()
      return reply.code(204).send(null)
    })
  }
}
