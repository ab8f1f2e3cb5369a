import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OptInLook } from '../opt-in.js'
import { contrast, faintParts, paletteOf } from './colours.js'

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)
const look = fc.record({ accent: colour, page: colour, corners: fc.constant('round' as const), side: fc.constant('end' as const) }) satisfies fc.Arbitrary<OptInLook>

test.each([['#000000', '#ffffff', 21], ['#ffffff', '#ffffff', 1], ['#767676', '#ffffff', 4.54], ['#0000ff', '#ffffff', 8.59]])('%s on %s is %d to 1', (one, other, ratio) => {
  expect(contrast(one, other)).toBeCloseTo(ratio, 1)
  expect(contrast(other, one)).toBe(contrast(one, other))
})

test('whatever is chosen, what is shown can be read, by light and by dark', () => {
  fc.assert(fc.property(look, (chosen) => {
    for (const v of Object.values(paletteOf(chosen))) {
      const { accent, on, card, ink, soft, page, bad, line, wash } = v as Record<string, string>
      for (const [text, ground] of [[ink, card], [soft, card], [accent, card], [bad, card], [on, accent], [ink, page], [soft, page], [ink, wash], [soft, wash]]) expect(contrast(text!, ground!), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5)
      expect(contrast(line!, card!)).toBeGreaterThanOrEqual(3)
    }
  }))
})

test('the nearest colour offered is one that may be published', () => {
  fc.assert(fc.property(look, (chosen) => {
    const mended = faintParts(chosen).reduce((all, { part, nearest }) => ({ ...all, [part]: nearest }), chosen)
    expect(faintParts(mended)).toEqual([])
  }))
})
