import { Type } from '@fastify/type-provider-typebox'
import type { ChannelAccount, SavedAccount } from '@recado/api'
import { RecadoError } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { need, principalOf } from '../auth/guard.js'
import { checkAccount } from '../channels/check.js'
import { changeAccount, connectAccount, disconnectAccount } from '../channels/connect.js'
import { syncTemplates } from '../channels/sync-templates.js'
import { type AccountRow, readChannelAccount, ROW_COLUMNS, toChannelAccount } from '../channels/view.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, IdParams, idOf, Moment, Nothing, Nullable, PageOf, pageOf, PageQuery, readIdCursor } from '../http/schemas.js'
import { storable } from '../ingest/plan.js'
import { lookAt } from '../standing/look.js'
import { takeFirstCopy } from '../openers/first-copy.js'
import type { Principal } from '../services.js'

const Check = Type.Object({ id: Type.String(), ok: Type.Boolean(), code: Type.String(), message: Type.String(), data: Type.Optional(Type.Record(Type.String(), Type.Unknown())) })
const Settings = Type.Record(Type.String({ maxLength: 60 }), Type.Unknown(), { maxProperties: 60 })
const Name = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' })
const Shape = Type.Object({
  id: Id, channel: Type.String(), name: Type.String(), externalId: Nullable(Type.String()), inboxId: Id, state: Type.String({ description: 'unverified, ready, error or paused' }), pausedCode: Type.Optional(Nullable(Type.String())), standing: Type.String({ description: 'The worst of what its platform says: ok, attention, broken or unknown' }), simulated: Type.Boolean(),
  checks: Type.Array(Check), checkedAt: Nullable(Moment), webhookUrl: Type.String(), firstWebhookAt: Nullable(Moment), lastWebhookAt: Nullable(Moment), keepRawUntil: Type.Optional(Nullable(Moment)),
  settings: Type.Record(Type.String(), Type.Unknown(), { description: 'Confidential values as "••••" and their last four characters.' }), createdAt: Moment,
  generated: Type.Optional(Type.Record(Type.String(), Type.String(), { description: 'Values Recado made up, said this once.' })),
})
const Connect = Type.Object({ channel: Type.String({ maxLength: 60 }), name: Name, settings: Settings, simulated: Type.Optional(Type.Boolean()), inboxId: Type.Optional(Type.String({ maxLength: 60 })) }, { additionalProperties: false })
const Change = Type.Object({
  name: Type.Optional(Name), settings: Type.Optional(Settings), inboxId: Type.Optional(Type.String({ maxLength: 60 })),
  paused: Type.Optional(Type.Boolean({ description: 'Sending waits until it is false again.' })),
  keepRawHours: Type.Optional(Type.Integer({ minimum: 0, maximum: 168, description: 'Keep every webhook as it comes for so many hours; 0 stops.' })),
}, { additionalProperties: false })

/** Codes of a check that nobody answered. */
const SILENT: ReadonlySet<string> = new Set(['platform_silent', 'platform_unavailable', 'timed_out', 'internal'])

