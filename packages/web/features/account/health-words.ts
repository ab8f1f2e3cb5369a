import type { HealthItem } from '@recado/api'
import type { IntlShape } from 'react-intl'
import { tellCode } from '../../i18n/errors.js'
import { isMessage, translator } from '../../i18n/provider.js'
import type { Tone } from '../../ui/notice.js'

/** A health item in the reader's language: what it is, what it means, what to do. */
export interface HealthWords { title: string; sentence: string; next: string }

export function healthWords(intl: IntlShape, item: Pick<HealthItem, 'code' | 'message' | 'reason' | 'texts' | 'count'>): HealthWords {
  const t = translator(intl)
  const language = intl.locale.split('-')[0] ?? 'en'
  const text = item.texts?.[language] ?? item.texts?.en
  // The error behind a pause says more than that there is a pause.
  const reason = item.reason ? tellCode(intl, item.reason) : null
  if (text) return { title: text.title, sentence: [text.sentence, item.code === 'account_paused' ? reason?.sentence : null].filter(Boolean).join(' '), next: text.next ?? reason?.next ?? '' }
  const id = `health.${item.code}`
  return { title: isMessage(intl, id) ? t(id, { count: item.count }) : item.message, sentence: reason?.sentence ?? '', next: reason?.next ?? '' }
}

/** In one line. A fact's title names the thing only: its first sentence says what is wrong with it. */
export function healthLine(intl: IntlShape, item: Parameters<typeof healthWords>[1]): string {
  const { title, sentence } = healthWords(intl, item)
  return item.code.startsWith('standing.') ? `${title}: ${sentence.split(/(?<=\.)\s/)[0] ?? ''}` : title
}

/** A pause says nothing that the fact behind it does not say better. */
export const withoutEchoes = <I extends Pick<HealthItem, 'code' | 'reason' | 'channelAccountId'>>(items: readonly I[]): I[] =>
  items.filter((item) => item.code !== 'account_paused' || !items.some((other) => other.code.startsWith('standing.') && other.channelAccountId === item.channelAccountId && other.reason === item.reason))

export const toneOf = (item: Pick<HealthItem, 'severity'>): Tone => (item.severity === 'critical' ? 'failed' : item.severity === 'warning' ? 'warning' : 'info')

/** "20 Nov, 10:02 – 12:05", or with both days where they differ. */
export function spanText(intl: IntlShape, from: string, to: string | null): string {
  const long = { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' } as const
  const begin = intl.formatDate(from, long)
  if (to === null) return translator(intl)('gap.since', { moment: begin })
  const sameDay = new Date(from).toDateString() === new Date(to).toDateString()
  return `${begin} – ${sameDay ? intl.formatTime(to, { hour: '2-digit', minute: '2-digit' }) : intl.formatDate(to, long)}`
}
