import type { ChoicesContent, ContactsContent, LinkContent, LocationContent } from '@recado/core'
import { messenger } from './channel.js'

/** How choices go out: three buttons under a short text, a card where a picture heads them, else quick replies. */
export function choicesForm(content: ChoicesContent<unknown>): 'card' | 'buttons' | 'quick_replies' {
  const limits = messenger.capabilities.choices?.limits ?? {}
  if (content.headerMedia !== undefined) return 'card'
  const fits = content.options.length <= (limits.buttons ?? 0) && choicesText(content).length <= (limits.buttonText ?? 0)
  return content.style === 'buttons' && fits ? 'buttons' : 'quick_replies'
}

/** The words above the buttons: header, text, what a list says about its rows, footer. */
export function choicesText(content: ChoicesContent<unknown>): string {
  const lines: string[] = []
  let section: string | undefined
  for (const option of content.style === 'list' ? content.options : []) {
    if (option.section && option.section !== section) lines.push(`${option.section}:`)
    section = option.section
    if (option.description) lines.push(`• ${option.title}: ${option.description}`)
  }
  return joined([content.header, content.text, lines.join('\n'), content.footer], '\n\n')
}

/** A place in words, with a link that every map app opens. */
export function locationText(content: LocationContent): string {
  const map = content.url ?? `https://www.google.com/maps/search/?api=1&query=${content.latitude},${content.longitude}`
  return joined([content.name, content.address, map], '\n')
}

/** Contact cards in words. */
export function contactsText(content: ContactsContent): string {
  const cards = content.contacts.map((card) => joined([
    card.name, card.organisation, ...(card.phones ?? []).map((phone) => phone.value), ...(card.emails ?? []).map((email) => email.value),
    ...(card.addresses ?? []).map((address) => address.text), ...(card.urls ?? []), card.birthday,
  ], '\n'))
  return joined(cards, '\n\n')
}

/** A card where there is a picture and the words fit it, else words with a button. */
export function linkForm(content: LinkContent): 'card' | 'button' {
  const limits = messenger.capabilities.link?.limits ?? {}
  const fits = content.text !== '' && content.text.length <= (limits.cardTitle ?? 0) && (content.description ?? '').length <= (limits.cardSubtitle ?? 0)
  return content.imageUrl !== undefined && fits ? 'card' : 'button'
}

/** The words above a link's button; a link without words shows its own description or title. */
export function linkText(content: LinkContent): string {
  return joined([content.text, content.description], '\n') || content.title
}

function joined(parts: readonly (string | undefined)[], by: string): string {
  return parts.filter((part) => part !== undefined && part !== '').join(by)
}
