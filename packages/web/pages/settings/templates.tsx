import type { Channel, ChannelAccount } from '@recado/api'
import { useMutation, useQueries, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { FileText, Library, RefreshCw, Sparkles } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { accountsQuery, channelsQuery, templatesOptions, useCan } from '../../api/queries.js'
import { ChannelMark } from '../../features/inbox/channel-mark.js'
import { LibraryDialog } from '../../features/templates/library-dialog.js'
import { StarterDialog } from '../../features/templates/starter-dialog.js'
import { TemplateRow } from '../../features/templates/template-row.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button, buttonClass } from '../../ui/button.js'
import { Empty, Loading } from '../../ui/empty.js'
import { Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'
import { Card, SettingsPage } from './page.js'

/** So many templates make a search worth its place. */
const SEARCH_FROM = 8

/** Every account's templates as its platform has them, and a set of notices to begin with. */
export function TemplatesPage() {
  const { t, intl } = useT()
  const may = useCan('templates.manage')
  const { data: accounts, error, isLoading } = useQuery(accountsQuery)
  const channels = useQuery(channelsQuery).data ?? []
  const [starting, setStarting] = useState(false)
  const [q, setQ] = useState('')
  const channelOf = (account: ChannelAccount): Channel | undefined => channels.find((one) => one.id === account.channel)
  const withTemplates = (accounts ?? []).filter((account) => channelOf(account)?.templates)
  const drafting = withTemplates.filter((account) => channelOf(account)?.templateCreation === 'drafts')
  const total = useQueries({ queries: withTemplates.map((account) => templatesOptions(account.id)), combine: (all) => all.reduce((sum, one) => sum + (one.data?.length ?? 0), 0) })
  return (
    <SettingsPage title={t('settings.templates')} lead={t('templates_page.lead')} action={may && drafting.length > 0 && <Button look="primary" onClick={() => setStarting(true)}><Sparkles aria-hidden="true" className="size-4" />{t('starters.begin')}</Button>}>
      {isLoading && <Loading label={t('app.loading')} />}
      {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {accounts && withTemplates.length === 0 && <Card><Empty icon={FileText} title={t('templates_page.none_title')} action={<Link to="/settings/channels/add" className={buttonClass('primary')}>{t('channels.add')}</Link>}>{t('templates_page.none_text')}</Empty></Card>}
      {total >= SEARCH_FROM && <Field type="search" label={t('templates.search')} value={q} onChange={(event) => setQ(event.target.value)} />}
      {withTemplates.map((account) => <AccountTemplates key={account.id} account={account} channel={channelOf(account)!} q={q} may={may} />)}
      {starting && <StarterDialog accounts={drafting} onClose={() => setStarting(false)} />}
    </SettingsPage>
  )
}

function AccountTemplates({ account, channel, q, may }: { account: ChannelAccount; channel: Channel; q: string; may: boolean }) {
  const { t, intl } = useT()
  const { data: templates, error, isLoading } = useQuery(templatesOptions(account.id))
  const [choosing, setChoosing] = useState(false)
  const sync = useMutation({ mutationFn: () => api.post(`/channel-accounts/${account.id}/sync-templates`), onError: (problem) => toast(tellError(intl, problem).sentence, { tone: 'failed' }) })
  const words = q.trim().toLowerCase()
  const found = (templates ?? []).filter((one) => `${one.name} ${one.preview.body}`.toLowerCase().includes(words))
  const isLibrary = channel.templateCreation === 'library'
  return (
    <section aria-labelledby={`templates-${account.id}`} className="overflow-hidden rounded-2xl border border-line bg-surface shadow-lift">
      <header className="flex flex-wrap items-center gap-3 border-b border-line px-5 py-3">
        <ChannelMark channel={account.channel} size={28} />
        <h3 id={`templates-${account.id}`} className="min-w-0 grow basis-40 truncate text-bubble">{account.name}{account.simulated && <span className="ms-2 text-sm font-normal text-ink-soft">{t('account.simulated')}</span>}</h3>
        {may && isLibrary && <Button small onClick={() => setChoosing(true)}><Library aria-hidden="true" className="size-4" />{t('library.open')}</Button>}
        {may && <Button small look="quiet" busy={sync.isPending} onClick={() => sync.mutate()}>{!sync.isPending && <RefreshCw aria-hidden="true" className="size-4" />}{t('templates.sync')}</Button>}
      </header>
      {isLoading && <Loading label={t('app.loading')} />}
      {error && <Notice tone="failed" alert className="m-4" title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {templates?.length === 0 && <p className="px-5 py-6 text-ink-soft">{isLibrary ? t('templates_page.empty_library') : t('templates_page.empty')}</p>}
      {templates && templates.length > 0 && found.length === 0 && <p className="px-5 py-6 text-ink-soft">{t('templates.none_found')}</p>}
      {found.map((template) => <TemplateRow key={template.id} template={template} />)}
      {choosing && <LibraryDialog account={account} onClose={() => setChoosing(false)} />}
    </section>
  )
}
