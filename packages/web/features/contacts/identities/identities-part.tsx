import type { ContactDetail, ContactIdentity, LinkCode } from '@recado/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link2, Smartphone, Split, UsersRound } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { api } from '../../../api/client.js'
import { useNow } from '../../../api/clock.js'
import { useCan } from '../../../api/queries.js'
import { useActions } from '../../../hotkeys/use-actions.js'
import { tellError } from '../../../i18n/errors.js'
import { formatUntil } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { IconButton } from '../../../ui/overlay.js'
import { toast } from '../../../ui/toast.js'
import { ChannelMark } from '../../inbox/channel-mark.js'
import { Section } from '../../inbox/context/section.js'
import { JoinedLine } from './joined-line.js'
import { joiningOptions } from './queries.js'

const LinkDialog = lazy(() => import('./link-dialog.js'))
const JoinDialog = lazy(() => import('./join-dialog.js'))
const SplitDialog = lazy(() => import('./split-dialog.js'))
const DuplicatesDialog = lazy(() => import('./duplicates-dialog.js'))

type Open = 'link' | 'join' | 'duplicates' | ContactIdentity | null

/** Under which addresses she writes and how each came to her; another app is linked here, two people are joined, and taken apart again. */
export default function IdentitiesPart({ contact, conversationId = null }: { contact: Pick<ContactDetail, 'id' | 'name' | 'identities'>; /** The thread that is open, into which a code can be sent. */ conversationId?: string | null }) {
  const { t } = useT()
  const knows = useCan('contacts.manage')
  const [open, setOpen] = useState<Open>(null)
  const { data } = useQuery(joiningOptions(contact.id))
  const duplicates = data?.duplicates.length ?? 0
  const close = () => setOpen(null)
  useActions(knows ? [
    { id: 'person.link', label: 'joining.link', group: 'conversation', run: () => setOpen('link') },
    { id: 'person.join', label: 'context.join', group: 'conversation', run: () => setOpen('join') },
    { id: 'person.duplicates', label: 'joining.duplicates', group: 'conversation', run: () => setOpen('duplicates'), disabled: duplicates === 0 },
  ] : [])
  return (
    <Section title={t('context.identities')} action={knows && <Button small look="quiet" onClick={() => setOpen('join')}><Link2 aria-hidden="true" className="size-4" />{t('context.join')}</Button>}>
      <ul className="flex flex-col gap-2">
        {contact.identities.map((identity) => (
          <li key={identity.id} className="flex items-start gap-2.5">
            <ChannelMark channel={identity.channel} size={22} />
            <div className="min-w-0 grow text-sm">
              <p className="truncate"><bdi>{identity.address ?? identity.profileName ?? contact.name}</bdi></p>
              <p className="truncate text-xs text-ink-soft"><bdi>{identity.accountName}</bdi>{identity.reachable === false && <span className="text-failed"> · {t('context.unreachable')}</span>}</p>
              {identity.joinedBy && <JoinedLine joinedBy={identity.joinedBy} />}
            </div>
            {knows && contact.identities.length > 1 && <IconButton label={t('context.split')} className="size-7" onPress={() => setOpen(identity)}><Split aria-hidden="true" /></IconButton>}
          </li>
        ))}
      </ul>
      {data?.linkCodes.filter((code) => code.state === 'open' || code.tries > 0).map((code) => <CodeLine key={code.id} contactId={contact.id} code={code} may={knows} />)}
      {knows && (
        <div className="mt-2 flex flex-wrap gap-2">
          <Button small onClick={() => setOpen('link')}><Smartphone aria-hidden="true" className="size-4" />{t('joining.link')}</Button>
          {duplicates > 0 && <Button small onClick={() => setOpen('duplicates')}><UsersRound aria-hidden="true" className="size-4" />{t('joining.maybe', { count: duplicates })}</Button>}
        </div>
      )}
      <Suspense fallback={null}>
        {open === 'link' && <LinkDialog contact={contact} conversationId={conversationId} onClose={close} />}
        {open === 'join' && <JoinDialog contact={contact} onClose={close} />}
        {open === 'duplicates' && <DuplicatesDialog contactId={contact.id} onClose={close} />}
        {open !== null && typeof open === 'object' && <SplitDialog contact={contact} identity={open} onClose={close} />}
      </Suspense>
    </Section>
  )
}

/** A code that is out, or one that came back when it was worth nothing any more. */
function CodeLine({ contactId, code, may }: { contactId: string; code: LinkCode; may: boolean }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const end = async () => {
    setBusy(true)
    try {
      await api.delete(`/contacts/${contactId}/link-codes/${code.id}`)
      await client.invalidateQueries({ queryKey: joiningOptions(contactId).queryKey })
    } catch (error) { toast(tellError(intl, error).sentence, { tone: 'failed' }) } finally { setBusy(false) }
  }
  return (
    <div className="mt-2 flex items-center gap-2 text-xs text-ink-soft">
      <ChannelMark channel={code.channel} size={16} />
      <p className="min-w-0 grow [overflow-wrap:anywhere]"><bdi dir="ltr">…{code.code.slice(-4)}</bdi> · {code.state === 'open' ? t('joining.until', { until: formatUntil(intl, code.expiresAt, now) }) : t('joining.state', { state: code.state })}{code.tries > 0 && <span className="text-failed"> · {t('joining.tries', { count: code.tries })}</span>}</p>
      {code.state === 'open' && may && <Button small look="quiet" busy={busy} onClick={() => void end()}>{t('joining.end')}</Button>}
    </div>
  )
}
