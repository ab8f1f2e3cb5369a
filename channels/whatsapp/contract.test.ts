import { channelContract } from '@recado/channel-kit/contract'
import { hours, minutes, seconds } from '@recado/core'
import { describe, test } from 'vitest'
import channel from './index.js'
import { simulator } from './simulator.js'

describe('WhatsApp keeps the contract', () => {
  const checks = channelContract({
    channel, simulator,
    acts: [
      { weight: 6, input: { action: 'write', content: { kind: 'text', text: 'Hola' } } },
      { weight: 2, input: { action: 'call' } },
      { weight: 2, input: { action: 'ad' } },
      { weight: 1, input: { action: 'order' } },
      { weight: 1, input: { action: 'unsupported' } },
      { weight: 1, input: { action: 'write', content: { kind: 'location', latitude: 40.4, longitude: -3.7 } } },
    ],
    waits: [seconds(6), minutes(2), hours(24), hours(72)],
    signature: { header: 'x-hub-signature-256' },
  })
  for (const { name, hold } of checks) test(name, hold, 600_000)
})
