import { storable } from '../ingest/plan.js'
import { wallNow } from '../auth/audit.js'
import type { Services } from '../services.js'
import { type Claimed, claimDue, type Try } from './claim.js'
import { readTarget, type Target } from './endpoints.js'
import { readRetryAfter, waitAfter } from './schedule.js'
import { signedHeaders } from './signature.js'
import { failed, succeeded } from './standing.js'

/** The receiver has so long to answer; it should store the event and work on it afterwards. */
const TIMEOUT_MS = 15_000
/** Kept of an answer, for whoever looks for the fault. */
const ANSWER_BYTES = 500
/** Tries kept of one delivery. */
const TRIES_KEPT = 20
/** One turn of an endpoint: others get theirs, the rest goes on in the next job. */
const TURN_MS = 20_000

/** Delivers what is due for one endpoint until nothing is, or its turn is over. */
export async function deliverDue(services: Services, workspaceId: string, endpointId: string, stop: AbortSignal, chance: () => number = Math.random): Promise<void> {
  const until = performance.now() + TURN_MS
  while (!stop.aborted && performance.now() < until) {
    const target = await readTarget(services, workspaceId, endpointId)
    if (!target || target.disabled) return
    const claimed = await claimDue(services, workspaceId, endpointId)
    if (claimed.length === 0) return
    await Promise.all(claimed.map((one) => deliverOne(services, workspaceId, target, one, chance)))
  }
}

/** One try and its consequences. */
export async function deliverOne(services: Services, workspaceId: string, target: Target, delivery: Claimed, chance: () => number = Math.random): Promise<Try> {
  const { tried, retryAfterMs, gone } = await attempt(services, workspaceId, target, delivery)
  const ok = tried.status !== null && tried.status >= 200 && tried.status < 300
  const tries = [...delivery.tries, tried].slice(-TRIES_KEPT)
  const attempts = delivery.attempts + 1
  const wait = ok || gone ? null : waitAfter(attempts, chance(), retryAfterMs)
  const now = wallNow(services, workspaceId)
  const state = ok ? 'delivered' : wait === null ? 'failed' : 'pending'
  await services.db.inWorkspace(workspaceId, async (tx) => {
    await tx.query(
      `update webhook_delivery set state = $4, attempts = $5, tries = $6, claimed_until = null, due_at = $7, settled_at = case when $4 = 'pending' then null else $8::timestamptz end
       where workspace_id = $1 and endpoint_id = $2 and delivery_id = $3`,
      [workspaceId, target.id, delivery.delivery_id, state, attempts, JSON.stringify(tries), new Date(Date.parse(now) + (wait ?? 0)).toISOString(), now])
  })
  if (ok) await succeeded(services, workspaceId, target.id)
  else await failed(services, workspaceId, target, tried, { gone, givenUp: state === 'failed' })
  return tried
}

async function attempt(services: Services, workspaceId: string, target: Target, delivery: Pick<Claimed, 'delivery_id' | 'payload'>): Promise<{ tried: Try; retryAfterMs: number | null; gone: boolean }> {
  const at = wallNow(services, workspaceId)
  const begun = performance.now()
  const since = (): number => Math.round(performance.now() - begun)
  try {
    const headers = { 'content-type': 'application/json', ...signedHeaders(delivery.delivery_id, Date.parse(at), delivery.payload, target.secrets) }
    const answer = await services.egress.deliver(target.url, headers, delivery.payload, { timeoutMs: TIMEOUT_MS, keepBytes: ANSWER_BYTES })
    const retryAfter = answer.headers['retry-after']
    return {
      tried: { at, status: answer.status, ms: since(), error: null, answer: storable(answer.text) || null }, gone: answer.status === 410,
      retryAfterMs: readRetryAfter(Array.isArray(retryAfter) ? retryAfter[0] : retryAfter, Date.parse(at)),
    }
  } catch (error) {
    return { tried: { at, status: null, ms: since(), error: storable((error as Error).message).slice(0, ANSWER_BYTES), answer: null }, retryAfterMs: null, gone: false }
  }
}
