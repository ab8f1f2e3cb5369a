/** Asks a platform how an account stands, and writes down what has changed: facts, items, gaps, pauses. */
import type { AccountNotice, StandingFact, StandingTexts } from '@recado/channel-kit'
import { type FailureCode, type Instant } from '@recado/core'
import type { Tx } from '@recado/db'
import { PAUSED_BY_US } from '../channels/paused.js'
import { append, keepAmounts } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import { pauseAccount, resumeAccount } from '../sending/outcome.js'
import type { Account, LoadedChannel, Services } from '../services.js'
import { blockedBy, frees, isTrouble, type KeptFact, mergeFacts, nextLookIn, sameFacts, worstOf } from './facts.js'
import { closeGap, openGap } from './gaps.js'
import { closeItems, openItem } from './items.js'
import { inWords } from './texts.js'

/** A look ends within this time whatever the platform does; without an answer nothing changes. */
const PATIENCE_MS = 10_000
/** After a look nothing is asked for so long, wall clock. */
const PULSE_REST_MS = 60_000

const iso = (at: Instant): string => new Date(at).toISOString()

/** Looks at one account. `pulse` asks the cheapest question only. */
export async function lookAt(services: Services, account: Account, depth: 'whole' | 'pulse'): Promise<void> {
  const channel = services.channels.get(account.channel)
  const { standing } = channel.connector
  if (!standing || account.disconnected) return
  const context = services.call(account)
  const notices = depth === 'whole' ? await services.db.inWorkspace(account.workspaceId, (tx) => readNotices(tx, account)) : []
  const asked = depth === 'pulse' && standing.pulse ? standing.pulse.look(context) : standing.look(context, notices)
  const told = await within(asked)
  if (told) await applyLook(services, account, channel, told, depth === 'whole')
}

async function within<T>(asked: Promise<T>): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<null>((resolve) => { timer = setTimeout(() => resolve(null), PATIENCE_MS) })
  try { return await Promise.race([asked, late]) } finally { clearTimeout(timer) }
}

/** What the platform has said by webhook, the newest of each kind, read or not. */
async function readNotices(tx: Tx, account: Account): Promise<AccountNotice[]> {
  const rows = await tx.query<{ kind: string; last_at: number; data: Record<string, unknown> }>(
    `select distinct on (kind) kind, last_at, data from health_item where workspace_id = $1 and subject = $2 and kind like 'platform.%' order by kind, last_at desc`, [account.workspaceId, account.id])
  return rows.map(({ kind, last_at: at, data }) => ({ event: kind.slice('platform.'.length), at, data }))
}

/** Writes a look down in one transaction; two at once take turns. */
async function applyLook(services: Services, account: Account, channel: LoadedChannel, raw: readonly StandingFact[], whole: boolean): Promise<void> {
  const { workspaceId, id } = account
  const told = raw.map(({ amounts: _amounts, ...fact }) => storable(fact))
  const amounts = Object.assign({}, ...raw.map((fact) => fact.amounts ?? {})) as Record<string, number> // of nothing but these
  const change = await services.db.inWorkspace(workspaceId, async (tx) => {
    const now = services.clock.now(workspaceId)
    await tx.query('insert into account_standing (workspace_id, account_id) values ($1, $2) on conflict do nothing', [workspaceId, id])
    const [row] = await tx.query<{ facts: KeptFact[]; looked_at: number | null }>('select facts, looked_at from account_standing where workspace_id = $1 and account_id = $2 for update', [workspaceId, id])
    const before = row?.facts ?? []
    const after = mergeFacts(before, told, now, whole)
    await tx.query('update account_standing set facts = $3, looked_at = case when $4 then $5 else looked_at end, next_at = case when $4 then $6 else least(next_at, $6) end, pulse_at = greatest(pulse_at, $7) where workspace_id = $1 and account_id = $2',
      [workspaceId, id, JSON.stringify(after), whole, iso(now), iso(Date.now() + nextLookIn(after, now)), iso(Date.now() + PULSE_REST_MS)])
    const shown = await tx.query('update channel_account set standing = $3 where workspace_id = $1 and account_id = $2 and standing <> $3 returning 1', [workspaceId, id, worstOf(after)])
    const items = await writeItems(tx, account, channel, after, now)
    const gaps = await followSubscription(tx, account, channel, before, after, now, row?.looked_at ?? null)
    const paused = await pauseOrResume(tx, account, before, told, after, now)
    const granted = await keepAmounts(tx, { account, channel }, amounts)
    const changed = granted || shown.length > 0 || items || gaps || paused || whole || !sameFacts(before, after)
    // `pauseAccount` appends by itself.
    if (changed) await append(tx, [{ type: 'channel_account.changed', data: { accountId: id } }, { type: 'health.changed' }])
    return { changed, paused, gaps, granted }
  })
  if (change.paused || change.granted) services.accounts.changed(workspaceId, id)
  if (change.changed) services.signals.committed(workspaceId)
  if (change.paused) services.signals.emit('sends', workspaceId)
  services.signals.emit('standing', workspaceId, id)
}

