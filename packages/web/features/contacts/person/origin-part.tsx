import { CameFrom } from '../../inbox/context/came-from.js'
import { useT } from '../../../i18n/provider.js'
import type { PersonDetail } from '../model.js'
import { Part } from './part.js'

/** Since when she is known, over which ways she came, and what other systems call her. */
export function OriginPart({ person }: { person: PersonDetail }) {
  const { t, intl } = useT()
  const ids = person.externalIds ?? []
  return (
    <Part title={t('contacts.origin')}>
      <dl className="grid grid-cols-[7.5rem_1fr] gap-x-3 gap-y-1 text-sm">
        <dt className="text-ink-soft">{t('context.since')}</dt><dd><time dateTime={person.createdAt}>{intl.formatDate(person.createdAt, { dateStyle: 'medium' })}</time></dd>
        {ids.map((one) => <div key={`${one.source} ${one.externalId}`} className="contents"><dt className="truncate text-ink-soft"><bdi>{one.source}</bdi></dt><dd className="figures [overflow-wrap:anywhere]"><bdi>{one.externalId}</bdi></dd></div>)}
      </dl>
      <div className="[&>section]:border-0 [&>section]:pt-2">{person.conversations.map((row) => <CameFrom key={row.id} conversation={row} />)}</div>
    </Part>
  )
}
