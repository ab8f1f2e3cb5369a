/** A yes or a no that another system says of somebody: taken only where the owner has said which field stands for what, with the words she was shown. */
import type { BridgeConsent } from '@recado/api'
import type { ConsentFact, Purpose } from '@recado/core'
import type { Tx } from '@recado/db'
import { categoryByKey } from '../consents/categories.js'
import { consentsOf } from '../consents/entries.js'
import type { ConsentWish } from '../consents/ledger.js'
import { keepWording } from '../consents/wordings.js'
import type { Services } from '../services.js'
import { BRIDGE_ACTOR } from './people.js'

export interface SaidThere {
  rule: BridgeConsent
  yes: boolean
  at: number
  /** She herself did it at that moment (a ticked box at the checkout); else it is a field somebody may have set. */
  herAct: boolean
  evidence: Record<string, string>
}

/**
 * Lines for the ledger. A no is a withdrawal. A yes of a mere field never overturns a withdrawal of hers: only what she does herself, later, can.
 */
export async function consentWishes(tx: Tx, services: Services, workspaceId: string, bridgeName: string, contactId: string, said: readonly SaidThere[]): Promise<ConsentWish[]> {
  const now = services.clock.now(workspaceId)
  const entries = said.length > 0 ? await consentsOf(tx, workspaceId, contactId) : []
  const wishes: ConsentWish[] = []
  for (const { rule, yes, at, herAct, evidence } of said) {
    const topic = rule.category === null ? null : await categoryByKey(tx, workspaceId, rule.category)
    if (rule.category !== null && !topic) continue // put away since: nothing stands for it any more
    const ended = endedScope(entries, rule.purpose, topic?.id ?? null)
    if (ended && (yes ? !herAct : true)) continue
    wishes.push({
      contactId, purpose: rule.purpose, categoryId: topic?.id ?? null, channel: rule.channel, state: yes ? 'given' : 'withdrawn', source: 'bridge', sourceDetail: bridgeName.slice(0, 100), at: Math.min(at, now), actor: BRIDGE_ACTOR, evidence: { ...evidence, field: rule.from },
      wordingId: yes ? await keepWording(tx, services, workspaceId, { name: bridgeName, ...rule.wording }) : null,
    })
  }
  return wishes
}

/** Whether her last word on this topic, or on all of them, is a no, wherever she said it. */
function endedScope(entries: readonly ConsentFact[], purpose: Purpose, category: string | null): boolean {
  const covering = entries.filter((one) => one.purpose === purpose && (one.category === category || one.category === null))
  const last = Math.max(...covering.filter((one) => one.state === 'withdrawn').map((one) => one.at))
  return last > -Infinity && !covering.some((one) => (one.state === 'given' || one.state === 'confirmed') && one.at > last)
}
