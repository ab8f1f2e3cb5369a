import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { days, hours, minutes } from '../model/ids.js'
import { ALWAYS, openStretches } from '../hours/stretches.js'
import { momentOf, occasionOf, overtakenBy, type Overtaking, pendingOf, replayRule, type Surroundings, type ThreadAct, type TimedRule } from './rule.js'
import { nextWallTime } from './wall-time.js'

const T = Date.UTC(2026, 10, 23, 9) // Monday, 10:00 in Madrid
const around: Surroundings = { stretches: ALWAYS, timeZone: 'Europe/Madrid' }
const rule = (change: Partial<TimedRule> = {}): TimedRule => ({ id: 'r', kind: 'her_message', minutes: 60, opening: false, at: null, of: null, unless: [], sends: false, quiet: null, ...change })

let serial = 0
const base = (at: number) => ({ id: `a${String(++serial).padStart(5, '0')}`, at: T + at, by: null, depth: 0 })
const hers = (at: number, first = false): ThreadAct => ({ ...base(at), kind: 'hers', first })
const ours = (at: number, automatic = false): ThreadAct => ({ ...base(at), kind: 'ours', automatic })
const line = (kind: 'assigned' | 'unassigned' | 'resolved' | 'asleep' | 'awake' | 'woken', at: number, more: Partial<ThreadAct> = {}): ThreadAct => ({ ...base(at), kind, ...more } as ThreadAct) // of a kind without more
const labelled = (at: number, ...labels: string[]): ThreadAct => ({ ...base(at), kind: 'labelled', labels })
const order = (at: number, status: string, orderId = 'o1'): ThreadAct => ({ ...base(at), kind: 'order', orderId, status })
const consent = (at: number, purpose: string): ThreadAct => ({ ...base(at), kind: 'consent', purpose })

const run = (one: TimedRule, acts: readonly ThreadAct[]) => replayRule(one, acts, around, T, T + days(30)).map(({ at }) => (at - T) / minutes(1))

describe('when a rule acts', () => {
  it.each<[string, TimedRule, ThreadAct[], number[]]>([
    ['an hour after her last message', rule(), [hers(0)], [60]],
    ['her next message begins anew', rule(), [hers(0), hers(minutes(30))], [90]],
    ['twice where both were left alone', rule(), [hers(0), hers(hours(2))], [60, 180]],
    ['not when we have answered', rule({ unless: ['we_wrote'] }), [hers(0), ours(minutes(59))], []],
    ['what is automatic is no answer', rule({ unless: ['we_wrote'] }), [hers(0), ours(minutes(1), true)], [60]],
    ['an answer that came later changes nothing', rule({ unless: ['we_wrote'] }), [hers(0), ours(minutes(61))], [60]],
    ['our last message, until she replies', rule({ kind: 'our_message', unless: ['she_wrote'] }), [ours(0), ours(minutes(10)), hers(hours(3)), ours(hours(4)), hers(hours(4.5))], [70]],
    ['what rules write begins no rule', rule({ kind: 'our_message' }), [ours(0, true)], []],
    ['the first message alone', rule({ kind: 'first_message' }), [hers(0, true), hers(minutes(10))], [60]],
    ['assigned', rule({ kind: 'assigned', unless: ['we_wrote'] }), [line('assigned', 0), line('assigned', hours(2)), ours(hours(2.5))], [60]],
    ['a label of this name', rule({ kind: 'label_added', of: 'vip' }), [labelled(0, 'other'), labelled(minutes(5), 'vip', 'other')], [65]],
    ['any label', rule({ kind: 'label_added' }), [labelled(0, 'other'), labelled(minutes(5))], [60]],
    ['resolved, unless she writes', rule({ kind: 'resolved', unless: ['she_wrote'] }), [line('resolved', 0), hers(minutes(30)), line('resolved', hours(1))], [120]],
    ['an order placed and not paid', rule({ kind: 'order', of: 'placed', unless: ['order_moved'] }), [order(0, 'placed'), order(minutes(10), 'placed', 'o2'), order(minutes(20), 'paid')], [70]],
    ['an order shipped', rule({ kind: 'order', of: 'shipped' }), [order(0, 'placed'), order(minutes(10), 'shipped')], [70]],
    ['a yes to advertising', rule({ kind: 'consent', of: 'marketing' }), [consent(0, 'notification'), consent(minutes(1), 'marketing')], [61]],
    ['a snooze that ended by itself', rule({ kind: 'snooze_ended' }), [line('awake', 0), line('woken', minutes(5))], [65]],
    ['never itself', rule({ kind: 'assigned' }), [line('assigned', 0, { by: 'r' })], []],
    ['another rule’s doing, so deep and no deeper', rule({ kind: 'assigned' }), [line('assigned', 0, { by: 'x', depth: 2 }), line('assigned', minutes(1), { by: 'x', depth: 3 })], [60]],
    ['somebody took it', rule({ unless: ['assigned'] }), [hers(0), line('assigned', minutes(3))], []],
  ])('%s', (_name, one, acts, wanted) => expect(run(one, acts)).toEqual(wanted))

  it.each<[string, Partial<TimedRule>, string, string]>([
    ['by the clock', {}, '2026-11-27T18:00:00Z', '2026-11-27T19:00:00.000Z'],
    ['in opening time, over the weekend', { opening: true, minutes: 90 }, '2026-11-27T18:00:00Z', '2026-11-30T09:30:00.000Z'],
    ['at ten of her morning', { at: '10:00', sends: true }, '2026-11-27T18:00:00Z', '2026-11-28T09:00:00.000Z'],
    ['a time of day is about what is sent', { at: '10:00' }, '2026-11-27T18:00:00Z', '2026-11-27T19:00:00.000Z'],
    ['when her night is over', { kind: 'our_message', sends: true, quiet: { from: '21:00', to: '08:00' } }, '2026-11-27T20:30:00Z', '2026-11-28T07:00:00.000Z'],
    ['after her own message before her night, since her window runs by night', { sends: true, minutes: 23 * 60, quiet: { from: '21:00', to: '08:00' } }, '2026-11-27T22:30:00Z', '2026-11-28T19:59:00.000Z'],
    ['or when it is over, where she wrote in it', { sends: true, quiet: { from: '21:00', to: '08:00' } }, '2026-11-27T20:30:00Z', '2026-11-28T07:00:00.000Z'],
    ['colleagues have no night', { quiet: { from: '21:00', to: '08:00' } }, '2026-11-27T20:30:00Z', '2026-11-27T21:30:00.000Z'],
  ])('due %s', (_name, change, since, wanted) => {
    const office = openStretches({ timeZone: 'Europe/Madrid', week: [...Array.from({ length: 5 }, () => [{ from: '10:00', to: '20:00' }]), [], []], dates: [] }, Date.parse(since) - days(1), Date.parse(since) + days(7))
    expect(new Date(momentOf(rule(change), Date.parse(since), { ...around, stretches: office })).toISOString()).toBe(wanted)
  })

  it('keeps to a time of day when clocks change', () => {
    const at = nextWallTime(Date.parse('2026-10-24T10:00:00Z'), '09:30', 'Europe/Madrid')
    expect(new Date(at).toISOString()).toBe('2026-10-25T08:30:00.000Z')
    expect(nextWallTime(at, '09:30', 'Europe/Madrid')).toBe(at)
  })
})

