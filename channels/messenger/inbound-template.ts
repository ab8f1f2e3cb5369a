import type { Content, Option, PlatformMedia } from '@recado/core'
import { list, object, text, webUrl } from './json.js'
import type { Json } from './json.js'

/** A template inside a message, mostly the echo of one: shown by its words and buttons. */
export function readTemplate(attachment: Json, payload: Json): Content<PlatformMedia> {
  const kind = text(payload.template_type) ?? 'template'
  if (kind === 'button') return withButtons(text(payload.text) ?? '', payload)
  const cards = list(payload.elements).map(object)
  const first = cards[0]
  if (!first) return { kind: 'unsupported', type: kind, ...(text(attachment.title) && { detail: text(attachment.title) }) }
  const words = cards.map((card) => [text(card.title), text(card.subtitle)].filter(Boolean).join('\n')).join('\n\n')
  const url = webUrl(first.url) ?? webUrl(object(first.default_action).url)
  if (cards.length === 1 && url) return { kind: 'link', text: text(first.subtitle) ?? '', title: text(first.title) ?? url, url, ...(webUrl(first.image_url) && { imageUrl: webUrl(first.image_url) }) }
  return cards.length === 1 ? withButtons(words, first) : { kind: 'text', text: words }
}

function withButtons(words: string, payload: Json): Content<PlatformMedia> {
  const options = list(payload.buttons).map(object).map((button): Option => {
    const title = text(button.title) ?? ''
    return { id: text(button.payload) ?? text(button.url) ?? title, title }
  })
  return options.length > 0 ? { kind: 'choices', style: 'buttons', text: words, options } : { kind: 'text', text: words }
}
