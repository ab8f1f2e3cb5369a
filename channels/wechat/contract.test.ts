import { channelContract } from '@recado/channel-kit/contract'
import { days, hours, minutes, seconds } from '@recado/core'
import { describe, test } from 'vitest'
import channel from './index.js'
import { simulator } from './simulator.js'

describe('WeChat keeps the contract', () => {
  const checks = channelContract({
    channel, simulator,
    settings: { mode: 'secure' },
    acts: [
      { weight: 6, input: { action: 'write', content: { kind: 'text', text: '你好' } } },
      { weight: 3, input: { action: 'menu', ref: 'HOURS' } },
      { weight: 1, input: { action: 'menu', ref: 'https://optica.example/zh' } },
      { weight: 1, input: { action: 'menu', ref: 'PICK_UP' } },
      { weight: 2, input: { action: 'follow' } },
      { weight: 1, input: { action: 'unfollow' } },
      { weight: 2, input: { action: 'scan', ref: 'shop-window' } },
      { weight: 1, input: { action: 'accept_notice' } },
      { weight: 1, input: { action: 'write', content: { kind: 'location', latitude: 40.4, longitude: -3.7, name: 'Sol' } } },
    ],
    oneActASecond: true,
    waits: [seconds(5), minutes(1), hours(24), hours(48), days(31)],
    signature: { query: 'msg_signature', covers: (body) => ({ from: body.indexOf('<Encrypt><![CDATA[') + 18, to: body.indexOf(']]></Encrypt>') }) },
  })
  for (const { name, hold } of checks) test(name, hold, 600_000)
})
