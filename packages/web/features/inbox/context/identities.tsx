import type { ContactDetail, ContactIdentity } from '@recado/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link2, Split } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../../api/client.js'
import { contactSearch, keys } from '../../../api/queries.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Avatar } from '../../../ui/avatar.js'
import { Button } from '../../../ui/button.js'
import { DialogWindow, IconButton } from '../../../ui/overlay.js'
import { toast } from '../../../ui/toast.js'
import { ChannelMark } from '../channel-mark.js'
import { Section } from './section.js'

/** Under which addresses she writes; two people that are one are joined here, and taken apart again. */
export function Identities({ contact }: { contact: ContactDetail }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const [joining, setJoining] = useState(false)
  const [splitting, setSplitting] = useState<ContactIdentity | null>(null)
  const act = async (path: string, body: object, done: string) => {
    setJoining(false)
    setSplitting(null)
    try {
      await api.post(`/contacts/${contact.id}/${path}`, body)
      toast(done)
      await Promise.all([client.invalidateQueries({ queryKey: ['contact'] }), client.invalidateQueries({ queryKey: ['conversation'] }), client.invalidateQueries({ queryKey: keys.lists })])
    } catch (error) {
      toast(tellError(intl, error).sentence, { tone: 'failed' })
    }
  }
  return (
    <Section title={t('context.identities')} action={<Button small look="quiet" onClick={() => setJoining(true)}><Link2 aria-hidden="true" className="size-4" />{t('context.join')}</Button>}>
      <ul className="flex flex-col gap-1.5">
        {contact.identities.map((identity) => (
          <li key={identity.id} className="flex items-center gap-2.5">
            <ChannelMark channel={identity.channel} size={22} />
            <div className="min-w-0 grow text-sm">
              <p className="truncate"><bdi>{identity.address ?? identity.profileName ?? identity.keys[0]?.value}</bdi></p>
              <p className="truncate text-xs text-ink-soft">{identity.accountName}{identity.reachable === false && <span className="text-failed"> · {t('context.unreachable')}</span>}</p>
            </div>
            {contact.identities.length > 1 && <IconButton label={t('context.split')} className="size-7" onPress={() => setSplitting(identity)}><Split aria-hidden="true" /></IconButton>}
          </li>
        ))}
      </ul>
      {joining && <JoinDialog contact={contact} onClose={() => setJoining(false)} onJoin={(otherId, name) => void act('merge', { otherId }, t('context.joined', { name }))} />}
      {splitting && (
        <DialogWindow title={t('context.split')} closeLabel={t('app.close')} onClose={() => setSplitting(null)} footer={<><Button onClick={() => setSplitting(null)}>{t('app.cancel')}</Button><Button look="primary" onClick={() => void act('split', { identityId: splitting.id }, t('context.split_done'))}>{t('context.split')}</Button></>}>
          {t('context.split_text', { address: splitting.address ?? splitting.profileName ?? '', account: splitting.accountName })}
        </DialogWindow>
      )}
    </Section>
  )
}

function JoinDialog({ contact, onClose, onJoin }: { contact: ContactDetail; onClose: () => void; onJoin: (otherId: string, name: string) => void }) {
  const { t } = useT()
  const [text, setText] = useState(contact.name.split(' ')[0] ?? '')
  const others = (useQuery({ ...contactSearch(text.trim()), enabled: text.trim().length > 1 }).data ?? []).filter((each) => each.id !== contact.id)
  return (
    <DialogWindow title={t('context.join_title', { name: contact.name })} closeLabel={t('app.close')} onClose={onClose}>
      <p className="mb-3 text-ink-soft">{t('context.join_text')}</p>
      <input type="search" autoFocus value={text} onChange={(event) => setText(event.target.value)} aria-label={t('context.join_search')} placeholder={t('context.join_search')} className="min-h-10 w-full rounded-lg border border-line-strong bg-surface px-3" />
      <ul className="mt-2 flex flex-col gap-1">
        {others.map((other) => (
          <li key={other.id} className="flex items-center gap-3 rounded-lg p-2 hover:bg-hover">
            <Avatar name={other.name} url={other.avatarUrl} size={36} />
            <div className="min-w-0 grow"><p className="truncate font-medium"><bdi>{other.name}</bdi></p><p className="flex gap-1">{other.identities.map((identity) => <ChannelMark key={identity.id} channel={identity.channel} size={16} />)}</p></div>
            <Button small onClick={() => onJoin(other.id, other.name)}>{t('context.join')}</Button>
          </li>
        ))}
        {others.length === 0 && <li className="p-3 text-center text-ink-soft">{t('context.join_none')}</li>}
      </ul>
    </DialogWindow>
  )
}
