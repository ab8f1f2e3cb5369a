import type { Url } from '../model/ids.js'
import type { Purpose } from '../model/message.js'
import type { ChannelRules } from '../model/rules.js'

/** Where a channel delivers a purpose when she is not in the middle of a conversation. `only` null = everywhere but `except`. ISO countries. */
export interface Delivery { only: readonly string[] | null; except: readonly string[]; source: Url }

/**
 * Where messages of this purpose arrive later on, when no window is open: by a template, by the platform's own mass posts, or because the channel asks for no window
 * at all. null = nowhere: such an app would take a sign-up and never deliver on it. A country that the platform only warns of counts as one it does not reach:
 * whoever signs up from there does so on the network that blocks it.
 */
export function deliveryOf(rules: ChannelRules, purpose: Purpose): Delivery | null {
  const barred = (rules.unreachable ?? []).filter((one) => one.purposes?.includes(purpose) ?? true).flatMap((one) => one.countries)
  const posts = purpose === 'marketing' ? rules.quotas?.find((one) => one.counts === 'broadcast') : undefined
  if (rules.initiation === 'anyone' || posts) return { only: null, except: barred, source: posts?.source ?? rules.source }
  const ways = Object.values(rules.templates?.categories ?? {}).filter((one) => one.purposes.includes(purpose) && !one.needsGrant && !one.needsPermission)
  if (ways.length === 0) return null
  const wide = ways.filter((one) => !one.countries)
  const source = (wide[0] ?? ways[0]!).source // there is one
  if (wide.length === 0) return { only: [...new Set(ways.flatMap((one) => one.countries ?? []))], except: barred, source }
  // Another category may reach where one does not.
  const missed = (wide[0]!.exceptCountries ?? []).filter((country) => ways.every((one) => (one.countries ? !one.countries.includes(country) : one.exceptCountries?.includes(country) ?? false)))
  return { only: null, except: [...new Set([...barred, ...missed])], source }
}

/** Whether it delivers to this country; where nobody knows the country, nothing speaks against it. */
export function deliversTo(delivery: Pick<Delivery, 'only' | 'except'> | null, country: string | null): boolean {
  if (!delivery) return false
  if (country === null) return true
  return (delivery.only?.includes(country) ?? true) && !delivery.except.includes(country)
}
