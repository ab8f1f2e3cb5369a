import { createHash } from 'node:crypto'
import { RecadoError } from '@recado/core'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Principal, Services } from '../services.js'

/** How long an answer is kept, and how long a second request waits for the first one's. */
const KEPT_HOURS = 24
const WAIT_MS = 10_000
const LOOK_EVERY_MS = 50
/** A request that has brought no answer for so long belongs to a process that is gone. */
const ABANDONED_S = 60

interface Claim { workspaceId: string; principal: string; route: string; key: string }

declare module 'fastify' {
  interface FastifyRequest { claim: Claim | null }
}

interface Row { body_hash: Buffer; status: number | null; answer: unknown; stale: boolean; abandoned: boolean }

/**
 * `Idempotency-Key` on POSTs: the same key and body again is the same answer, without doing it again; another body is a conflict. Keys belong
 * to a principal and a path. The answer is kept whatever it was, unless it was our own failure.
 */
export function keepAnswers(app: FastifyInstance, services: Services): void {
  app.decorateRequest('claim', null)
  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key']
    if (request.method !== 'POST' || key === undefined || !request.principal || !isJson(request)) return
    if (typeof key !== 'string' || key.length === 0 || key.length > 255) throw new RecadoError('invalid_request', { fields: [{ field: 'Idempotency-Key', message: 'has 1 to 255 characters' }] })
    const claim = claimOf(request, request.principal, key)
    const kept = await take(services, claim, createHash('sha256').update(JSON.stringify(request.body ?? null)).digest())
    if (kept === 'ours') { request.claim = claim; return }
    const answer = await unsealed(services, claim, kept.answer)
    return reply.code(kept.status).type(kept.status >= 400 ? 'application/problem+json' : 'application/json; charset=utf-8').header('idempotency-replayed', 'true').send(answer)
  })
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.claim) await keep(services, request, reply, payload)
    return payload
  })
}

const isJson = (request: FastifyRequest): boolean => !request.headers['content-type'] || request.headers['content-type'].startsWith('application/json')

function claimOf(request: FastifyRequest, principal: Principal, key: string): Claim {
  return { workspaceId: principal.workspaceId, principal: `${principal.kind}:${principal.id}`, route: request.url.split('?')[0]!, key }
}

const values = (claim: Claim) => [claim.workspaceId, claim.principal, claim.route, claim.key]
const WHERE = 'workspace_id = $1 and principal = $2 and route = $3 and key = $4'

/** Takes the key, or waits for the answer of whoever has it. */
async function take(services: Services, claim: Claim, hash: Buffer): Promise<'ours' | { status: number; answer: unknown }> {
  const deadline = Date.now() + WAIT_MS
  for (;;) {
    const found = await services.db.inWorkspace(claim.workspaceId, async (tx): Promise<'ours' | Row> => {
      const taken = await tx.query('insert into idempotency_key (workspace_id, principal, route, key, body_hash) values ($1, $2, $3, $4, $5) on conflict do nothing returning 1', [...values(claim), hash])
      if (taken.length > 0) return 'ours'
      const [row] = await tx.query<Row>(
        `select body_hash, status, answer, created_at < now() - interval '${KEPT_HOURS} hours' as stale, status is null and created_at < now() - interval '${ABANDONED_S} seconds' as abandoned from idempotency_key where ${WHERE} for update`, values(claim))
      if (!row || (!row.stale && !row.abandoned)) return row ?? { body_hash: hash, status: null, answer: null, stale: false, abandoned: false }
      await tx.query(`update idempotency_key set body_hash = $5, status = null, answer = null, created_at = now() where ${WHERE}`, [...values(claim), hash])
      return 'ours'
    })
    if (found === 'ours') return found
    if (!found.body_hash.equals(hash)) throw new RecadoError('idempotency_key_reused')
    if (found.status !== null) return { status: found.status, answer: found.answer }
    if (Date.now() > deadline) throw new RecadoError('idempotency_key_reused')
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}

const fieldOf = (claim: Claim): string => `answer/${claim.principal}/${claim.route}/${claim.key}`

/** An answer that holds a secret lies here sealed like every other secret. */
async function sealed(services: Services, claim: Claim, text: string): Promise<string> {
  return JSON.stringify({ sealed: (await services.sealer.seal(claim.workspaceId, fieldOf(claim), text)).toString('base64') })
}

async function unsealed(services: Services, claim: Claim, answer: unknown): Promise<string> {
  if (answer === null) return ''
  const { sealed: hidden } = answer as { sealed?: unknown } // any JSON; a field of this name with text is ours
  return typeof hidden === 'string' && Object.keys(answer as object).length === 1 ? services.sealer.open(claim.workspaceId, fieldOf(claim), Buffer.from(hidden, 'base64')) : JSON.stringify(answer)
}

/** Our own failure frees the key: the next try is a try. */
async function keep(services: Services, request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<void> {
  const claim = request.claim!
  request.claim = null
  const lost = reply.statusCode >= 500 || reply.statusCode === 429
  const text = typeof payload === 'string' && payload !== '' ? payload : null
  const answer = text && request.routeOptions.config.secretAnswer ? await sealed(services, claim, text) : text
  await services.db.inWorkspace(claim.workspaceId, (tx) => lost
    ? tx.query(`delete from idempotency_key where ${WHERE}`, values(claim))
    : tx.query(`update idempotency_key set status = $5, answer = $6 where ${WHERE}`, [...values(claim), reply.statusCode, answer]))
    .catch((error: unknown) => request.log.warn({ err: error, requestId: request.id }, 'answer not kept'))
}

/** Drops answers older than a day. */
export async function forgetAnswers(services: Services, workspaceId: string): Promise<void> {
  await services.db.inWorkspace(workspaceId, (tx) => tx.query(`delete from idempotency_key where workspace_id = $1 and created_at < now() - interval '${KEPT_HOURS} hours'`, [workspaceId]))
}
