import { Type } from '@fastify/type-provider-typebox'
import { RecadoError } from '@recado/core'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { actorOf, audit } from '../auth/audit.js'
import { need, open, principalOf } from '../auth/guard.js'
import { demandRecent } from '../auth/second-factor/recent.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Moment, Nullable } from '../http/schemas.js'
import { publicAddressOf } from '../public-address/keeper.js'
import { NONCE_PATH } from '../public-address/self-check.js'
import { CHALLENGE_PATH } from '../public-address/tls/acme.js'
import { viewPublicAddress } from '../public-address/view.js'
import type { Principal } from '../services.js'

const Scope = Type.String({ description: 'loopback, private, cgnat, public, local_name or public_name' })
const Port = Type.Object({ port: Type.Integer(), listening: Type.Boolean(), error: Type.Optional(Type.String()) })
const Account = { accountId: Type.String(), name: Type.String(), channel: Type.String() }
const Shape = Type.Object({
  verdict: Type.String({ description: 'proven, likely, unproven, unreachable or none' }), publicUrl: Nullable(Type.String()), publicUrlFrom: Nullable(Type.String()), listening: Type.String(), trustProxy: Type.Boolean(),
  request: Type.Object({ host: Type.String(), scheme: Type.String(), hostScope: Scope, clientScope: Scope, unheardProxy: Type.Boolean() }),
  interfaces: Type.Array(Type.Object({ name: Type.String(), address: Type.String(), scope: Scope })),
  check: Nullable(Type.Object({ at: Moment, ok: Type.Boolean(), code: Type.String(), addresses: Type.Array(Type.String()), detail: Type.Optional(Type.String()) })),
  proofs: Type.Array(Type.Object({ ...Account, at: Moment })), waiting: Type.Array(Type.Object(Account)),
  outgoing: Nullable(Type.Object({ address: Type.String(), from: Type.String(), accountName: Type.Optional(Type.String()) })),
  tls: Type.Object({
    mode: Type.String(), state: Type.String(), domain: Nullable(Type.String()), directory: Nullable(Type.String()), issuer: Nullable(Type.String()), notAfter: Nullable(Moment), nextAt: Nullable(Moment),
    fault: Nullable(Type.Object({ code: Type.String(), detail: Type.String() })), http: Nullable(Port), https: Nullable(Port),
  }),
  tlsFromEnvironment: Type.Boolean(), mayChange: Type.Boolean(),
  sleep: Type.Array(Type.Object({ channel: Type.String(), name: Type.String(), logoUrl: Type.String(), patienceMs: Type.Integer(), longestMs: Type.Optional(Type.Integer()), tries: Type.Optional(Type.Integer()), everyMs: Type.Optional(Type.Integer()), disabledAfterMs: Type.Optional(Type.Integer()), source: Type.Optional(Type.String()) })),
})
const Change = Type.Object({
  publicUrl: Type.Optional(Nullable(Type.String({ maxLength: 300 }))),
  certificate: Type.Optional(Nullable(Type.Object({
    domain: Type.String({ maxLength: 253, pattern: '^([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\\.)+[a-zA-Z0-9-]{2,63}$' }), email: Type.Optional(Type.String({ maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+$' })),
    directory: Type.Union([Type.Literal('letsencrypt'), Type.Literal('letsencrypt_staging')]), termsAgreed: Type.Literal(true),
  }, { additionalProperties: false }))),
}, { additionalProperties: false })

const NONCE = /^[A-Za-z0-9_-]{16,64}$/

/** How the outside reaches this server: what is known, what comes of trying, and the address and certificate where the environment leaves them open. */
export async function publicAddressRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['server']
  const keeper = publicAddressOf(services)
  await keeper.open()

  const view = async (request: FastifyRequest) => {
    const principal = principalOf(request)
    return viewPublicAddress(services, keeper, request, { workspaceId: principal.workspaceId, mayChange: await isOperator(principal) })
  }

  api.get('/api/v1/public-address', { ...need('address.read'), schema: { tags, summary: 'Whether the outside can reach this server, and how that is known', response: answers({ 200: Shape }) } }, view)

  api.post('/api/v1/public-address/check', { ...need('address.read'), schema: { tags, summary: 'Call our own public address by its name, once', response: answers({ 200: Shape }) } }, async (request) => {
    await keeper.check()
    return view(request)
  })

  api.put('/api/v1/public-address', { ...need('address.manage'), schema: { tags, summary: 'Set the public address, or obtain a certificate for a domain', body: Change, response: answers({ 200: Shape }) } }, async (request) => {
    const principal = principalOf(request)
    if (!(await isOperator(principal))) throw new RecadoError('not_permitted')
    await demandRecent(services.db, request)
    const { publicUrl, certificate } = request.body
    const { from } = keeper.effective()
    const fixed = (field: string): RecadoError => new RecadoError('invalid_request', { fields: [{ field, message: 'is set by the environment of the server' }] })
    if (publicUrl !== undefined && from === 'environment') throw fixed('publicUrl')
    if (certificate !== undefined && (services.config.tls.domain || services.config.tls.files)) throw fixed('certificate')
    if (publicUrl && !isAddress(publicUrl)) throw new RecadoError('invalid_request', { fields: [{ field: 'publicUrl', message: 'must be an address such as https://desk.example.com' }] })
    await keeper.change({ ...(publicUrl === undefined ? {} : { publicUrl }), ...(certificate === undefined ? {} : { certificate }) })
    await services.db.inWorkspace(principal.workspaceId, (tx) => audit(tx, services, principal.workspaceId, actorOf(principal), { action: 'public_address.changed', data: { fields: Object.keys(request.body) } }))
    return view(request)
  })

  // For ourselves, calling in from outside.
  app.get<{ Params: { nonce: string } }>(`${NONCE_PATH}:nonce`, { ...open, schema: { hide: true } }, async (request, reply) => {
    if (!NONCE.test(request.params.nonce)) throw new RecadoError('not_found')
    return reply.type('text/plain; charset=utf-8').send(await keeper.proof(request.params.nonce))
  })

  // For an authority whose question comes to the desk's own port, through a router or a proxy.
  app.get<{ Params: { token: string } }>(`${CHALLENGE_PATH}:token`, { ...open, schema: { hide: true } }, async (request, reply) => {
    const answer = keeper.tls.answer(request.params.token)
    if (answer === null) throw new RecadoError('not_found')
    return reply.type('text/plain; charset=utf-8').send(answer)
  })

  /** The installation's address is everybody's who works in it: owners of its first workspace decide. */
  async function isOperator(principal: Principal): Promise<boolean> {
    if (principal.kind !== 'user' || principal.role !== 'owner') return false
    const [first] = await services.db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace where not demo order by workspace_id limit 1'))
    return first?.workspace_id === principal.workspaceId
  }
}

function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, search, hash, username } = new URL(text)
  return (protocol === 'https:' || protocol === 'http:') && !search && !hash && !username
}