/** One item per fact that is in trouble; a fact that is well ends its own and what the platform had said about it. */
async function writeItems(tx: Tx, account: Account, channel: LoadedChannel, facts: readonly KeptFact[], now: Instant): Promise<boolean> {
  const { workspaceId, id } = account
  let changed = false
  for (const fact of facts) {
    const kind = `standing.${fact.id}`
    if (isTrouble(fact)) {
      const words = wordsOf(channel, fact)
      changed = await openItem(tx, workspaceId, {
        kind, subject: id, severity: fact.state === 'broken' ? 'critical' : 'warning',
        data: { accountId: id, fact: fact.code, ...(words ? { texts: inWords(words, fact.values), link: words.link ?? null } : {}), ...(fact.blocks ? { code: fact.blocks } : {}) },
      }, iso(now)) || changed
    } else if (fact.state !== 'unknown') {
      const settled = fact.state === 'ok' ? (channel.connector.standing?.settles?.[fact.id] ?? []).map((event) => `platform.${event}`) : []
      changed = await closeItems(tx, workspaceId, [kind, ...settled, ...(fact.id === 'webhook' ? ['unsubscribed'] : [])], id, iso(now)) || changed
    }
  }
  return changed
}

/** The channel's words for a fact. */
export function wordsOf(channel: LoadedChannel, { id, code }: Pick<StandingFact, 'id' | 'code'>): (StandingTexts[string]['codes'][string] & { title: StandingTexts[string]['title'] }) | null {
  const about = channel.connector.standing?.texts[id]
  const text = about?.codes[code]
  return about && text ? { title: about.title, ...text } : null
}

/** A lost subscription begins a gap: at the last sign that it was there. */
async function followSubscription(tx: Tx, account: Account, channel: LoadedChannel, before: readonly KeptFact[], after: readonly KeptFact[], now: Instant, lookedAt: Instant | null): Promise<boolean> {
  const was = before.find(({ id }) => id === 'webhook')
  const is = after.find(({ id }) => id === 'webhook')
  if (is?.state === 'broken' && was?.state !== 'broken') {
    const [row] = await tx.query<{ last_webhook_at: number | null; created_at: number }>('select last_webhook_at, created_at from channel_account where workspace_id = $1 and account_id = $2', [account.workspaceId, account.id])
    // An account that was never subscribed has missed nothing: it is still being set up.
    if (!row || (was?.known !== 'ok' && row.last_webhook_at === null)) return false
    const seen = Math.max(row.last_webhook_at ?? 0, was?.state === 'ok' ? (lookedAt ?? 0) : 0, row.created_at)
    await openGap(tx, account, 'unsubscribed', Math.min(seen, now))
    return true
  }
  return is?.state !== 'broken' && is?.known !== null && is !== undefined ? closeGap(tx, account, 'unsubscribed', now, channel.connector.backfill !== undefined) : false
}

/** Sending waits while something blocks it, and goes on when the platform says that it may. What a person has paused stays paused. */
async function pauseOrResume(tx: Tx, account: Account, before: readonly KeptFact[], told: readonly StandingFact[], after: readonly KeptFact[], now: Instant): Promise<boolean> {
  const [row] = await tx.query<{ paused_code: FailureCode | typeof PAUSED_BY_US | null }>('select paused_code from channel_account where workspace_id = $1 and account_id = $2', [account.workspaceId, account.id])
  const paused = row?.paused_code ?? null
  if (paused === PAUSED_BY_US) return false
  const reason = blockedBy(after)
  if (reason !== null && paused === null) { await pauseAccount(tx, account, reason, now); return true }
  if (reason === null && paused !== null && frees(paused, before, told, after)) { await resumeAccount(tx, account, now); return true }
  return false
}
