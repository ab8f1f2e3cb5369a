/**
 * Volumes and costs of a business account as Meta's own figures give them. Written from the documentation alone; what it does not say (how cents are
 * rounded) is left exact. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/analytics
 */
import type { World } from '@recado/channel-kit'
import type { BillLine } from './bill.js'
import { GraphRefusal } from './graph.js'
import type { NumberRow } from './state.js'

const LENGTH: Readonly<Record<string, number>> = { HALF_HOUR: 1_800, DAILY: 86_400, MONTHLY: 30 * 86_400 }
const DIMENSIONS = ['COUNTRY', 'PHONE', 'PRICING_CATEGORY', 'PRICING_TYPE', 'TIER']

const words = (given: string | undefined): string[] => (given ?? '').replace(/[[\]"'\s]/g, '').split(',').filter((word) => word !== '')

const bad = (details: string): GraphRefusal => new GraphRefusal(100, undefined, undefined, details)

/** The field `pricing_analytics` with its modifiers. */
export function pricingAnalytics(world: World, family: readonly NumberRow[], modifiers: Readonly<Record<string, string>>): object {
  const [start, end] = [Number(modifiers['start']), Number(modifiers['end'])]
  if (!Number.isInteger(start) || !Number.isInteger(end) || start >= end) throw bad('start and end must be UNIX timestamps, start before end.')
  const length = LENGTH[modifiers['granularity'] ?? '']
  if (length === undefined) throw bad('granularity must be one of HALF_HOUR, DAILY, MONTHLY.')
  const dimensions = words(modifiers['dimensions'])
  const stranger = dimensions.find((one) => !DIMENSIONS.includes(one))
  if (stranger) throw bad(`${stranger} is no dimension.`)
  const metrics = words(modifiers['metric_types'])
  const numbers = words(modifiers['phone_numbers'])
  const phones = new Map(family.map((row) => [row.id, row.display.replace(/\D/g, '')]))
  const points = new Map<string, Record<string, string | number>>()
  for (const line of world.all<BillLine>('bill')) {
    const [phone, at] = [phones.get(line.account), Math.floor(line.at / 1_000)]
    if (phone === undefined || at < start || at >= end || (numbers.length > 0 && !numbers.includes(phone))) continue
    const from = start + Math.floor((at - start) / length) * length
    const where = { COUNTRY: { country: line.market.length === 2 ? line.market : 'OTHER' }, PHONE: { phone_number: phone }, PRICING_CATEGORY: { pricing_category: line.category.toUpperCase() }, PRICING_TYPE: { pricing_type: (line.free ?? 'regular') === 'regular' && line.free !== null ? 'FREE_CUSTOMER_SERVICE' : (line.free ?? 'regular').toUpperCase() }, TIER: {} }
    const place = Object.assign({}, ...dimensions.map((one) => where[one as keyof typeof where])) as Record<string, string>
    const key = JSON.stringify([from, place])
    const held = points.get(key) ?? { start: from, end: from + length, ...place, ...(metrics.length === 0 || metrics.includes('VOLUME') ? { volume: 0 } : {}), ...(metrics.length === 0 || metrics.includes('COST') ? { cost: 0 } : {}) }
    if (typeof held['volume'] === 'number') held['volume'] += 1
    if (typeof held['cost'] === 'number') held['cost'] = Number((held['cost'] + Number(line.amount ?? 0)).toFixed(6))
    points.set(key, held)
  }
  return { data: [{ data_points: [...points.values()] }] }
}
