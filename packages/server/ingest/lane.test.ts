import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Accepted } from './events.js'
import { Lane } from './lane.js'

/** A lane over commits, and moments of waiting, that end when the test says so. Items are numbers; those below zero need a transaction of more than one statement. */
function lane() {
  const under: { batch: number[]; end(): void; fail(error: object): void }[] = []
  const set = { aside: [] as number[] }
  const moment = { pass: null as (() => void) | null }
  const made = new Lane({
    commit: (batch) => new Promise<void>((resolve, reject) => {
      const one = { batch: batch as unknown as number[], end: () => { under.splice(under.indexOf(one), 1); resolve() }, fail: (error: object) => { under.splice(under.indexOf(one), 1); reject(error) } }
      under.push(one)
    }),
    follows: (batch) => (batch as unknown as number[]).every((n) => n >= 0),
    quarantine: async (item) => { set.aside.push(item as unknown as number) },
    later: (go) => { moment.pass = () => { moment.pass = null; go() }; return () => { moment.pass = null } },
  })
  const outcomes = new Map<number, string>()
  const submit = async (...requests: number[][]) => {
    for (const items of requests) void made.submit(items as unknown as Accepted[]).then(() => outcomes.set(items[0]!, 'stored'), (error: { code: string }) => outcomes.set(items[0]!, error.code))
    await turn()
    await turn()
  }
  const sizes = () => under.map(({ batch }) => batch.length)
  return { made, under, set, moment, outcomes, submit, sizes, settle: async () => { await turn(); await turn() } }
}
const each = (from: number, count: number) => Array.from({ length: count }, (_, i) => [from + i])

test('a lone message goes at once', async () => {
  const { submit, under, outcomes, settle, made } = lane()
  await submit([1])
  expect(under.map(({ batch }) => batch)).toEqual([[1]])
  expect(made.idle).toBe(false)
  under[0]!.end()
  await settle()
  expect(outcomes.get(1)).toBe('stored')
  expect(made.idle).toBe(true)
})

test('those who come together go in two halves, one behind the other, and no third', async () => {
  const { submit, sizes } = lane()
  await submit(...each(0, 50))
  expect(sizes()).toEqual([25, 25])
  await submit(...each(50, 30))
  expect(sizes()).toEqual([25, 25])
})

test('ten who come together go together: a call costs as much as half of them', async () => {
  const { submit, sizes } = lane()
  await submit(...each(0, 10))
  expect(sizes()).toEqual([10])
})

test('of many, the next half waits until it is one, or nobody is under way', async () => {
  const { submit, under, sizes, settle } = lane()
  await submit(...each(0, 20))
  expect(sizes()).toEqual([10, 10])
  under[0]!.end()
  await settle()
  await submit(...each(20, 9))
  expect(sizes()).toEqual([10])
  await submit([29])
  expect(sizes()).toEqual([10, 10])
})

test('few who were answered are waited for, until all are here again', async () => {
  const { submit, under, sizes, settle, moment } = lane()
  await submit(...each(0, 10))
  under[0]!.end()
  await settle()
  await submit(...each(10, 4))
  await submit(...each(14, 5))
  expect(sizes()).toEqual([])
  await submit([19])
  expect(sizes()).toEqual([10])
  expect(moment.pass).toBe(null)
})

test('those who do not come again are waited for no longer than a moment', async () => {
  const { submit, under, sizes, settle, moment } = lane()
  await submit(...each(0, 10))
  under[0]!.end()
  await settle()
  await submit(...each(10, 4))
  expect(sizes()).toEqual([])
  moment.pass!()
  await settle()
  expect(sizes()).toEqual([4])
  under[0]!.end()
  await settle()
  await submit(...each(20, 4))
  expect(sizes()).toEqual([4])
})

test('who comes alone, again and again, never waits', async () => {
  const { submit, under, sizes, settle, moment } = lane()
  for (let n = 0; n < 3; n++) {
    await submit([n])
    expect(sizes()).toEqual([1])
    under[0]!.end()
    await settle()
    expect(moment.pass).toBe(null)
  }
})

test('few who come while others are under way go together when those have ended', async () => {
  const { submit, under, sizes, settle, moment } = lane()
  await submit(...each(0, 4))
  await submit(...each(10, 5))
  expect(sizes()).toEqual([4])
  under[0]!.end()
  await settle()
  moment.pass!()
  await settle()
  expect(sizes()).toEqual([5])
})

test('what needs more than one statement waits for all before it and is waited for', async () => {
  const { submit, under, sizes, settle, moment } = lane()
  await submit([1])
  await submit([-2])
  expect(sizes()).toEqual([1])
  under[0]!.end()
  await settle()
  moment.pass!()
  await settle()
  expect(under.map(({ batch }) => batch)).toEqual([[-2]])
  await submit([3], [4])
  expect(sizes()).toEqual([1])
  under[0]!.end()
  await settle()
  moment.pass!()
  await settle()
  expect(under.map(({ batch }) => batch)).toEqual([[3, 4]])
})

test.each([['what no column takes', { code: '22P05' }], ['a moment that no clock can show', new RangeError('Invalid time value')]])('a batch that fails by %s is halved until the bad event is alone; the batch behind it is not touched', async (_what, fault) => {
  const { submit, under, set, outcomes, settle } = lane()
  await submit(...each(0, 20))
  under[1]!.end()
  const bad = 2
  while (under.length > 0) {
    const [first] = under
    if (first!.batch.includes(bad)) first!.fail(fault)
    else first!.end()
    await settle()
  }
  expect(set.aside).toEqual([bad])
  expect([...outcomes].toSorted(([a], [b]) => a - b)).toEqual(each(0, 20).map(([n]) => [n, 'stored']))
})

test('a database that is away is told to those who wait for that batch', async () => {
  const { submit, under, outcomes, settle, moment } = lane()
  await submit([1])
  await submit([2])
  under[0]!.fail({ code: '57P01' })
  await settle()
  moment.pass!()
  await settle()
  expect(outcomes.get(1)).toBe('57P01')
  under[0]!.end()
  await settle()
  expect(outcomes.get(2)).toBe('stored')
})
