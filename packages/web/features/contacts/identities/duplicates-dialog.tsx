import type { Contact, DuplicatePair } from '@recado/api'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Avatar } from '../../../ui/avatar.js'
import { Button } from '../../../ui/button.js'
import { Loading } from '../../../ui/empty.js'
import { Notice } from '../../../ui/notice.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { ChannelMark } from '../../inbox/channel-mark.js'
import { duplicatesOptions, joiningOptions } from './queries.js'
import { useJoining } from './use-joining.js'

const MergeDialog = lazy(() => import('./merge-dialog.js'))

/** Who may be the same: of one person, or of all. Joined after a look at both, or said to be two. */
export default function DuplicatesDialog({ contactId, onClose }: { contactId?: string; onClose: () => void }) {
  return contactId ? <OfOne contactId={contactId} onClose={onClose} /> : <OfAll onClose={onClose} />
}

function OfOne({ contactId, onClose }: { contactId: string; onClose: () => void }) {
  const { data, error } = useQuery(joiningOptions(contactId))
  return <Window pairs={data?.duplicates} error={error} contactId={contactId} onClose={onClose} />
}

function OfAll({ onClose }: { onClose: () => void }) {
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(duplicatesOptions)
  return <Window pairs={data?.pages.flatMap((page) => page.items)} error={error} onClose={onClose} more={hasNextPage ? { busy: isFetchingNextPage, read: () => void fetchNextPage() } : null} />
}

function Window({ pairs, error, contactId, onClose, more = null }: { pairs: readonly DuplicatePair[] | undefined; error: Error | null; contactId?: string; onClose: () => void; more?: { busy: boolean; read: () => void } | null }) {
  const { t, intl } = useT()
  const [compared, setCompared] = useState<[string, string] | null>(null)
  if (compared) return <Suspense fallback={null}><MergeDialog contactId={compared[0]} otherId={compared[1]} onClose={() => setCompared(null)} /></Suspense>
  return (
    <DialogWindow title={t('joining.duplicates_title')} closeLabel={t('app.close')} onClose={onClose}>
      {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {!pairs && !error && <Loading label={t('app.loading')} />}
      {pairs?.length === 0 && <p className="py-6 text-center text-ink-soft">{t('joining.duplicates_none')}</p>}
      <ul className="flex flex-col gap-2">
        {pairs?.map((pair) => {
          // The person whose page it is stays; else the one who is known longer.
          const [one, other] = contactId && pair.people[1].id === contactId ? [pair.people[1], pair.people[0]] : contactId || pair.people[0].createdAt <= pair.people[1].createdAt ? pair.people : [pair.people[1], pair.people[0]]
          return <Pair key={`${one.id} ${other.id}`} one={one} other={other} kinds={pair.kinds} onCompare={() => setCompared([one.id, other.id])} />
        })}
      </ul>
      {more && <div className="flex justify-center pt-3"><Button busy={more.busy} onClick={more.read}>{t('joining.more')}</Button></div>}
    </DialogWindow>
  )
}

function Pair({ one, other, kinds, onCompare }: { one: Contact; other: Contact; kinds: DuplicatePair['kinds']; onCompare: () => void }) {
  const { t, intl } = useT()
  const { notSame } = useJoining(one.id)
  const [busy, setBusy] = useState(false)
  return (
    <li className="flex flex-col gap-2 rounded-xl border border-line p-3">
      <div className="grid grid-cols-2 gap-3">{[one, other].map((person) => <Side key={person.id} person={person} />)}</div>
      <div className="flex flex-wrap items-center justify-end gap-2">
        <span className="grow text-sm text-ink-soft">{intl.formatList(kinds.map((kind) => t('joining.same', { kind })))}</span>
        <Button small busy={busy} onClick={() => { setBusy(true); void notSame(other.id).finally(() => setBusy(false)) }}>{t('joining.not_same')}</Button>
        <Button small look="primary" onClick={onCompare}>{t('joining.compare')}</Button>
      </div>
    </li>
  )
}

function Side({ person }: { person: Contact }) {
  const known = person.identities.find((each) => each.address)?.address ?? person.identities[0]?.accountName ?? person.addresses[0]?.value
  return (
    <div className="flex min-w-0 items-center gap-2">
      <Avatar name={person.name} url={person.avatarUrl} size={32} />
      <div className="min-w-0"><p className="truncate font-medium"><bdi>{person.name}</bdi></p><p className="flex items-center gap-1 text-xs text-ink-soft">{person.identities.slice(0, 3).map((each) => <ChannelMark key={each.id} channel={each.channel} size={14} />)}<bdi className="truncate">{known}</bdi></p></div>
    </div>
  )
}