/** Numbers, pages and official accounts that the workspace has connected. */
export async function channelAccountRoutes(app: FastifyInstance, deps: RouteDeps): Promise<void> {
  const { services } = deps
  const api = typed(app)
  const tags = ['channels']

  const read = async (workspaceId: string, id: string): Promise<ChannelAccount> => {
    const account = await services.db.inWorkspace(workspaceId, (tx) => readChannelAccount(services, tx, workspaceId, id))
    if (!account) throw new RecadoError('not_found')
    return account
  }
  /** Checked and filled with what the platform tells; templates follow beside, they may take longer than anybody waits. */
  const checked = async (principal: Principal, id: string): Promise<ChannelAccount> => {
    const { workspaceId } = principal
    const checks = await checkAccount(services, workspaceId, id)
    // As soon as the credentials work: the owner's next step may switch off what stands on the platform.
    if (checks.some((check) => check.ok)) await takeFirstCopy(services, principal, id)
    const account = await services.accounts.byId(workspaceId, id)
    // A platform that did not answer a moment ago is not asked again while somebody waits. One that refused has answered: what it said before is no longer true.
    if (account && checks.some((check) => check.ok || !SILENT.has(check.code))) await lookAt(services, account, 'whole').catch((error: unknown) => services.log.warn({ err: error, accountId: id }, 'account not looked at'))
    if (account && (account.simulated || checks.some((check) => check.ok))) void syncTemplates(services, account).catch((error: unknown) => services.log.warn({ err: error, accountId: id }, 'templates not read'))
    return read(workspaceId, id)
  }

  api.get('/api/v1/channel-accounts', { ...need('channels.read'), schema: { tags, summary: 'Connected accounts', querystring: Type.Object(PageQuery), response: answers({ 200: PageOf(Shape) }) } }, async (request) => {
    const { workspaceId } = principalOf(request)
    const { limit = 200, cursor } = request.query
    const after = readIdCursor(cursor)
    const rows = await services.db.inWorkspace(workspaceId, (tx) => tx.query<AccountRow>(
      `select ${ROW_COLUMNS} from channel_account where workspace_id = $1 and disconnected_at is null and ($2::uuid is null or account_id > $2) order by account_id limit $3`, [workspaceId, after, limit + 1]))
    const page = pageOf(rows, limit, (row) => [row.account_id], (row) => row)
    const accounts = await Promise.all(page.items.map((row) => services.accounts.byId(workspaceId, row.account_id)))
    return { items: page.items.flatMap((row, i) => accounts[i] ? [toChannelAccount(services, accounts[i], row)] : []), next: page.next }
  })

  api.post('/api/v1/channel-accounts', {
    config: { ...need('channels.manage').config, secretAnswer: true }, schema: { tags, summary: 'Connect an account; it is saved with a live webhook whatever the checks say', body: Connect, response: answers({ 201: Shape }) },
  }, async (request, reply) => {
    const principal = principalOf(request)
    const { name, ...wish } = request.body
    const { accountId, generated } = await connectAccount(services, deps.simulated, principal, { ...wish, name: storable(name.trim()) })
    const account: SavedAccount = { ...(await checked(principal, accountId)), ...(Object.keys(generated).length > 0 ? { generated } : {}) }
    return reply.code(201).send(account)
  })

  api.get('/api/v1/channel-accounts/:id', { ...need('channels.read'), schema: { tags, summary: 'One account', params: IdParams, response: answers({ 200: Shape }) } }, async (request) => read(principalOf(request).workspaceId, idOf(request.params.id)))

  api.patch('/api/v1/channel-accounts/:id', { ...need('channels.manage'), schema: { tags, summary: 'Change an account; a confidential setting left blank keeps its value', params: IdParams, body: Change, response: answers({ 200: Shape }) } }, async (request) => {
    const principal = principalOf(request)
    const id = idOf(request.params.id)
    const { name, ...wish } = request.body
    const { generated } = await changeAccount(services, principal, id, { ...wish, ...(name === undefined ? {} : { name: storable(name.trim()) }) })
    const account: SavedAccount = { ...(wish.settings ? await checked(principal, id) : await read(principal.workspaceId, id)), ...(Object.keys(generated).length > 0 ? { generated } : {}) }
    return account
  })

  api.delete('/api/v1/channel-accounts/:id', { ...need('channels.manage'), schema: { tags, summary: 'Disconnect an account; its conversations stay', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await disconnectAccount(services, principalOf(request), idOf(request.params.id))
    return reply.code(204).send()
  })

  api.post('/api/v1/channel-accounts/:id/check', { ...need('channels.manage'), schema: { tags, summary: 'Hold its settings against the platform once more', params: IdParams, response: answers({ 200: Shape }) } }, async (request) => checked(principalOf(request), idOf(request.params.id)))

  api.post('/api/v1/channel-accounts/:id/sync-templates', {
    ...need('channels.manage'), schema: { tags, summary: 'Read its templates from the platform now', params: IdParams, response: answers({ 200: Type.Object({ listed: Type.Integer(), changed: Type.Integer(), gone: Type.Integer() }) }) },
  }, async (request) => {
    const account = await services.accounts.byId(principalOf(request).workspaceId, idOf(request.params.id))
    if (!account || account.disconnected) throw new RecadoError('not_found')
    return syncTemplates(services, account)
  })
}
