/** Dates with months ("25 de diciembre a las 9") by chrono-node, which is large and comes only when the words above do not suffice. */
import type { Language } from '../../../i18n/languages.js'
import { saysNothing, understand } from './understand.js'

const CHRONO = { en: () => import('chrono-node/en'), es: () => import('chrono-node/es'), 'pt-BR': () => import('chrono-node/pt'), de: () => import('chrono-node/de'), 'zh-CN': () => import('chrono-node/zh/hans'), ar: () => import('chrono-node/en') } as const
const MOST_MS = 730 * 86_400_000

/** The moment that is meant; null when not all of the text was understood, so that nothing is guessed from half a sentence. */
export async function understandAll(text: string, language: Language, now: number): Promise<Date | null> {
  const known = understand(text, language, now)
  if (known || !/\d|\p{L}{3}/u.test(text)) return known
  const { parse } = await CHRONO[language]()
  const [found, ...others] = parse(text, new Date(now), { forwardDate: true })
  const left = found ? `${text.slice(0, found.index)}${text.slice(found.index + found.text.length)}` : text
  if (!found || others.length > 0 || !saysNothing(left, language)) return null
  const at = found.start.date()
  if (!found.start.isCertain('hour')) at.setHours(8, 0, 0, 0)
  return at.getTime() > now && at.getTime() < now + MOST_MS ? at : null
}
