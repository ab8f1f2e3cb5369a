import type { HealthItem } from '@recado/api'
import { useT } from '../../i18n/provider.js'
import { Notice } from '../../ui/notice.js'
import { healthWords, spanText, toneOf } from './health-words.js'

/** A health item that belongs to no account. */
export function HealthNotice({ item }: { item: HealthItem }) {
  const { t, intl } = useT()
  const { title, sentence, next } = healthWords(intl, item)
  return (
    <Notice tone={toneOf(item)} title={title}>
      {item.span && <p className="figures font-medium">{spanText(intl, item.span.from, item.span.to)}</p>}
      {sentence && <p>{sentence}</p>}
      {next && <p>{next}</p>}
      <p className="text-ink-soft">{t('channels.since', { moment: intl.formatDate(item.firstAt, { dateStyle: 'medium', timeStyle: 'short' }), count: item.count })}</p>
    </Notice>
  )
}
