import type { NudgeStepWish, RuleAction } from '@recado/api'
import { conditionsOf, filterFaults, isHappening, isPersonal, RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { checkedVariants } from '../automation/change.js'
import type { Services } from '../services.js'

const invalid = (field: string, message: string): RecadoError => new RecadoError('invalid_request', { fields: [{ field, message }] })
const MOST_ACTIONS = 10
/** Her three in a row. */
const MOST_SENDS = 3
/** Opening time is known for so long ahead. */
const MOST_OPENING_MINUTES = 5 * 24 * 60

/** A rule with actions of its own, checked: that it can do something, to people and places that are there. null: a step of the former shape. */
export async function checkRule(services: Services, tx: Tx, workspaceId: string, wish: NudgeStepWish): Promise<NudgeStepWish | null> {
  if (wish.condition !== null) {
    const [fault] = filterFaults(wish.condition)
    if (fault) throw invalid(`condition${fault.path ? `.${fault.path}` : ''}`, fault.message)
    if (isPersonal(wish.condition)) throw invalid('condition', 'asks who looks, and a rule is nobody')
    if (conditionsOf(wish.condition).some((one) => one.field === 'draft' || one.field === 'mentioned')) throw invalid('condition', 'asks who looks, and a rule is nobody')
  }
  if (isHappening(wish.kind) && wish.actions.length === 0) throw invalid('actions', 'does something')
  if (wish.actions.length === 0) return null
  if (wish.actions.length > MOST_ACTIONS) throw invalid('actions', `are more than ${MOST_ACTIONS}`)
  if (wish.actions.filter((one) => one.do === 'send').length > MOST_SENDS) throw invalid('actions', `send more than ${MOST_SENDS} messages`)
  if (wish.counts === 'opening' && isHappening(wish.kind) && wish.minutes > MOST_OPENING_MINUTES) throw invalid('minutes', `is more than ${MOST_OPENING_MINUTES} in opening time`)
  if (wish.unless.includes('order_moved') && wish.kind !== 'order') throw invalid('unless', 'knows no order')
  for (const [i, action] of wish.actions.entries()) await checkAction(services, tx, workspaceId, wish, action, `actions[${i}]`)
  return { ...wish, tell: 'nobody', tellIds: [], priority: null, assignUserId: null, assignTeamId: null, variants: [], evenWhenOwed: wish.kind === 'customer' && wish.evenWhenOwed }
}

async function checkAction(services: Services, tx: Tx, workspaceId: string, wish: NudgeStepWish, action: RuleAction, at: string): Promise<void> {
  const known = async (sql: string, ids: readonly string[]): Promise<boolean> => (await tx.query<{ id: string }>(sql, [workspaceId, [...new Set(ids)]])).length === new Set(ids).size
  switch (action.do) {
    case 'send': return checkSend(services, tx, workspaceId, wish, action, at)
    case 'assign': {
      const table = action.to === 'user' ? 'select user_id as id from member where workspace_id = $1 and user_id = any($2::uuid[]) and disabled_at is null' : 'select team_id as id from team where workspace_id = $1 and team_id = any($2::uuid[])'
      if ('id' in action && !await known(table, [action.id])) throw invalid(`${at}.id`, 'is not here')
      return
    }
    case 'remind': {
      if (action.whom !== 'some') return
      const people = await known('select user_id as id from member where workspace_id = $1 and user_id = any($2::uuid[]) union all select team_id from team where workspace_id = $1 and team_id = any($2::uuid[])', action.ids)
      if (action.ids.length === 0 || !people) throw invalid(`${at}.ids`, 'names colleagues or teams of this workspace')
      return
    }
    case 'label': {
      const names = [...action.add, ...action.remove]
      if (names.length === 0) throw invalid(at, 'names a label')
      if (!await known('select distinct g.name as id from unnest($2::text[]) g(name) join label l on l.workspace_id = $1 and label_key(l.name) = label_key(g.name)', names)) throw invalid(at, 'names labels that are there')
      return
    }
    case 'stage': { if (!await known('select stage_id as id from contact_stage where workspace_id = $1 and archived_at is null and stage_id = any($2::uuid[])', [action.stageId])) throw invalid(`${at}.stageId`, 'is not here'); return }
    case 'note': { if (action.text.trim() === '') throw invalid(`${at}.text`, 'says something'); return }
    case 'priority': case 'snooze': case 'resolve': return
  }
}

async function checkSend(services: Services, tx: Tx, workspaceId: string, wish: NudgeStepWish, action: Extract<RuleAction, { do: 'send' }>, at: string): Promise<void> {
  if (action.variants.length === 0 && action.templates.length === 0) throw invalid(`${at}.variants`, 'says something')
  if (action.variants.length > 0) {
    const accounts = (await services.accounts.list(workspaceId)).filter((one) => !one.disconnected && services.channels.find(one.channel) && (wish.inboxId === null || one.inboxId === wish.inboxId))
    await checkedVariants(tx, services, { workspaceId, kind: 'inbox', id: wish.inboxId ?? workspaceId, accounts }, action.variants)
  }
  for (const [i, one] of action.templates.entries()) {
    const [row] = await tx.query('select 1 from template where workspace_id = $1 and account_id = $2 and template_id = $3 and not gone', [workspaceId, one.channelAccountId, one.templateId])
    if (!row) throw invalid(`${at}.templates[${i}].templateId`, 'is not here')
  }
  if (action.category !== null && (await tx.query('select 1 from consent_category where workspace_id = $1 and key = $2 and archived_at is null', [workspaceId, action.category])).length === 0) throw invalid(`${at}.category`, 'is not here')
}
