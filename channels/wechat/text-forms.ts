/** What WeChat cannot carry, in words. */
import type { ChoicesContent, ContactCard, LinkContent, LocationContent, Media } from '@recado/core'

const lines = (...parts: (string | undefined)[]): string => parts.filter((part) => part !== undefined && part !== '').join('\n')

/** A place with a link that opens in the map app most people in China use; `url` of the content goes first. */
export function locationText({ name, address, latitude, longitude, url }: LocationContent): string {
  const marker = `coord:${latitude},${longitude}${name ? `;title:${name}` : ''}${address ? `;addr:${address}` : ''}`
  return lines(name, address, url ?? `https://apis.map.qq.com/uri/v1/marker?marker=${encodeURIComponent(marker)}`)
}

export function contactsText(contacts: readonly ContactCard[]): string {
  return contacts.map((card) => lines(
    card.name, card.organisation, ...(card.phones ?? []).map((phone) => phone.value), ...(card.emails ?? []).map((mail) => mail.value),
    ...(card.addresses ?? []).map((address) => address.text), ...(card.urls ?? []),
  )).join('\n\n')
}

/** Choices for accounts that have no list to tap: she answers with the number. */
export function choicesText({ header, text, options, footer }: ChoicesContent<Media>): string {
  return lines(header, text, ...options.map((option, index) => `${index + 1}. ${optionText(option)}`), footer)
}

/** A tappable line holds one text: the description goes behind the title. */
export const optionText = ({ title, description }: { title: string; description?: string }): string => (description ? `${title} - ${description}` : title)

/** A file as a line with its name and a link that expires. */
export const documentText = (caption: string | undefined, name: string, url: string): string => lines(caption, name, url)

export const linkText = ({ text, title, url }: LinkContent): string => lines(title, text, url)
