import { WOO_STATUSES } from '@recado/api'
import { expect, test } from 'vitest'
import { linesOf, statusesOf } from './statuses-editor.js'

test('the usual words stand there by themselves, and nothing of them is kept', () => {
  expect(linesOf({}).map(({ word, means }) => [word, means])).toEqual(Object.entries(WOO_STATUSES))
  expect(statusesOf(linesOf({}))).toEqual({})
})
test('what the owner makes of them is kept, hers and her own, without the shop’s prefix', () => {
  const kept = { processing: 'placed', 'ready-for-pickup': 'shipped' } as const
  expect(statusesOf(linesOf(kept))).toEqual(kept)
  expect(statusesOf([...linesOf(kept), { word: ' wc-packed ', means: 'paid' }, { word: ' ', means: 'done' }])).toEqual({ ...kept, packed: 'paid' })
  expect(statusesOf(linesOf(kept).map((line) => (line.word === 'processing' ? { ...line, means: 'paid' as const } : line)))).toEqual({ 'ready-for-pickup': 'shipped' })
})
