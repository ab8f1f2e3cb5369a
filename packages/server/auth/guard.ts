import { RecadoError } from '@recado/core'
import type { FastifyRequest } from 'fastify'
import type { Principal } from '../services.js'
import type { Permission } from './permissions.js'

/** Route option: callers need this permission. Checked before the body is read: `app.get(url, { ...need('channels.read'), schema }, handler)`. */
export function need(permission: Permission): { config: { permission: Permission } } { return { config: { permission } } }

/** Route option: anybody may call. */
export const open = { config: { permission: 'public' as const } }

/** Who asks, on a route that needs a permission. */
export function principalOf(request: FastifyRequest): Principal {
  if (!request.principal) throw new RecadoError('not_signed_in')
  return request.principal
}

/** The person who asks; an API token is none. */
export function personOf(request: FastifyRequest): Principal & { kind: 'user' } {
  const principal = principalOf(request)
  if (principal.kind !== 'user') throw new RecadoError('not_permitted')
  return principal as Principal & { kind: 'user' } // kind was just compared
}
