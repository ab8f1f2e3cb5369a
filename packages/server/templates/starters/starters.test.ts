import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadChannels } from '../../channels/registry.js'
import type { LoadedChannel } from '../../services.js'
import { STARTER_LANGUAGES, starters, TRADES } from './index.js'

let channels: LoadedChannel[]
beforeAll(async () => { channels = (await loadChannels([join(import.meta.dirname, '..', '..', '..', '..', 'channels')], { development: true })).all() })

test.each(TRADES)('%s has six to eight notices, each in every language', (trade) => {
  for (const language of STARTER_LANGUAGES) {
    const own = starters({ trade, language })
    expect(own.length).toBeGreaterThanOrEqual(6)
    expect(own.length).toBeLessThanOrEqual(8)
    expect(new Set(own.map((one) => one.id)).size).toBe(own.length)
  }
})

test('a notice asks for the same values in every language, and says which they are', () => {
  for (const trade of TRADES) for (const { id } of starters({ trade, language: 'es' })) {
    const [first, ...others] = starters({ trade, id }).map((one) => Object.keys(one.draft.examples).sort())
    for (const other of others) expect(other, `${trade}/${id}`).toEqual(first)
    for (const one of starters({ trade, id })) expect(Object.values(one.draft.examples).every(Boolean), `${trade}/${id} ${one.language}`).toBe(true)
  }
})

describe('no platform that takes drafts finds a fault', () => {
  test.each(starters().map((one) => [`${one.trade}/${one.id} ${one.language}`, one.draft] as const))('%s', (_name, draft) => {
    const takers = channels.flatMap(({ connector }) => (connector.templateCreation?.from === 'drafts' ? [connector.templateCreation] : []))
    expect(takers.length).toBeGreaterThan(1)
    expect(takers.flatMap((one) => one.check(draft))).toEqual([])
  })
})
