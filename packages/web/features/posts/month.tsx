import type { PostAccount } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { zoneName } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { Section } from '../campaigns/wizard/section.js'
import { fullOptions } from './queries.js'

/** What is left of the month: posts to everybody, and how many posts the followers have had. */
export function MonthLeft({ account }: { account: PostAccount }) {
  const { t, intl } = useT()
  const { rules, toAllUsed, byCount, followers } = account
  const { timeZone } = rules.perContact
  const left = Math.max(0, rules.toAll.amount - toAllUsed)
  return (
    <Section title={t('posts.left')}>
      <div>
        <p className="flex items-baseline gap-2"><span className="figures text-2xl font-semibold">{intl.formatNumber(left)}<span className="text-base font-normal text-ink-soft"> / {intl.formatNumber(rules.toAll.amount)}</span></span></p>
        <p className="text-ink-soft">{t('posts.left_to_all', { left })}</p>
        <div aria-hidden="true" className="mt-2 flex gap-1">{Array.from({ length: rules.toAll.amount }, (_, n) => <span key={n} className={`h-2 grow rounded-full ${n < left ? 'bg-accent' : 'bg-sunken'}`} />)}</div>
        <p className="mt-2 text-sm text-ink-soft">{t('posts.renews', { date: intl.formatDate(account.monthEndsAt, { day: 'numeric', month: 'long', timeZone }), zone: zoneName(intl, timeZone) })}</p>
      </div>
      <div>
        <h3 className="mb-1 font-medium">{t('posts.had_title')}</h3>
        <table className="w-full text-sm">
          <tbody>{byCount.map((people, count) => (
            <tr key={count}>
              <th scope="row" className="w-28 py-1 pe-2 text-start font-normal">{t('posts.had', { count })}</th>
              <td className="py-1"><span className="flex items-center gap-2"><span aria-hidden="true" className={`block h-2 rounded-full bg-accent ${people > 0 ? 'min-w-1' : ''}`} style={{ inlineSize: `${followers > 0 ? Math.round((people / followers) * 60) : 0}%` }} /><span className="figures">{intl.formatNumber(people)}</span></span></td>
            </tr>
          ))}</tbody>
        </table>
      </div>
      <Full account={account} />
      <p className="text-sm text-ink-soft">{t('posts.calls_today', { used: account.callsToday, limit: rules.calls.perDay })}</p>
    </Section>
  )
}

function Full({ account }: { account: PostAccount }) {
  const { t } = useT()
  const atLimit = account.byCount.at(-1) ?? 0
  const people = useQuery({ ...fullOptions(account.channelAccountId), enabled: atLimit > 0 }).data ?? []
  return (
    <details>
      <summary className="min-h-8 cursor-pointer py-1 font-medium">{t('posts.full')} ({atLimit})</summary>
      {atLimit === 0 ? <p className="text-sm text-ink-soft">{t('posts.full_none')}</p>
        : <ul className="mt-1 flex max-h-60 flex-col gap-1 overflow-y-auto text-sm">{people.map((one) => <li key={one.contactId}><Link to="/contacts/$contactId" params={{ contactId: one.contactId }} className="text-accent underline underline-offset-2"><bdi>{one.name}</bdi></Link>{one.told && <span className="text-ink-soft"> · {t('posts.full_told')}</span>}</li>)}</ul>}
    </details>
  )
}
