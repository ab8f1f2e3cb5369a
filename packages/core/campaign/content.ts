/** What one recipient reads: the content of a campaign with its places filled and its links counted. */
import type { Content } from '../model/content.js'
import { PLACE_PATTERN, placeKey } from '../replies/pattern.js'
import type { ReplyValues } from '../replies/places.js'

/** Makes a link countable: the short address of this person, and its code for buttons whose address the platform already knows. */
export type Track = (url: string) => { code: string; href: string }

export interface Filled { content: Content; /** Places without a value: such a message does not leave. */ missing: string[] }

/** Never texts: what a platform or we look rows up by. */
const PLAIN = new Set(['kind', 'style', 'type', 'component', 'id', 'mediaId', 'templateId', 'name', 'language', 'mime', 'formId', 'catalogId', 'sku', 'token'])
const LINK_PLACE = /^link:(https?:\/\/\S+)$/i
const URL_IN_TEXT = /https?:\/\/[^\s<>"'«»]+/giu
/** Stands behind an address in a sentence, and is no part of it. */
const TRAILING = /[.,;:!?)\]}…]+$/u

function trackText(text: string, track: Track): string {
  return text.replace(URL_IN_TEXT, (found) => {
    const tail = TRAILING.exec(found)?.[0] ?? ''
    return track(found.slice(0, found.length - tail.length)).href + tail
  })
}

/** `{{link:https://…}}` in the address of a template's button is the code alone: the platform holds the rest of it. */
export function fillContent(content: Content, values: ReplyValues, fallbacks: Readonly<Record<string, string>>, track: Track | null): Filled {
  const missing = new Set<string>()
  const instead = new Map(Object.entries(fallbacks).map(([name, value]) => [placeKey(name), value]))
  const fillText = (text: string, inButton: boolean, tracked: boolean): string => {
    const linked = tracked && track && !text.includes('{{link:') ? trackText(text, track) : text
    return linked.replace(PLACE_PATTERN, (place, double?: string, doubleElse?: string, single?: string, singleElse?: string) => {
      const name = double ?? single ?? ''
      const link = LINK_PLACE.exec(name)?.[1]
      if (link) return track ? (inButton ? track(link).code : track(link).href) : link
      const value = values.get(placeKey(name)) || (doubleElse ?? singleElse)?.trim() || instead.get(placeKey(name))?.trim() || ''
      if (value === '') missing.add(name)
      return value || place
    })
  }
  const walk = (value: unknown, key: string, inButton: boolean): unknown => {
    if (typeof value === 'string') return PLAIN.has(key) ? value : fillText(value, inButton, key === 'text' || key === 'caption' || key === 'url')
    if (Array.isArray(value)) return value.map((one) => walk(one, key, inButton))
    if (value === null || typeof value !== 'object' || key === 'media' || key === 'headerMedia') return value
    const button = inButton || (value as { component?: unknown }).component === 'button'
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, walk(one, key === 'parameters' && typeof one === 'string' ? 'text' : name, button)]))
  }
  return { content: walk(content, '', false) as Content, missing: [...missing] } // the same form with other texts
}

/** Every place that a content names, links and those that bring their own words (`{{contact.firstName|you}}`) left out: what the wizard asks fallbacks for. */
export function placesOf(content: Content): string[] {
  const found = new Set<string>()
  for (const match of JSON.stringify(content).matchAll(PLACE_PATTERN)) {
    const name = match[1] ?? match[3] ?? ''
    if (!LINK_PLACE.test(name) && !(match[2] ?? match[4])?.trim()) found.add(name)
  }
  return [...found]
}

/** The content in her language: the tag itself, its language, else the one for everybody. */
export function inHerLanguage<T>(fallback: T, languages: Readonly<Record<string, T>> | undefined, language: string | null): T {
  if (!languages || !language) return fallback
  const base = language.split('-')[0]!.toLowerCase()
  return languages[language] ?? Object.entries(languages).find(([tag]) => tag.toLowerCase() === language.toLowerCase())?.[1] ?? Object.entries(languages).find(([tag]) => tag.split('-')[0]!.split('_')[0]!.toLowerCase() === base)?.[1] ?? fallback
}
