import type { AudiencePerson } from '@recado/api'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useT } from '../../i18n/provider.js'
import { Avatar } from '../../ui/avatar.js'
import { Button } from '../../ui/button.js'
import { countryName } from '../campaigns/words.js'

/** People by name, each leading to her page; `act` puts something beside her. */
export function PeopleList({ label, people, more, busy, act }: { label: string; people: readonly AudiencePerson[]; more: (() => void) | null; busy: boolean; act?: (person: AudiencePerson) => ReactNode }) {
  const { t, intl } = useT()
  return (
    <>
      <ul aria-label={label} className="divide-y divide-line">
        {people.map((person) => (
          <li key={person.contactId} className="flex items-center gap-3 py-2">
            <Avatar name={person.name} url={person.avatarUrl} size={32} />
            <Link to="/contacts/$contactId" params={{ contactId: person.contactId }} className="min-w-0 grow py-1 font-medium [overflow-wrap:anywhere] hover:underline"><bdi>{person.name}</bdi></Link>
            {person.country && <span className="shrink-0 text-sm text-ink-soft">{countryName(intl, person.country)}</span>}
            {act?.(person)}
          </li>
        ))}
      </ul>
      {more && <Button small className="mt-2 self-center" busy={busy} onClick={more}>{t('segments.more')}</Button>}
    </>
  )
}
