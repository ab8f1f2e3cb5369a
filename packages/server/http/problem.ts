import { STATUS_CODES } from 'node:http'
import type { Problem } from '@recado/api'
import { PlatformRefusal, SilentPlatform } from '@recado/channel-kit'
import { type ErrorCode, type ErrorKind, errors, RecadoError } from '@recado/core'
import { isAway, isBusy, isConflict } from '@recado/db'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'

const STATUS: Record<ErrorKind, number> = { invalid: 400, unauthorised: 401, forbidden: 403, missing: 404, conflict: 409, refused: 422, limited: 429, broken: 500, away: 503 }
/** HTTP has a word of its own for it. */
const TOO_LARGE = 413
/** When to come again, for those who were told that we are away. */
const AWAY_S = 2

/** Data of an error that its reader may see; everything else stays in the log. */
const SHOWN = ['labels', 'fields', 'verdict', 'scope', 'limit', 'channel', 'accountId', 'checks', 'missing', 'field', 'lines', 'seq', 'taken', 'until', 'timeZone'] as const

interface Told { code: ErrorCode; status: number; data: Record<string, unknown> }

/** Any thrown thing as one of our codes. What is not ours is `internal`, whatever it says. */
function tell(error: FastifyError | RecadoError | Error): Told {
  if (error instanceof RecadoError) {
    const { kind } = errors[error.code]
    // A webhook's channel says itself how its platform wants to be refused.
    const status = (error.code === 'bad_signature' || error.code === 'bad_webhook') && [400, 401, 403].includes(Number(error.data.status)) ? Number(error.data.status) : error.code === 'body_too_large' ? TOO_LARGE : STATUS[kind]
    return { code: error.code, status, data: error.data }
  }
  // A platform behind us refused or was silent while somebody waited for it: not our failure, and not theirs who asked.
  if (error instanceof PlatformRefusal) return { code: error.detail.code, status: 502, data: {} }
  if (error instanceof SilentPlatform) return { code: error.sent === 'no' ? 'platform_unavailable' : 'platform_silent', status: 502, data: {} }
  // Two met at the same rows and one was sent away (PostgreSQL undid it whole): as little is wrong as where too many came at once.
  if (isBusy(error) || isConflict(error)) return { code: 'busy', status: 503, data: {} }
  if (isAway(error)) return { code: 'database_away', status: 503, data: {} }
  const { validation, statusCode, code } = error as FastifyError
  if (validation) return { code: 'invalid_request', status: 400, data: { fields: fieldsOf(error as FastifyError) } }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || statusCode === TOO_LARGE) return { code: 'body_too_large', status: TOO_LARGE, data: {} }
  if (statusCode === 404) return { code: 'not_found', status: 404, data: {} }
  if (statusCode === 503) return { code: 'shutting_down', status: 503, data: {} }
  if (statusCode && statusCode >= 400 && statusCode < 500) return { code: 'invalid_request', status: statusCode, data: {} }
  return { code: 'internal', status: 500, data: {} }
}

interface Fault { instancePath?: string; message?: string; keyword?: string; params?: Record<string, unknown> }

/** Which fields are wrong, as a form names them: `settings.appId`. Never the value itself. */
function fieldsOf(error: FastifyError): { field: string; message: string }[] {
  const faults = (error.validation ?? []) as Fault[]
  const fields = new Map<string, string>()
  for (const { instancePath = '', message = 'is not valid', params = {} } of faults) {
    const path = instancePath.split('/').filter(Boolean).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    const named = [...list(params.requiredProperties), ...list(params.additionalProperties), ...list(params.missingProperty), ...list(params.additionalProperty)]
    for (const field of named.length > 0 ? named.map((name) => [...path, name].join('.')) : [path.join('.')]) if (!fields.has(field)) fields.set(field, message)
  }
  return [...fields].slice(0, 20).map(([field, message]) => ({ field, message }))
}

const list = (value: unknown): string[] => (Array.isArray(value) ? value.filter((v) => typeof v === 'string') : typeof value === 'string' ? [value] : [])

/** The body of every refusal: code for programs, sentence and next step for people, id for the log. No stack, no statement, no path. */
export function problemOf(error: Error, request: Pick<FastifyRequest, 'id'>): { problem: Problem; headers: Record<string, string> } {
  const { code, status, data } = tell(error)
  const shown = Object.fromEntries(SHOWN.filter((name) => data[name] !== undefined).map((name) => [name, data[name]]))
  const problem = { type: `/docs/errors.md#${code}`, title: STATUS_CODES[status] ?? 'Error', status, code, detail: errors[code].sentence, next: errors[code].next, requestId: request.id, ...shown } as Problem
  const retry = typeof data.retryAfterS === 'number' ? data.retryAfterS : status === 503 ? AWAY_S : null
  return { problem, headers: retry === null ? {} : { 'retry-after': String(Math.ceil(retry)) } }
}

/** Answers with the problem; what went wrong on our side is logged under the request's id. */
export function sendProblem(error: Error, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { problem, headers } = problemOf(error, request)
  if (problem.status === 500) request.log.error({ err: error, requestId: request.id, route: request.routeOptions.url, method: request.method }, 'request failed')
  else if (problem.status > 500) request.log.warn({ code: problem.code, reason: (error as { code?: string }).code, requestId: request.id, route: request.routeOptions.url, method: request.method }, 'request put off')
  return reply.code(problem.status).headers(headers).type('application/problem+json').send(Buffer.from(JSON.stringify(problem))) // bytes: of a text Fastify would rewrite the type
}
