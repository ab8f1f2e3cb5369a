import type { FastifyReply, FastifyRequest } from 'fastify'
import { ABSOLUTE_DAYS } from './sessions.js'
import type { Config } from '../config.js'

const LOOPBACK = /^(localhost|[a-z0-9-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/i

/** Whether the browser came over TLS, as far as we can know it behind a proxy. */
export function isHttps(request: FastifyRequest, config: Pick<Config, 'publicUrl'>): boolean {
  if (request.protocol === 'https') return true
  return config.publicUrl?.startsWith('https:') === true && new URL(config.publicUrl).host === request.host
}

export function isLoopbackHost(request: FastifyRequest): boolean { return LOOPBACK.test(request.hostname.includes(':') ? `[${request.hostname.replace(/^\[|\]$/g, '')}]` : request.hostname) }

/** Plain http to another machine: passwords and messages can be read on the way, and the web says so. */
export function isInsecure(request: FastifyRequest, config: Pick<Config, 'publicUrl'>): boolean { return !isHttps(request, config) && !isLoopbackHost(request) }

/** Browsers take `__Host-` cookies over TLS and from this machine only; elsewhere the plain name has to do. */
function cookieName(request: FastifyRequest, config: Pick<Config, 'publicUrl'>): string { return isInsecure(request, config) ? 'recado' : '__Host-recado' }

export function readSessionCookie(request: FastifyRequest, config: Pick<Config, 'publicUrl'>): string | null {
  return request.cookies[cookieName(request, config)] || null
}

export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, config: Pick<Config, 'publicUrl'>, secret: string): void {
  reply.setCookie(cookieName(request, config), secret, { path: '/', httpOnly: true, sameSite: 'lax', secure: !isInsecure(request, config), maxAge: ABSOLUTE_DAYS * 86_400 })
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply, config: Pick<Config, 'publicUrl'>): void {
  reply.clearCookie(cookieName(request, config), { path: '/', httpOnly: true, sameSite: 'lax', secure: !isInsecure(request, config) })
}
