import { type AttributeCondition, type AttributeType, CHOICE_FIELDS, type Condition, type Filter, filterFaults, LABEL_FIELDS, MOMENT_FIELDS, NUMBER_FIELDS, SPAN_FIELDS, SWITCH_FIELDS } from '@recado/core'

/** A tree while it is edited: every node has a name of its own, and `none` stands for "not any". */
export type Node = GroupNode | { id: number; condition: Condition }
export interface GroupNode { id: number; match: 'all' | 'any' | 'none'; items: Node[] }
export type Field = Condition['field']

let last = 0
const nextId = (): number => ++last
export const isGroupNode = (node: Node): node is GroupNode => 'match' in node

/** Fields in the order in which they are offered. */
export const FIELDS: readonly Field[] = [
  'status', 'assignee', 'team', 'participant', 'labels', 'priority', 'unread', 'channel', 'account', 'inbox', 'waiting', 'waiting_for', 'window', 'closes_within', 'window_kind', 'last_inbound', 'last_activity', 'created', 'snoozed_until',
  'failed', 'draft', 'mentioned', 'language', 'country', 'stage', 'owner', 'company', 'person_labels', 'attribute', 'consent', 'consent_withdrawn', 'marketing_stopped', 'reachable', 'source', 'entry_point', 'ad',
]

const within = (all: readonly string[], field: Field): boolean => all.includes(field)
/** Spans and numbers that are about people: told in days, and without a unit. */
export const inDays = (field: Field): boolean => field === 'silent_for' || field === 'last_order'
export const isNumber = (field: Field): boolean => within(NUMBER_FIELDS, field)
export const isChoice = (field: Field): boolean => within(CHOICE_FIELDS, field) || within(LABEL_FIELDS, field)

/** How a field of the company's own is compared, by its type; one that nobody defined may hold anything. */
const ATTRIBUTE_OPS: Record<AttributeType, readonly AttributeCondition['op'][]> = {
  text: ['is', 'is_not', 'contains', 'exists', 'missing'], number: ['is', 'above', 'below', 'exists', 'missing'], date: ['before', 'after', 'is', 'exists', 'missing'], boolean: ['is', 'exists', 'missing'],
  choice: ['any', 'none', 'exists', 'missing'], choices: ['any', 'none', 'exists', 'missing'], link: ['contains', 'exists', 'missing'],
}

/** How a field can be compared; `type` of an attribute. */
export function opsOf(field: Field, type?: AttributeType): readonly Condition['op'][] {
  if (field === 'attribute' && type) return ATTRIBUTE_OPS[type]
  if (within(CHOICE_FIELDS, field)) return ['in', 'not_in']
  if (within(LABEL_FIELDS, field)) return ['any', 'all', 'none']
  if (within(SWITCH_FIELDS, field)) return ['is']
  if (within(SPAN_FIELDS, field)) return ['hours']
  if (within(NUMBER_FIELDS, field)) return ['above', 'below']
  return within(MOMENT_FIELDS, field) ? ['within', 'beyond', 'before', 'after'] : ['is', 'is_not', 'contains', 'exists', 'missing', 'above', 'below']
}

/** A new condition on a field: what most people mean by it, or one that waits to be filled in. */
export function begin(field: Field, op: Condition['op'] = opsOf(field)[0]!): Condition {
  if (isChoice(field)) return { field, op, value: [] } as unknown as Condition // the op is one of the field's
  if (within(SWITCH_FIELDS, field)) return { field, op: 'is', value: true } as Condition
  if (within(SPAN_FIELDS, field)) return { field, op: 'hours', value: field === 'silent_for' ? 30 * 24 : 4 } as Condition
  if (within(NUMBER_FIELDS, field)) return { field, op, value: 0, ...(field === 'order_total' ? { key: 'EUR' } : {}) } as Condition
  if (within(MOMENT_FIELDS, field)) return { field, op, value: op === 'within' || op === 'beyond' ? (inDays(field) ? 30 * 24 : 24) : '' } as Condition
  if (op === 'any' || op === 'none') return { field: 'attribute', key: '', op, value: [] }
  return { field: 'attribute', key: '', op, ...(op === 'exists' || op === 'missing' ? {} : { value: op === 'above' || op === 'below' ? 0 : '' }) } as Condition
}

export const conditionNode = (condition: Condition): Node => ({ id: nextId(), condition })
export const groupNode = (match: GroupNode['match'], items: Node[] = []): GroupNode => ({ id: nextId(), match, items })

export function toFilter(node: Node): Filter {
  if (!isGroupNode(node)) return node.condition
  const items = node.items.map(toFilter)
  return node.match === 'all' ? { all: items } : node.match === 'any' ? { any: items } : { not: { any: items } }
}

function nodeOf(filter: Filter): Node {
  if ('all' in filter) return groupNode('all', filter.all.map(nodeOf))
  if ('any' in filter) return groupNode('any', filter.any.map(nodeOf))
  if ('not' in filter) return 'any' in filter.not ? groupNode('none', filter.not.any.map(nodeOf)) : groupNode('none', [nodeOf(filter.not)])
  return conditionNode(filter)
}

/** A tree to edit: its top is always a group. */
export function draftOf(filter: Filter): GroupNode {
  const node = nodeOf(filter)
  return isGroupNode(node) ? node : groupNode('all', [node])
}

/** The tree with one node made anew, or left out when `make` gives null. */
export function changed(node: GroupNode, id: number, make: (node: Node) => Node | null): GroupNode {
  if (node.id === id) { const made = make(node); return made && isGroupNode(made) ? made : node }
  return { ...node, items: node.items.flatMap((item) => {
    if (item.id === id) return make(item) ?? []
    return isGroupNode(item) ? changed(item, id, make) : item
  }) }
}

/** The tree as it can be asked; null while something is not filled in. */
export function askable(node: GroupNode, of: 'threads' | 'people' = 'threads'): Filter | null {
  const filter = toFilter(node)
  return filterFaults(filter, of).length === 0 ? filter : null
}
