import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import { registerAjvFormats, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox'
import { RecadoError } from '@recado/core'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, type FastifySchema, LogController } from 'fastify'
import { Auth } from '../auth/auth.js'
import { DeniedAccess } from '../auth/audit.js'
import { may, permissions } from '../auth/permissions.js'
import { demandSight } from '../auth/sight.js'
import { coreRoutes } from '../routes/core.js'
import { keepSwept } from './chores.js'
import type { AppDeps, RouteDeps } from './deps.js'
import { keepAnswers } from './idempotency.js'
import { readJsonBodies } from './json-body.js'
import { livenessRoutes } from './liveness.js'
import { metricsRoute } from './metrics.js'
import { describeApi } from './openapi.js'
import { checkOrigin } from './origin.js'
import { sendProblem } from './problem.js'
import { RateLimit } from './rate-limit.js'
import { securityHeaders, STRICT_TRANSPORT } from './security-headers.js'
import { serveWeb } from './static-web.js'

const BODY_LIMIT = 1024 * 1024
const HEADERS_MS = 30_000
const REQUEST_MS = 60_000

/** Routes under these addresses must say who may call them. */
const GUARDED = /^\/(api|simulator\/control)\//

/** One route as it is served: for the access table and the test that compares it. */
export interface ServedRoute { method: string; url: string; permission: string; /** as the route declared it */ schema: FastifySchema }

declare module 'fastify' {
  interface FastifyInstance {
    auth: Auth
    /** Every route that says who may call it. */
    served: ServedRoute[]
  }
}

/** The whole HTTP side, ready to listen or to be tried with `inject`. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const { services } = deps
  const headers = securityHeaders(services.config)
  const app = Fastify({
    loggerInstance: services.log, logController: new LogController({ disableRequestLogging: true }), trustProxy: believed(services.config.trustProxy), genReqId: () => randomUUID(), requestIdHeader: false,
    bodyLimit: BODY_LIMIT, requestTimeout: REQUEST_MS, http: { headersTimeout: HEADERS_MS }, routerOptions: { maxParamLength: 256 },
    // An address that cannot be read never reaches a route or a hook.
    frameworkErrors: (error, request, reply) => { sendProblem(error, request as unknown as FastifyRequest, (reply as unknown as FastifyReply).headers(headers)) }, // only their generics differ
  }) as unknown as FastifyInstance // pino's own logger type is narrower than Fastify's; nothing here depends on it
  const auth = new Auth(services)
  const full: RouteDeps = { ...deps, auth }
  app.decorate('auth', auth).decorate('served', [])
  registerAjvFormats()
  app.setValidatorCompiler(TypeBoxValidatorCompiler)
  // Response schemas describe answers and cut nothing off them; a test checks that they tell the truth.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data))
  app.setErrorHandler(sendProblem)
  readJsonBodies(app)
  demandPermissions(app)
  await app.register(cookie)
  guard(app, full, headers)
  keepAnswers(app, services)
  await describeApi(app)
  await metricsRoute(app, full)
  await livenessRoutes(app, full)
  keepSwept(services)
  if (services.config.webDir) serveWeb(app, services.config.webDir)
  else app.setNotFoundHandler(() => { throw new RecadoError('not_found') })
  for (const routes of [...coreRoutes, ...deps.routes]) await app.register(async (scope: FastifyInstance) => routes(scope, full))
  if (deps.raw) await app.register(deps.raw)
  return app
}

/** A route of the API that forgets to say who may call it, or to describe itself, stops the start. */
function demandPermissions(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const permission = route.config?.permission
    if (!GUARDED.test(route.url) && permission === undefined) return
    if (permission === undefined) throw new Error(`${String(route.method)} ${route.url} does not say who may call it: add need('...') to its options.`)
    if (route.url.startsWith('/api/v1/') && !route.schema) throw new Error(`${String(route.method)} ${route.url} has no schema.`)
    for (const method of [route.method].flat()) if (method !== 'HEAD' && method !== 'OPTIONS') app.served.push({ method, url: route.url, permission, schema: { ...route.schema } })
  })
}

/** Who asks and may they, before a body is read; headers of every answer. */
function guard(app: FastifyInstance, { services, auth }: RouteDeps, headers: Record<string, string>): void {
  const limit = new RateLimit()
  const denied = new DeniedAccess(services)
  app.decorateRequest('principal', null)
  app.decorateRequest('credential', null)
  app.addHook('onRequest', async (request) => {
    const { permission } = request.routeOptions.config
    if (permission === undefined) return
    checkOrigin(request, services.config)
    if (permission === 'public' || permission === 'own_check') return
    const asking = await auth.recognise(request)
    if (!asking) throw new RecadoError('not_signed_in')
    request.principal = asking.principal
    request.credential = asking.credential
    // The simulated platforms are no API of ours: scripts play crowds there.
    if (asking.principal.kind === 'token' && request.routeOptions.url?.startsWith('/api/')) limit.take(asking.principal.id)
    if (may(asking.principal, permission)) return demandSight(services, request, asking.principal)
    denied.note(asking.principal, permission)
    throw asking.principal.kind === 'token' ? new RecadoError('scope_missing', { scope: permissions[permission].scopes[0] ?? 'all' }) : new RecadoError('not_permitted')
  })
  app.addHook('onSend', async (request, reply) => {
    for (const [name, value] of Object.entries(headers)) if (!reply.hasHeader(name)) reply.header(name, value)
    reply.header('x-request-id', request.id)
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    if (endsTls(request)) reply.header('strict-transport-security', STRICT_TRANSPORT)
  })
}

/** Which of the addresses that proxies name are taken from proxies: so many, counted from this server. */
const believed = (proxies: boolean | number): boolean | ((address: string, hop: number) => boolean) => (typeof proxies === 'number' ? (_address, hop) => hop < proxies : proxies)

/** TLS that ends here: a year's promise is ours to make only for a certificate that we keep; in front of a proxy it is the proxy's. */
const endsTls = (request: FastifyRequest): boolean => (request.raw.socket as { encrypted?: boolean }).encrypted === true
