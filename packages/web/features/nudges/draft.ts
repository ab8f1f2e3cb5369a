import type { NudgeKind, NudgeStepWish } from '@recado/api'
import type { Translate } from '../../i18n/provider.js'

/** A step as it is being written. */
export type NudgeDraft = NudgeStepWish & { id?: string }

const MINUTES: Record<NudgeKind, number> = { agent: 30, waiting: 30, unassigned: 15, customer: 120 }

/** A step to begin with; the customer's is off until somebody switches it on. */
export function newNudge(kind: NudgeKind, t: Translate): NudgeDraft {
  const customer = kind === 'customer'
  return {
    inboxId: null, kind, name: t(`nudges.kind_${kind}`), minutes: MINUTES[kind], enabled: !customer, tell: customer ? 'nobody' : kind === 'agent' ? 'agents' : 'leads', tellIds: [], priority: kind === 'waiting' ? 'high' : null, assignUserId: null, assignTeamId: null,
    variants: customer ? [{ language: null, content: { kind: 'text', text: t('nudges.starter') } }] : [], quiet: customer ? { from: '22:00', to: '09:00' } : null, evenWhenOwed: false,
  }
}

/** What is sent: a step that was read carries more. */
export function wishOf({ id: _id, inboxId, kind, name, minutes, enabled, tell, tellIds, priority, assignUserId, assignTeamId, variants, quiet, evenWhenOwed }: NudgeDraft): NudgeStepWish {
  return { inboxId, kind, name: name.trim(), minutes, enabled, tell, tellIds, priority, assignUserId, assignTeamId, variants, quiet, evenWhenOwed }
}
