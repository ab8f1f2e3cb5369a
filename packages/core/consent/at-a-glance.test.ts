import { expect, test } from 'vitest'
import { NOW } from '../policy/testing/facts.js'
import { marketingAtAGlance, type StandingRow } from './at-a-glance.js'

const row = (standing: StandingRow['standing'], change: Partial<StandingRow> = {}): StandingRow => ({ category: null, channel: null, standing, until: null, ...change })
const known = { now: NOW, doubleOptIn: false, stoppedOn: [] as string[], apps: ['a', 'b'], excluded: false }

test.each<[sentence: string, rows: StandingRow[], change: Partial<typeof known>, word: string | null, partly: boolean]>([
  ['nobody ever asked her', [], {}, null, false],
  ['she said yes', [row('given')], {}, 'yes', false],
  ['she said yes where two are demanded', [row('given')], { doubleOptIn: true }, 'asked', false],
  ['she said yes twice', [row('confirmed')], { doubleOptIn: true }, 'yes', false],
  ['she was asked', [row('pending')], {}, 'asked', false],
  ['she said no', [row('withdrawn')], {}, 'no', false],
  ['her yes lapsed', [row('expired')], {}, 'lapsed', false],
  ['her yes lapses this instant, and nobody has written it down yet', [row('given', { until: NOW })], {}, 'lapsed', false],
  ['her yes lapses a little later', [row('given', { until: NOW + 1 })], {}, 'yes', false],
  ['she said yes to news and no to the rest', [row('withdrawn'), row('given', { category: 'news' })], {}, 'yes', true],
  ['she said no to news and was asked about offers', [row('withdrawn', { category: 'news' }), row('pending', { category: 'offers' })], {}, 'asked', true],
  ['news lapsed and she said no to offers', [row('expired', { category: 'news' }), row('withdrawn', { category: 'offers' })], {}, 'no', true],
  ['she said yes, and one of her apps is shut', [row('given')], { stoppedOn: ['a'] }, 'yes', true],
  ['she said yes on the app that is shut, and to nothing else', [row('given', { channel: 'a' })], { stoppedOn: ['a'] }, 'no', false],
  ['she said yes, and every app is shut', [row('given')], { stoppedOn: ['a', 'b'] }, 'no', true],
  ['she said nothing, and her only app is shut', [], { stoppedOn: ['a'], apps: ['a'] }, 'no', false],
  ['she said yes and has no app at all', [row('given')], { apps: [] }, 'yes', false],
  ['she said yes and is on the exclusion list', [row('given')], { excluded: true }, 'no', true],
])('%s', (_sentence, rows, change, word, partly) => {
  const glance = marketingAtAGlance(rows, { ...known, ...change })
  expect([glance.word, glance.partly]).toEqual([word, partly])
})

test('names what each topic and app says, and what the platform was told', () => {
  expect(marketingAtAGlance([row('given', { category: 'news' }), row('withdrawn', { channel: 'b' })], { ...known, stoppedOn: ['a'] }).rows).toEqual([
    { category: 'news', channel: null, word: 'yes', onPlatform: false }, { category: null, channel: 'b', word: 'no', onPlatform: false }, { category: null, channel: 'a', word: 'no', onPlatform: true },
  ])
})
