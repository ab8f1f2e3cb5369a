import type { Happening, TimedRule } from '@recado/core'
import type { Tx } from '@recado/db'
import { isStep, type Kept, readEnabled } from './kept.js'

/** A step that begins with something that happened, with what the core has to know of it. */
export type KeptRule = Kept & { kind: Happening; timed: TimedRule }

export const isSending = ({ kind, actions }: Pick<Kept, 'kind' | 'actions'>): boolean => (actions.length === 0 ? kind === 'customer' : actions.some((one) => one.do === 'send'))

/** null for one that is told by how a thread stands. */
export function ruleOf(kept: Kept): KeptRule | null {
  if (isStep(kept)) return null
  const { id, minutes, counts, atTime: at, about: of, unless, quiet } = kept
  const kind = kept.kind as Happening // asked just above
  return { ...kept, kind, timed: { id, kind, minutes, opening: counts === 'opening', at, of, unless, sends: isSending(kept), quiet } }
}

/** Those that are on. */
export async function readRules(tx: Tx, workspaceId: string): Promise<KeptRule[]> {
  return (await readEnabled(tx, workspaceId)).flatMap((one) => ruleOf(one) ?? [])
}