const acts = fc.array(fc.record({ gap: fc.integer({ min: 1, max: 50 }), what: fc.constantFrom('hers', 'ours', 'automatic', 'resolved', 'assigned') }), { maxLength: 14 }).map((steps) => {
  let at = 0
  return steps.map(({ gap, what }): ThreadAct => {
    at += minutes(gap)
    return what === 'hers' ? hers(at) : what === 'ours' ? ours(at) : what === 'automatic' ? ours(at, true) : line(what as 'resolved' | 'assigned', at)
  })
})
const anyRule = fc.record({ kind: fc.constantFrom('her_message' as const, 'our_message' as const, 'resolved' as const, 'assigned' as const), minutes: fc.integer({ min: 1, max: 120 }), unless: fc.subarray<Overtaking>(['she_wrote', 'we_wrote', 'assigned', 'resolved']) }).map((change) => rule(change))

/** The same told minute by minute: one timer for each occasion, started, stopped, and gone off. */
function walked(one: TimedRule, history: readonly ThreadAct[]): number[] {
  const word: Record<string, string> = { she_wrote: 'hers', we_wrote: 'ours' }
  const isIt = (act: ThreadAct, kind: string) => act.kind === kind && !(act.kind === 'ours' && act.automatic)
  const starts: Record<string, string> = { her_message: 'hers', our_message: 'ours', resolved: 'resolved', assigned: 'assigned' }
  const restarts = one.kind === 'her_message' || one.kind === 'our_message'
  let timers: number[] = []
  const gone: number[] = []
  for (let minute = 0; minute <= 24 * 60; minute++) {
    gone.push(...timers.filter((due) => due === minute))
    timers = timers.filter((due) => due > minute)
    for (const act of history.filter((each) => each.at === T + minutes(minute))) {
      const begins = isIt(act, starts[one.kind]!) // every kind above
      if (one.unless.some((what) => isIt(act, word[what] ?? what)) || (restarts && begins)) timers = []
      if (begins) timers.push(minute + one.minutes)
    }
  }
  return gone
}

it('acts when timers would have gone off that were started and stopped as it happened', () => {
  fc.assert(fc.property(anyRule, acts, (one, history) => { expect(run(one, history)).toEqual(walked(one, history)) }), { numRuns: 500 })
})

it('what is pending is what the past would have told, had nothing else happened', () => {
  fc.assert(fc.property(anyRule, acts, (one, history) => {
    const end = history.at(-1)?.at ?? T
    const later = replayRule(one, history, around, end + 1, T + days(30)).map(({ at, occasion }) => [at, occasion.key])
    expect(pendingOf(one, history, around).filter((each) => each.dueAt > end).sort((a, b) => a.dueAt - b.dueAt).map((each) => [each.dueAt, each.key])).toEqual(later)
  }))
})

it('an occasion that was overtaken stays so', () => {
  fc.assert(fc.property(anyRule, acts, acts, (one, history, more) => {
    const [first] = history
    const occasion = first && occasionOf(one, first)
    if (occasion && overtakenBy(one, occasion, history.slice(1))) expect(overtakenBy(one, occasion, [...history.slice(1), ...more])).not.toBeNull()
  }))
})
