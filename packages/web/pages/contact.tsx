import { useParams, useSearch } from '@tanstack/react-router'
import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { api } from '../api/client.js'
import { keys, useCan, useSession } from '../api/queries.js'
import { AppFilter } from '../features/contacts/person/app-filter.js'
import { AddressesPart } from '../features/contacts/person/addresses-part.js'
import { CompanyPart } from '../features/contacts/person/company-part.js'
import { Attributes, Places } from '../features/contacts/person/facts.js'
import { FilesPart } from '../features/contacts/person/files-part.js'
import { AboutPart } from '../features/contacts/person/about-part.js'
import Orders from '../features/contacts/person/orders.js'
import { NotesPart } from '../features/contacts/person/notes-part.js'
import { OriginPart } from '../features/contacts/person/origin-part.js'
import { Part } from '../features/contacts/person/part.js'
import { PersonHead } from '../features/contacts/person/person-head.js'
import { PersonMenu } from '../features/contacts/person/person-menu.js'
import { ThreadsPart } from '../features/contacts/person/threads-part.js'
import { usePerson, useSavePerson, type PersonWish } from '../features/contacts/person/use-person.js'
import type { PersonDetail } from '../features/contacts/model.js'
import { tellError } from '../i18n/errors.js'
import { useT } from '../i18n/provider.js'
import { cx } from '../ui/class-names.js'
import { Empty, Loading } from '../ui/empty.js'
import { Notice } from '../ui/notice.js'
import { toast } from '../ui/toast.js'
import { UserRoundX } from 'lucide-react'
import { isProblem } from '../api/client.js'

const IdentitiesPart = lazy(() => import('../features/contacts/identities/identities-part.js'))
const CopyPreferenceLink = lazy(() => import('../features/opt-in/preference-link.js'))
const ConsentCard = lazy(() => import('../features/contacts/consents/consent-card.js'))
const SeenPart = lazy(() => import('../features/contacts/person/seen-part.js'))
const Timeline = lazy(() => import('../features/contacts/person/timeline.js'))

/** A person: what is known of her, everything that was said, and what may be sent to her. */
export function ContactPage() {
  const { t, intl } = useT()
  const { contactId } = useParams({ from: '/beside/contacts/$contactId' })
  const { person, error, isLoading } = usePerson(contactId)
  if (isLoading) return <Loading label={t('app.loading')} />
  if (isProblem(error) && error.status === 404) return <Empty icon={UserRoundX} title={t('contacts.gone_title')}>{t('contacts.gone_text')}</Empty>
  if (error && !person) return <div className="p-4"><Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice></div>
  return person ? <PersonView key={person.id} person={person} /> : null
}

/** The three parts stand side by side where there is room; else one after the other behind tabs. */
const TABS = ['timeline', 'facts', 'reach'] as const
type Tab = (typeof TABS)[number]

function PersonView({ person }: { person: PersonDetail }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const { workspace } = useSession()
  const search = useSearch({ from: '/beside/contacts/$contactId' })
  const [knows, reads, consents, audits] = [useCan('contacts.manage'), useCan('conversations.read'), useCan('consents.read'), useCan('audit.read')]
  const [tab, setTab] = useState<Tab>('timeline')
  const patch = useSavePerson(person.id)
  const save = knows ? patch : null
  useEffect(() => { document.title = `${person.name} · ${workspace.name}` }, [person.name, workspace.name])
  const fail = (problem: unknown) => { toast(tellError(intl, problem).sentence, { tone: 'failed' }) }
  const saveNow = (wish: PersonWish) => { patch(wish).catch(fail) }
  const label = (add: string[], remove: string[]) => { api.post<PersonDetail>(`/contacts/${person.id}/labels`, { add, remove }).then((now) => client.setQueryData(keys.contact(person.id), now)).catch(fail) }
  const shows = (wish: Tab) => (tab === wish ? 'flex' : 'hidden')
  return (
    <article aria-label={person.name} className="flex min-h-0 grow flex-col bg-page">
      <PersonHead person={person} from={search.from} onSave={knows ? saveNow : null} onLabel={knows ? label : null}><PersonMenu person={person} /></PersonHead>
      {search.was && <p role="status" className="border-b border-line bg-accent-soft px-4 py-1.5 text-sm">{t('contacts.was_other')}</p>}
      <div role="tablist" aria-label={t('contacts.parts')} className="flex shrink-0 border-b border-line bg-surface px-2 wide:hidden">
        {TABS.filter((each) => each !== 'timeline' || reads).map((each) => <button key={each} type="button" role="tab" aria-selected={tab === each} onClick={() => setTab(each)} className={cx('min-h-10 border-b-2 px-3 text-sm', tab === each ? 'border-accent font-semibold text-accent-strong' : 'border-transparent text-ink-soft')}>{t(`contacts.tab_${each}`)}</button>)}
      </div>
      <div className="flex min-h-0 grow">
        <div className={cx('thin-scroll min-w-0 flex-col overflow-y-auto bg-surface max-wide:grow wide:flex wide:w-80 wide:shrink-0 wide:border-e wide:border-line', shows('facts'))}>
          <AddressesPart person={person} onSave={save && ((addresses) => patch({ addresses }))} />
          <Places person={person} onSave={save} />
          <Attributes person={person} onSave={save} />
          <CompanyPart person={person} onSave={save} />
          <AboutPart notes={person.notes} onSave={save && ((notes) => patch({ notes }))} />
          <NotesPart contactId={person.id} may={knows} />
          <Orders contactId={person.id} frame={(children) => <Part title={t('order.title')}>{children}</Part>} />
          <FilesPart person={person} may={knows} />
          <OriginPart person={person} />
        </div>
        {reads && (
          <section aria-label={t('contacts.tab_timeline')} className={cx('min-h-0 min-w-0 grow flex-col bg-thread wide:flex', shows('timeline'))}>
            {person.identities.length > 1 && <div className="shrink-0 border-b border-line bg-surface px-3 py-2 empty:hidden"><AppFilter person={person} app={search.app} /></div>}
            <Suspense fallback={<Loading label={t('app.loading')} />}><Timeline key={search.app ?? ''} person={person} app={search.app} /></Suspense>
          </section>
        )}
        <div className={cx('thin-scroll min-w-0 flex-col overflow-y-auto bg-surface max-wide:grow wide:flex wide:w-88 wide:shrink-0 wide:border-s wide:border-line', shows('reach'))}>
          <ThreadsPart person={person} />
          <div className="border-b border-line px-4 py-3 empty:hidden [&_h3]:font-semibold [&_h3]:text-ink [&>section]:border-0 [&>section]:pt-0"><Suspense fallback={null}><IdentitiesPart contact={person} /></Suspense></div>
          {consents && <Part title={t('contacts.consent')} action={<Suspense fallback={null}><CopyPreferenceLink contactId={person.id} /></Suspense>}><Suspense fallback={null}><ConsentCard contactId={person.id} /></Suspense></Part>}
          {audits && <Suspense fallback={null}><SeenPart contactId={person.id} /></Suspense>}
        </div>
      </div>
    </article>
  )
}
