import { describe, expect, it } from 'vitest'
import { hours, minutes } from '../model/ids.js'
import { ALWAYS } from '../hours/stretches.js'
import type { NudgeStep } from './nudge.js'
import { type PastAct, replayNudges } from './replay.js'

const T = Date.UTC(2026, 10, 23, 9)
const step = (change: Partial<NudgeStep>): NudgeStep => ({ id: 's', kind: 'waiting', minutes: 30, enabledAt: T + hours(1000), quiet: null, evenWhenOwed: false, ...change })
const hers = (at: number): PastAct => ({ at: T + at, kind: 'hers', windowMs: hours(24), deadline: T + at + hours(24) })
const ours = (at: number, automatic = false): PastAct => ({ at: T + at, kind: 'ours', automatic })
const run = (one: NudgeStep, acts: readonly PastAct[], now = hours(100)) => replayNudges(one, acts, { stretches: ALWAYS, timeZone: 'UTC', quietMs: 0 }, T, T + now).map((at) => (at - T) / minutes(1))

describe('what would have happened', () => {
  it.each<[string, NudgeStep, PastAct[], number[]]>([
    ['she waited half an hour', step({}), [hers(0), ours(minutes(45))], [30]],
    ['she did not', step({}), [hers(0), ours(minutes(29))], []],
    ['what is automatic ends nobody’s waiting', step({}), [hers(0), ours(1, true)], [30]],
    ['twice, in two waits', step({}), [hers(0), ours(minutes(45)), hers(hours(2)), ours(hours(3))], [30, 150]],
    ['her second word begins no second wait', step({}), [hers(0), hers(minutes(40)), ours(minutes(90))], [30]],
    ['resolved in time', step({}), [hers(0), { at: T + minutes(10), kind: 'resolved' }], []],
    ['nobody had taken it', step({ kind: 'unassigned', minutes: 10 }), [hers(0), { at: T + minutes(11), kind: 'assigned' }], [10]],
    ['somebody had', step({ kind: 'unassigned', minutes: 10 }), [hers(0), { at: T + minutes(9), kind: 'assigned' }], []],
    ['she fell silent: two hours before her window closed', step({ kind: 'customer', minutes: 120 }), [hers(0), ours(minutes(5))], [22 * 60]],
    ['she wrote again in time', step({ kind: 'customer', minutes: 120 }), [hers(0), ours(minutes(5)), hers(hours(20)), ours(hours(21))], [42 * 60]],
    ['a colleague before it was too late', step({ kind: 'agent', minutes: 60 }), [hers(0)], [23 * 60]],
  ])('%s', (_name, one, acts, wanted) => expect(run(one, acts)).toEqual(wanted))

  it('the future is not told', () => expect(run(step({ kind: 'customer', minutes: 120 }), [hers(0), ours(minutes(5))], hours(20))).toEqual([]))
})
