import { join } from 'node:path'
import { createSimulatorHost, type SimulatedAccount, type SimulatorHost } from '@recado/simulator'
import type { SimulatedPlatforms } from '../http/deps.js'
import type { Account, Services } from '../services.js'

/** A simulated account as the host names it. Its platform id may stand in another setting than the one events name (WeChat's gh_ id). */
function shown(services: Services, account: Account): SimulatedAccount {
  return {
    channelAccountId: account.id, channel: account.channel, externalId: account.externalId ?? '', name: account.name, settings: { ...account.settings },
    webhookUrl: account.disconnected ? null : `${services.localUrl()}/webhooks/${account.channel}/${account.webhookKey}`,
  }
}

/** The simulated platforms inside this server: worlds on disk, one per workspace, living by the workspace's business time. */
export function makeSimulatorHost(services: Services): SimulatorHost {
  const own = async (workspaceId: string): Promise<Account[]> => (await services.accounts.list(workspaceId)).filter((account) => account.simulated)
  return createSimulatorHost({
    dir: join(services.config.dataDir, 'simulator'),
    channels: services.channels.all().flatMap((channel) => (channel.simulator && channel.phone ? [{ id: channel.declaration.id, simulator: channel.simulator, phone: channel.phone }] : [])),
    clock: services.clock,
    publicUrl: () => services.localUrl(),
    accounts: {
      byId: async (workspaceId, id) => (await own(workspaceId)).filter((account) => account.id === id).map((account) => shown(services, account))[0] ?? null,
      byExternalId: async (workspaceId, channel, externalId) => (await own(workspaceId)).filter((account) => account.channel === channel && account.externalId === externalId).map((account) => shown(services, account))[0] ?? null,
      list: async (workspaceId) => (await own(workspaceId)).map((account) => shown(services, account)),
    },
    warn: (line, error) => services.log.warn({ err: error }, line),
  })
}

/** Set-up's view of the platforms. */
export function simulatedPlatforms(services: Services, host: () => SimulatorHost): SimulatedPlatforms {
  return {
    createAccount: async (workspaceId, channel, input) => {
      const simulator = host().channel(channel)?.simulator
      if (!simulator) throw new Error(`${channel} has no simulator`)
      return simulator.createAccount(host().world(workspaceId).view(channel), input)
    },
    connect: async (workspaceId, channel, externalId) => {
      const simulator = host().channel(channel)?.simulator
      const outcome = await simulator?.connect(host().world(workspaceId).view(channel), externalId)
      if (outcome && !outcome.ok) services.log.warn({ channel, reason: outcome.reason }, 'the simulated platform could not reach our webhook')
    },
  }
}
