import type { Static, TSchema } from '@fastify/type-provider-typebox'
import type { FastifyInstance, FastifyTypeProvider } from 'fastify'
import type { Auth } from '../auth/auth.js'
import type { Permission } from '../auth/permissions.js'
import type { Ingest } from '../ingest/ingest.js'
import type { Sender } from '../sending/sender.js'
import type { Principal, Services } from '../services.js'

/** The simulated platforms as set-up needs them; the simulator's host stands behind. */
export interface SimulatedPlatforms {
  /** Makes the platform side of an account: its id there and the settings Recado needs. */
  createAccount(workspaceId: string, channel: string, input: { name: string; settings: Record<string, unknown> }): Promise<{ externalId: string; settings: Record<string, unknown> }>
  /** Enters our webhook address in the platform's console; the platform's handshake comes to it at once. */
  connect(workspaceId: string, channel: string, externalId: string, webhookUrl: string): Promise<void>
}

/** What the HTTP side stands on. */
export interface AppDeps {
  services: Services
  ingest: Ingest
  sender: Sender | null
  simulated: SimulatedPlatforms
  /** The master key as people write it down; said once, to whoever sets Recado up. */
  recoveryKey: () => string
  /** Groups of routes beside the ones every installation has. */
  routes: readonly RoutePlugin[]
  /** What platforms call, and the platforms we play: no session, no schema, bodies as bytes. */
  raw?: (scope: FastifyInstance) => Promise<void>
}

export interface RouteDeps extends AppDeps { auth: Auth }

/** A group of routes, registered in a scope of its own. */
export type RoutePlugin = (app: FastifyInstance, deps: RouteDeps) => Promise<void>

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; null where nobody has to. Routes that name a permission may use `principalOf`. */
    principal: Principal | null
    /** What the principal was recognised by, to ask again whether it still holds. */
    credential: Credential | null
  }
  interface FastifyContextConfig {
    /** Who may call: a permission, anybody, or a route that asks for itself (live socket, simulator). */
    permission?: Permission | 'public' | 'own_check'
    /** Open to a session that has yet to set up the second factor demanded of her. */
    beforeSecondFactor?: boolean
    /** The answer holds a secret: kept for an Idempotency-Key it is sealed. */
    secretAnswer?: boolean
  }
}

export interface Credential { kind: 'session' | 'token'; hash: Buffer }

/** Requests typed by their schemas. Answers are typed by @recado/api where they are made; tests hold them against the schemas. */
interface RequestTypes extends FastifyTypeProvider {
  validator: this['schema'] extends TSchema ? Static<this['schema']> : unknown
  serializer: unknown
}

/** Routes with their schemas as types. */
export const typed = (app: FastifyInstance) => app.withTypeProvider<RequestTypes>()
