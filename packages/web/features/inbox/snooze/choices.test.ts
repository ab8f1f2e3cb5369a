import { describe, expect, test } from 'vitest'
import { snoozeChoices } from './choices.js'

const names = (now: Date, closesAt: Date | null = null) => snoozeChoices(now.getTime(), closesAt?.toISOString() ?? null).map((choice) => choice.id)

describe('what is offered', () => {
  test.each<[string, Date, string[]]>([
    ['on a Wednesday morning', new Date(2026, 10, 25, 9), ['later', 'afternoon', 'evening', 'tomorrow', 'saturday', 'monday']],
    ['late on a Wednesday', new Date(2026, 10, 25, 20), ['later', 'tomorrow', 'saturday', 'monday']],
    ['on a Sunday, when tomorrow is Monday', new Date(2026, 10, 22, 11), ['afternoon', 'later', 'evening', 'tomorrow', 'saturday']],
    ['on a Saturday after ten', new Date(2026, 10, 28, 12), ['afternoon', 'later', 'evening', 'tomorrow', 'monday', 'saturday']],
  ])('%s', (_when, now, expected) => expect(names(now)).toEqual(expected))
  test('on a Monday means the next one', () => expect(snoozeChoices(new Date(2026, 10, 23, 12).getTime(), null).find((choice) => choice.id === 'monday')?.at).toEqual(new Date(2026, 10, 30, 8)))
  test('shortly before the window ends, while that lies ahead; later ones are marked', () => {
    const now = new Date(2026, 10, 25, 9)
    const choices = snoozeChoices(now.getTime(), new Date(2026, 10, 25, 18).toISOString())
    expect(choices.filter((choice) => !choice.tooLate).map((choice) => choice.id)).toEqual(['later', 'afternoon', 'before_close'])
    expect(choices.find((choice) => choice.id === 'before_close')?.at).toEqual(new Date(2026, 10, 25, 17, 30))
    expect(names(now, new Date(2026, 10, 25, 9, 20))).not.toContain('before_close')
  })
})
