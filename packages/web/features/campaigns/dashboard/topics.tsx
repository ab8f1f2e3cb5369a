import type { SubscribersReport } from '@recado/api'
import { useT } from '../../../i18n/provider.js'
import { inLanguage } from '../../contacts/consents/queries.js'
import { shareText } from '../words.js'

const COLUMNS = ['subscribers', 'sent', 'read', 'replied', 'opted_out', 'blocked'] as const

/** What each topic is worth to the people who get it: whether they read and answer, and whether they go. */
export function TopicValues({ report }: { report: SubscribersReport }) {
  const { t, intl } = useT()
  return (
    <section aria-labelledby="topics" className="rounded-2xl border border-line bg-surface shadow-lift">
      <div className="px-5 pt-4 pb-3"><h2 id="topics" className="text-bubble">{t('campaigns.value')}</h2><p className="text-sm text-ink-soft">{t('campaigns.value_text')}</p></div>
      {report.topics.length === 0 ? <p className="px-5 pb-5 text-ink-soft">{t('campaigns.value_none')}</p> : (
        <div className="thin-scroll overflow-x-auto" tabIndex={0} role="region" aria-labelledby="topics">
          <table className="w-full min-w-140 text-sm">
            <thead><tr className="border-y border-line bg-sunken text-ink-soft"><th scope="col" className="px-5 py-2 text-start font-medium">{t('campaigns.topic')}</th>{COLUMNS.map((column) => <th key={column} scope="col" className="px-3 py-2 text-end font-medium last:pe-5">{t(`campaigns.col.${column}`)}</th>)}</tr></thead>
            <tbody>
              {report.topics.map((topic) => (
                <tr key={`${topic.purpose} ${topic.topic}`} className="border-b border-line last:border-0">
                  <th scope="row" className="px-5 py-2.5 text-start font-medium">{topic.topic === null ? t(topic.purpose === 'notification' ? 'campaigns.notices' : 'campaigns.all_topics') : inLanguage(topic.names, intl.locale) || topic.topic}{topic.purpose === 'notification' && topic.topic !== null && <span className="block text-xs font-normal text-ink-soft">{t('campaigns.notices')}</span>}<span className="block text-xs font-normal text-ink-soft">{t('campaigns.count', { count: topic.campaigns })}</span></th>
                  <td className="figures px-3 py-2.5 text-end">{topic.purpose === 'notification' ? <span title={t('campaigns.notices_all')}>–</span> : intl.formatNumber(topic.subscribers)}</td>
                  <td className="figures px-3 py-2.5 text-end">{intl.formatNumber(topic.sent)}</td>
                  <td className="figures px-3 py-2.5 text-end" title={topic.read === null ? t('campaigns.not_told') : undefined}>{shareText(intl, topic.read, topic.readOf)}</td>
                  <td className="figures px-3 py-2.5 text-end">{shareText(intl, topic.replied, topic.sent)}</td>
                  <td className="figures px-3 py-2.5 text-end">{shareText(intl, topic.optedOut, topic.sent)}</td>
                  <td className="figures px-3 py-2.5 pe-5 text-end">{intl.formatNumber(topic.blocked)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
