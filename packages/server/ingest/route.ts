import type { RawRequest } from '@recado/channel-kit'
import { RecadoError } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import type { ServerResponse } from 'node:http'
import type { Answered } from '../automation/passive.js'
import { deletionRoute } from '../privacy/requests.js'
import type { Services } from '../services.js'
import type { Ingest } from './ingest.js'
import { rawRequest } from './raw-request.js'

/** Largest webhook body: Meta names 3 MB. */
export const MAX_BODY = 4 * 1024 * 1024

/** GET|POST /webhooks/{channel}/{key}: where the platforms call. Bodies stay bytes. */
export async function webhookRoutes(app: FastifyInstance, deps: { services: Services; ingest: Ingest }): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BODY }, (_request, body, done) => done(null, body))
  deletionRoute(app, deps)
  app.route<{ Params: { channel: string; key: string } }>({
    method: ['GET', 'POST'], url: '/webhooks/:channel/:key', bodyLimit: MAX_BODY,
    async handler(request, reply) {
      const answer = await answerWebhook(deps, request.params.channel, request.params.key, rawRequest(request))
      if (answer.written) whenWritten(reply.raw, answer.written)
      return reply.code(answer.status).headers({ 'content-type': 'text/plain; charset=utf-8', ...answer.headers }).send(answer.body)
    },
  })
}

/** One request at an account's address. Throws RecadoError for an address nobody has. */
export async function answerWebhook({ services, ingest }: { services: Services; ingest: Ingest }, channel: string, key: string, request: RawRequest): Promise<Answered> {
  const account = await services.accounts.byWebhookKey(key)
  if (!account || account.channel !== channel) throw new RecadoError('not_found')
  return ingest.receive(account, request)
}

/** Says once whether the answer left whole or the connection was gone before. */
export function whenWritten(response: ServerResponse, tell: (ok: boolean) => void): void {
  response.once('finish', () => tell(true))
  response.once('close', () => { if (!response.writableFinished) tell(false) })
}
