import type { NudgeStep, NudgeStepWish, RuleAction, RuleTrigger } from '@recado/api'
import type { Translate } from '../../i18n/provider.js'

/** A rule as it is being written. */
export type NudgeDraft = NudgeStepWish & { id?: string }

/** What a rule can begin with, as it is offered: what happened, and how a thread stands. */
export const HAPPENED: readonly RuleTrigger[] = ['her_message', 'our_message', 'first_message', 'assigned', 'label_added', 'resolved', 'snooze_ended', 'order', 'consent']
export const STANDS: readonly RuleTrigger[] = ['agent', 'customer', 'waiting', 'unassigned']
export const isStanding = (kind: RuleTrigger): boolean => STANDS.includes(kind)

/** Minutes of an hour and of a day. */
export const HOUR = 60
export const DAY = 24 * HOUR
export const NIGHT = { from: '21:00', to: '09:00' }

const EMPTY: NudgeStepWish = {
  inboxId: null, kind: 'her_message', name: '', minutes: HOUR, enabled: false, counts: 'clock', atTime: null, about: null, unless: [], condition: null, actions: [], tell: 'nobody', tellIds: [], priority: null, assignUserId: null, assignTeamId: null,
  variants: [], quiet: NIGHT, evenWhenOwed: false,
}

export const say = (text: string): RuleAction => ({ do: 'send', variants: [{ language: null, content: { kind: 'text', text } }], templates: [], purpose: 'service', category: null })
/** As a text of ours carries it: her first name, where it is known. */
const NAME = '{{contact.firstName}}'

/** Rules to begin with. All are off until somebody switches them on. */
export function starters(t: Translate): { key: string; title: string; draft: NudgeDraft }[] {
  const one = (key: string, title: string, draft: Partial<NudgeStepWish>) => ({ key, title, draft: { ...EMPTY, name: title, ...draft } })
  return [
    one('answer', t('nudges.start_answer'), { kind: 'her_message', minutes: 23 * HOUR, unless: ['we_wrote', 'resolved'], actions: [say(t('nudges.start_answer_text', { place: NAME })), { do: 'remind', whom: 'leads' }] }),
    one('agent', t('nudges.kind_agent'), { kind: 'agent', minutes: 30, actions: [{ do: 'remind', whom: 'agents' }] }),
    one('waiting', t('nudges.kind_waiting'), { kind: 'waiting', minutes: 30, actions: [{ do: 'remind', whom: 'leads' }, { do: 'priority', priority: 'high' }] }),
    one('unassigned', t('nudges.kind_unassigned'), { kind: 'unassigned', minutes: 15, actions: [{ do: 'remind', whom: 'leads' }] }),
    one('customer', t('nudges.kind_customer'), { kind: 'customer', minutes: 2 * HOUR, actions: [say(t('nudges.starter'))] }),
    one('silent', t('nudges.start_silent'), { kind: 'our_message', minutes: 20 * HOUR, unless: ['she_wrote', 'resolved'], actions: [say(t('nudges.start_silent_text'))] }),
    one('unpaid', t('nudges.start_unpaid'), { kind: 'order', about: 'placed', minutes: 3 * HOUR, unless: ['order_moved'], actions: [{ ...say(t('nudges.start_unpaid_text')), purpose: 'notification' } as RuleAction] }),
    one('follow', t('nudges.start_follow'), { kind: 'resolved', minutes: 12 * HOUR, atTime: '11:00', unless: ['she_wrote'], actions: [say(t('nudges.start_follow_text'))] }),
    one('blank', t('nudges.blank'), { name: '' }),
  ]
}

/** An action as it is begun. */
export function newAction(what: RuleAction['do']): RuleAction {
  switch (what) {
    case 'send': return say('')
    case 'assign': return { do: 'assign', to: 'rules' }
    case 'remind': return { do: 'remind', whom: 'agents' }
    case 'label': return { do: 'label', add: [], remove: [] }
    case 'priority': return { do: 'priority', priority: 'high' }
    case 'note': return { do: 'note', text: '' }
    case 'snooze': return { do: 'snooze', minutes: DAY }
    case 'resolve': return { do: 'resolve' }
    case 'stage': return { do: 'stage', stageId: '' }
  }
}

/** What a step of the former shape does, as actions. */
export function actionsOf(step: Pick<NudgeStep, 'kind' | 'actions' | 'tell' | 'tellIds' | 'priority' | 'assignUserId' | 'assignTeamId' | 'variants'>): RuleAction[] {
  if (step.actions.length > 0) return step.actions
  if (step.kind === 'customer') return [{ do: 'send', variants: step.variants, templates: [], purpose: 'service', category: null }]
  return [
    ...(step.tell === 'nobody' ? [] : [step.tell === 'some' ? { do: 'remind' as const, whom: step.tell, ids: step.tellIds } : { do: 'remind' as const, whom: step.tell }]),
    ...(step.priority ? [{ do: 'priority' as const, priority: step.priority }] : []),
    ...(step.assignUserId ? [{ do: 'assign' as const, to: 'user' as const, id: step.assignUserId }] : step.assignTeamId ? [{ do: 'assign' as const, to: 'team' as const, id: step.assignTeamId }] : []),
  ]
}

/** A rule to edit: whatever shape it had, it has actions now. */
export const draftOfStep = (step: NudgeStep): NudgeDraft => ({ ...wishOf(step), id: step.id, actions: actionsOf(step) })

/** What is sent: a rule that was read carries more. */
export function wishOf({ inboxId, kind, name, minutes, enabled, counts, atTime, about, unless, condition, actions, tell, tellIds, priority, assignUserId, assignTeamId, variants, quiet, evenWhenOwed }: NudgeDraft): NudgeStepWish {
  return { inboxId, kind, name: name.trim(), minutes, enabled, counts, atTime, about, unless, condition, actions, tell, tellIds, priority, assignUserId, assignTeamId, variants, quiet, evenWhenOwed }
}
