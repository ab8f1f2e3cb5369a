import type { ActInput, FaultKind } from '@recado/channel-kit'
import { RecadoError } from '@recado/core'
import { type NewPlatformAccount, type SimulatorControl, simulatorControl, type SimulatorHost } from '@recado/simulator'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { RouteDeps } from '../http/deps.js'
import type { Principal } from '../services.js'
import { advanceClock, type TimedWork } from './clock.js'

const PATH = '/simulator/control'

interface Bodies {
  clock: { advanceMs?: number; to?: string }
  customer: { channel: string; channelAccountId: string; name?: string; phone?: string; country?: string; language?: string }
  fault: { channel: string; channelAccountId?: string; kind: FaultKind; rate?: number; count?: number; forMs?: number }
}

/** Writing what the phones show needs words and numbers of these forms; the simulator checks the rest and answers in words. */
const customerSchema = { type: 'object', required: ['channel', 'channelAccountId'], properties: { channel: { type: 'string' }, channelAccountId: { type: 'string' }, name: { type: 'string', maxLength: 100 }, phone: { type: 'string', maxLength: 30 }, country: { type: 'string', maxLength: 2 }, language: { type: 'string', maxLength: 20 } } }
const actSchema = { type: 'object', required: ['action'], properties: { action: { type: 'string', maxLength: 40 }, content: { type: 'object', additionalProperties: true }, ref: { type: 'string', maxLength: 500 } } }
const faultSchema = { type: 'object', required: ['channel', 'kind'], properties: { channel: { type: 'string' }, channelAccountId: { type: 'string' }, kind: { type: 'string' }, rate: { type: 'number' }, count: { type: 'integer' }, forMs: { type: 'integer' } } }
const platformAccountSchema = { type: 'object', required: ['channel'], properties: { channel: { type: 'string' }, name: { type: 'string', maxLength: 100 }, settings: { type: 'object', additionalProperties: true } } }
const pressSchema = { type: 'object', required: ['id'], properties: { id: { type: 'string', maxLength: 60 }, value: { type: 'string', maxLength: 500 } } }
const clockSchema = { type: 'object', properties: { advanceMs: { type: 'integer', minimum: 0 }, to: { type: 'string' } } }

