/** Consents that lapse by themselves: written down when their time has come, so that lists, segments and her page say so. Sending never waits for this. */
import type { Instant } from '@recado/core'
import { isAway, newId, type Tx } from '@recado/db'
import { append } from '../ingest/others.js'
import type { Services } from '../services.js'

const POLL_MS = 5_000
/** People looked at in one transaction. */
const BATCH = 200
const iso = (at: Instant): string => new Date(at).toISOString()

/** The next moment at which somebody's consent lapses, in business time. */
export async function nextLapse(services: Pick<Services, 'db'>, workspaceId: string): Promise<Instant | null> {
  const [row] = await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ due: number | null }>('select min(until) as due from consent_now where workspace_id = $1 and until is not null', [workspaceId]))
  return row?.due ?? null
}

// A yes whose time is over and that nothing in its very scope came after: each is told once, at the moment it lapsed.
const LAPSED = `select distinct on (e.contact_id, e.identity_id, e.purpose, e.category_id, e.channel) e.contact_id, e.origin_contact_id, e.identity_id, e.purpose, e.category_id, e.channel, e.wording_id, e.expires_at
  from consent_entry e where e.workspace_id = $1 and e.contact_id = any($2) and e.state in ('given', 'confirmed') and e.expires_at <= $3
    and not exists (select from consent_entry o where o.workspace_id = $1 and o.contact_id = e.contact_id and o.purpose = e.purpose and o.identity_id is not distinct from e.identity_id
      and o.category_id is not distinct from e.category_id and o.channel is not distinct from e.channel and o.consent_id <> e.consent_id
      and ((o.state in ('expired', 'withdrawn') and o.at >= e.at) or (o.state in ('given', 'confirmed') and (o.expires_at is null or o.expires_at > $3))))
  order by e.contact_id, e.identity_id, e.purpose, e.category_id, e.channel, e.expires_at desc`

interface Lapsed { contact_id: string; identity_id: string | null; purpose: string; category_id: string | null; channel: string | null; wording_id: string | null; expires_at: number }

/** Writes down what has lapsed. How many people it was about. */
export async function runLapsed(services: Pick<Services, 'db' | 'clock' | 'signals'>, workspaceId: string): Promise<number> {
  let people = 0
  for (;;) {
    const now = services.clock.now(workspaceId)
    const count = await services.db.inWorkspace(workspaceId, (tx) => lapseSome(tx, workspaceId, now))
    people += count
    if (count > 0) services.signals.committed(workspaceId)
    if (count < BATCH) return people
  }
}

async function lapseSome(tx: Tx, workspaceId: string, now: Instant): Promise<number> {
  const due = await tx.query<{ contact_id: string }>(`select distinct contact_id from (select contact_id from consent_now where workspace_id = $1 and until <= $2 order by until limit ${BATCH}) d`, [workspaceId, iso(now)])
  if (due.length === 0) return 0
  const ids = due.map((row) => row.contact_id)
  const lapsed = await tx.query<Lapsed>(LAPSED, [workspaceId, ids, iso(now)])
  const lines = lapsed.map((row, i) => ({
    i, consent_id: newId(), contact_id: row.contact_id, identity_id: row.identity_id, purpose: row.purpose, category_id: row.category_id, channel: row.channel, state: 'expired', source: 'rule', source_detail: null,
    wording_id: row.wording_id, at: iso(row.expires_at), expires_at: null, actor: { kind: 'system' }, evidence: null, person_key_id: null,
  }))
  const written = await tx.query<{ consent_id: string; contact_id: string; fresh: boolean }>('select consent_id, contact_id, fresh from record_consents($1, $2)', [JSON.stringify(lines), iso(now)])
  // Also those whose yes stands on by another line: their rows name its end from here on.
  await tx.query('select refresh_consent_now($1, $2)', [ids, iso(now)])
  const told = new Map<string, string[]>()
  for (const row of written) if (row.fresh) told.set(row.contact_id, [...(told.get(row.contact_id) ?? []), row.consent_id])
  await append(tx, [...told].map(([contactId, consentIds]) => ({ type: 'consent.changed', data: { contactId, consentIds } })))
  return due.length
}

/** Looks in every workspace until the server closes. */
export function keepLapsing(services: Services): void {
  let under: Promise<void> | null = null
  const look = async (): Promise<void> => {
    const rows = await services.db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace'))
    for (const row of rows) await runLapsed(services, row.workspace_id)
  }
  const timer = setInterval(() => {
    under ??= look().catch((error: unknown) => { if (!isAway(error) && !services.stopping()) services.log.error({ err: error }, 'lapsed consents') }).finally(() => { under = null })
  }, POLL_MS).unref()
  services.onClose(async () => { clearInterval(timer); await under })
}
