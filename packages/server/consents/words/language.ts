import { WORD_LANGUAGES, type WordLanguage } from '@recado/core'
import type { Tx } from '@recado/db'

const base = (language: string): string => language.toLowerCase().split(/[-_]/)[0] ?? ''

/** The language of ours that stands for this one; null when we have no words in it. */
export function wordLanguage(language: string | null | undefined): WordLanguage | null {
  if (!language) return null
  return WORD_LANGUAGES.find((one) => one.toLowerCase() === language.toLowerCase().replace('_', '-')) ?? WORD_LANGUAGES.find((one) => base(one) === base(language)) ?? null
}

/** Whom we answer, and as whom. */
export interface Her { contactId: string; identityId: string; accountId: string; channel: string; caseId: string; inboxId: string; name: string; language: WordLanguage | null; company: string; companyLanguage: WordLanguage }

/** She by her thread; null when it is gone. */
export async function readHer(tx: Tx, workspaceId: string, conversationId: string): Promise<Her | null> {
  const [row] = await tx.query<{ contact_id: string; identity_id: string; account_id: string; channel: string; case_id: string; inbox_id: string; name: string; language: string | null; company: string; company_language: string }>(
    `select c.contact_id, c.identity_id, c.account_id, c.channel, c.case_id, c.inbox_id, p.name, coalesce(p.language, d.profile->>'language') as language, w.name as company, w.language as company_language
     from conversation c join contact p on p.workspace_id = $1 and p.contact_id = c.contact_id join identity d on d.workspace_id = $1 and d.identity_id = c.identity_id join workspace w on w.workspace_id = $1
     where c.workspace_id = $1 and c.conversation_id = $2`, [workspaceId, conversationId])
  if (!row) return null
  return {
    contactId: row.contact_id, identityId: row.identity_id, accountId: row.account_id, channel: row.channel, caseId: row.case_id, inboxId: row.inbox_id, name: row.name,
    language: wordLanguage(row.language), company: row.company, companyLanguage: wordLanguage(row.company_language) ?? 'en',
  }
}

/** Hers where it is known, else that of the word she used, else the company's. */
export const answerLanguage = (her: Her, word: WordLanguage | null): WordLanguage => her.language ?? word ?? her.companyLanguage