/** `/simulator/control`: clock, people, faults and log of a workspace's simulated platforms (CONTRACT). For demo workspaces and RECADO_SIMULATOR=1. */
export function simulatorControlRoutes(host: SimulatorHost, timed: readonly TimedWork[]) {
  return async (app: FastifyInstance, deps: RouteDeps): Promise<void> => {
    const control: SimulatorControl = simulatorControl(host)
    const { services, ingest, sender } = deps

    /** Members of a demo workspace; with RECADO_SIMULATOR=1 also members of any, and tokens with all scopes. */
    async function allowed(request: FastifyRequest): Promise<Principal> {
      const principal = request.principal ?? (await deps.auth.recognise(request))?.principal ?? null
      if (!principal) throw new RecadoError('not_signed_in')
      if (principal.kind === 'token' && !principal.scopes?.includes('all')) throw new RecadoError('scope_missing', { scope: 'all' })
      if (services.config.simulator) return principal
      const [row] = await services.db.inWorkspace(principal.workspaceId, (tx) => tx.query<{ demo: boolean }>('select demo from workspace where workspace_id = $1', [principal.workspaceId]))
      if (!row?.demo) throw new RecadoError('simulator_closed')
      return principal
    }
    const config = { permission: 'simulator.use' as const }
    const tags = { tags: ['simulator'] }

    app.post<{ Body: Bodies['clock'] }>(`${PATH}/clock`, { config, schema: { body: clockSchema, ...tags } }, async (request) => {
      const { workspaceId } = await allowed(request)
      const now = services.clock.now(workspaceId)
      const to = request.body.advanceMs === undefined ? Date.parse(request.body.to ?? '') : now + request.body.advanceMs
      if (!Number.isFinite(to)) throw new RecadoError('invalid_request', { fields: [{ field: 'advanceMs', message: 'milliseconds, or `to` as an ISO moment' }] })
      if (to < now) throw new RecadoError('invalid_request', { fields: [{ field: 'to', message: 'business time only grows' }] })
      if (sender) await advanceClock({ services, host, ingest, sender, timed }, workspaceId, to)
      return { now: new Date(services.clock.now(workspaceId)).toISOString() }
    })
    app.get(`${PATH}/clock`, { config, schema: tags }, async (request) => ({ now: new Date(services.clock.now((await allowed(request)).workspaceId)).toISOString() }))

    app.get<{ Querystring: { channelAccountId?: string } }>(`${PATH}/customers`, { config, schema: tags }, async (request) => {
      const { workspaceId } = await allowed(request)
      const items = await control.customers(workspaceId)
      return { items: items.filter((one) => !request.query.channelAccountId || one.channelAccountId === request.query.channelAccountId).map(({ id, ...rest }) => ({ customerId: id, ...rest })) }
    })
    app.post<{ Body: Bodies['customer'] }>(`${PATH}/customers`, { config, schema: { body: customerSchema, ...tags } }, async (request, reply) => {
      const { workspaceId } = await allowed(request)
      return reply.code(201).send(await control.createCustomer(workspaceId, request.body))
    })
    app.post<{ Params: { customerId: string }; Body: ActInput }>(`${PATH}/customers/:customerId/act`, { config, bodyLimit: 30 * 1024 * 1024, schema: { body: actSchema, ...tags } }, async (request) => {
      const { workspaceId } = await allowed(request)
      await control.act(workspaceId, request.params.customerId, request.body)
      return { ok: true }
    })
    app.get<{ Params: { customerId: string } }>(`${PATH}/customers/:customerId/screen`, { config, schema: tags }, async (request) => control.screen((await allowed(request)).workspaceId, request.params.customerId))

    app.get<{ Params: { customerId: string } }>(`${PATH}/customers/:customerId/business`, { config, schema: tags }, async (request) => ({ business: control.business((await allowed(request)).workspaceId, request.params.customerId) }))

    app.get(`${PATH}/platform-accounts`, { config, schema: tags }, async (request) => control.platformAccounts((await allowed(request)).workspaceId))
    app.post<{ Body: NewPlatformAccount }>(`${PATH}/platform-accounts`, { config, schema: { body: platformAccountSchema, ...tags } }, async (request, reply) => reply.code(201).send(control.createPlatformAccount((await allowed(request)).workspaceId, request.body)))
    app.post<{ Params: { accountId: string }; Body: { id: string; value?: string } }>(`${PATH}/platform-accounts/:accountId/press`, { config, schema: { body: pressSchema, ...tags } }, async (request) => {
      await control.press((await allowed(request)).workspaceId, request.params.accountId, request.body)
      return { ok: true }
    })

    app.get(`${PATH}/faults`, { config, schema: tags }, async (request) => control.faults((await allowed(request)).workspaceId))
    app.delete<{ Params: { faultId: string } }>(`${PATH}/faults/:faultId`, { config, schema: tags }, async (request, reply) => {
      control.removeFault((await allowed(request)).workspaceId, request.params.faultId)
      return reply.code(204).send()
    })
    app.post<{ Body: Bodies['fault'] }>(`${PATH}/faults`, { config, schema: { body: faultSchema, ...tags } }, async (request, reply) => {
      const { workspaceId } = await allowed(request)
      return reply.code(201).send(await control.addFault(workspaceId, request.body))
    })
    app.delete(`${PATH}/faults`, { config, schema: tags }, async (request, reply) => {
      control.clearFaults((await allowed(request)).workspaceId)
      return reply.code(204).send()
    })
    app.get<{ Querystring: { channel?: string; channelAccountId?: string; after?: string; limit?: number; last?: number } }>(`${PATH}/log`, { config, schema: tags }, async (request) => control.log((await allowed(request)).workspaceId, { ...request.query, ...(request.query.limit ? { limit: Number(request.query.limit) } : {}), ...(request.query.last ? { last: Number(request.query.last) } : {}) }))
    app.post(`${PATH}/reset`, { config, schema: tags }, async (request) => {
      await control.reset((await allowed(request)).workspaceId)
      return { ok: true }
    })
  }
}
