import { channelContract, type ContractSubject } from '@recado/channel-kit/contract'
import { days, hours, minutes } from '@recado/core'
import { describe, test } from 'vitest'
import channel from './index.js'
import { simulator } from './simulator.js'

const subject = (settings: Record<string, unknown>, country: string): ContractSubject => ({
  channel, simulator, settings, country,
  acts: [
    { weight: 6, input: { action: 'write', content: { kind: 'text', text: 'Hola' } } },
    { weight: 2, input: { action: 'get_started' } },
    { weight: 1, input: { action: 'menu' } },
    { weight: 2, input: { action: 'referral', ref: 'tienda' } },
    { weight: 2, input: { action: 'ad' } },
    { weight: 1, input: { action: 'write', content: { kind: 'location', latitude: 40.4, longitude: -3.7 } } },
  ],
  waits: [minutes(5), hours(24) - minutes(5), hours(24), days(6), days(7)],
  signature: { header: 'x-hub-signature-256' },
})

describe.each([
  ['an approved account in Thailand', { humanAgentApproved: true }, 'TH'],
  ['an account that is not approved, in Spain', {}, 'ES'],
])('Messenger keeps the contract: %s', (_name, settings, country) => {
  for (const { name, hold } of channelContract(subject(settings, country))) test(name, hold, 600_000)
})

describe('Messenger keeps the contract: the longer window of ads', () => {
  // How far a later message prolongs the seven days nobody says. The engine takes the shorter reading, so here it may refuse more, never less.
  const neverMore = channelContract(subject({ adWindow7Days: true, simulation: { adWindowLong: true } }, 'ES')).filter(({ name }) => name === 'with the guard it never allows more')
  for (const { name, hold } of neverMore) test(name, hold, 600_000)
})
