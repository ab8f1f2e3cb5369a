/**
 * The questions a view may ask of a conversation: conditions, joined by all, any and not. One tree, two readers: `matches` here, and SQL in
 * db/queries/filter.ts; a test holds them together on random trees and rows.
 */

/** A value of `assignee`, `participant` and `owner` for whoever looks, of `team` for the teams she belongs to. */
export const ME = 'me'
export const MINE = 'mine'
/** Nobody; somebody, whoever it is. */
export const NONE = 'none'
export const SOMEBODY = 'somebody'

/** Fields whose value is one of several. Ids, or the words above; of `consent` a purpose, or a purpose and a topic's key (`marketing/news`);
 * of `window_on` and `reachable_on` accounts, of `campaign_*` campaigns or `any`, of `order_product` names or article numbers. */
export const CHOICE_FIELDS = ['channel', 'account', 'inbox', 'status', 'priority', 'assignee', 'team', 'participant', 'window', 'window_kind', 'language', 'country', 'source', 'entry_point', 'ad', 'stage', 'owner', 'company', 'consent', 'consent_withdrawn',
  'list', 'window_on', 'reachable_on', 'campaign_got', 'campaign_read', 'campaign_clicked', 'campaign_replied', 'order_product'] as const
/** Fields that are so or not. */
export const SWITCH_FIELDS = ['unread', 'waiting', 'failed', 'draft', 'mentioned', 'marketing_stopped', 'reachable'] as const
/** Moments. */
export const MOMENT_FIELDS = ['last_inbound', 'last_activity', 'created', 'snoozed_until', 'last_order'] as const
/** Spans in hours, counted from now. */
export const SPAN_FIELDS = ['waiting_for', 'closes_within', 'silent_for'] as const
/** Numbers; `order_total` of one currency, its `key`. Orders that were cancelled or paid back do not count. */
export const NUMBER_FIELDS = ['order_count', 'order_total'] as const

/** Labels, of one vocabulary. */
export const LABEL_FIELDS = ['labels', 'person_labels'] as const

export type LabelField = (typeof LABEL_FIELDS)[number]
export type ChoiceField = (typeof CHOICE_FIELDS)[number]
export type SwitchField = (typeof SWITCH_FIELDS)[number]
export type MomentField = (typeof MOMENT_FIELDS)[number]
export type NumberField = (typeof NUMBER_FIELDS)[number]
export type SpanField = (typeof SPAN_FIELDS)[number]

/** One of them. A choice without a value is nothing anybody has. */
export interface ChoiceCondition { field: ChoiceField; op: 'in' | 'not_in'; value: readonly string[] }
/** Of the thread; of the person. */
export interface LabelCondition { field: LabelField; op: 'any' | 'all' | 'none'; value: readonly string[] }
export interface SwitchCondition { field: SwitchField; op: 'is'; value: boolean }
/** `waiting_for`: she has waited at least so long. `closes_within`: the window is open and the deadline to answer comes within so many hours. `silent_for`: she has written nothing for so long, or never. */
export interface SpanCondition { field: SpanField; op: 'hours'; value: number }
/** `before` and `after` an instant; `within` the last hours (of `snoozed_until` the next), `beyond` them. A moment that is not there fits none. */
export type MomentCondition = { field: MomentField; op: 'before'; value: string } | { field: MomentField; op: 'after'; value: string } | { field: MomentField; op: 'within'; value: number } | { field: MomentField; op: 'beyond'; value: number }
export interface NumberCondition { field: NumberField; op: 'above' | 'below'; value: number; key?: string }
/** Of plain values; `any` and `none` of choices, one or several; `before` and `after` a day (YYYY-MM-DD). */
export interface AttributeCondition { field: 'attribute'; key: string; op: 'is' | 'is_not' | 'contains' | 'exists' | 'missing' | 'above' | 'below' | 'before' | 'after' | 'any' | 'none'; value?: string | number | readonly string[] }

export type Condition = ChoiceCondition | LabelCondition | SwitchCondition | SpanCondition | MomentCondition | NumberCondition | AttributeCondition

export type Filter = { all: readonly Filter[] } | { any: readonly Filter[] } | { not: Filter } | Condition

export const isGroup = (filter: Filter): filter is { all: readonly Filter[] } | { any: readonly Filter[] } => 'all' in filter || 'any' in filter
export const isNot = (filter: Filter): filter is { not: Filter } => 'not' in filter

/** Every condition of a tree. */
export function conditionsOf(filter: Filter): Condition[] {
  if ('all' in filter) return filter.all.flatMap(conditionsOf)
  if ('any' in filter) return filter.any.flatMap(conditionsOf)
  return 'not' in filter ? conditionsOf(filter.not) : [filter]
}

/** Whether the answer depends on who asks: such a view counts differently for every colleague. */
export function isPersonal(filter: Filter): boolean {
  return conditionsOf(filter).some((each) => each.field === 'draft' || each.field === 'mentioned'
    || (each.field === 'assignee' || each.field === 'participant' || each.field === 'owner') && each.value.includes(ME) || each.field === 'team' && each.value.includes(MINE))
}

/** What can be asked of people by themselves, without a thread. */
export const PEOPLE_FIELDS = [
  'person_labels', 'attribute', 'stage', 'owner', 'company', 'language', 'country', 'channel', 'account', 'source', 'entry_point', 'ad', 'consent', 'consent_withdrawn', 'marketing_stopped', 'reachable', 'last_inbound', 'last_activity', 'created',
  'list', 'window_on', 'reachable_on', 'silent_for', 'campaign_got', 'campaign_read', 'campaign_clicked', 'campaign_replied', 'order_count', 'order_total', 'last_order', 'order_product',
] as const satisfies readonly Condition['field'][]

/** What is asked of people alone: no view of threads knows it. */
export const PEOPLE_ALONE = ['list', 'window_on', 'reachable_on', 'silent_for', 'campaign_got', 'campaign_read', 'campaign_clicked', 'campaign_replied', 'order_count', 'order_total', 'last_order', 'order_product'] as const satisfies readonly Condition['field'][]
export type PeopleAlone = (typeof PEOPLE_ALONE)[number]

/** Any campaign at all. */
export const ANY = 'any'
