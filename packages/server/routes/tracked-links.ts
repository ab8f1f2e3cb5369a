import type { FastifyInstance } from 'fastify'
import { countedAddress } from '../auth/address.js'
import { open } from '../auth/guard.js'
import { follow, isPerson } from '../campaigns/links.js'
import type { RouteDeps } from '../http/deps.js'
import { Allowance } from '../opt-in/allowance.js'

/** Codes that lead nowhere, per address: whoever tries them out is slow. Those that are right cost nothing. */
const WRONG = [20, 20] as const

/** Short addresses of campaigns, for whoever has one: no session, no cookie, no script, nothing said about whose it is. */
export async function trackedLinkRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const wrong = new Allowance(...WRONG)
  app.get('/l/:code', { ...open, schema: { hide: true, params: { type: 'object', properties: { code: { type: 'string', maxLength: 20 } }, required: ['code'] } } }, async (request, reply) => {
    const { code } = request.params as { code: string } // by the schema above
    const url = await follow(services, code, isPerson(services.channels, request.method, request.headers))
    if (url) return reply.code(302).headers({ location: url, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' }).send()
    wrong.take(countedAddress(request.ip))
    return reply.code(404).type('text/plain; charset=utf-8').send('')
  })
}
