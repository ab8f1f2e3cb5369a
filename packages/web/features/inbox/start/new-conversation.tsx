import type { Contact, ConversationDetail } from '@recado/api'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../../api/client.js'
import { useNow } from '../../../api/clock.js'
import { accountsQuery, channelsQuery, contactSearch, useSession } from '../../../api/queries.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Avatar } from '../../../ui/avatar.js'
import { Button } from '../../../ui/button.js'
import { cx } from '../../../ui/class-names.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { Notice } from '../../../ui/notice.js'
import { toast } from '../../../ui/toast.js'
import TemplateForm, { type ChosenTemplate } from '../composer/template-form.js'
import { VerdictChip } from '../composer/verdict-chip.js'
import { ChannelMark } from '../channel-mark.js'
import { discardPending, pendingOf, sendNow } from '../outbox.js'
import { useOpenConversation } from '../use-open.js'

type To = { contactId: string; name: string } | { address: string; name: string }

const looksLikePhone = (text: string) => /^\+?[\d\s().-]{7,20}$/.test(text.trim())

/** Writing first: the person, the app, what may be sent there and for how much. */
export default function NewConversation({ onClose }: { onClose: () => void }) {
  const { t, intl } = useT()
  const now = useNow()
  const { user } = useSession()
  const { open } = useOpenConversation()
  const [to, setTo] = useState<To | null>(null)
  const start = useMutation({ mutationFn: ({ accountId, person }: { accountId: string; person: To }) => api.post<ConversationDetail>('/conversations', { channelAccountId: accountId, to: 'contactId' in person ? { contactId: person.contactId } : { address: person.address } }) })
  const conversation = start.data
  const freeform = conversation?.verdicts.freeform
  const sendTemplate = async ({ content, purpose, category }: ChosenTemplate) => {
    if (!conversation) return
    const clientId = crypto.randomUUID()
    await sendNow(conversation.id, { clientId, content, purpose, ...(category ? { category } : {}) }, { type: 'agent', id: user.id, name: user.name }, now)
    const pending = pendingOf(clientId)
    if (pending?.state === 'refused') {
      toast(pending.error ? tellError(intl, pending.error).sentence : '', { tone: 'failed' })
      return discardPending(clientId)
    }
    open(conversation.id)
  }
  const told = start.error ? tellError(intl, start.error) : null
  return (
    <DialogWindow wide={Boolean(conversation)} title={t('start.title')} closeLabel={t('app.close')} onClose={onClose}>
      <ol className="flex flex-col gap-5">
        <li><h3 className="mb-1.5">{t('start.person')}</h3>{to ? <Chosen to={to} onChange={() => { setTo(null); start.reset() }} /> : <PersonSearch onChoose={setTo} />}</li>
        {to && <li><h3 className="mb-1.5">{t('start.app')}</h3><Accounts to={to} chosen={conversation?.channelAccountId ?? start.variables?.accountId} busy={start.isPending} onChoose={(accountId) => start.mutate({ accountId, person: to })} /></li>}
        {told && <li><Notice tone="failed" alert title={told.sentence}>{told.next}</Notice></li>}
        {conversation && freeform && (
          <li className="flex flex-col gap-3">
            <h3>{t('start.message')}</h3>
            {freeform.kind === 'allow'
              ? <><VerdictChip verdict={freeform} /><Button look="primary" className="self-start" onClick={() => open(conversation.id)}>{t('start.write')}</Button></>
              : conversation.verdicts.template
                ? <><p className="text-ink-soft">{t('start.template_needed')}</p><TemplateForm accountId={conversation.channelAccountId} conversationId={conversation.id} contactName={conversation.contact.name} busy={false} onSend={(chosen) => void sendTemplate(chosen)} /></>
                : <><VerdictChip verdict={freeform} /><Button className="self-start" onClick={() => open(conversation.id)}>{t('start.open_anyway')}</Button></>}
          </li>
        )}
      </ol>
    </DialogWindow>
  )
}

