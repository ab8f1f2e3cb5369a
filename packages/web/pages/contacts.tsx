import type { Filter } from '@recado/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { ArrowDownUp, Ellipsis, FileInput, ListFilter, UserRoundPlus, UsersRound, X } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useCan, useSession } from '../api/queries.js'
import { ExportButton } from '../features/contacts/export/export-button.js'
import { BulkPeople } from '../features/contacts/list/bulk-people.js'
import { ColumnChooser } from '../features/contacts/list/column-chooser.js'
import { chosenColumns } from '../features/contacts/list/columns.js'
import { ContactsList } from '../features/contacts/list/contacts-list.js'
import { ListSearch } from '../features/contacts/list/list-search.js'
import { usePersonOptions } from '../features/contacts/list/person-filter.js'
import { useContacts } from '../features/contacts/list/use-contacts.js'
import { attributesQuery, contactsAsked, contactsCount } from '../features/contacts/queries.js'
import { CONTACT_ORDERS, type ContactsSearch } from '../features/contacts/search.js'
import { isChosen, isEmpty, NOTHING, toggled } from '../features/inbox/bulk/selection.js'
import { usePreferences } from '../features/shell/preferences.js'
import { peopleSentenceOf } from '../features/views/builder/sentence.js'
import { useActions } from '../hotkeys/use-actions.js'
import { useT } from '../i18n/provider.js'
import { Button } from '../ui/button.js'
import { AriaButton, IconButton, Item, MenuButton } from '../ui/overlay.js'

const FilterDialog = lazy(() => import('../features/contacts/list/filter-dialog.js'))
const MergeDialog = lazy(() => import('../features/contacts/identities/merge-dialog.js'))
const DuplicatesDialog = lazy(() => import('../features/contacts/identities/duplicates-dialog.js'))
const NewContact = lazy(() => import('../features/contacts/list/new-contact.js'))

