import { type Basis, type Intent, OUR_RULES } from '@recado/core'
import type { Tx } from '@recado/db'
import { categoryByKey } from './categories.js'

interface About { category?: string | undefined; basis?: Basis | undefined }

/**
 * The intent with the topic that its writer names by key. A topic that the company does not have, or no longer, is one that nobody has agreed to: the
 * message is refused like any other without consent.
 */
export async function aboutTopic(tx: Tx, workspaceId: string, intent: Intent, { category, basis }: About): Promise<Intent> {
  const named: Intent = basis ? { ...intent, basis } : intent
  if (!category) return named
  const topic = await categoryByKey(tx, workspaceId, category)
  if (topic && topic.archivedAt === null) return { ...named, category: topic.id }
  return { ...named, fault: named.fault ?? { code: 'consent_missing', source: OUR_RULES.consent, field: 'category' } }
}

/** Which field is wrong, where the refusal is about the topic itself. */
export function topicHint({ fault }: Intent): { fields?: { field: string; message: string }[] } {
  return fault?.field === 'category' ? { fields: [{ field: 'category', message: 'is no topic of this company' }] } : {}
}
