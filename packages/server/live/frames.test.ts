import type { LiveEvent } from '@recado/api'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { frameOf } from './frames.js'
import type { Stretch } from './reader.js'

const stretchOf = (events: LiveEvent[]): Stretch => ({ from: 4, to: 4 + events.length, events, anew: [], lost: false })
const some = fc.array(fc.record({ name: fc.string({ unit: 'grapheme' }), gone: fc.boolean() }), { maxLength: 12 })

test('says what the frame would say that is written out for one socket, whichever events it hears', () => {
  fc.assert(fc.property(some, fc.array(fc.nat(0xfff), { maxLength: 6 }), (wanted, masks) => {
    const events = wanted.map(({ name, gone }, i): LiveEvent => (gone ? { seq: 5 + i, type: 'conversation.removed', conversationId: name } : { seq: 5 + i, type: 'label.changed', label: { id: `l${i}`, name, colour: 'green' } } as LiveEvent)) // a label as far as it matters here
    const stretch = stretchOf(events)
    for (const mask of masks) {
      const heard = events.filter((_, i) => (mask >> i) & 1)
      expect(frameOf(stretch, heard).toString('utf8')).toBe(JSON.stringify({ type: 'events', from: stretch.from, to: stretch.to, events: heard }))
    }
  }))
})

test('who hears the same is given the same bytes; of another stretch there are others', () => {
  const events: LiveEvent[] = ['a', 'b', 'c'].map((conversationId, i) => ({ seq: 5 + i, type: 'conversation.removed', conversationId }))
  const stretch = stretchOf(events)
  expect(frameOf(stretch, [...events])).toBe(frameOf(stretch, events))
  expect(frameOf(stretch, events.slice(1))).not.toBe(frameOf(stretch, events))
  expect(frameOf(stretchOf(events), events)).not.toBe(frameOf(stretch, events))
})
