import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { choiceOf, isChosen, isEmpty, NOTHING, type Selection, toggled } from './selection.js'

const rows = ['a', 'b', 'c', 'd', 'e']
const chosen = (selection: Selection) => rows.filter((id) => isChosen(selection, id)).join('')
const click = (selection: Selection, ...steps: string[]) => steps.reduce((at, step) => toggled(at, step[0]!, rows, step.endsWith('+')), selection)

describe('choosing', () => {
  test.each<[string, string[], string]>([['one', ['b'], 'b'], ['one and back', ['b', 'b'], ''], ['a range', ['b', 'd+'], 'bcd'], ['a range upwards', ['d', 'b+'], 'bcd'], ['a range that takes off', ['a', 'e+', 'c', 'd+'], 'abe'], ['a range without a beginning', ['c+'], 'c']])('%s', (_name, steps, expected) => expect(chosen(click(NOTHING, ...steps))).toBe(expected))
  test('all of a view but some are left to the server', () => {
    const most = click({ ...NOTHING, all: true }, 'b')
    expect([chosen(most), choiceOf(most, { view: 'mine' })]).toEqual(['acde', { query: { view: 'mine' }, except: ['b'] }])
    expect(choiceOf(click(NOTHING, 'b', 'c'), { view: 'mine' })).toEqual({ ids: ['b', 'c'] })
  })
  test('nothing is chosen exactly when no id is and not all are', () => fc.assert(fc.property(fc.array(fc.constantFrom(...rows)), (steps) => {
    const selection = click(NOTHING, ...steps)
    expect(isEmpty(selection)).toBe(chosen(selection) === '')
  })))
  test('two times the same click changes nothing', () => fc.assert(fc.property(fc.array(fc.constantFrom(...rows)), fc.constantFrom(...rows), fc.boolean(), (steps, id, all) => {
    const selection = click({ ...NOTHING, all }, ...steps)
    expect(chosen(click(selection, id, id))).toBe(chosen(selection))
  })))
})
