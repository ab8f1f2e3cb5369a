/** The words of an automatic reply: which language, and what stands in its places. */
import { PLACE_PATTERN, PLACE_WITH_BLANK, placeKey } from '../replies/pattern.js'

/** Places an automatic reply may have. */
export const PLACES = ['contact.name', 'contact.firstName', 'opening', 'company'] as const
export type Place = (typeof PLACES)[number]

const KNOWN = new Map(PLACES.map((place) => [placeKey(place), place]))

/** The text with its places filled, or with what a place says stands there else. Without either it goes together with the blank before it, so that "Hola {{contact.name}}," reads "Hola,". */
export function fillPlaces(text: string, values: Readonly<Record<Place, string>>): string {
  return text.replace(PLACE_WITH_BLANK, (whole, name?: string, instead?: string, single?: string, singleInstead?: string) => {
    const place = KNOWN.get(placeKey(name ?? single ?? ''))
    if (!place) return whole
    const value = values[place].trim() || (instead ?? singleInstead)?.trim() || ''
    return value === '' ? '' : whole.replace(PLACE_PATTERN, () => value)
  })
}

/** Places that no automatic reply can fill. */
export function unknownPlaces(text: string): string[] {
  return [...new Set([...text.matchAll(PLACE_PATTERN)].map((match) => match[1] ?? match[3] ?? '').filter((name) => !KNOWN.has(placeKey(name))))]
}

/** The first word of a name; a name without blanks is not cut. */
export const firstNameOf = (name: string): string => name.trim().split(/\s+/u)[0] ?? ''

const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/[\p{sc=Hiragana}\p{sc=Katakana}]/u, 'ja'], [/\p{sc=Hangul}/u, 'ko'], [/\p{sc=Han}/u, 'zh'], [/\p{sc=Arabic}/u, 'ar'], [/\p{sc=Hebrew}/u, 'he'], [/\p{sc=Cyrillic}/u, 'ru'], [/\p{sc=Greek}/u, 'el'], [/\p{sc=Thai}/u, 'th'],
]

/** The language that the script alone tells, for people of whom nothing else is known; null for Latin letters. */
export const languageByScript = (text: string): string | null => SCRIPTS.find(([script]) => script.test(text))?.[1] ?? null

/** Small words that a text of the language can hardly do without. */
const SMALL_WORDS: Readonly<Record<string, string>> = {
  es: 'el los las y es que un una por para con su tu te lo se al del en estamos gracias hola ahora está mensaje respondemos abrimos cerrado',
  en: 'the and is are you for your we our with thank thanks hello will be of to in now closed message answer',
  de: 'der die das und ist wir sie ihre für mit danke hallo nicht uns ein eine im wieder geschlossen nachricht',
  fr: 'le les et est vous nous pour votre merci bonjour dans un une sommes fermé message de du',
  it: 'il gli è per con grazie ciao di un una siamo che chiusi messaggio del le',
  pt: 'os as é você para com obrigado obrigada olá um uma não que estamos fechados mensagem do da',
  ca: 'els les i és per amb gràcies hola un una que estem tancat missatge del',
}

/** The language a text is written in, by its script or its small words; null where nothing tells one from another. */
export function languageOfWords(text: string): string | null {
  const script = languageByScript(text)
  if (script) return script
  const words = new Set(text.toLowerCase().match(/[\p{L}\p{M}]+/gu))
  const scores = Object.entries(SMALL_WORDS).map(([language, small]) => ({ language, hits: small.split(' ').filter((word) => words.has(word)).length })).sort((a, b) => b.hits - a.hits)
  const [first, second] = scores
  return first && second && first.hits > second.hits ? first.language : null
}

const base = (language: string): string => language.toLowerCase().split(/[-_]/)[0] ?? ''

/** The wording for her: her very language, then the language without its country, then the one for everybody, then the first. */
export function variantFor<T extends { language: string | null }>(variants: readonly T[], language: string | null): T | undefined {
  const wanted = language?.toLowerCase().replaceAll('_', '-') ?? ''
  return variants.find((one) => one.language !== null && one.language.toLowerCase().replaceAll('_', '-') === wanted)
    ?? variants.find((one) => one.language !== null && wanted !== '' && base(one.language) === base(wanted))
    ?? variants.find((one) => one.language === null) ?? variants[0]
}
