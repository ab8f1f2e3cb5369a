/** The places of a saved reply: `{{contact.firstName}}`, with what stands there when nothing is known: `{{contact.firstName|friend}}`. */
import { firstNameOf } from '../automation/answer.js'
import { PLACE_PATTERN, placeKey } from './pattern.js'

/** Places that are filled by themselves. `contact.<name>` is any attribute of the person; every other name is filled in by hand. */
export const REPLY_PLACES = ['contact.name', 'contact.firstName', 'agent.name', 'agent.firstName', 'company', 'conversation.number', 'window.end', 'preferences'] as const

/** Values by place; ask for them through `replyValues`. */
export type ReplyValues = ReadonlyMap<string, string>

/** What is known of a thread when a reply is filled in. */
export interface ReplyScene { contact: { name: string; attributes?: Readonly<Record<string, unknown>> }; agentName: string; company: string; conversationNumber: number | null; /** in words, null while no window is open */ windowEnd: string | null; /** the link to her own preference page, where the writer may hand it out */ preferences?: string }

export function replyValues({ contact, agentName, company, conversationNumber, windowEnd, preferences }: ReplyScene): ReplyValues {
  const values = new Map<string, string>()
  for (const [name, value] of Object.entries(contact.attributes ?? {})) if (['string', 'number', 'boolean'].includes(typeof value)) values.set(placeKey(`contact.${name}`), String(value).trim())
  const own: Record<(typeof REPLY_PLACES)[number], string> = {
    'contact.name': contact.name, 'contact.firstName': firstNameOf(contact.name), 'agent.name': agentName, 'agent.firstName': firstNameOf(agentName), company,
    'conversation.number': conversationNumber === null ? '' : String(conversationNumber), 'window.end': windowEnd ?? '', preferences: preferences ?? '',
  }
  // An attribute called like one of these does not hide it.
  for (const [name, value] of Object.entries(own)) values.set(placeKey(name), value.trim())
  return values
}

/** The text with its places filled, and the names of those that have no value: these stay visible in the text. */
export function fillReply(text: string, values: ReplyValues): { text: string; missing: string[] } {
  const missing = new Set<string>()
  const filled = text.replace(PLACE_PATTERN, (place, double?: string, doubleElse?: string, single?: string, singleElse?: string) => {
    const name = double ?? single ?? ''
    const value = values.get(placeKey(name)) || (doubleElse ?? singleElse)?.trim() || ''
    if (value === '') missing.add(name)
    return value || place
  })
  return { text: filled, missing: [...missing] }
}

/** A place that still stands in a text, and where. */
export interface OpenPlace { name: string; from: number; to: number }

/** Places that nobody has filled, in their order: such a text must not be sent. */
export function openPlaces(text: string): OpenPlace[] {
  return [...text.matchAll(PLACE_PATTERN)].map((match) => ({ name: match[1] ?? match[3] ?? '', from: match.index, to: match.index + match[0].length }))
}

/** When the window ends, as a reply says it: "20:05", with the day where it is not today. */
export function windowEndText(closesAt: number | null, now: number, timeZone: string, language: string): string | null {
  if (closesAt === null || closesAt <= now) return null
  const show = (options: Intl.DateTimeFormatOptions, at = closesAt): string => new Intl.DateTimeFormat(language, { timeZone, ...options }).format(at)
  const day: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'numeric', day: 'numeric' }
  const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' }
  return show(day) === show(day, now) ? show(time) : show({ weekday: 'long', ...time })
}
