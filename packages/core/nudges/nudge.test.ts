import { describe, expect, it } from 'vitest'
import { ALWAYS, openStretches, type Timetable } from '../hours/index.js'
import { isQuiet, nudgeDue, type NudgeFacts, type NudgeStep } from './nudge.js'

const at = (text: string) => Date.parse(text)
const office: Timetable = { timeZone: 'Europe/Madrid', week: [...Array.from({ length: 5 }, () => [{ from: '10:00', to: '20:00' }]), [], []], dates: [] }
const stretches = openStretches(office, at('2026-11-16T00:00:00Z'), at('2026-12-07T00:00:00Z'))
const step = (change: Partial<NudgeStep>): NudgeStep => ({ id: 's', kind: 'agent', minutes: 30, enabledAt: 0, quiet: null, evenWhenOwed: false, ...change })
const facts = (change: Partial<NudgeFacts> = {}): NudgeFacts => ({ status: 'open', waitingSince: at('2026-11-27T18:00:00Z'), assigned: false, answerBy: at('2026-11-27T19:00:00Z'), windowClosesAt: at('2026-11-28T18:00:00Z'), lastInboundAt: at('2026-11-27T18:00:00Z'), answeredAt: null, quietMs: 600_000, stretches, timeZone: 'Europe/Madrid', ...change })
const ours = { waitingSince: null, answeredAt: at('2026-11-27T18:05:00Z'), answerBy: null }
const night = { from: '22:00', to: '09:00' }

describe('when a nudge is due', () => {
  it.each<[string, NudgeStep, NudgeFacts, string | null]>([
    ['a colleague, half an hour before Friday’s closing', step({}), facts(), '2026-11-27T18:30:00.000Z'],
    ['at once where less was left when she wrote', step({ minutes: 120 }), facts(), '2026-11-27T18:00:00.000Z'],
    ['opening minutes: a deadline on Monday at 10:15 is told on Friday', step({ minutes: 30 }), facts({ answerBy: at('2026-11-30T09:15:00Z') }), '2026-11-27T18:45:00.000Z'],
    ['never open until then: half an hour by the wall', step({}), facts({ waitingSince: at('2026-11-28T10:00:00Z'), answerBy: at('2026-11-29T10:00:00Z') }), '2026-11-29T09:30:00.000Z'],
    ['nobody waits', step({}), facts({ waitingSince: null }), null],
    ['it sleeps', step({}), facts({ status: 'snoozed' }), null],
    ['no window closes', step({}), facts({ answerBy: null }), null],
    ['it was switched on later than that', step({ enabledAt: at('2026-11-27T18:31:00Z') }), facts(), null],
    ['waiting, in opening time: over the weekend', step({ kind: 'waiting', minutes: 90 }), facts(), '2026-11-30T09:30:00.000Z'],
    ['waiting, where nobody has set hours', step({ kind: 'waiting', minutes: 90 }), facts({ stretches: ALWAYS }), '2026-11-27T19:30:00.000Z'],
    ['nobody has it', step({ kind: 'unassigned', minutes: 15 }), facts(), '2026-11-27T18:15:00.000Z'],
    ['somebody has it', step({ kind: 'unassigned', minutes: 15 }), facts({ assigned: true }), null],
    ['the customer, two hours before', step({ kind: 'customer', minutes: 120 }), facts(ours), '2026-11-28T16:00:00.000Z'],
    ['not while we owe the answer', step({ kind: 'customer', minutes: 120 }), facts(), null],
    ['unless told so', step({ kind: 'customer', minutes: 120, evenWhenOwed: true }), facts(), '2026-11-28T16:00:00.000Z'],
    ['before her night rather than in it', step({ kind: 'customer', minutes: 120, quiet: night }), facts({ ...ours, windowClosesAt: at('2026-11-28T06:00:00Z') }), '2026-11-27T20:59:00.000Z'],
    ['not before her own last word', step({ kind: 'customer', minutes: 120, quiet: night }), facts({ ...ours, lastInboundAt: at('2026-11-27T21:30:00Z'), windowClosesAt: at('2026-11-28T06:00:00Z') }), null],
    ['not ten minutes after a colleague’s own word', step({ kind: 'customer', minutes: 120 }), facts({ ...ours, answeredAt: at('2026-11-28T15:58:00Z') }), '2026-11-28T16:08:00.000Z'],
    ['nor when the window has closed by then', step({ kind: 'customer', minutes: 5 }), facts({ ...ours, answeredAt: at('2026-11-28T17:52:00Z') }), null],
    ['not about what is resolved', step({ kind: 'customer', minutes: 120 }), facts({ ...ours, status: 'resolved' }), null],
  ])('%s', (_name, one, given, wanted) => {
    const due = nudgeDue(one, given)
    expect(due === null ? null : new Date(due.at).toISOString()).toBe(wanted)
  })

  it('is about one window and one wait: what she adds changes neither, an answer and a new question do', () => {
    const key = nudgeDue(step({}), facts())!.key
    expect(nudgeDue(step({}), facts({ lastInboundAt: at('2026-11-27T18:20:00Z'), windowClosesAt: at('2026-11-28T18:20:00Z') }))!.key).toBe(key)
    expect(nudgeDue(step({}), facts({ waitingSince: at('2026-11-27T18:20:00Z') }))!.key).not.toBe(key)
  })

  it('knows her night', () => {
    expect([isQuiet(night, 'Europe/Madrid', at('2026-11-27T20:59:00Z')), isQuiet(night, 'Europe/Madrid', at('2026-11-27T21:00:00Z')), isQuiet(night, 'Europe/Madrid', at('2026-11-28T08:00:00Z')), isQuiet(null, 'Europe/Madrid', at('2026-11-27T23:00:00Z'))]).toEqual([false, true, false, false])
  })
})
