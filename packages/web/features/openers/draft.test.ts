import type { MenuButton, MenuEditor, Openers } from '@recado/core'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { addButton, besides, buttonAt, freshButton, freshKey, type Menu, moveTo, ofType, type Place, removeAt, replaceAt } from './draft.js'

const source = 'https://platform.example'
const editor: MenuEditor<string> = {
  most: 3, below: 5, layout: 'bar', title: { maxLength: 16, unit: 'bytes', source },
  types: [{ type: 'click', label: '', help: '', source, values: [{ key: 'key', label: '', kind: 'key', required: true }] }, { type: 'view', label: '', help: '', source, values: [{ key: 'url', label: '', kind: 'link', required: true }] }],
}
const leaf = (title: string): MenuButton => ({ title, type: 'click', values: { key: title } })
const menu: Menu = [leaf('A'), { title: 'B', below: [leaf('b1'), leaf('b2'), leaf('b3')] }, leaf('C')]
const none: Openers = { sets: [{ audience: null, menu }] }
const fresh = () => freshButton(editor, none)
const show = (given: Menu): string => given.map((one) => one.title + (one.below ? `(${one.below.map((each) => each.title).join(' ')})` : '')).join(' ')

describe('moving', () => {
  it.each<[Place, number, string, Place]>([
    [[0], 2, 'B(b1 b2 b3) C A', [2]], [[2], 0, 'C A B(b1 b2 b3)', [0]], [[1], 9, 'A C B(b1 b2 b3)', [2]], [[1, 2], 0, 'A B(b3 b1 b2) C', [1, 0]], [[1, 0], -1, 'A B(b1 b2 b3) C', [1, 0]], [[7], 0, 'A B(b1 b2 b3) C', [7]],
  ])('%j to %i', (from, to, shown, place) => {
    const moved = moveTo(menu, from, to)
    expect([show(moved.menu), moved.place]).toEqual([shown, place])
  })
  test('loses and doubles nothing, and the button is where it says', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 2 }), fc.integer({ min: -3, max: 9 }), fc.boolean(), (at, to, below) => {
      const from: Place = below ? [1, at] : [at]
      const moved = moveTo(menu, from, to)
      expect(besides(moved.menu, moved.place).map((one) => one.title).sort()).toEqual(besides(menu, from).map((one) => one.title).sort())
      expect(buttonAt(moved.menu, moved.place)).toEqual(buttonAt(menu, from))
    }))
  })
})

test('a new one beside, and below a button whose own use goes', () => {
  expect([show(addButton(menu, null, fresh).menu), addButton(menu, null, fresh).place]).toEqual(['A B(b1 b2 b3) C ', [3]])
  const added = addButton(menu, 0, fresh)
  expect([show(added.menu), added.place, Object.keys(added.menu[0]!)]).toEqual(['A() B(b1 b2 b3) C', [0, 0], ['title', 'below']])
})

test('the last one below gone, its button does something again', () => {
  const left = [0, 0, 0].reduce<Menu>((given) => removeAt(given, [1, 0], fresh), menu)
  expect([show(left), left[1]]).toEqual(['A B C', { title: 'B', type: 'click', values: { key: 'MENU_1' } }])
  expect(show(removeAt(menu, [0], fresh))).toBe('B(b1 b2 b3) C')
})

test('another kind keeps the name and what fits', () => {
  const view = ofType(editor, leaf('A'), 'view', none)
  expect([view, ofType(editor, view, 'click', none)]).toEqual([{ title: 'A', type: 'view', values: {} }, { title: 'A', type: 'click', values: { key: 'MENU_1' } }])
  expect(show(replaceAt(menu, [1, 1], view))).toBe('A B(b1 A b3) C')
})

test('a key is nobody else’s', () => {
  expect(freshKey({ sets: [{ audience: null, iceBreakers: [{ title: 'x', key: 'MENU_1' }], menu: [{ title: 'T', below: [{ title: 'U', type: 'click', values: { key: 'MENU_2' } }] }] }] }, 'MENU')).toBe('MENU_3')
})
