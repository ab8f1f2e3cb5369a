import { describe, expect, test } from 'vitest'
import { type CampaignLimits, loosens } from './limits.js'
import { stopReason } from './lifecycle.js'

const eur = (amount: string) => ({ amount, currency: 'EUR' })

test.each<[string, CampaignLimits, CampaignLimits, boolean]>([
  ['nothing changed', { budget: eur('20') }, { budget: eur('20.00') }, false],
  ['less money', { budget: eur('20') }, { budget: eur('9.5') }, false],
  ['more money', { budget: eur('9.5') }, { budget: eur('20') }, true],
  ['no bound of money any more', { budget: eur('20') }, { budget: null }, true],
  ['another currency', { budget: eur('20') }, { budget: { amount: '1', currency: 'USD' } }, true],
  ['a first budget', {}, { budget: eur('20') }, false],
  ['slower', { perSecond: 10 }, { perSecond: 2 }, false],
  ['faster', { perSecond: 2 }, { perSecond: 10 }, true],
  ['as fast as it goes', { perSecond: 2 }, { perSecond: null }, true],
  ['over fewer hours', { spreadHours: 8 }, { spreadHours: 2 }, true],
  ['over more hours', { spreadHours: 2 }, { spreadHours: 8 }, false],
  ['a longer night', { quietHours: { from: '22:00', to: '08:00' } }, { quietHours: { from: '21:00', to: '09:00' } }, false],
  ['a later night of the same length', { quietHours: { from: '22:00', to: '08:00' } }, { quietHours: { from: '23:00', to: '09:00' } }, true],
  ['no night', { quietHours: { from: '22:00', to: '08:00' } }, { quietHours: null }, true],
  ['a siesta in place of the night', { quietHours: { from: '22:00', to: '08:00' } }, { quietHours: { from: '13:00', to: '17:00' } }, true],
  ['an earlier end', { endsAt: '2026-12-02T10:00:00Z' }, { endsAt: '2026-12-01T10:00:00Z' }, false],
  ['a later end', { endsAt: '2026-12-01T10:00:00Z' }, { endsAt: '2026-12-02T10:00:00+02:00' }, true],
  ['no end', { endsAt: '2026-12-01T10:00:00Z' }, {}, true],
  ['more failures', { stopOn: { failures: 5 } }, { stopOn: { failures: 50 } }, true],
  ['a rule more', { stopOn: { failures: 5 } }, { stopOn: { failures: 5, errorPercent: 10 } }, false],
  ['a rule less', { stopOn: { failures: 5, errorPercent: 10 } }, { stopOn: { failures: 5 } }, true],
  ['looked at later', { stopOn: { errorPercent: 10 } }, { stopOn: { errorPercent: 10, least: 500 } }, true],
])('%s', (_what, before, after, expected) => expect(loosens(before, after)).toBe(expected))

describe('it stops by itself', () => {
  test('at a number of failures, however few were tried', () => {
    expect(stopReason({ failed: 2, unknown: 0 }, { failures: 3 })).toBeNull()
    expect(stopReason({ failed: 2, unknown: 1 }, { failures: 3 })).toBe('failures')
  })
  test('at a share only once enough were tried', () => {
    expect(stopReason({ failed: 9 }, { errorPercent: 10, least: 10 })).toBeNull()
    expect(stopReason({ failed: 1, sent: 9 }, { errorPercent: 10, least: 10 })).toBe('error_rate')
  })
})
