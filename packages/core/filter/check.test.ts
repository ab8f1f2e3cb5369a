import { describe, expect, it } from 'vitest'
import { filterFaults, MOST_CONDITIONS, MOST_DEPTH, MOST_VALUES } from './check.js'
import { isPersonal, type Filter } from './tree.js'

const open = { field: 'status', op: 'in', value: ['open'] }
const deep = (levels: number): unknown => (levels === 0 ? open : { not: deep(levels - 1) })

describe('a tree', () => {
  it.each<[string, unknown, string[]]>([
    ['of nothing holds everything', { all: [] }, []], ['of one condition is asked', open, []],
    ['is no text', 'open', ['']], ['is no list', [open], ['']], ['names its field', { field: 'colour', op: 'in', value: ['x'] }, ['']], ['knows only its own keys', { ...open, key: 'x' }, ['']],
    ['takes known words', { any: [open, { field: 'status', op: 'in', value: ['asleep'] }] }, ['any.1']], ['takes ids where there are ids', { field: 'inbox', op: 'in', value: ['sales'] }, ['']],
    ['takes me for a person', { field: 'assignee', op: 'not_in', value: ['me', 'none', 'somebody'] }, []], ['takes no "mine" for a person', { field: 'assignee', op: 'in', value: ['mine'] }, ['']],
    ['wants a value', { not: { field: 'labels', op: 'any', value: [] } }, ['not']], ['wants an offset', { field: 'created', op: 'before', value: '2026-11-22T09:00' }, ['']], ['takes an instant', { field: 'created', op: 'before', value: '2026-11-22T09:00:00Z' }, []],
    ['wants hours', { field: 'waiting_for', op: 'hours', value: '4' }, ['']], ['counts no hours backwards', { field: 'last_inbound', op: 'within', value: -1 }, ['']],
    ['compares numbers with numbers', { field: 'attribute', key: 'age', op: 'above', value: 'x' }, ['']], ['asks whether it is known', { field: 'attribute', key: 'age', op: 'exists' }, []],
    ['holds no zero byte', { field: 'labels', op: 'any', value: ['a\u0000'] }, ['']],
    ['is as deep as it may be', deep(MOST_DEPTH), []], ['is no deeper', deep(MOST_DEPTH + 1), [Array.from({ length: MOST_DEPTH + 1 }, () => 'not').join('.')]],
    ['holds as many conditions as it may', { all: Array.from({ length: MOST_CONDITIONS }, () => open) }, []],
    ['holds no more of them in two groups', { all: [{ all: Array.from({ length: MOST_CONDITIONS }, () => open) }, { any: [open] }] }, ['all.1.any.0']],
    ['takes so many values', { field: 'labels', op: 'any', value: Array.from({ length: MOST_VALUES }, (_, i) => `l${i}`) }, []], ['takes no more', { field: 'labels', op: 'any', value: Array.from({ length: MOST_VALUES + 1 }, (_, i) => `l${i}`) }, ['']],
  ])('%s', (_name, tree, paths) => { expect(filterFaults(tree).map((fault) => fault.path)).toEqual(paths) })
})

it.each<[Filter, boolean]>([
  [{ all: [{ field: 'team', op: 'in', value: ['mine'] }] }, true], [{ not: { field: 'draft', op: 'is', value: true } }, true], [{ field: 'participant', op: 'in', value: ['me'] }, true],
  [{ any: [{ field: 'assignee', op: 'in', value: ['none'] }] }, false], [{ field: 'labels', op: 'any', value: ['me'] }, false],
])('%j asks who looks: %s', (filter, personal) => { expect(isPersonal(filter)).toBe(personal) })
