import type { OptInForm } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { accountsQuery } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { topicsQuery } from './queries.js'

/** How many saw it, chose and arrived, in one line. */
export function FiguresLine({ form }: { form: OptInForm }) {
  const { t, intl } = useT()
  const { seen, chosen, arrived } = form.figures
  return (
    <dl className="figures flex flex-wrap gap-x-5 gap-y-1">
      {([['seen', seen], ['chosen', chosen], ['arrived', arrived]] as const).map(([step, count]) => <div key={step} className="flex items-baseline gap-1.5"><dd className="font-semibold">{intl.formatNumber(count)}</dd><dt className="text-sm text-ink-soft">{t(`optin.figure.${step}`)}</dt></div>)}
    </dl>
  )
}

/** The same by app and by topic. There is nobody in it. */
export function FiguresCard({ form }: { form: OptInForm }) {
  const { t, intl } = useT()
  const accounts = useQuery(accountsQuery).data ?? []
  const topics = useQuery(topicsQuery).data ?? []
  const rows = [
    ...form.byApp.map((one) => ({ key: one.channelAccountId, name: accounts.find((each) => each.id === one.channelAccountId)?.name ?? t('optin.figure.gone'), ...one })),
    ...form.byCategory.map((one) => { const names = topics.find((each) => each.id === one.categoryId)?.names; return { key: one.categoryId, name: names?.[intl.locale] ?? Object.values(names ?? {})[0] ?? t('optin.figure.gone'), ...one } }),
  ]
  return (
    <Card title={t('optin.figures')}>
      <FiguresLine form={form} />
      {rows.length > 0 && (
        <table className="figures mt-3 w-full">
          <thead><tr className="border-b border-line text-start text-sm text-ink-soft"><th scope="col" className="py-1.5 text-start font-medium">{t('optin.figure.what')}</th><th scope="col" className="text-end font-medium">{t('optin.figure.chosen')}</th><th scope="col" className="text-end font-medium">{t('optin.figure.arrived')}</th></tr></thead>
          <tbody>{rows.map((row) => <tr key={row.key} className="border-b border-line last:border-0"><th scope="row" className="max-w-40 truncate py-1.5 text-start font-normal"><bdi>{row.name}</bdi></th><td className="text-end">{intl.formatNumber(row.chosen)}</td><td className="text-end">{intl.formatNumber(row.arrived)}</td></tr>)}</tbody>
        </table>
      )}
    </Card>
  )
}
