/** Languages that the answers are written in; the same as those of the product. */
export const ANSWER_LANGUAGES = ['es', 'en', 'pt-BR', 'de', 'zh-CN', 'ar'] as const
export type AnswerLanguage = (typeof ANSWER_LANGUAGES)[number]

/** How every address here begins. */
export const HTTPS = 'https://'

const PLACE = /\{\{\s*(\w+)\s*\}\}/g

/** The text with its places filled, as the server does. */
export function fillText(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(PLACE, (whole, name: string) => values[name] ?? whole).replace(/ {2,}/g, ' ').trim()
}

export const placesIn = (text: string): string[] => [...new Set([...text.matchAll(PLACE)].map((match) => match[1]!))] // the pattern has it

/** What keeps a text of the company's from being saved; null when it may. */
export function textFault(text: string, { may, must }: { may: readonly string[]; must: readonly string[] }): { kind: 'missing' | 'stranger'; place: string } | null {
  if (text.trim() === '') return null
  const found = placesIn(text)
  const stranger = found.find((place) => !may.includes(place))
  if (stranger) return { kind: 'stranger', place: `{{${stranger}}}` }
  const missing = must.find((place) => !found.includes(place))
  return missing ? { kind: 'missing', place: `{{${missing}}}` } : null
}

/** The name of a language in itself. */
export function languageName(language: string): string {
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language
  return name.slice(0, 1).toLocaleUpperCase(language) + name.slice(1)
}

/** In which direction a language is written. */
export const directionOf = (language: string): 'rtl' | 'ltr' => (language === 'ar' ? 'rtl' : 'ltr')
