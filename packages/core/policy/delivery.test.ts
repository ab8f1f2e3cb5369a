import { describe, expect, test } from 'vitest'
import type { ChannelRules } from '../model/rules.js'
import { deliversTo, deliveryOf } from './delivery.js'

const source = 'source:test'
const rules = (more: Partial<ChannelRules>): ChannelRules => ({ initiation: 'contact-first', grants: [{ kind: 'window', on: ['message'], replies: null, withinMs: 1, meet: 'max', guard: { maxMs: 0, share: 0 }, gives: 'freeform', source }], source, ...more })
const templates = (categories: NonNullable<ChannelRules['templates']>['categories']) => rules({ templates: { categories, source } })
const marketing = { purposes: ['marketing'] as const, source }

describe('where an app delivers a purpose later on', () => {
  test.each<[string, ChannelRules, string | null, boolean]>([
    ['a window alone is no delivery', rules({}), 'ES', false],
    ['a template of the purpose delivers everywhere', templates({ a: marketing }), 'ES', true],
    ['one of another purpose does not', templates({ a: { purposes: ['service', 'notification'], source } }), 'ES', false],
    ['one that needs an open window does not', templates({ a: { ...marketing, needsGrant: true } }), 'ES', false],
    ['one that needs a permission for each message does not', templates({ a: { ...marketing, needsPermission: 'one_off' } }), 'ES', false],
    ['except where it says so', templates({ a: { ...marketing, exceptCountries: ['US'] } }), 'US', false],
    ['another category reaches where that one does not', templates({ a: { ...marketing, exceptCountries: ['US'] }, b: { ...marketing, countries: ['US'] } }), 'US', true],
    ['only where it says so', templates({ a: { ...marketing, countries: ['TH', 'PH'] } }), 'ES', false],
    ['and there', templates({ a: { ...marketing, countries: ['TH'] }, b: { ...marketing, countries: ['PH'] } }), 'PH', true],
    ['posts to followers deliver advertising', rules({ quotas: [{ id: 'q', scope: 'identity', counts: 'broadcast', amount: 4, period: 'month', then: 'deny', source }] }), 'ES', true],
    ['whoever needs no window delivers', rules({ initiation: 'anyone' }), 'ES', true],
    ['not to a country that the platform cannot reach', { ...templates({ a: marketing }), unreachable: [{ countries: ['CU'], effect: 'deny', source }] }, 'CU', false],
    ['nor to one that it warns of', { ...templates({ a: marketing }), unreachable: [{ countries: ['CN'], effect: 'warn', source }] }, 'CN', false],
    ['but where only another purpose is barred', { ...templates({ a: marketing }), unreachable: [{ countries: ['CN'], effect: 'deny', purposes: ['notification'], source }] }, 'CN', true],
    ['where nobody knows the country nothing speaks against it', templates({ a: { ...marketing, exceptCountries: ['US'] } }), null, true],
  ])('%s', (_name, given, country, delivers) => { expect(deliversTo(deliveryOf(given, 'marketing'), country)).toBe(delivers) })
})