/** Everybody the company knows: found, narrowed, chosen, changed together. */
export function ContactsPage() {
  const { t } = useT()
  const { workspace } = useSession()
  const navigate = useNavigate()
  const [manages, imports, lists, exports, consents] = [useCan('contacts.manage'), useCan('contacts.import'), useCan('segments.manage'), useCan('contacts.export'), useCan('consents.read')]
  const search: ContactsSearch = useSearch({ from: '/beside/contacts' })
  const { preferences, change: prefer } = usePreferences()
  const attributes = useQuery(attributesQuery).data ?? []
  const columns = chosenColumns(preferences.contactColumns, attributes, consents)
  const people = useContacts(search)
  const count = useQuery(contactsCount(search)).data
  const asked = contactsAsked(search).toString()
  const [selection, setSelection] = useState(NOTHING)
  const [filtering, setFiltering] = useState(false)
  const [merging, setMerging] = useState<[string, string] | null>(null)
  const [pairs, setPairs] = useState(false)
  const change = (wish: { [K in keyof ContactsSearch]: ContactsSearch[K] | undefined }) => void navigate({ to: '/contacts', search: (old) => Object.fromEntries(Object.entries({ ...old, ...wish }).filter(([, value]) => value !== undefined && value !== '')), replace: true })
  // Another list has its own choice.
  useEffect(() => setSelection(NOTHING), [asked])
  useEffect(() => { document.title = `${t('nav.contacts')} · ${workspace.name}` }, [t, workspace.name])
  const toImport = () => void navigate({ to: '/contacts/import' })
  const ids = people.rows.map((row) => row.id)
  const toggle = manages || lists || exports ? (id: string, range: boolean) => setSelection((old) => toggled(old, id, ids, range)) : null
  const all = (every: boolean) => setSelection(every ? { ...NOTHING, all: true } : NOTHING)
  useActions([
    ...(imports ? [{ id: 'contacts.bring', label: 'contacts.import_list' as const, group: 'list' as const, run: toImport }] : []),
    ...(toggle ? [{ id: 'contacts.bulk_all', label: 'contacts.bulk_all' as const, group: 'list' as const, run: () => all(true), disabled: people.rows.length === 0 }] : []),
    { id: 'contacts.filter', label: 'contacts.filter_title', group: 'list', run: () => setFiltering(true) },
    ...(manages ? [{ id: 'contacts.pairs', label: 'contacts.duplicates' as const, group: 'list' as const, run: () => setPairs(true) }, { id: 'list.new_contact', label: 'action.new_contact' as const, group: 'list' as const, run: () => change({ compose: 'new' }) }] : []),
  ])
  const chosen = people.rows.filter((row) => isChosen(selection, row.id))
  const sort = search.order ?? 'name'
  const add = manages && <Button look="primary" onClick={() => change({ compose: 'new' })}><UserRoundPlus aria-hidden="true" className="size-4" />{t('contacts.new')}</Button>
  return (
    <section aria-label={t('nav.contacts')} className="flex min-h-0 grow flex-col bg-surface">
      <header className="flex flex-col gap-2 border-b border-line px-3 pt-2.5 pb-2 sm:px-4">
        <div className="flex min-h-9 items-center gap-2">
          <h1 className="min-w-0 truncate text-lg">{t('nav.contacts')}</h1>
          <p role="status" className="figures grow text-sm text-ink-soft">{count && (count.capped ? t('contacts.count_many') : t('contacts.count', { count: count.count }))}</p>
          {(manages || imports) && <MenuButton label={t('contacts.more_actions')} trigger={<AriaButton aria-label={t('contacts.more_actions')} className="grid size-9 shrink-0 place-items-center rounded-lg text-ink-soft data-[hovered]:bg-hover"><Ellipsis aria-hidden="true" className="size-[19px]" /></AriaButton>}>
            {imports && <Item icon={<FileInput />} onAction={toImport}>{t('contacts.import_list')}</Item>}
            {manages && <Item icon={<UsersRound />} onAction={() => setPairs(true)}>{t('contacts.duplicates')}</Item>}
          </MenuButton>}
          {manages && <><span className="max-md:hidden">{add}</span><span className="md:hidden"><IconButton label={t('contacts.new')} onPress={() => change({ compose: 'new' })}><UserRoundPlus aria-hidden="true" /></IconButton></span></>}
        </div>
        <div className="flex items-center gap-1">
          <div className="flex min-w-0 grow md:max-w-md"><ListSearch label={t('contacts.search')} q={search.q} ask={(q) => change({ q: q || undefined })} /></div>
          <AriaButton onPress={() => setFiltering(true)} aria-label={t('contacts.filter')} className={tool}><ListFilter aria-hidden="true" /><span className="max-sm:hidden">{t('contacts.filter')}</span></AriaButton>
          <MenuButton label={t('list.sort')} trigger={<AriaButton className={tool} aria-label={t('list.sort_now', { sort: t(`contacts.sort_${sort}`) })}><ArrowDownUp aria-hidden="true" /><span className="max-sm:hidden">{t(`contacts.sort_${sort}`)}</span></AriaButton>}>
            {CONTACT_ORDERS.map((id) => <Item key={id} onAction={() => change({ order: id === 'name' ? undefined : id })} icon={<span className="w-4">{id === sort ? '✓' : ''}</span>}>{t(`contacts.sort_${id}`)}</Item>)}
          </MenuButton>
          <span className="grow max-md:hidden" />
          <ExportButton kinds={['contacts', 'consents', 'suppression']} query={{ ...(search.q ? { q: search.q } : {}), ...(search.filter ? { filter: search.filter } : {}), sort }} className={tool} />
          <ColumnChooser columns={columns} consents={consents} onChange={(wish) => prefer({ contactColumns: wish })} />
        </div>
        {search.filter && <FilterLine filter={search.filter} onOpen={() => setFiltering(true)} onClear={() => change({ filter: undefined })} />}
      </header>
      {!isEmpty(selection) && <BulkPeople selection={selection} search={search} chosen={chosen} onAll={() => all(true)} onClear={() => setSelection(NOTHING)} onMerge={(one, other) => setMerging([one.id, other.id])} />}
      <ContactsList search={search} people={people} columns={columns} selection={selection} onToggle={toggle} onAll={all} empty={<>{add}{imports && <Button onClick={toImport}><FileInput aria-hidden="true" className="size-4" />{t('contacts.import_list')}</Button>}</>} clear={() => change({ q: undefined, filter: undefined })} />
      <Suspense fallback={null}>
        {filtering && <FilterDialog filter={search.filter} onDone={(filter) => change({ filter: filter ?? undefined })} onClose={() => setFiltering(false)} />}
        {merging && <MergeDialog contactId={merging[0]} otherId={merging[1]} onClose={() => setMerging(null)} onDone={() => { setMerging(null); setSelection(NOTHING) }} />}
        {pairs && <DuplicatesDialog onClose={() => setPairs(false)} />}
        {search.compose === 'new' && manages && <NewContact onClose={() => change({ compose: undefined })} />}
      </Suspense>
    </section>
  )
}

const tool = 'inline-flex min-h-9 shrink-0 items-center gap-1.5 rounded-lg px-2.5 text-sm text-ink-soft data-[hovered]:bg-hover [&_svg]:size-4'

/** What the list is narrowed to, in words; a press changes it. */
function FilterLine({ filter, onOpen, onClear }: { filter: Filter; onOpen: () => void; onClear: () => void }) {
  const { t, intl } = useT()
  const options = usePersonOptions()
  return (
    <div className="flex min-h-8 items-center gap-1 rounded-lg bg-accent-soft ps-3 text-sm">
      <button type="button" onClick={onOpen} className="min-h-8 min-w-0 grow truncate text-start text-accent-strong">{peopleSentenceOf(filter, { t, intl, options })}</button>
      <button type="button" onClick={onClear} aria-label={t('contacts.filter_clear')} className="grid size-8 shrink-0 place-items-center rounded-lg hover:bg-hover"><X aria-hidden="true" className="size-4" /></button>
    </div>
  )
}
