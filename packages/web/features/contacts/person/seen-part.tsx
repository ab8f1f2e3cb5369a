import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useNow } from '../../../api/clock.js'
import { formatMoment } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { auditQuery, EMPTY, SAW_HER } from '../../audit/queries.js'
import { actionName } from '../../audit/action-name.js'
import { Part } from './part.js'

const SHOWN = 6

/** Who has looked at her or taken her data along, newest first: for those who may read the audit log. */
export default function SeenPart({ contactId }: { contactId: string }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const filter = { ...EMPTY, action: SAW_HER, subject: contactId }
  const items = useInfiniteQuery(auditQuery(filter)).data?.pages[0]?.items
  return (
    <Part title={t('contacts.seen')} action={<Link to="/settings/audit" search={{ action: SAW_HER, subject: contactId }} className="min-h-6 text-sm text-accent underline underline-offset-2">{t('contacts.seen_all')}</Link>}>
      {items?.length === 0 && <p className="text-sm text-ink-soft">{t('contacts.seen_none')}</p>}
      <ul className="flex flex-col gap-1.5">
        {items?.slice(0, SHOWN).map((item) => (
          <li key={item.id} className="flex items-baseline gap-2 text-sm">
            <span className="min-w-0 grow [overflow-wrap:anywhere]"><bdi className="font-medium">{item.actor.name ?? t('auditlog.someone')}</bdi>{item.actor.kind === 'token' && <span className="text-ink-soft"> ({t('auditlog.program')})</span>} <span className="text-ink-soft">{actionName(intl, t, item.action)}</span></span>
            <time dateTime={item.at} title={intl.formatDate(item.at, { dateStyle: 'full', timeStyle: 'short' })} className="figures shrink-0 text-xs text-ink-soft">{formatMoment(intl, item.at, now)}</time>
          </li>
        ))}
      </ul>
      <p className="mt-1.5 text-xs text-ink-soft">{t('contacts.seen_help')}</p>
    </Part>
  )
}
