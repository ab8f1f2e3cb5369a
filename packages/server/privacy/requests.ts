import { randomBytes } from 'node:crypto'
import type { WebhookAnswer } from '@recado/channel-kit'
import { RecadoError } from '@recado/core'
import { newId } from '@recado/db'
import type { FastifyInstance } from 'fastify'
import { audit } from '../auth/audit.js'
import { rawRequest } from '../ingest/raw-request.js'
import { keyed, workspaceKey } from '../secrets/workspace-keys.js'
import type { Account, Services } from '../services.js'
import { readRules } from './rules.js'

const BODY = 64 * 1024

/** Where somebody looks at the state of her request. */
export const stateUrl = (services: Pick<Services, 'publicUrl'>, code: string): string => `${services.publicUrl()}/deletion/${code}`

/** Takes a platform's request down, with the code it is told. The same request again while it waits is the same one. */
export async function takeRequest(services: Services, account: Account, person: string): Promise<{ code: string }> {
  const { workspaceId } = account
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  const sealed = await services.sealer.seal(workspaceId, 'deletion.person', person)
  const code = await services.db.inWorkspace(workspaceId, async (tx) => {
    const hash = keyed(await workspaceKey(tx, services, workspaceId, 'suppression'), `request ${person}`)
    const rule = (await readRules(tx, workspaceId, [account.id])).get(account.id)! // asked for by this id
    const id = newId()
    const [made] = await tx.query<{ code: string }>(
      `insert into forgetting (workspace_id, forgetting_id, account_id, cause, how, asked_at, due_at, try_at, person_sealed, code, request_hash)
       values ($1, $2, $3, 'platform_request', $4, $5, $5::timestamptz + make_interval(days => $6), $5, $7, $8, $9) on conflict (workspace_id, account_id, request_hash) where state = 'waiting' and request_hash is not null do nothing returning code`,
      [workspaceId, id, account.id, rule.request, now, rule.requestDays, sealed, randomBytes(16).toString('hex'), hash])
    if (made) {
      await audit(tx, services, workspaceId, { kind: 'system' }, { action: 'deletion.asked', subject: id, data: { accountId: account.id, cause: 'platform_request', how: rule.request, days: rule.requestDays } })
      return made.code
    }
    return (await tx.query<{ code: string }>(`select code from forgetting where workspace_id = $1 and account_id = $2 and request_hash = $3 and state = 'waiting'`, [workspaceId, account.id, hash]))[0]!.code // it stood in the way
  })
  services.signals.emit('forgetting', workspaceId)
  return { code }
}

/** A request at `<webhook address>/deletion`: the channel reads and answers it. Throws RecadoError for an address that has none. */
export async function answerDeletion(services: Services, channel: string, key: string, request: Parameters<NonNullable<ReturnType<Services['channels']['get']>['connector']['deletion']>['read']>[0]): Promise<WebhookAnswer> {
  const account = await services.accounts.byWebhookKey(key)
  const deletion = account?.channel === channel ? services.channels.find(channel)?.connector.deletion : undefined
  if (!account || !deletion) throw new RecadoError('not_found')
  const reception = deletion.read(request, account.settings)
  if (reception.kind === 'refused') throw new RecadoError(reception.code, { reason: reception.reason, status: reception.status })
  const { code } = await takeRequest(services, account, reception.person)
  return deletion.answer({ url: stateUrl(services, code), code })
}

/** POST /webhooks/{channel}/{key}/deletion. Bodies stay bytes, as for all webhooks. */
export function deletionRoute(app: FastifyInstance, { services }: { services: Services }): void {
  app.post<{ Params: { channel: string; key: string } }>('/webhooks/:channel/:key/deletion', { bodyLimit: BODY }, async (request, reply) => {
    const answer = await answerDeletion(services, request.params.channel, request.params.key, rawRequest(request))
    return reply.code(answer.status).headers({ 'content-type': 'text/plain; charset=utf-8', ...answer.headers }).send(answer.body)
  })
}
