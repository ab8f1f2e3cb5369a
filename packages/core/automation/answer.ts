/** The words of an automatic reply: which language, and what stands in its places. */

const PLACE = /\{\{\s*([\w.]+)\s*\}\}/g

/** Places an automatic reply may have. */
export const PLACES = ['contact.name', 'contact.firstName', 'opening', 'company'] as const
export type Place = (typeof PLACES)[number]

/** The text with its places filled. A place without a value goes together with the blank before it, so that "Hola {{contact.name}}," reads "Hola,". */
export function fillPlaces(text: string, values: Readonly<Record<Place, string>>): string {
  return text.replace(/[ \t]?\{\{\s*([\w.]+)\s*\}\}/g, (whole, name: string) => {
    if (!Object.hasOwn(values, name)) return whole
    const value = values[name as Place].trim()
    return value === '' ? '' : whole.replace(PLACE, () => value)
  })
}

/** Places that no automatic reply can fill. */
export function unknownPlaces(text: string): string[] {
  return [...new Set([...text.matchAll(PLACE)].map((match) => match[1] ?? '').filter((name) => !(PLACES as readonly string[]).includes(name)))]
}

/** The first word of a name; a name without blanks is not cut. */
export const firstNameOf = (name: string): string => name.trim().split(/\s+/u)[0] ?? ''

const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/[\p{sc=Hiragana}\p{sc=Katakana}]/u, 'ja'], [/\p{sc=Hangul}/u, 'ko'], [/\p{sc=Han}/u, 'zh'], [/\p{sc=Arabic}/u, 'ar'], [/\p{sc=Hebrew}/u, 'he'], [/\p{sc=Cyrillic}/u, 'ru'], [/\p{sc=Greek}/u, 'el'], [/\p{sc=Thai}/u, 'th'],
]

/** The language that the script alone tells, for people of whom nothing else is known; null for Latin letters. */
export const languageByScript = (text: string): string | null => SCRIPTS.find(([script]) => script.test(text))?.[1] ?? null

const base = (language: string): string => language.toLowerCase().split(/[-_]/)[0] ?? ''

/** The wording for her: her very language, then the language without its country, then the one for everybody, then the first. */
export function variantFor<T extends { language: string | null }>(variants: readonly T[], language: string | null): T | undefined {
  const wanted = language?.toLowerCase().replaceAll('_', '-') ?? ''
  return variants.find((one) => one.language !== null && one.language.toLowerCase().replaceAll('_', '-') === wanted)
    ?? variants.find((one) => one.language !== null && wanted !== '' && base(one.language) === base(wanted))
    ?? variants.find((one) => one.language === null) ?? variants[0]
}
