import type { ConsentCategory, ConsentWording, ContactConsents, InLanguages, PurposeSetting } from '@recado/api'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../../api/client.js'

const items = <T>(path: string) => api.get<{ items: T[] }>(path).then((page) => page.items)

export const contactConsents = (contactId: string) => queryOptions({ queryKey: ['consents', contactId], queryFn: () => api.get<ContactConsents>(`/contacts/${contactId}/consents`) })
export const purposesQuery = queryOptions({ queryKey: ['consent-settings', 'purposes'], queryFn: () => items<PurposeSetting>('/purposes'), staleTime: 60_000 })
export const topicsQuery = queryOptions({ queryKey: ['consent-settings', 'topics'], queryFn: () => items<ConsentCategory>('/consent-categories'), staleTime: 60_000 })
export const wordingsQuery = queryOptions({ queryKey: ['consent-settings', 'wordings'], queryFn: () => items<ConsentWording>('/wordings'), staleTime: 60_000 })

/** A text in the reader's language, else in one that it has. */
export function inLanguage(texts: InLanguages, language: string): string {
  return texts[language] ?? texts[language.split('-')[0]!] ?? Object.values(texts)[0] ?? '' // split gives one part at least
}

/** The newest version of every wording. */
export function newest(wordings: readonly ConsentWording[]): ConsentWording[] {
  return wordings.filter((one) => !wordings.some((other) => other.name === one.name && other.language === one.language && other.version > one.version))
}
