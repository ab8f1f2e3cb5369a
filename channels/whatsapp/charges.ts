/**
 * What Meta says it has charged a number: volumes and costs by category and kind. Costs lag by some hours and are left out where a partner pays.
 * Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/analytics
 */
import type { ChargeLine, ReadCharges } from '@recado/channel-kit'
import { callGraph, setting } from './graph.js'
import { list, number, record, text } from './read.js'

const FREE = /^FREE_/

const digits = (value: string | undefined): string => (value ?? '').replace(/\D/g, '')
const seconds = (at: number): number => Math.floor(at / 1_000)

export const charges: ReadCharges = async ({ from, to }, context) => {
  const { settings } = context
  const own = digits(text((await callGraph(context, { method: 'GET', path: `${setting(settings, 'phoneNumberId')}?fields=display_phone_number` })).display_phone_number))
  const asked = `currency,pricing_analytics.start(${seconds(from)}).end(${seconds(to)}).granularity(DAILY).metric_types(["COST","VOLUME"]).dimensions(["PHONE","PRICING_CATEGORY","PRICING_TYPE"])`
  const answer = await callGraph(context, { method: 'GET', path: `${setting(settings, 'wabaId')}?fields=${encodeURIComponent(asked)}` })
  const points = list(record(answer.pricing_analytics).data).flatMap((part) => list(record(part).data_points)).map(record)
  // Other numbers of the same business account are other accounts here, or none of ours.
  const ours = points.filter((point) => digits(text(point.phone_number)) === own)
  const lines = new Map<string, { class: string; charged: boolean; count: number; cost: number | null }>()
  for (const point of ours) {
    const [category, type] = [text(point.pricing_category)?.toLowerCase() ?? '', text(point.pricing_type) ?? '']
    const key = `${category} ${FREE.test(type)}`
    const held = lines.get(key) ?? { class: category, charged: !FREE.test(type), count: 0, cost: 0 }
    const cost = number(point.cost)
    lines.set(key, { ...held, count: held.count + (number(point.volume) ?? 0), cost: held.cost === null || cost === undefined ? null : held.cost + cost })
  }
  return [...lines.values()].map(({ cost, ...line }): ChargeLine => ({ ...line, amount: cost === null ? null : cost.toFixed(4), currency: text(answer.currency) ?? null }))
}