function Chosen({ to, onChange }: { to: To; onChange: () => void }) {
  const { t } = useT()
  return <div className="flex items-center gap-3 rounded-xl border border-line p-2"><Avatar name={to.name} size={36} /><span className="min-w-0 grow truncate font-medium"><bdi>{to.name}</bdi></span><Button small look="quiet" onClick={onChange}>{t('start.other')}</Button></div>
}

function PersonSearch({ onChoose }: { onChoose: (to: To) => void }) {
  const { t } = useT()
  const [text, setText] = useState('')
  const people: Contact[] = useQuery({ ...contactSearch(text.trim()), enabled: text.trim().length > 1 }).data ?? []
  const phone = looksLikePhone(text)
  return (
    <>
      <div className="relative"><Search aria-hidden="true" className="absolute start-3 top-3 size-4 text-ink-soft" /><input autoFocus value={text} onChange={(event) => setText(event.target.value)} placeholder={t('start.search')} aria-label={t('start.search')} className="min-h-10 w-full rounded-lg border border-line-strong bg-surface ps-9 pe-3" /></div>
      <ul className="mt-2 flex flex-col gap-0.5">
        {phone && <li><button type="button" onClick={() => onChoose({ address: text.trim(), name: text.trim() })} className="flex min-h-11 w-full items-center gap-3 rounded-lg px-2 text-start hover:bg-hover"><span aria-hidden="true" className="grid size-9 place-items-center rounded-full bg-accent-soft font-bold text-accent">+</span>{t('start.number', { number: text.trim() })}</button></li>}
        {people.map((person) => (
          <li key={person.id}><button type="button" onClick={() => onChoose({ contactId: person.id, name: person.name })} className="flex min-h-11 w-full items-center gap-3 rounded-lg px-2 text-start hover:bg-hover"><Avatar name={person.name} url={person.avatarUrl} size={36} /><span className="min-w-0 grow truncate"><bdi>{person.name}</bdi></span>{person.identities.map((identity) => <ChannelMark key={identity.id} channel={identity.channel} size={18} />)}</button></li>
        ))}
        {text.trim().length > 1 && people.length === 0 && !phone && <li className="px-2 py-3 text-ink-soft">{t('start.nobody')}</li>}
      </ul>
    </>
  )
}

/** The accounts she can be written to over; where only she can begin, it says so. */
function Accounts({ to, chosen, busy, onChoose }: { to: To; chosen: string | undefined; busy: boolean; onChoose: (accountId: string) => void }) {
  const { t } = useT()
  const accounts = useQuery(accountsQuery).data ?? []
  const channels = useQuery(channelsQuery).data ?? []
  return (
    <ul className="flex flex-col gap-1.5">
      {accounts.map((account) => {
        const channel = channels.find((each) => each.id === account.channel)
        const why = channel?.address.kind === 'none' && 'address' in to ? t('start.needs_contact') : account.state === 'error' || account.state === 'paused' ? t('account.state.error') : channel?.initiation === 'contact-first' ? t('start.contact_first') : null
        const impossible = (channel?.address.kind === 'none' && 'address' in to)
        return (
          <li key={account.id}><button type="button" disabled={impossible || busy} onClick={() => onChoose(account.id)} aria-pressed={chosen === account.id} className={cx('flex min-h-12 w-full items-center gap-3 rounded-xl border px-3 py-1.5 text-start hover:bg-hover disabled:opacity-60', chosen === account.id ? 'border-accent bg-selected' : 'border-line')}>
            <ChannelMark channel={account.channel} size={24} /><span className="min-w-0 grow"><span className="block truncate font-medium">{account.name}</span><span className="block text-sm text-ink-soft">{channel?.name}{why && ` · ${why}`}</span></span>
          </button></li>
        )
      })}
    </ul>
  )
}
