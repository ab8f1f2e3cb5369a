import type { ConsentKeyword, ConsentWordSettings } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound, Pencil, Plus, Trash2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { api } from '../../api/client.js'
import { accountsQuery } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow, IconButton } from '../../ui/overlay.js'
import { toast } from '../../ui/toast.js'
import { keywordsQuery, topicsQuery } from './queries.js'

const KeywordEditor = lazy(() => import('./keyword-editor.js'))
type Draft = Omit<ConsentKeyword, 'id' | 'used'> & { id?: string }
const NEW: Draft = { words: [], categoryIds: [], accountId: null, wording: {}, enabled: true }

/** Words of the company's own by which people sign up for topics. */
export function KeywordsCard({ settings }: { settings: ConsentWordSettings }) {
  const { t } = useT()
  const client = useQueryClient()
  const keywords = useQuery(keywordsQuery).data
  const [open, setOpen] = useState<Draft | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: keywordsQuery.queryKey })
  return (
    <Card title={t('words.keywords_title')}>
      <div className="flex flex-col gap-3">
        <p className="text-sm text-ink-soft">{t('words.keywords_help')}</p>
        {settings.privacyUrl === null && <Notice tone="warning">{t('words.keyword_needs_url')}</Notice>}
        {keywords?.length === 0 && <p className="flex items-center gap-2 text-ink-soft"><KeyRound aria-hidden="true" className="size-4" />{t('words.keywords_none')}</p>}
        {keywords && keywords.length > 0 && <ul className="divide-y divide-line">{keywords.map((one) => <Row key={one.id} keyword={one} onEdit={() => setOpen(one)} onChanged={refresh} />)}</ul>}
        <Button className="self-start" disabled={settings.privacyUrl === null} onClick={() => setOpen(NEW)}><Plus aria-hidden="true" className="size-4" />{t('words.keyword_add')}</Button>
      </div>
      {open && <Suspense><KeywordEditor draft={open} onClose={() => setOpen(null)} onDone={() => { setOpen(null); void refresh() }} /></Suspense>}
    </Card>
  )
}

function Row({ keyword, onEdit, onChanged }: { keyword: ConsentKeyword; onEdit: () => void; onChanged: () => Promise<void> }) {
  const { t, intl } = useT()
  const [asking, setAsking] = useState(false)
  const topics = useQuery(topicsQuery).data ?? []
  const account = useQuery(accountsQuery).data?.find((one) => one.id === keyword.accountId)
  const fail = (error: unknown) => toast(tellError(intl, error).sentence, { tone: 'failed' })
  const flip = useMutation({ mutationFn: (enabled: boolean) => api.patch(`/consent-keywords/${keyword.id}`, { enabled }), onError: fail, onSettled: onChanged })
  const remove = useMutation({ mutationFn: () => api.delete(`/consent-keywords/${keyword.id}`), onError: fail, onSettled: onChanged })
  const word = keyword.words[0] ?? ''
  const names = keyword.categoryIds.flatMap((id) => { const one = topics.find((topic) => topic.id === id); return one ? [one.names[intl.locale.slice(0, 2)] ?? Object.values(one.names)[0] ?? one.key] : [] })
  return (
    <li className="flex items-start gap-3 py-3">
      <input type="checkbox" role="switch" checked={flip.isPending ? flip.variables : keyword.enabled} disabled={flip.isPending} aria-label={t('words.keyword_switch', { word })} onChange={(event) => flip.mutate(event.target.checked)}
        className="relative mt-0.5 h-6 w-10 shrink-0 cursor-pointer appearance-none rounded-full border border-line-strong bg-sunken transition-colors before:absolute before:start-0.5 before:top-0.5 before:size-[18px] before:rounded-full before:bg-line-strong before:transition-[inset-inline-start] checked:border-accent checked:bg-accent checked:before:start-[18px] checked:before:bg-on-accent disabled:opacity-60" />
      <div className="min-w-0 grow">
        <p className="font-semibold [overflow-wrap:anywhere]"><bdi>{intl.formatList(keyword.words, { type: 'disjunction' })}</bdi></p>
        <p className="text-sm text-ink-soft"><bdi>{names.length > 0 ? intl.formatList(names) : t('words.keyword_everything')}</bdi> · <bdi>{account?.name ?? t('words.keyword_everywhere')}</bdi></p>
        <p className="text-sm text-ink-soft">{t('words.keyword_used', { count: keyword.used })}</p>
      </div>
      <div className="-mt-2 flex shrink-0">
        <IconButton label={t('words.keyword_edit', { word })} onPress={onEdit}><Pencil aria-hidden="true" /></IconButton>
        <IconButton label={t('words.remove', { word })} onPress={() => setAsking(true)}><Trash2 aria-hidden="true" /></IconButton>
      </div>
      {asking && <DialogWindow title={t('words.remove', { word })} closeLabel={t('app.close')} onClose={() => setAsking(false)} footer={<><Button onClick={() => setAsking(false)}>{t('app.cancel')}</Button><Button look="danger" onClick={() => { setAsking(false); remove.mutate() }}>{t('auto.remove_do')}</Button></>}>{t('words.keyword_remove_text')}</DialogWindow>}
    </li>
  )
}
