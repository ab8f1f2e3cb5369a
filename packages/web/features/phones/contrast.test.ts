import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contrast, inkOn, quiet, readable, readHex } from './contrast.js'

const colours = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)

test.each([
  ['#ffffff', '#000000', 21],
  ['#777777', '#ffffff', 4.48],
  ['#07c160', '#ffffff', 2.38],
])('%s on %s has a contrast of %d', (a, b, ratio) => expect(contrast(a, b)).toBeCloseTo(ratio, 1))

test('a colour that is readable stays as it is', () => expect(readable('#0b6b74', '#ffffff', '#000000')).toBe('#0b6b74'))
test('an accent too light for letters is darkened no further than needed', () => {
  const found = readable('#00a884', '#ffffff', '#111b21')
  expect(contrast(found, '#ffffff')).toBeGreaterThanOrEqual(4.5)
  expect(contrast(found, '#ffffff')).toBeLessThan(6)
})
test('black or white can be read on everything, and what is made quiet still can', () => {
  fc.assert(fc.property(colours, colours, (background, accent) => {
    const ink = inkOn(background)
    expect(contrast(ink, background)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(quiet(ink, background), background)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(readable(accent, background, ink), background)).toBeGreaterThanOrEqual(4.5)
  }))
})
test.each([['#fff', [255, 255, 255]], ['#0866FF', [8, 102, 255]], ['rebeccapurple', null], ['#12345', null]])('%s reads as %j', (text, rgb) => expect(readHex(text)).toEqual(rgb))
