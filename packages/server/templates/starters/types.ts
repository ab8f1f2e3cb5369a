/** Notices a trade begins with: worded once per language, handed to the platform as they stand. */

export const TRADES = ['shop', 'restaurant', 'beauty', 'clinic', 'workshop'] as const
export type Trade = (typeof TRADES)[number]
export const STARTER_LANGUAGES = ['es', 'en', 'zh'] as const
export type StarterLanguage = (typeof STARTER_LANGUAGES)[number]

export interface Wording { body: string; /** quick replies */ replies?: readonly string[] }
/** `id` is the template's name on the platform, the same in every language. */
export interface Notice { id: string; words: Readonly<Record<StarterLanguage, Wording>> }

/**
 * A value for every placeholder that the texts use, as a reviewer and the preview show it. `when` is a day and an hour in one: fewer
 * variables, and each language says it in its own order.
 */
export const EXAMPLES: Readonly<Record<StarterLanguage, Readonly<Record<string, string>>>> = {
  es: { name: 'Lucía', order: 'A-1042', when: 'jueves 19 de marzo a las 17:30', amount: '48,90 €', carrier: 'Correos Express', guests: '4', service: 'corte y color', item: 'gafas de sol', vehicle: '1234 KLM', preparation: 'venga en ayunas' },
  en: { name: 'Emma', order: 'A-1042', when: 'Thursday 19 March at 17:30', amount: '€48.90', carrier: 'Correos Express', guests: '4', service: 'cut and colour', item: 'sunglasses', vehicle: '1234 KLM', preparation: 'please come with an empty stomach' },
  zh: { name: '王芳', order: 'A-1042', when: '3月19日（周四）17:30', amount: '48.90 欧元', carrier: 'Correos Express', guests: '4', service: '剪发染发', item: '太阳镜', vehicle: '1234 KLM', preparation: '请空腹前来' },
}
