import { RecadoError } from '@recado/core'
import type { FastifyRequest } from 'fastify'
import type { Config } from '../config.js'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * A change asked for without a bearer token leans on the browser's cookie, so it must come from our own page. Browsers say where a request
 * comes from (Sec-Fetch-Site, Origin); a program that says neither holds no other site's visitor.
 */
export function checkOrigin(request: FastifyRequest, config: Pick<Config, 'publicUrl'>): void {
  if (SAFE.has(request.method) || request.headers.authorization !== undefined) return
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new RecadoError('bad_origin')
  checkSource(request, config)
}

/** The Origin header, where there is one, names us. Also for sockets, which browsers open across sites. */
export function checkSource(request: FastifyRequest, config: Pick<Config, 'publicUrl'>): void {
  const { origin } = request.headers
  if (origin === undefined) return
  const host = URL.canParse(origin) ? new URL(origin).host : null
  if (host === null || (host !== hostOf(request) && host !== (config.publicUrl && new URL(config.publicUrl).host))) throw new RecadoError('bad_origin')
}

/** The host asked for, without the port that is the scheme's own. */
function hostOf(request: FastifyRequest): string {
  const url = `${request.protocol}://${request.host}`
  return URL.canParse(url) ? new URL(url).host : request.host
}
