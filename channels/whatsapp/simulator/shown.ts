/** The platform's own structures as a phone shows them. */
import type { ContactCard } from '@recado/core'
import { list, record, text, type Json } from './json.js'

/** A contact card of the API. */
export function cardOf(card: Json): ContactCard {
  const phones = list(card['phones']).map(record).flatMap((one) => entry(text(one['phone']), text(one['type'])))
  const emails = list(card['emails']).map(record).flatMap((one) => entry(text(one['email']), text(one['type'])))
  const organisation = text(record(card['org'])['company'])
  const urls = list(card['urls']).map((one) => text(record(one)['url'])).filter((url): url is string => url !== undefined)
  return {
    name: text(record(card['name'])['formatted_name']) ?? '', ...(phones.length > 0 ? { phones } : {}), ...(emails.length > 0 ? { emails } : {}),
    ...(organisation ? { organisation } : {}), ...(urls.length > 0 ? { urls } : {}),
  }
}

const entry = (value: string | undefined, type: string | undefined): { value: string; type?: string }[] => (value === undefined ? [] : [{ value, ...(type ? { type } : {}) }])
