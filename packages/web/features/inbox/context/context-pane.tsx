import type { Contact, ContactDetail, ConversationDetail } from '@recado/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { Link } from '@tanstack/react-router'
import { ContactRound, Copy, X } from 'lucide-react'
import { useNow } from '../../../api/clock.js'
import { contactOptions, keys, useCan } from '../../../api/queries.js'
import { api } from '../../../api/client.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Loading } from '../../../ui/empty.js'
import { IconButton } from '../../../ui/overlay.js'
import { Notice } from '../../../ui/notice.js'
import { toast } from '../../../ui/toast.js'
import { ContactFace } from '../contact-face.js'
import type { ConversationActions } from '../use-conversation-actions.js'
import { CameFrom } from './came-from.js'
import { ContactFacts } from './contact-facts.js'
import { Identities } from './identities.js'
import { LabelList, Labels } from './labels.js'
import { Section } from './section.js'
import { Threads } from './threads.js'

const Orders = lazy(() => import('../../contacts/person/orders.js'))
const CampaignsPart = lazy(() => import('./campaigns-part.js'))
const Participants = lazy(() => import('./participants.js'))
const ConsentCard = lazy(() => import('../../contacts/consents/consent-card.js'))
const CopyPreferenceLink = lazy(() => import('../../opt-in/preference-link.js'))
const MuteButton = lazy(() => import('../../notices/mute.js'))

/** The person beside her conversation: who she is, how to reach her, what else she wrote. */
export function ContextPane({ conversation, actions, onClose }: { conversation: ConversationDetail; actions: ConversationActions; onClose: () => void }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const now = useNow()
  // What her role does not change stands here to be read.
  const [works, knows, reads, seesConsents] = [useCan('conversations.work'), useCan('contacts.manage'), useCan('contacts.read'), useCan('consents.read')]
  const { data: contact, error, isLoading } = useQuery(contactOptions(conversation.contact.id))
  const save = async (change: Partial<Pick<Contact, 'name' | 'notes' | 'language' | 'country'>>) => {
    try {
      await api.patch(`/contacts/${conversation.contact.id}`, { ...change, conversationId: conversation.id })
      await client.invalidateQueries({ queryKey: keys.contact(conversation.contact.id) })
    } catch (problem) {
      toast(tellError(intl, problem).sentence, { tone: 'failed' })
    }
  }
  const labelPerson = async (add: string[], remove: string[]) => {
    try {
      client.setQueryData(keys.contact(conversation.contact.id), await api.post<ContactDetail>(`/contacts/${conversation.contact.id}/labels`, { add, remove, conversationId: conversation.id }))
    } catch (problem) {
      toast(tellError(intl, problem).sentence, { tone: 'failed' })
    }
  }
  return (
    <div className="flex flex-col gap-5 p-4">
      <div className="flex items-start gap-3">
        <span className="p-1"><ContactFace row={conversation} now={now} size={52} /></span>
        <div className="min-w-0 grow pt-1">
          <h2 className="text-lg leading-snug [overflow-wrap:anywhere]"><bdi>{conversation.contact.name}</bdi></h2>
          <button type="button" onClick={() => void navigator.clipboard.writeText(String(conversation.number))} className="inline-flex min-h-6 items-center gap-1 text-sm text-ink-soft" title={t('context.copy_number')}>{t('context.number', { number: conversation.number })}<Copy aria-hidden="true" className="size-3" /></button>
        </div>
        {reads && <Link to="/contacts/$contactId" params={{ contactId: conversation.contact.id }} search={{ from: conversation.id }} aria-label={t('context.open_person')} title={t('context.open_person')} className="grid size-9 shrink-0 place-items-center rounded-lg text-ink-soft hover:bg-hover hover:text-ink"><ContactRound aria-hidden="true" className="size-[19px]" /></Link>}
        <IconButton label={t('context.close')} onPress={onClose}><X aria-hidden="true" /></IconButton>
      </div>
      <fieldset disabled={!works} className="contents"><Labels conversation={conversation} actions={actions} /></fieldset>
      {contact && <fieldset disabled={!knows} className="contents"><LabelList title={t('context.person_labels')} labels={contact.labels} onChange={(add, remove) => void labelPerson(add, remove)} /></fieldset>}
      <Suspense fallback={null}><Participants conversation={conversation} /></Suspense>
      <Suspense fallback={null}><div><MuteButton conversationId={conversation.id} /></div></Suspense>
      {isLoading && <Loading label={t('app.loading')} />}
      {error && !contact && <Notice tone="failed">{tellError(intl, error).sentence}</Notice>}
      {contact && <>
        <fieldset disabled={!knows} className="contents"><ContactFacts key={contact.id} contact={contact} onSave={save} /></fieldset>
        <CameFrom conversation={conversation} />
        <Suspense fallback={null}><CampaignsPart conversation={conversation} /></Suspense>
        <Suspense fallback={null}><Orders contactId={contact.id} frame={(children) => <Section title={t('order.title')}>{children}</Section>} /></Suspense>
        {seesConsents && <Section title={t('consent.title')}><Suspense fallback={null}><ConsentCard contactId={contact.id} /><CopyPreferenceLink contactId={contact.id} /></Suspense></Section>}
        <fieldset disabled={!knows} className="contents"><Identities contact={contact} conversationId={conversation.id} /></fieldset>
        <Threads contact={contact} currentId={conversation.id} />
      </>}
    </div>
  )
}
