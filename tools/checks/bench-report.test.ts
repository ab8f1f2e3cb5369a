import { expect, test } from 'vitest'
import { withQuoted } from '../../bench/report/blocks.mjs'
import { ceilingText, figuresOf, limitIn, numberIn } from '../../bench/report/figures.mjs'
import { page } from '../../bench/report/page.mjs'
import { ticks } from '../../bench/report/plot.mjs'

const machine = { cpu: 'Slow & old <2>', cores: 2, memoryGiB: 4, node: 'v20', platform: 'linux x64', load: '0.1' }
const run = (at: string, measured: string, more: object = {}) => ({ at, machine, findings: [{ name: 'open loop, 3086/s for 60 s: p99 from the moment due', goal: '< 250 ms', measured, met: true }], ...more })

test.each([['289 ms', 289, 'ms'], ['1,688 ms', 1688, 'ms'], ['0.43', 0.43, ''], ['798 -> 1323 MB', 798, ''], ['0 in 50700', 0, 'in'], ['so it is', null, '']])('%s is read as %s', (text, value, unit) => expect(numberIn(text)).toEqual({ value, unit }))

test.each([['<= 10 ms', true, 10], ['>= 1.0', false, 1], ['0', true, 0], ['>= 2000 rows/s', false, 2000], ['<= 1,000 ms', true, 1000]])('the goal %s', (goal, most, value) => expect(limitIn(goal)).toEqual({ most, value }))
test.each(['0, 0', 'said, not limited', '<= 10 x 400', '1000; 0'])('%s is no single number', (goal) => expect(limitIn(goal)).toBeNull())

test('the newest full run counts, a quick one where there is no other; the history keeps both, newest first', () => {
  const [figure] = figuresOf([run('2026-01-01', '100 ms'), run('2026-01-02', '90 ms'), run('2026-01-03', '500 ms', { form: 'quick', commit: 'abc' })])
  expect(figure).toMatchObject({ name: 'open loop, 3086/s: p99 from the moment due', newest: { measured: '90 ms' }, limit: { most: true, value: 250 } })
  expect(figure!.history.map(({ measured, form }) => [measured, form])).toEqual([['500 ms', 'quick'], ['90 ms', 'full'], ['100 ms', 'full']])
  expect(figuresOf([run('2026-01-03', '500 ms', { form: 'quick' })])[0]!.newest.measured).toBe('500 ms')
})

test('a ceiling is said as a multiple', () => expect(ceilingText({ what: 'bare HTTP', value: 0.314, unit: 'ms', ratio: 12.4 })).toBe('bare HTTP 0.314 ms: 12 x'))

test('the README’s block holds what the newest run says, also where the goal is missed', () => {
  const missed = { ...run('2026-01-02', '900 ms'), findings: [{ name: 'open loop, 3086/s: p99 from the moment due', goal: '< 250 ms', measured: '900 ms', met: false }] }
  const text = withQuoted('before\n<!-- figures: written by npm run bench -->old<!-- end of figures -->\nafter', figuresOf([missed]))
  expect(text).toContain('| 900 ms | < 250 ms **not met** | 2026-01-02, load 0.1 |')
  expect(text).not.toContain('old')
  expect(() => withQuoted('no block', [])).toThrow('has lost the lines')
})

test('the page is whole in itself: nothing from outside, no script, and no text of a run as markup', () => {
  const runs = [run('2026-01-01', '<img src=x> 3 ms')]
  const html = page(figuresOf(runs), runs)
  expect(html).not.toMatch(/<script|<img|https?:|src=(?!x&gt;)/)
  expect(html).toContain('&lt;img src=x&gt; 3 ms')
})

test('axes have round steps', () => {
  expect(ticks(0, 50, false)).toEqual([0, 10, 20, 30, 40, 50])
  expect(ticks(0.9, 40, true)).toEqual([1, 3, 10, 30])
})
