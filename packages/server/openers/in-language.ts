import type { LocalText } from '@recado/channel-kit'
import { inLanguage } from '../http/language.js'

const isText = (value: object): value is LocalText => 'en' in value && 'es' in value && typeof value.en === 'string' && typeof value.es === 'string'

/** An editor with every text in one language. `T` is the editor's form with texts as strings. */
export function speak<T>(value: unknown, languages: readonly string[]): T {
  if (typeof value !== 'object' || value === null) return value as T // neither text nor list: it stays what it is
  if (Array.isArray(value)) return value.map((one) => speak(one, languages)) as T // the list's items, each spoken
  if (isText(value)) return inLanguage(value, languages) as T // a text of a channel becomes a string: that is what T says
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, speak(one, languages)])) as T // the same members, each spoken
}
