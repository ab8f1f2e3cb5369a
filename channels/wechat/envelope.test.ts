import { describe, expect, test } from 'vitest'
import { envelopeOf } from './envelope.js'

describe('when she wrote', () => {
  test.each([['1795312800', 1_795_312_800_000], ['', 7], ['0', 7], ['-5', 7], ['1e21', 7], ['99999999999999999999', 7], ['soon', 7]])('CreateTime %s', (CreateTime, at) => {
    expect(envelopeOf({ FromUserName: 'o1', ToUserName: 'gh_1', CreateTime }, { settings: { appId: 'wx1' }, arrivedAt: 7 } as Parameters<typeof envelopeOf>[1]).at).toBe(at)
  })
})
