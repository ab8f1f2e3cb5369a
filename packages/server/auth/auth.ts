import { RecadoError } from '@recado/core'
import type { FastifyRequest } from 'fastify'
import type { Principal, Services } from '../services.js'
import type { Credential } from '../http/deps.js'
import { readSessionCookie } from './cookie.js'
import { reachOfRole } from './permissions.js'
import { everything, reachOf } from './reach.js'
import { hashOf } from './secrets.js'
import { type Membership, Sessions, type SessionRow } from './sessions.js'
import { Tokens, type TokenRow } from './tokens.js'

export interface Recognised { principal: Principal; credential: Credential }

const BEARER = /^Bearer +([\x21-\x7e]{1,512})$/i
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Recognises who asks: a bearer token first, else the session cookie. */
export class Auth {
  readonly sessions: Sessions
  readonly tokens: Tokens
  private readonly services: Pick<Services, 'db' | 'config' | 'signals'>

  constructor(services: Pick<Services, 'db' | 'config' | 'signals'>) {
    this.services = services
    this.sessions = new Sessions(services.db)
    this.tokens = new Tokens(services.db)
    // A real account that comes or goes begins or ends the demand for a second factor.
    services.signals.on('accounts', () => this.sessions.forget())
  }

  /**
   * Null for nobody; throws not_signed_in for a credential that does not hold, not_found for a workspace that is not theirs, and
   * second_factor_setup_required for a session that has to set one up first, except on the routes by which that is done.
   */
  async recognise(request: FastifyRequest): Promise<Recognised | null> {
    const wished = workspaceWished(request)
    const { beforeSecondFactor = false } = request.routeOptions.config
    if (request.headers.authorization !== undefined) {
      const secret = BEARER.exec(request.headers.authorization)?.[1]
      if (!secret) throw new RecadoError('not_signed_in')
      return this.byHash({ kind: 'token', hash: hashOf(secret) }, wished)
    }
    const cookie = readSessionCookie(request, this.services.config)
    return cookie ? this.byHash({ kind: 'session', hash: hashOf(cookie) }, wished, beforeSecondFactor) : null
  }

  /** Whether a socket opened with this credential may stay open. */
  async stillHolds(credential: Credential, workspaceId: string): Promise<boolean> {
    return this.byHash(credential, workspaceId).then(() => true, (error: unknown) => {
      if (error instanceof RecadoError) return false
      throw error
    })
  }

  /** A person's or token's rights have changed or ended: looked up again at once, here and in open sockets (signal `rights`). */
  changed(): void {
    this.sessions.forget()
    this.tokens.forget()
    this.services.signals.emit('rights')
  }

  private async byHash(credential: Credential, wished: string | null, beforeSecondFactor = false): Promise<Recognised> {
    if (credential.kind === 'token') {
      const token = await this.tokens.find(credential.hash)
      if (!token) throw new RecadoError('not_signed_in')
      if (wished && wished !== token.workspaceId) throw new RecadoError('not_found')
      return { principal: tokenPrincipal(token), credential }
    }
    const session = await this.sessions.find(credential.hash)
    if (!session) throw new RecadoError('not_signed_in')
    if (session.factor.overdue && !beforeSecondFactor) throw new RecadoError('second_factor_setup_required')
    return { principal: userPrincipal(session, wished), credential }
  }
}

function workspaceWished(request: FastifyRequest): string | null {
  const header = request.headers['recado-workspace']
  if (header === undefined) return null
  if (typeof header !== 'string' || !UUID.test(header)) throw new RecadoError('not_found')
  return header
}

function tokenPrincipal(token: TokenRow): Principal {
  return { kind: 'token', id: token.tokenId, name: token.name, workspaceId: token.workspaceId, role: null, permissions: null, reach: everything, scopes: token.scopes, language: token.language }
}

/** The workspace asked for, else the session's own, else - she was taken off that one - the first she has left. */
function userPrincipal(session: SessionRow, wished: string | null): Principal {
  const { memberships } = session
  const found = memberships.find((m) => m.workspaceId === (wished ?? session.workspaceId)) ?? (wished ? undefined : memberships[0])
  if (!found) throw new RecadoError(wished ? 'not_found' : 'not_signed_in')
  return memberPrincipal({ id: session.userId, name: session.name, language: session.language }, found)
}

/** Somebody at her place in a workspace. */
export function memberPrincipal(person: Pick<Principal, 'id' | 'name' | 'language'>, { workspaceId, role, permissions, reach, inboxIds, teamIds }: Membership): Principal {
  return { ...person, kind: 'user', workspaceId, role, permissions, reach: reachOf(reach ?? reachOfRole(role), inboxIds.toSorted(), teamIds.toSorted()), scopes: null }
}
