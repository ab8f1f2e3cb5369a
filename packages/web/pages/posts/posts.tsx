import type { Post } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Newspaper, NotebookPen, Plus } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { accountsQuery } from '../../api/queries.js'
import { CampaignsFrame } from '../../features/campaigns/frame.js'
import { Calendar } from '../../features/posts/calendar.js'
import { emptyOf } from '../../features/posts/content-editor.js'
import { EnterOutside } from '../../features/posts/enter-outside.js'
import { PostList } from '../../features/posts/list.js'
import { MonthLeft } from '../../features/posts/month.js'
import { postAccountsQuery, postKeys } from '../../features/posts/queries.js'
import { useActions } from '../../hotkeys/use-actions.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Empty, Loading } from '../../ui/empty.js'
import { Choice } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'

/** Posts to followers: the month with what is left of it, and every post. */
export function PostsPage() {
  const { t, intl } = useT()
  const { account: wanted } = useSearch({ from: '/beside/posts' })
  const navigate = useNavigate()
  const client = useQueryClient()
  const [entering, setEntering] = useState(false)
  const { data: accounts, error, isLoading } = useQuery(postAccountsQuery)
  const names = useQuery(accountsQuery).data ?? []
  const account = accounts?.find((one) => one.channelAccountId === wanted) ?? accounts?.[0]
  const add = useMutation({
    mutationFn: () => api.post<Post>('/posts', { channelAccountId: account?.channelAccountId, name: '', content: emptyOf(account?.rules.kinds[0] ?? 'text'), audience: { to: 'all' }, categoryId: null }),
    onSuccess: async (post) => { await client.invalidateQueries({ queryKey: postKeys.all }); await navigate({ to: '/posts/$postId', params: { postId: post.id } }) },
    onError: (problem) => toast(tellError(intl, problem).sentence, { tone: 'failed' }),
  })
  useActions(account ? [{ id: 'post.new', label: 'posts.new', group: 'app', run: () => add.mutate() }, { id: 'post.enter', label: 'posts.enter', group: 'app', run: () => setEntering(true) }] : [])
  return (
    <CampaignsFrame title={t('posts.title')} lead={t('posts.lead')} actions={account && <>
      {accounts && accounts.length > 1 && <Choice label={t('posts.account')} value={account.channelAccountId} onChange={(event) => void navigate({ to: '/posts', search: { account: event.target.value }, replace: true })}>{accounts.map((one) => <option key={one.channelAccountId} value={one.channelAccountId}>{names.find((each) => each.id === one.channelAccountId)?.name}</option>)}</Choice>}
      <Button onClick={() => setEntering(true)}><NotebookPen aria-hidden="true" className="size-4" />{t('posts.enter')}</Button>
      <Button look="primary" busy={add.isPending} onClick={() => add.mutate()}><Plus aria-hidden="true" className="size-4" />{t('posts.new')}</Button>
    </>}>
      {isLoading && <Loading label={t('app.loading')} />}
      {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {accounts && !account && <Empty icon={Newspaper} title={t('posts.none_account')}>{t('posts.none_account_text')}</Empty>}
      {account && <div className="grid items-start gap-5 wide:grid-cols-3"><div className="flex min-w-0 flex-col gap-5 wide:col-span-2"><Calendar account={account} /><PostList account={account} /></div><MonthLeft account={account} /></div>}
      {entering && account && <EnterOutside accountId={account.channelAccountId} onClose={() => setEntering(false)} />}
    </CampaignsFrame>
  )
}
