import { type PlatformTemplate, SilentPlatform } from '@recado/channel-kit'
import { isAway, newId, type Tx } from '@recado/db'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Account, Services } from '../services.js'

const HOUR_MS = 3_600_000
/** The first round waits until the server listens: a simulated platform lives in it. */
const FIRST_ROUND_MS = 10_000
/** The log is looked through at most this often, however much is written. */
const LOOK_EVERY_MS = 1_000

const UPSERT = `insert into template as t (workspace_id, template_id, account_id, external_id, name, language, category, status, quality, reason, preview, parameters, components, updated_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
  on conflict (workspace_id, account_id, name, language) do update set external_id = excluded.external_id, category = excluded.category, status = excluded.status, quality = excluded.quality, reason = excluded.reason,
    preview = excluded.preview, parameters = excluded.parameters, components = excluded.components, gone = false, updated_at = excluded.updated_at
  where (t.external_id, t.category, t.status, t.quality, t.reason, t.preview, t.parameters, t.components, t.gone)
    is distinct from (excluded.external_id, excluded.category, excluded.status, excluded.quality, excluded.reason, excluded.preview, excluded.parameters, excluded.components, false)
  returning template_id`

export interface Synced { listed: number; changed: number; gone: number }

/** Reads an account's templates from its platform and brings ours in line. One no longer listed is marked, since messages were sent with it. */
export async function syncTemplates(services: Services, account: Account): Promise<Synced> {
  const { connector } = services.channels.get(account.channel)
  if (!connector.templates || account.disconnected) return { listed: 0, changed: 0, gone: 0 }
  const listed = (await connector.templates(services.call(account))).map((template) => storable(template))
  const result = await services.db.inWorkspace(account.workspaceId, (tx) => writeTemplates(tx, account, listed, new Date(services.clock.now(account.workspaceId)).toISOString()))
  services.signals.committed(account.workspaceId)
  return result
}

async function writeTemplates(tx: Tx, account: Account, listed: readonly PlatformTemplate[], now: string): Promise<Synced> {
  const { workspaceId, id } = account
  // Two rounds at once take turns; a round that read earlier must not undo a later one's rows half-way.
  await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`templates ${id}`])
  let changed = 0
  for (const template of listed) {
    const rows = await tx.query(UPSERT, [workspaceId, newId(), id, template.externalId, template.name, template.language, template.category, template.status, template.quality ?? null, template.reason ?? null,
      JSON.stringify(template.preview), JSON.stringify(template.parameters), JSON.stringify(template.components ?? null), now])
    changed += rows.length
  }
  const gone = await tx.query(
    `update template set gone = true, updated_at = $4 where workspace_id = $1 and account_id = $2 and not gone
       and not exists (select from jsonb_to_recordset($3::jsonb) as l(name text, language text) where l.name = template.name and l.language = template.language) returning 1`,
    [workspaceId, id, JSON.stringify(listed.map(({ name, language }) => ({ name, language }))), now])
  if (changed + gone.length > 0) await append(tx, [{ type: 'templates.synced', data: { accountId: id } }])
  return { listed: listed.length, changed, gone: gone.length }
}

/** Keeps templates in line by itself: every hour, and when a platform's event asks for it (`templates.wanted` in the log). */
export function keepTemplatesInLine(services: Services): void {
  const positions = new Map<string, number>()
  const looking = new Set<string>()
  const timers = new Set<NodeJS.Timeout>()
  const later = (ms: number, work: () => Promise<void>): void => {
    const timer = setTimeout(() => { timers.delete(timer); void work().catch((error: unknown) => complain(services, error)) }, ms)
    timers.add(timer.unref())
  }
  const round = async (): Promise<void> => {
    later(HOUR_MS, round)
    const workspaces = await services.db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace'))
    for (const { workspace_id: workspaceId } of workspaces) for (const account of await services.accounts.list(workspaceId)) await trySync(services, account)
  }
  const look = async (workspaceId: string): Promise<void> => {
    looking.delete(workspaceId)
    const from = positions.get(workspaceId)
    const { wanted, seq } = await readWanted(services, workspaceId, from ?? null)
    positions.set(workspaceId, seq)
    for (const accountId of wanted) {
      const account = await services.accounts.byId(workspaceId, accountId)
      if (account) await trySync(services, account)
    }
  }
  const onEvents = (workspaceId: string): void => {
    if (looking.has(workspaceId)) return
    looking.add(workspaceId)
    later(LOOK_EVERY_MS, () => look(workspaceId))
  }
  later(FIRST_ROUND_MS, round)
  services.signals.on('events', onEvents)
  services.onClose(() => {
    services.signals.off('events', onEvents)
    for (const timer of timers) clearTimeout(timer)
  })
}

/** Accounts whose templates were asked for since `from`; the first look goes back a minute, so that nothing is missed before it. */
async function readWanted(services: Services, workspaceId: string, from: number | null): Promise<{ wanted: string[]; seq: number }> {
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const rows = await tx.query<{ seq: number; account_id: string | null; type: string }>(
      `select e.seq, e.type, e.data->>'accountId' as account_id from event e where e.workspace_id = $1 and (e.seq > $2 or ($2 is null and e.at > now() - interval '1 minute')) and e.type = 'templates.wanted'`, [workspaceId, from])
    const [head] = await tx.query<{ seq: number }>('select coalesce(max(seq), 0) as seq from event where workspace_id = $1', [workspaceId])
    return { wanted: [...new Set(rows.flatMap((row) => row.account_id ?? []))], seq: Math.max(from ?? 0, head?.seq ?? 0, ...rows.map((row) => row.seq)) }
  })
}

async function trySync(services: Services, account: Account): Promise<void> {
  await syncTemplates(services, account).catch((error: unknown) => complain(services, error, account.id))
}

/** A platform that does not answer is no news: the next round asks again. */
function complain(services: Services, error: unknown, accountId?: string): void {
  if (error instanceof SilentPlatform || isAway(error)) return
  services.log.warn({ err: error, accountId }, 'templates not read')
}
