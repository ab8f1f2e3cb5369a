import type { Price, Verdict, VerdictRemedy } from '@recado/api'
import type { IntlShape } from 'react-intl'
import { formatMoney, formatSpan, formatUntil } from '../../i18n/format.js'
import { isMessage, translator } from '../../i18n/provider.js'

export interface VerdictText {
  tone: 'free' | 'paid' | 'closing' | 'blocked'
  /** "Free reply for 23 h 10 m" - or what is in the way and what to do. */
  sentence: string
}

/** Names of the channels and whether a price is none. */
export interface VerdictContext { now: number; channelName: (id: string) => string }

const isFree = (price: Price | null | undefined) => !price || Number(price.amount) === 0

/** A verdict in plain words: the chip in the composer, the tooltip and the "new conversation" dialog read the same. */
export function verdictText(intl: IntlShape, verdict: Verdict, context: VerdictContext): VerdictText {
  return verdict.kind === 'allow' ? allowText(intl, verdict, context) : denyText(intl, verdict, context)
}

function allowText(intl: IntlShape, verdict: Extract<Verdict, { kind: 'allow' }>, { now }: VerdictContext): VerdictText {
  const t = translator(intl)
  const leftMs = verdict.until ? Date.parse(verdict.until) - now : null
  const span = leftMs === null ? '' : formatSpan(intl, leftMs)
  const price = isFree(verdict.price) || !verdict.price ? '' : formatMoney(intl, verdict.price)
  const what = verdict.as === 'template' ? 'template' : verdict.as === 'tagged' ? 'tagged' : 'reply'
  const sentence = t(`verdict.allow.${what}`, { price: price || 'free', hasPrice: price ? 'yes' : 'no', hasSpan: span ? 'yes' : 'no', span, hasLeft: verdict.left === null || verdict.of !== undefined ? 'no' : 'yes', left: verdict.left ?? 0 })
  const counted = [...(verdict.left !== null && verdict.of !== undefined ? [t('verdict.counted', { left: verdict.left, of: verdict.of })] : []), ...(verdict.onWay ? [t('verdict.on_way', { count: verdict.onWay })] : [])].join(', ')
  return { tone: leftMs !== null && leftMs < 15 * 60_000 ? 'closing' : price ? 'paid' : 'free', sentence: counted ? `${sentence} · ${counted}` : sentence }
}

function denyText(intl: IntlShape, verdict: Extract<Verdict, { kind: 'deny' }>, context: VerdictContext): VerdictText {
  const t = translator(intl)
  if (verdict.code === 'pair_rate') {
    const left = verdict.retryAt ? formatSpan(intl, Date.parse(verdict.retryAt) - context.now) : ''
    return { tone: 'closing', sentence: t('verdict.deny.pair_rate', { hasSpan: left ? 'yes' : 'no', span: left }) }
  }
  const id = `verdict.deny.${verdict.code}`
  let reason = isMessage(intl, id) ? t(id) : verdict.code
  const ways = verdict.remedies.map((remedy) => remedyText(intl, remedy, context)).filter(Boolean)
  if (verdict.onWay) reason = `${reason} (${t('verdict.on_way', { count: verdict.onWay })})`
  if (ways.length === 0) return { tone: 'blocked', sentence: reason }
  return { tone: 'blocked', sentence: t('verdict.deny', { reason, ways: ways.slice(0, 3).reduceRight((second, first) => t('verdict.or', { first, second })) }) }
}

/** One way out, as it stands in the middle of a sentence. */
export function remedyText(intl: IntlShape, remedy: VerdictRemedy, { now, channelName }: VerdictContext): string {
  const t = translator(intl)
  const price = isFree(remedy.price) || !remedy.price ? '' : formatMoney(intl, remedy.price)
  const until = remedy.until ? formatUntil(intl, remedy.until, now) : ''
  const values = { hasPrice: price ? 'yes' : 'no', price, hasUntil: until ? 'yes' : 'no', until, app: remedy.channel ? channelName(remedy.channel) : remedy.accountName ?? '' }
  return t(`verdict.remedy.${remedy.kind}`, values)
}
