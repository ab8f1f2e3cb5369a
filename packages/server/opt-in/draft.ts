/** What a form may say: its first draft, and why it cannot be published yet. */
import { COLOUR, faintParts, firstWords, languageFor, OPT_IN_LANGUAGES, type OptInDraft, type OptInFault, type OptInLanguage } from '@recado/api'
import { deliveryOf } from '@recado/core'
import type { Category } from '../consents/categories.js'
import { storable } from '../ingest/plan.js'
import type { Account, Services } from '../services.js'

export interface Ground { company: string; language: string; accounts: readonly Account[]; categories: readonly Category[] }

/** In the company's language, with every app that has an address and every topic. */
export function firstDraft(services: Pick<Services, 'channels'>, { company, language, accounts, categories }: Ground): OptInDraft {
  const own = languageFor([language], OPT_IN_LANGUAGES) as OptInLanguage // one of these
  return {
    purpose: 'marketing', languages: [own], texts: { [own]: firstWords(own, company) }, privacyUrl: '',
    accountIds: accounts.filter((account) => hasAddress(services, account) && deliveryOf(services.channels.get(account.channel).declaration.rules, 'marketing')).map((account) => account.id),
    categoryIds: categories.filter((one) => one.archivedAt === null).map((one) => one.id), look: { accent: '#0b6b74', page: '#eef1f1', corners: 'round', side: 'end' },
  }
}

/** Whether people can be led to this account at all. */
export function hasAddress(services: Pick<Services, 'channels'>, account: Account): boolean {
  const entry = services.channels.get(account.channel).connector.entry
  return !account.disconnected && entry !== undefined && entry.missing(account.settings).length === 0
}

/** As it is kept: what cannot be stored or does not belong to one of its languages is left out. */
export function tidy(draft: OptInDraft): OptInDraft {
  const languages = [...new Set(draft.languages)]
  const texts = Object.fromEntries(languages.map((language) => [language, draft.texts[language] ?? { title: '', text: '', wording: '', thanks: '', button: '' }]))
  return storable({ ...draft, languages, texts, privacyUrl: draft.privacyUrl.trim(), accountIds: [...new Set(draft.accountIds)], categoryIds: [...new Set(draft.categoryIds)] })
}

function isHttps(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, username, hostname } = new URL(address)
  return protocol === 'https:' && username === '' && hostname.includes('.')
}

/** Everything that stands in the way of publishing, in the order of the form. Wording and privacy statement are never optional. */
export function faultsOf(services: Pick<Services, 'channels'>, draft: OptInDraft, { accounts, categories }: Pick<Ground, 'accounts' | 'categories'>): OptInFault[] {
  const faults: OptInFault[] = []
  if (draft.languages.length === 0) faults.push({ field: 'languages', fault: 'missing' })
  for (const language of draft.languages) for (const field of ['title', 'wording', 'thanks', 'button'] as const) if (!draft.texts[language]?.[field].trim()) faults.push({ field, fault: 'missing', language })
  if (!draft.privacyUrl) faults.push({ field: 'privacyUrl', fault: 'missing' })
  else if (!isHttps(draft.privacyUrl)) faults.push({ field: 'privacyUrl', fault: 'not_https' })
  if (draft.categoryIds.length === 0) faults.push({ field: 'categoryIds', fault: 'missing' })
  for (const id of draft.categoryIds) if (!categories.some((one) => one.id === id && one.archivedAt === null)) faults.push({ field: 'categoryIds', fault: 'gone', id })
  if (draft.accountIds.length === 0) faults.push({ field: 'accountIds', fault: 'missing' })
  for (const id of draft.accountIds) {
    const account = accounts.find((one) => one.id === id)
    if (!account || account.disconnected) faults.push({ field: 'accountIds', fault: 'gone', id })
    else if (!hasAddress(services, account)) faults.push({ field: 'accountIds', fault: 'no_address', id })
    else if (!deliveryOf(services.channels.get(account.channel).declaration.rules, draft.purpose)) faults.push({ field: 'accountIds', fault: 'delivers_nowhere', id })
  }
  if (!COLOUR.test(draft.look.accent)) faults.push({ field: 'look.accent', fault: 'contrast' })
  if (!COLOUR.test(draft.look.page)) faults.push({ field: 'look.page', fault: 'contrast' })
  if (COLOUR.test(draft.look.accent) && COLOUR.test(draft.look.page)) for (const { part } of faintParts(draft.look)) faults.push({ field: `look.${part}`, fault: 'contrast' })
  return faults
}
