import type { ContactDetail } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { contactSearch } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { Avatar } from '../../../ui/avatar.js'
import { Button } from '../../../ui/button.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { ChannelMark } from '../../inbox/channel-mark.js'

const MergeDialog = lazy(() => import('./merge-dialog.js'))

/** Looks for the other one by name or number, then shows both side by side. */
export default function JoinDialog({ contact, onClose }: { contact: Pick<ContactDetail, 'id' | 'name'>; onClose: () => void }) {
  const { t } = useT()
  const [text, setText] = useState(contact.name.split(' ')[0] ?? '')
  const [otherId, setOtherId] = useState<string | null>(null)
  const others = (useQuery({ ...contactSearch(text.trim()), enabled: text.trim().length > 1 }).data ?? []).filter((each) => each.id !== contact.id)
  if (otherId) return <Suspense fallback={null}><MergeDialog contactId={contact.id} otherId={otherId} onClose={() => setOtherId(null)} onDone={onClose} /></Suspense>
  return (
    <DialogWindow title={t('context.join_title', { name: contact.name })} closeLabel={t('app.close')} onClose={onClose}>
      <p className="mb-3 text-ink-soft">{t('context.join_text')}</p>
      <input type="search" autoFocus value={text} onChange={(event) => setText(event.target.value)} aria-label={t('context.join_search')} placeholder={t('context.join_search')} className="min-h-10 w-full rounded-lg border border-line-strong bg-surface px-3" />
      <ul className="mt-2 flex flex-col gap-1">
        {others.map((other) => (
          <li key={other.id} className="flex items-center gap-3 rounded-lg p-2 hover:bg-hover">
            <Avatar name={other.name} url={other.avatarUrl} size={36} />
            <div className="min-w-0 grow"><p className="truncate font-medium"><bdi>{other.name}</bdi></p><p className="flex gap-1">{other.identities.map((identity) => <ChannelMark key={identity.id} channel={identity.channel} size={16} />)}</p></div>
            <Button small onClick={() => setOtherId(other.id)}>{t('joining.compare')}</Button>
          </li>
        ))}
        {others.length === 0 && <li className="p-3 text-center text-ink-soft">{t('context.join_none')}</li>}
      </ul>
    </DialogWindow>
  )
}
