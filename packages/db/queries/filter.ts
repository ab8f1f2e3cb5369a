import { type AttributeCondition, type ChoiceCondition, type Condition, type Filter, ME, MINE, type MomentCondition, NONE, SOMEBODY } from '@recado/core'

/** Takes a value and gives its placeholder. */
export type Add = (value: unknown) => string

/** Who asks, and when (business time, ms). */
export interface Asking { userId: string | null; now: number }

const HOUR = 3_600_000
const at = (add: Add, ms: number): string => `${add(new Date(Math.min(Math.max(ms, -62_000_000_000_000), 253_000_000_000_000)).toISOString())}::timestamptz`

/** When people should have answered. The index of the views by deadline holds this very expression. */
export const DEADLINE = '(case when c.answer_by is null then c.window_closes_at else c.answer_by end)'
/** Who waits, in words that do not bring the planner to the index of those who wait: asked by deadline, it would read them all. */
export const WAITS = `coalesce(c.waiting_since, 'infinity') < 'infinity'`
/** A window that can still be answered in. */
export const windowOpen = (now: string): string => `c.window_closes_at > ${now} and (c.window_left is null or c.window_left > 0)`

const PERSON = 'from contact p where p.workspace_id = c.workspace_id and p.contact_id = c.contact_id'
const IDENTITY = 'from identity n where n.workspace_id = c.workspace_id and n.identity_id = c.identity_id'
const SOURCE = 'from entry e where e.workspace_id = c.workspace_id and e.conversation_id = c.conversation_id order by e.at, e.entry_id limit 1'
const MY_TEAMS = (user: string): string => `select t.team_id from team_member t where t.workspace_id = c.workspace_id and t.user_id = ${user}`

/**
 * A tree as a condition on conversation rows called `c`: never null, so that "not" means the same as in `matches` of the core. Values travel as
 * parameters; nothing of the tree becomes text of the statement.
 */
export function filterSql(filter: Filter, asking: Asking, add: Add): string {
  if ('all' in filter) return joined(filter.all, 'and', 'true', asking, add)
  if ('any' in filter) return joined(filter.any, 'or', 'false', asking, add)
  if ('not' in filter) return `(not ${filterSql(filter.not, asking, add)})`
  return `(${conditionSql(filter, asking, add)})`
}

function joined(parts: readonly Filter[], word: 'and' | 'or', empty: string, asking: Asking, add: Add): string {
  return parts.length === 0 ? empty : `(${parts.map((each) => filterSql(each, asking, add)).join(` ${word} `)})`
}

function conditionSql(condition: Condition, asking: Asking, add: Add): string {
  const now = (): string => at(add, asking.now)
  switch (condition.field) {
    case 'labels': return labels('c.labels', condition.op, add(condition.value))
    case 'person_labels': return `coalesce((select ${labels('p.labels', condition.op, add(condition.value))} ${PERSON}), false)`
    case 'waiting_for': return `c.waiting_since is not null and c.waiting_since <= ${at(add, asking.now - condition.value * HOUR)}`
    case 'closes_within': return `c.window_closes_at is not null and ${windowOpen(now())} and ${DEADLINE} <= ${at(add, asking.now + condition.value * HOUR)}`
    case 'attribute': return attribute(condition, (expression) => `(select ${expression} ${PERSON})`, add)
    case 'last_inbound': return moment('c.last_inbound_at', condition, asking, add)
    case 'last_activity': return moment('c.last_at', condition, asking, add)
    case 'created': return moment('c.created_at', condition, asking, add)
    case 'snoozed_until': return moment('c.snoozed_until', condition, asking, add)
    case 'unread': return `(c.unread > 0) = ${condition.value}`
    case 'waiting': return `(c.waiting_since is not null) = ${condition.value}`
    case 'failed': return `(c.failed_count > 0) = ${condition.value}`
    case 'draft': return asking.userId === null ? String(!condition.value) : `exists (select from draft d where d.workspace_id = c.workspace_id and d.conversation_id = c.conversation_id and d.user_id = ${add(asking.userId)}::uuid) = ${condition.value}`
    case 'mentioned': return asking.userId === null ? String(!condition.value) : `exists (select from mention m where m.workspace_id = c.workspace_id and m.conversation_id = c.conversation_id and m.user_id = ${add(asking.userId)}::uuid) = ${condition.value}`
    case 'marketing_stopped': return `coalesce((select n.marketing_stopped ${IDENTITY}), false) = ${condition.value}`
    case 'reachable': return `coalesce((select n.reachable ${IDENTITY}), true) = ${condition.value}`
    // Asked of people alone: no thread has it.
    case 'silent_for': case 'last_order': case 'order_count': case 'order_total': return 'false'
    default: return `${condition.op === 'not_in' ? 'not ' : ''}(${choice(condition, asking, add)})`
  }
}

