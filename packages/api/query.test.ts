import type { Filter } from '@recado/core'
import { describe, expect, it } from 'vitest'
import { belongs, isClosingSoon, type ListQuery, type Viewer } from './query.js'
import { at, conversation, T0 } from './testing/rows.js'

const vips: Filter = { all: [{ field: 'labels', op: 'any', value: ['vip'] }, { field: 'assignee', op: 'in', value: ['me', 'none'] }] }
const viewer: Viewer = { userId: 'u1', now: T0, teamIds: ['t1'], views: new Map<string, Filter>([['v1', vips], ['v2', { all: [{ field: 'unread', op: 'is', value: true }, { field: 'language', op: 'in', value: ['es'] }] }]]) }

describe('a row', () => {
  const row = conversation('k1', { labels: ['vip'], team: { id: 't1', name: 'T' }, participantIds: ['u1'], unread: 1, contact: { id: 'c1', name: 'Ana', avatarUrl: null, companyId: 'm1' } })
  it.each<[string, ListQuery, Viewer, boolean | null]>([
    ['is in a saved view that it fits', { view: 'v1' }, viewer, true],
    ['is not in it for a colleague who asks for another state', { view: 'v1', status: 'resolved' }, viewer, false],
    ['cannot be told where the person counts', { view: 'v2' }, viewer, null],
    ['cannot be told in a view that is not known', { view: 'v3' }, viewer, null],
    ['is her team’s', { view: 'my_teams' }, viewer, true],
    ['cannot be told to be her team’s by who does not know her teams', { view: 'my_teams' }, { userId: 'u1', now: T0 }, null],
    ['is another team’s', { view: 'my_teams' }, { ...viewer, teamIds: [] }, false],
    ['is followed', { view: 'participating' }, viewer, true], ['is not followed by others', { view: 'participating' }, { ...viewer, userId: 'u2' }, false],
    ['may hold a draft', { view: 'drafts' }, viewer, null], ['may mention her', { view: 'mentions' }, viewer, null],
    ['is not snoozed', { view: 'snoozed' }, viewer, false], ['may be what is searched for', { view: 'all', q: 'luz' }, viewer, null], ['is of her company’s list', { view: 'all', company: 'm1' }, viewer, true], ['is not of another’s', { company: 'm2' }, viewer, false], ['is not of its list where it does not belong', { view: 'snoozed', company: 'm1' }, viewer, false], ['is not searched for where it does not belong', { view: 'snoozed', q: 'luz' }, viewer, false],
  ])('%s', (_name, query, who, expected) => { expect(belongs(query, row, who)).toBe(expected) })

  it('without what decides is out already', () => {
    expect(belongs({ view: 'v2' }, conversation('k2', { unread: 0 }), viewer)).toBe(false)
  })
})

describe('closing soon', () => {
  const open = (minutes: number, left: number | null = null) => ({ state: 'open' as const, openedAt: at(-60), closesAt: at(minutes), left, kind: 'day' })
  it.each<[string, Parameters<typeof conversation>[1], boolean]>([
    ['when the window ends within four hours', { waitingSince: at(-5), window: open(239) }, true],
    ['not when it ends later', { waitingSince: at(-5), window: open(241) }, false],
    ['when the shop shuts before', { waitingSince: at(-5), window: open(1_000), answerBy: at(200) }, true],
    ['also once the shop has shut', { waitingSince: at(-5), window: open(1_000), answerBy: at(-10) }, true],
    ['not when nobody waits', { window: open(100) }, false],
    ['not when no reply is left', { waitingSince: at(-5), window: open(100, 0) }, false],
    ['not when it has shut', { waitingSince: at(-5), window: open(-1) }, false],
    ['not when it is resolved', { waitingSince: at(-5), window: open(100), status: 'resolved' }, false],
  ])('%s', (_name, change, expected) => { expect(isClosingSoon(conversation('k1', change), T0)).toBe(expected) })
})
