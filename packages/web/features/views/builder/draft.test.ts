import type { Filter } from '@recado/core'
import { describe, expect, it } from 'vitest'
import { askable, begin, changed, conditionNode, draftOf, FIELDS, groupNode, isGroupNode, opsOf, toFilter } from './draft.js'
import { startOf } from './start.js'

const open: Filter = { field: 'status', op: 'in', value: ['open'] }
const vip: Filter = { field: 'labels', op: 'any', value: ['vip'] }

describe('a view while it is edited', () => {
  it.each<[string, Filter, Filter]>([
    ['groups stay as they are', { all: [open, { any: [vip, open] }] }, { all: [open, { any: [vip, open] }] }],
    ['none of these is not any', { all: [{ not: { any: [vip] } }] }, { all: [{ not: { any: [vip] } }] }],
    ['not one thing is none of it', { not: open }, { not: { any: [open] } }],
    ['one condition stands in a group', open, { all: [open] }],
    ['not all of them keeps its group', { not: { all: [open, vip] } }, { not: { any: [{ all: [open, vip] }] } }],
  ])('%s', (_name, filter, back) => { expect(toFilter(draftOf(filter))).toEqual(back) })

  it('is not asked before everything is filled in', () => {
    const waiting = groupNode('all', [conditionNode(begin('labels'))])
    expect([askable(waiting), askable(groupNode('all', [conditionNode(begin('unread'))]))]).toEqual([null, { all: [{ field: 'unread', op: 'is', value: true }] }])
  })

  it('begins every field with a comparison it has', () => {
    for (const field of FIELDS) for (const op of opsOf(field)) expect([field, opsOf(field)]).toEqual([field, expect.arrayContaining([begin(field, op).op])])
    expect(new Set(FIELDS).size).toBe(36)
  })

  it('changes one node and leaves the others', () => {
    const draft = draftOf({ all: [open, { any: [vip] }] })
    const [, group] = draft.items
    const inner = group && isGroupNode(group) ? group.items[0]! : null
    expect(toFilter(changed(draft, inner!.id, () => null))).toEqual({ all: [open, { any: [] }] })
    expect(toFilter(changed(draft, draft.id, (node) => (isGroupNode(node) ? { ...node, match: 'any' } : node)))).toEqual({ any: [open, { any: [vip] }] })
  })
})

describe('a new view', () => {
  it.each([
    ['begins with the list that is shown', { view: 'mine', channel: 'whatsapp' }, { all: [open, { field: 'assignee', op: 'in', value: ['me'] }, { field: 'channel', op: 'in', value: ['whatsapp'] }] }],
    ['takes any state where the list does', { view: 'failed' }, { all: [{ field: 'failed', op: 'is', value: true }] }],
    ['says what closing soon means', { view: 'closing_soon', label: 'vip' }, { all: [open, { field: 'waiting', op: 'is', value: true }, { field: 'closes_within', op: 'hours', value: 4 }, vip] }],
  ])('%s', (_name, search, filter) => { expect(startOf(search, undefined).filter).toEqual(filter) })
})