export function labels(column: string, op: 'any' | 'all' | 'none', value: string): string {
  if (op === 'all') return `${column} @> ${value}::text[]`
  return op === 'any' ? `${column} && ${value}::text[]` : `not ${column} && ${value}::text[]`
}

function choice({ field, value }: ChoiceCondition, asking: Asking, add: Add): string {
  const plain = (expression: string, type = 'text'): string => `${expression} = any(${add(value)}::${type}[])`
  const known = (expression: string): string => `coalesce(${plain(expression)}, false)`
  const ids = (): string => `${add(value.filter((each) => !WORDS.has(each)))}::uuid[]`
  switch (field) {
    case 'channel': return plain('c.channel')
    case 'account': return plain('c.account_id', 'uuid')
    case 'inbox': return plain('c.inbox_id', 'uuid')
    case 'status': return plain('c.status')
    case 'priority': return plain('c.priority')
    case 'window_kind': return known('c.window_kind')
    case 'window': return plain(`(case when c.window_closes_at is null then 'none' when ${windowOpen(at(add, asking.now))} then 'open' else 'closed' end)`)
    case 'assignee': {
      const mine = (): string => (value.includes(ME) && asking.userId ? ` or c.assignee_id = ${add(asking.userId)}::uuid` : '')
      const held = value.includes(SOMEBODY) ? 'c.assignee_id is not null' : `(c.assignee_id is not null and (c.assignee_id = any(${ids()})${mine()}))`
      return value.includes(NONE) ? `(c.assignee_id is null or ${held})` : held
    }
    case 'participant': {
      const mine = value.includes(ME) && asking.userId ? ` or ${add(asking.userId)}::uuid = any(c.participant_ids)` : ''
      const none = value.includes(NONE) ? ` or c.participant_ids = '{}'` : ''
      return `(c.participant_ids && ${ids()}${mine}${none})`
    }
    case 'team': {
      const mine = value.includes(MINE) && asking.userId ? ` or c.team_id in (${MY_TEAMS(`${add(asking.userId)}::uuid`)})` : ''
      const held = `(c.team_id is not null and (c.team_id = any(${ids()})${mine}))`
      return value.includes(NONE) ? `(c.team_id is null or ${held})` : held
    }
    case 'language': return known(`(select substring(lower(p.language) from '^[a-z]+') ${PERSON})`)
    case 'country': return known(`coalesce((select upper(p.country) ${PERSON}), (select upper(n.country) ${IDENTITY}))`)
    case 'stage': return heldBy(`(select p.stage_id ${PERSON})`, value, asking, add)
    case 'company': return heldBy(`(select p.company_id ${PERSON})`, value, asking, add)
    case 'owner': return heldBy(`(select p.owner_id ${PERSON})`, value, asking, add)
    case 'consent': return consented(value, `c.workspace_id`, 'c.contact_id', 'c.channel', true, asking, add)
    case 'consent_withdrawn': return consented(value, `c.workspace_id`, 'c.contact_id', 'c.channel', false, asking, add)
    case 'source': return known(`(select e.kind ${SOURCE})`)
    case 'entry_point': return known(`(select e.entry_point_id::text ${SOURCE})`)
    case 'ad': return known(`(select case when e.kind = 'ad' then e.source end ${SOURCE})`)
    default: return 'false'
  }
}

const WORDS: ReadonlySet<string> = new Set([ME, MINE, NONE, SOMEBODY])

export function moment(column: string, condition: MomentCondition, asking: Asking, add: Add): string {
  const there = `${column} is not null and ${column}`
  if (condition.op === 'before') return `${there} < ${at(add, Date.parse(condition.value))}`
  if (condition.op === 'after') return `${there} >= ${at(add, Date.parse(condition.value))}`
  const ahead = condition.field === 'snoozed_until'
  const end = at(add, asking.now + (ahead ? 1 : -1) * condition.value * HOUR)
  const within = ahead ? '<=' : '>='
  return `${there} ${condition.op === 'within' ? within : ahead ? '>' : '<'} ${end}`
}

