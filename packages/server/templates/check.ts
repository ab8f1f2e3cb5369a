import { lintTemplate, type TemplateDraft, type TemplateFinding } from '@recado/core'
import type { Principal, Services } from '../services.js'
import { accountWith } from './account.js'
import { readForm } from './read.js'

/** Everything the platform would find in this draft, beside the account's other templates. */
export async function checkDraft(services: Services, principal: Principal, { accountId, draft, templateId }: { accountId: string; draft: TemplateDraft; templateId?: string }): Promise<TemplateFinding[]> {
  const { creation } = await accountWith(services, principal.workspaceId, accountId)
  const form = await readForm(services, principal, accountId)
  if (!form.builder) return creation.check(draft).map((fault) => ({ level: 'error', ...fault }))
  return lintTemplate(form.builder, { ...draft, language: creation.languageOf(draft.language) }, { others: form.others.filter((one) => one.id !== templateId) })
}
