import type { ChannelAccount } from '@recado/api'
import { useMutation, useQueries, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { FileText, Hash, Library, Plus, RefreshCw, Sparkles } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { accountsQuery, channelsQuery, templatesOptions, useCan } from '../../api/queries.js'
import { useAccountName } from '../../features/account-name.js'
import { CampaignsFrame } from '../../features/campaigns/frame.js'
import { TemplateAlerts } from '../../features/templates/library/alerts.js'
import { groupTemplates } from '../../features/templates/library/group.js'
import { NumberDialog } from '../../features/templates/library/number-dialog.js'
import { GroupRow } from '../../features/templates/library/row.js'
import { LibraryDialog } from '../../features/templates/library-dialog.js'
import { draftsQuery } from '../../features/templates/queries.js'
import { LIBRARY_FILTERS, type LibrarySearch } from '../../features/templates/search.js'
import { StarterDialog } from '../../features/templates/starter-dialog.js'
import { categoryWord, languageWord, qualityWord, statusWord } from '../../features/templates/words.js'
import { useActions } from '../../hotkeys/use-actions.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button, buttonClass } from '../../ui/button.js'
import { Empty, Loading } from '../../ui/empty.js'
import { Choice, Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { AriaButton, Item, MenuButton } from '../../ui/overlay.js'
import { toast } from '../../ui/toast.js'

const STATUSES = ['approved', 'pending', 'rejected', 'paused', 'disabled', 'archived'] as const
const QUALITIES = ['green', 'yellow', 'red'] as const

/** Every account's templates in one list: languages under their name, drafts among them. */
export function TemplateLibraryPage() {
  const { t, intl } = useT()
  const navigate = useNavigate()
  const search: LibrarySearch = useSearch({ from: '/beside/templates' })
  const may = useCan('templates.manage')
  const nameOf = useAccountName()
  const { data: accounts, error, isLoading } = useQuery(accountsQuery)
  const channels = useQuery(channelsQuery).data ?? []
  const able = (accounts ?? []).filter((account) => channels.find((one) => one.id === account.channel)?.templates)
  const creates = (account: ChannelAccount) => channels.find((one) => one.id === account.channel)?.templateCreation ?? null
  const drafting = able.filter((account) => creates(account) === 'drafts')
  const choosing = able.filter((account) => creates(account) === 'library')
  const lists = useQueries({ queries: able.map((account) => templatesOptions(account.id)), combine: (all) => ({ items: all.flatMap((one) => one.data ?? []), waits: all.some((one) => one.isLoading), error: all.find((one) => one.error)?.error ?? null }) })
  const drafts = useQuery(draftsQuery).data ?? []
  const [starting, setStarting] = useState(false)
  const [library, setLibrary] = useState<ChannelAccount | null>(null)
  const [number, setNumber] = useState<ChannelAccount | null>(null)
  const sync = useMutation({ mutationFn: () => Promise.all(able.map((account) => api.post(`/channel-accounts/${account.id}/sync-templates`))), onError: (problem) => toast(tellError(intl, problem).sentence, { tone: 'failed' }) })
  const ask = (wish: LibrarySearch) => void navigate({ to: '/templates', search: Object.fromEntries(Object.entries({ ...search, ...wish }).filter(([, value]) => value)), replace: true })
  const groups = groupTemplates(lists.items, drafts, search)
  const isFiltered = Object.keys(search).length > 0
  const write = (account: string) => void navigate({ to: '/templates/write', search: { account } })
  useActions(may ? [
    ...(drafting[0] ? [{ id: 'templates.new', label: 'tpl.new' as const, group: 'list' as const, run: () => write(drafting[0]!.id) }, { id: 'templates.starters', label: 'starters.begin' as const, group: 'list' as const, run: () => setStarting(true) }] : []),
    ...(able.length > 0 ? [{ id: 'templates.sync', label: 'templates.sync' as const, group: 'list' as const, run: () => sync.mutate() }] : []),
    ...(choosing[0] ? [{ id: 'templates.library', label: 'library.open' as const, group: 'list' as const, run: () => setLibrary(choosing[0]!) }, { id: 'templates.number', label: 'tpl.by_number' as const, group: 'list' as const, run: () => setNumber(choosing[0]!) }] : []),
  ] : [])
  const options: Record<(typeof LIBRARY_FILTERS)[number], readonly (readonly [string, string])[]> = {
    account: able.map((account) => [account.id, nameOf(account)]), review: ['draft', ...STATUSES].map((one) => [one, statusWord(intl, one)]),
    category: [...new Set(lists.items.map((one) => one.category))].sort().map((one) => [one, categoryWord(intl, one)]), quality: QUALITIES.map((one) => [one, qualityWord(intl, one)]),
    language: [...new Set([...lists.items.map((one) => one.language), ...drafts.map((one) => one.draft.language)])].sort().map((one) => [one, languageWord(intl, one)]),
  }
  const actions = may && able.length > 0 && <>
    <Button look="quiet" busy={sync.isPending} onClick={() => sync.mutate()}>{!sync.isPending && <RefreshCw aria-hidden="true" className="size-4" />}{t('templates.sync')}</Button>
    {drafting.length > 0 && <Button onClick={() => setStarting(true)}><Sparkles aria-hidden="true" className="size-4" />{t('starters.begin')}</Button>}
    <MenuButton label={t('tpl.new')} trigger={<AriaButton className={buttonClass('primary')}><Plus aria-hidden="true" className="size-4" />{t('tpl.new')}</AriaButton>}>
      {drafting.map((account) => <Item key={account.id} icon={<FileText />} onAction={() => write(account.id)}>{nameOf(account)}</Item>)}
      {choosing.flatMap((account) => [<Item key={account.id} icon={<Library />} onAction={() => setLibrary(account)}>{`${nameOf(account)}: ${t('library.open')}`}</Item>, <Item key={`${account.id} n`} icon={<Hash />} onAction={() => setNumber(account)}>{`${nameOf(account)}: ${t('tpl.by_number')}`}</Item>])}
    </MenuButton>
  </>
  return (
    <CampaignsFrame title={t('settings.templates')} lead={t('tpl.lead')} actions={actions || undefined}>
      <div className="flex flex-col gap-4">
        <TemplateAlerts />
        {(isLoading || lists.waits) && <Loading label={t('app.loading')} />}
        {(error ?? lists.error) && <Notice tone="failed" alert title={tellError(intl, error ?? lists.error).sentence}>{tellError(intl, error ?? lists.error).next}</Notice>}
        {accounts && able.length === 0 && <Empty icon={FileText} title={t('templates_page.none_title')} action={<Link to="/settings/channels/add" className={buttonClass('primary')}>{t('channels.add')}</Link>}>{t('templates_page.none_text')}</Empty>}
        {able.length > 0 && <div role="search" className="grid grid-cols-2 gap-3 md:grid-cols-6">
          <Field type="search" className="col-span-2 md:col-span-1" label={t('templates.search')} value={search.q ?? ''} onChange={(event) => ask({ q: event.target.value })} />
          {LIBRARY_FILTERS.map((key) => <Choice key={key} label={t(`tpl.${key}`)} value={search[key] ?? ''} onChange={(event) => ask({ [key]: event.target.value })}><option value="">{t('tpl.any')}</option>{options[key].map(([value, label]) => <option key={value} value={value}>{label}</option>)}</Choice>)}
        </div>}
        {groups.length > 0 && <ul className="overflow-hidden rounded-2xl border border-line bg-surface shadow-lift" aria-label={t('settings.templates')}>{groups.map((group) => <GroupRow key={group.key} group={group} account={able.find((one) => one.id === group.accountId)} />)}</ul>}
        {able.length > 0 && !lists.waits && groups.length === 0 && (isFiltered
          ? <Empty icon={FileText} title={t('tpl.none_found')} action={<Button onClick={() => void navigate({ to: '/templates', search: {} })}>{t('tpl.clear')}</Button>} />
          : <Empty icon={FileText} title={t('tpl.none_title')}>{t('tpl.none_text')}</Empty>)}
      </div>
      {starting && <StarterDialog accounts={drafting} onClose={() => setStarting(false)} />}
      {library && <LibraryDialog account={library} onClose={() => setLibrary(null)} />}
      {number && <NumberDialog account={number} onClose={() => setNumber(null)} />}
    </CampaignsFrame>
  )
}
