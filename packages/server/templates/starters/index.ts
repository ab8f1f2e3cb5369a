import type { TemplateDraft } from '@recado/channel-kit'
import { beauty } from './beauty.js'
import { clinic } from './clinic.js'
import { restaurant } from './restaurant.js'
import { shop } from './shop.js'
import { EXAMPLES, type Notice, STARTER_LANGUAGES, type StarterLanguage, type Trade } from './types.js'
import { workshop } from './workshop.js'

const SETS: Readonly<Record<Trade, readonly Notice[]>> = { shop, restaurant, beauty, clinic, workshop }

export interface Starter { id: string; trade: Trade; language: StarterLanguage; draft: TemplateDraft }

/** Only the values that a text uses: a platform refuses examples of nothing. */
function examplesFor(body: string, language: StarterLanguage): Record<string, string> {
  return Object.fromEntries([...body.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => [name!, EXAMPLES[language][name!] ?? ''])) // the pattern has one group
}

/** The starters asked for, as drafts that a channel can hand in. */
export function starters(wish: { trade?: Trade; language?: StarterLanguage; id?: string } = {}): Starter[] {
  return (Object.keys(SETS) as Trade[]).filter((trade) => !wish.trade || trade === wish.trade).flatMap((trade) => SETS[trade].filter((one) => !wish.id || one.id === wish.id).flatMap(({ id, words }) =>
    STARTER_LANGUAGES.filter((language) => !wish.language || language === wish.language).map((language): Starter => {
      const { body, replies = [] } = words[language]
      return { id, trade, language, draft: { name: id, language, category: 'utility', body, examples: examplesFor(body, language), ...(replies.length > 0 ? { buttons: replies.map((text) => ({ type: 'quick_reply' as const, text })) } : {}) } }
    })))
}

export { STARTER_LANGUAGES, TRADES, type StarterLanguage, type Trade } from './types.js'
