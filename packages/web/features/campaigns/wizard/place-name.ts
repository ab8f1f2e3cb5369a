import type { Content } from '@recado/api'
import type { IntlShape } from 'react-intl'
import { isMessage } from '../../../i18n/provider.js'

/** What the menu calls a place of the product's own; null for a company's fields, which have names of their own. */
export function placeName(intl: IntlShape, place: string): string | null {
  const id = `campaigns.place.${place.replace('.', '_')}`
  return isMessage(intl, id) ? intl.formatMessage({ id }) : null
}

/** A text as somebody reads it who is not one of its recipients: `[Name]` where a person's own will stand. */
export function legible(intl: IntlShape, content: Content): Content {
  const say = (words: string): string => words.replace(/\{\{\s*([^{}|]+?)\s*(?:\|[^{}]*)?\}\}/g, (whole, place: string) => { const name = placeName(intl, place); return name === null ? whole : `[${name}]` })
  if (content.kind === 'text') return { ...content, text: say(content.text) }
  return 'caption' in content && content.caption ? { ...content, caption: say(content.caption) } : content
}
