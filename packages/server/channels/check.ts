import type { AccountCheck } from '@recado/api'
import { type Check, PlatformRefusal, SilentPlatform } from '@recado/channel-kit'
import { errors, RecadoError } from '@recado/core'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import { resumeAccount } from '../sending/outcome.js'
import type { Account, LoadedChannel, Services } from '../services.js'

/** Whoever saves an account has an answer after at most 10 s; the rest is for saving it. */
const PATIENCE_MS = 9_000
/** With one of these nothing can be sent, whatever else works. */
const BLOCKING: ReadonlySet<string> = new Set(['token_invalid', 'permission_missing', 'account_restricted', 'not_registered', 'ip_not_allowed'])

/**
 * Holds an account's settings against its platform and writes down what came out. A platform that cannot be reached says nothing about the
 * account: it stays as it was, and its webhook is live.
 */
export async function checkAccount(services: Services, workspaceId: string, accountId: string): Promise<AccountCheck[]> {
  const account = await services.accounts.byId(workspaceId, accountId)
  if (!account || account.disconnected) throw new RecadoError('not_found')
  const channel = services.channels.get(account.channel)
  const checks = (await runChecks(services, account, channel)).map((check) => storable(check))
  const state = stateAfter(account, checks)
  const found = filledIn(channel, account, checks)
  const now = services.clock.now(workspaceId)
  await services.db.inWorkspace(workspaceId, async (tx) => {
    await tx.query(`update channel_account set checks = $3, checked_at = $4, state = case when $5 = 'unverified' and first_webhook_at is not null then 'ready' else $5 end, settings = settings || $6::jsonb where workspace_id = $1 and account_id = $2`,
      [workspaceId, accountId, JSON.stringify(checks), new Date(now).toISOString(), state, JSON.stringify(found)])
    // Sending was held back because the account did not work; it does.
    if (state === 'ready' && account.pausedCode && BLOCKING.has(account.pausedCode)) await resumeAccount(tx, account, now)
    await append(tx, [{ type: 'channel_account.changed', data: { accountId } }])
  })
  services.accounts.changed(workspaceId, accountId)
  services.signals.committed(workspaceId)
  services.signals.emit('sends', workspaceId)
  return checks
}

async function runChecks(services: Services, account: Account, channel: LoadedChannel): Promise<Check[]> {
  if (!channel.connector.check) return []
  const tooLate: Check = { id: 'platform', ok: false, code: 'timed_out', message: 'The platform did not answer in time. Webhooks are received all the same.' }
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<Check[]>((resolve) => { timer = setTimeout(() => resolve([tooLate]), PATIENCE_MS) })
  try {
    return await Promise.race([channel.connector.check(services.call(account)), late])
  } catch (error) {
    if (error instanceof PlatformRefusal) return [{ id: 'platform', ok: false, code: error.detail.code, message: error.detail.message }]
    if (error instanceof SilentPlatform) return [{ id: 'platform', ok: false, code: 'platform_unavailable', message: errors.platform_unavailable.sentence }]
    services.log.error({ err: error, accountId: account.id }, 'account check')
    return [{ id: 'platform', ok: false, code: 'internal', message: errors.internal.sentence }]
  } finally {
    clearTimeout(timer)
  }
}

function stateAfter(account: Account, checks: readonly Check[]): Account['state'] {
  if (account.simulated) return 'ready'
  if (checks.some((check) => !check.ok && BLOCKING.has(check.code))) return 'error'
  return checks.length > 0 && checks.every((check) => check.ok) ? 'ready' : 'unverified'
}

/** Settings left empty that the platform told: a display number, for instance. */
function filledIn(channel: LoadedChannel, account: Account, checks: readonly Check[]): Record<string, unknown> {
  const facts = Object.assign({}, ...checks.filter((check) => check.ok).map((check) => check.data ?? {})) as Record<string, unknown>
  return Object.fromEntries(channel.declaration.setup
    .filter((field) => !field.confidential && field.type === 'text' && account.settings[field.key] === undefined && typeof facts[field.key] === 'string')
    .map((field) => [field.key, facts[field.key]]))
}
