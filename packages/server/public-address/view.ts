import { networkInterfaces } from 'node:os'
import type { PublicAddress } from '@recado/api'
import type { FastifyRequest } from 'fastify'
import type { Services } from '../services.js'
import { isLocal, scopeOfAddress, scopeOfHost } from './classify.js'
import { handshakeName, type PublicAddressKeeper } from './keeper.js'
import { judge } from './verdict.js'

interface AccountRow { account_id: string; name: string; channel: string; last_webhook_at: number | null; checks: { data?: { address?: unknown } }[] }

/** Everything that is known of how this server is reached, gathered without asking anybody outside. */
export async function viewPublicAddress(services: Services, keeper: PublicAddressKeeper, request: FastifyRequest, who: { workspaceId: string; mayChange: boolean }): Promise<PublicAddress> {
  const { publicUrl, tls, trustProxy } = services.config
  const accounts = await services.db.inWorkspace(who.workspaceId, (tx) => tx.query<AccountRow>('select account_id, name, channel, last_webhook_at, checks from channel_account where workspace_id = $1 and not simulated and disconnected_at is null order by created_at, account_id', [who.workspaceId]))
  const shaken = new Map((await services.db.asSystem((tx) => tx.query<{ name: string; value: { at: string } }>('select name, value from installation where name = any($1)', [accounts.map((one) => handshakeName(one.account_id))]))).map((row) => [row.name, row.value.at]))
  const proofs = accounts.flatMap((one) => {
    const at = one.last_webhook_at === null ? shaken.get(handshakeName(one.account_id)) : new Date(one.last_webhook_at).toISOString()
    return at ? [{ accountId: one.account_id, name: one.name, channel: one.channel, at }] : []
  })
  const interfaces = Object.entries(networkInterfaces()).flatMap(([name, found]) => (found ?? []).filter((one) => !one.internal && !one.address.startsWith('fe80:')).map(({ address }) => ({ name, address, scope: scopeOfAddress(address) })))
  const { from } = keeper.effective()
  return {
    verdict: judge({ publicUrl, proofs: proofs.length, check: keeper.lastCheck }), publicUrl, publicUrlFrom: from, listening: services.localUrl(), trustProxy: trustProxy !== false,
    request: {
      host: request.host, scheme: request.protocol, hostScope: scopeOfHost(request.host), clientScope: scopeOfAddress(request.ip),
      unheardProxy: trustProxy === false && (request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined),
    },
    interfaces, check: keeper.lastCheck, proofs, waiting: accounts.filter((one) => one.last_webhook_at === null).map((one) => ({ accountId: one.account_id, name: one.name, channel: one.channel })),
    outgoing: outgoingOf(accounts, interfaces, keeper), tls: keeper.tls.status(), tlsFromEnvironment: tls.domain !== null || tls.files !== null, mayChange: who.mayChange,
    sleep: services.channels.all().map(({ declaration: { id, name, webhookPatienceMs, webhookRetries: retries } }) => ({
      channel: id, name, logoUrl: `/api/v1/channels/${id}/logo.svg`, patienceMs: webhookPatienceMs,
      ...(retries ? { source: retries.source, ...(retries.tries ? { tries: retries.tries } : {}), ...(retries.everyMs ? { everyMs: retries.everyMs } : {}), ...(retries.longestMs ? { longestMs: retries.longestMs } : {}), ...(retries.disabledAfterMs ? { disabledAfterMs: retries.disabledAfterMs } : {}) } : {}),
    })),
  }
}

/**
 * The address that platforms see when we call. A platform that refused us for it has named it, which is certain; a public address of this machine
 * nearly so; the one our own name leads to only where calls go out the way they come in.
 */
function outgoingOf(accounts: readonly AccountRow[], interfaces: PublicAddress['interfaces'], keeper: PublicAddressKeeper): PublicAddress['outgoing'] {
  for (const account of accounts) {
    const named = account.checks.map((check) => check.data?.address).find((address) => typeof address === 'string')
    if (named) return { address: named, from: 'platform', accountName: account.name }
  }
  const own = interfaces.find(({ scope, address }) => scope === 'public' && address.includes('.'))
  if (own) return { address: own.address, from: 'interface' }
  const led = keeper.lastCheck?.addresses.find((address) => address.includes('.') && !isLocal(scopeOfAddress(address)))
  return led ? { address: led, from: 'public_url' } : null
}
