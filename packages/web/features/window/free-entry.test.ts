import type { Channel, Message } from '@recado/api'
import { describe, expect, it } from 'vitest'
import { freeEntryOf } from './free-entry.js'

const HOUR = 3_600_000
const START = Date.parse('2026-11-22T09:00:00.000Z')
const rule = (kind: string, hours: number, more: object = {}) => ({ kind, on: [], replies: null, withinMs: hours * HOUR, meet: 'max', gives: 'price_only', source: 'https://example.org', ...more })
const rules = { grants: [rule('ad_entry', 24), rule('free_entry_point', 72, { onReply: { whileOpen: 'ad_entry' } })], price: { freeDuring: ['free_entry_point'] } } as unknown as Channel['rules']
const said = (direction: 'in' | 'out', hours: number, more: object = {}) => ({ direction, at: new Date(START + hours * HOUR).toISOString(), status: direction === 'in' ? 'received' : 'delivered', ...more }) as Message
const ad = (hours: number) => said('in', hours, { origin: { type: 'ad' } })
const at = (hours: number) => START + hours * HOUR
const iso = (hours: number) => new Date(at(hours)).toISOString()

describe('somebody who came by an ad', () => {
  it.each([
    ['is to be answered within a day', [ad(0)], 1, { state: 'offered', answerBy: iso(24), forMs: 72 * HOUR }],
    ['costs nothing for three days from our answer', [ad(0), said('out', 2)], 50, { state: 'open', until: iso(74) }],
    ['costs again when they are over', [ad(0), said('out', 2)], 75, null],
    ['was answered too late', [ad(0), said('out', 25)], 26, null],
    ['has not been answered by what did not arrive', [ad(0), said('out', 2, { status: 'failed' })], 3, { state: 'offered', answerBy: iso(24), forMs: 72 * HOUR }],
    ['comes a second time', [ad(0), said('out', 2), ad(60), said('out', 61)], 80, { state: 'open', until: iso(133) }],
    ['is not somebody who simply writes', [said('in', 0), said('out', 1)], 2, null],
  ])('%s', (_name, messages, hours, wanted) => { expect(freeEntryOf(rules, messages, at(hours))).toEqual(wanted) })

  it('is nothing where ads make nothing free', () => {
    expect(freeEntryOf({ grants: rules.grants, price: { ...rules.price!, freeDuring: [] } }, [ad(0)], at(1))).toBeNull()
  })
})