/** An id of a person's row that may be nobody's. */
export function heldBy(column: string, value: readonly string[], asking: Asking, add: Add): string {
  const none = value.includes(NONE) ? `${column} is null or ` : ''
  if (value.includes(SOMEBODY)) return `(${none}${column} is not null)`
  const ids = value.flatMap((one) => (one === ME ? (asking.userId ? [asking.userId] : []) : WORDS.has(one) ? [] : [one]))
  return `(${none}coalesce(${column} = any(${add(ids)}::uuid[]), false))`
}

/**
 * Where somebody stands to one of these purposes, or purposes and topics: her yes holds (`yes`), or she has withdrawn it. A topic or an app that was
 * never named for her stands as her row without one. `channel` null: on any of her apps.
 */
export function consented(value: readonly string[], workspace: string, contact: string, channel: string | null, yes: boolean, asking: Asking, add: Add): string {
  const now = (): string => at(add, asking.now)
  return `(${value.map((one) => {
    const [purpose, topic] = one.split('/')
    const mine = `n.workspace_id = ${workspace} and n.contact_id = ${contact} and n.purpose = ${add(purpose)}::text`
    const key = topic === undefined ? null : `${add(topic)}::text`
    const category = key && `(select k.category_id from consent_category k where k.workspace_id = ${workspace} and k.key = ${key})`
    const named = category && `n.category_id is not distinct from (case when exists (select from consent_now n where ${mine} and n.category_id = ${category}) then ${category} end)`
    const app = channel && `n.channel is not distinct from (case when exists (select from consent_now n where ${mine} and n.channel = ${channel}) then ${channel} end)`
    const stands = yes ? `(n.standing = 'confirmed' or n.standing = 'given' and not exists (select from purpose_setting g where g.workspace_id = ${workspace} and g.purpose = n.purpose and g.double_opt_in)) and (n.until is null or n.until > ${now()})` : `n.standing = 'withdrawn'`
    return `exists (select from consent_now n where ${[mine, named ?? 'n.category_id is null', ...(app ? [app] : []), stands].join(' and ')})`
  }).join(' or ') || 'false'})`
}

/** `of` reads an expression on the person's row, called `p`. */
export function attribute({ key, op, value }: AttributeCondition, of: (expression: string) => string, add: Add): string {
  const name = `${add(key)}::text`
  // Plain values alone are compared; a list or an object is as if it were missing.
  const text = of(`case when jsonb_typeof(p.attributes -> ${name}) in ('string', 'number', 'boolean') then p.attributes ->> ${name} end`)
  const there = of(`coalesce(jsonb_typeof(p.attributes -> ${name}) in ('string', 'number', 'boolean') or jsonb_typeof(p.attributes -> ${name}) = 'array' and p.attributes -> ${name} <> '[]', false)`)
  if (op === 'exists') return `coalesce(${there}, false)`
  if (op === 'missing') return `not coalesce(${there}, false)`
  if (op === 'any' || op === 'none') {
    const chosen = of(`case jsonb_typeof(p.attributes -> ${name}) when 'array' then p.attributes -> ${name} ?| ${add(value)}::text[] when 'string' then p.attributes ->> ${name} = any(${add(value)}::text[]) end`)
    return `${op === 'none' ? 'not ' : ''}coalesce(${chosen}, false)`
  }
  if (op === 'is') return `${text} is not distinct from ${add(String(value))}::text`
  if (op === 'is_not') return `${text} is distinct from ${add(String(value))}::text`
  if (op === 'contains') return `coalesce(position(lower(${add(String(value))}::text) in lower(${text})) > 0, false)`
  if (op === 'before' || op === 'after') return `coalesce((select s.text ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' and s.text collate "C" ${op === 'before' ? '<' : '>='} ${add(String(value))}::text from (select ${text} as text) s), false)`
  return `coalesce((select case when s.text ~ '${NUMERIC}' then s.text::numeric ${op === 'above' ? '>' : '<'} ${add(String(value))}::numeric end from (select ${text} as text) s), false)`
}

/** As the core spells it: at most 15 digits, so that both compare the same. */
const NUMERIC = '^-?([0-9]{1,9}([.][0-9]{1,6})?|[0-9]{10,12}([.][0-9]{1,3})?)$'
