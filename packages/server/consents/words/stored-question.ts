import type { MessageQuestion } from '@recado/api'

/** What is stored on the message: settled by the first colleague who answers, for all. */
export interface StoredQuestion { state: 'open' | 'yes' | 'no'; word: string; by?: string; byName?: string; at?: string }

/** As the thread shows it. */
export function toQuestion({ state, word, by, byName, at }: StoredQuestion): MessageQuestion {
  return { kind: 'end_marketing', state, word, ...(by ? { by: { id: by, name: byName ?? '' } } : {}), ...(at ? { at } : {}) }
}
