/** What she presses on her page, written into the ledger at once. */
import { fill } from '@recado/api'
import type { Purpose } from '@recado/core'
import type { Tx } from '@recado/db'
import { recordConsents } from '../consents/ledger.js'
import { keepWording } from '../consents/wordings.js'
import { stopWord } from '../opt-in/words.js'
import type { Services } from '../services.js'
import { type Choice, readPreferences } from './state.js'
import { preferenceWords } from './words.js'

export interface Press { kind: 'start' | 'stop' | 'nothing'; purpose?: string; categoryId?: string; identityId?: string; language: string; visitor: { ip: string; userAgent: string } }

export const topicName = (choice: Pick<Choice, 'categoryId' | 'names'>, language: string): string => (choice.categoryId === null ? preferenceWords(language).all : (choice.names[language] ?? Object.values(choice.names)[0] ?? ''))

/** The words she agrees to when she presses "receive this": kept like those of any form. */
export const startWording = (choice: Choice, company: string, language: string): string => fill(preferenceWords(language).startText, { company, topic: topicName(choice, language), app: choice.appName, stop: stopWord(language) })

/** True where something was written. A choice that is not on her page changes nothing. */
export async function changePreferences(tx: Tx, services: Services, workspaceId: string, contactId: string, press: Press): Promise<boolean> {
  const now = services.clock.now(workspaceId)
  const page = await readPreferences(tx, services, workspaceId, contactId, now)
  if (!page) return false
  const common = { contactId: page.contactId, source: 'preference_page' as const, at: now, actor: { kind: 'contact' as const, id: page.contactId } }
  const evidence = { page: 'preferences', language: press.language, ip: press.visitor.ip, userAgent: press.visitor.userAgent.slice(0, 400) }
  if (press.kind === 'nothing') {
    // Every topic, every app; what she agreed to beside advertising ends with it.
    const purposes: Purpose[] = ['marketing', ...(page.choices.some((one) => one.purpose === 'notification') ? ['notification' as const] : [])]
    await recordConsents(tx, services, workspaceId, purposes.map((purpose) => ({ ...common, purpose, state: 'withdrawn' as const, evidence })))
    return true
  }
  const choice = page.choices.find((one) => one.purpose === press.purpose && (one.categoryId ?? '') === (press.categoryId ?? '') && one.identityId === press.identityId)
  if (!choice) return false
  const scope = { purpose: choice.purpose, categoryId: choice.categoryId, channel: choice.channel, identityId: choice.identityId }
  if (press.kind === 'stop') {
    // Without a topic a withdrawal would end every topic: it ends this one app, as the button says.
    await recordConsents(tx, services, workspaceId, [{ ...common, ...scope, state: 'withdrawn', evidence }])
    return true
  }
  const wordingId = await keepWording(tx, services, workspaceId, { name: 'Preference page', language: press.language, text: startWording(choice, page.company, press.language), privacyUrl: page.privacyUrl })
  // The link is hers alone and was given to her own account: opening it and pressing here is the second yes.
  await recordConsents(tx, services, workspaceId, [{ ...common, ...scope, state: 'confirmed', wordingId, evidence }])
  return true
}
