import type { Post, PostAccount } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { api } from '../../api/client.js'
import { CampaignsFrame } from '../../features/campaigns/frame.js'
import { ContentEditor } from '../../features/posts/content-editor.js'
import { PhonePreview } from '../../features/posts/phone.js'
import { audienceOptions, postAccountsQuery, postKeys, postOptions } from '../../features/posts/queries.js'
import { Reach } from '../../features/posts/reach.js'
import { PostReport } from '../../features/posts/report.js'
import { PostActions } from '../../features/posts/send.js'
import { Whom } from '../../features/posts/whom.js'
import { stateOf, titleOf } from '../../features/posts/words.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Loading } from '../../ui/empty.js'
import { Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'

const SAVE_AFTER_MS = 800

/** One post: written while it is a draft, reported on afterwards. */
export function PostPage() {
  const { t, intl } = useT()
  const { postId } = useParams({ from: '/beside/posts/$postId' })
  const { data: post, error, isLoading } = useQuery(postOptions(postId))
  const account = useQuery(postAccountsQuery).data?.find((one) => one.channelAccountId === post?.channelAccountId)
  if (post && account) return <One key={post.id} post={post} account={account} />
  return <CampaignsFrame title={t('posts.title')}>{isLoading && <Loading label={t('app.loading')} />}{error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}</CampaignsFrame>
}

type Writing = Pick<Post, 'name' | 'content' | 'audience' | 'categoryId'>

function One({ post, account }: { post: Post; account: PostAccount }) {
  const { t } = useT()
  const writable = post.origin === 'ours' && post.sentAt === null && (post.state === 'draft' || post.state === 'failed')
  const { writing, change, settle } = useWriting(post)
  const shown = writable ? { ...post, ...writing } : post
  const preview = useQuery({ ...audienceOptions(post.id, post.updatedAt), enabled: post.origin === 'ours' && post.sentAt === null, placeholderData: (before) => before }).data
  const title = titleOf(shown, t)
  return (
    <CampaignsFrame name={title} title={<span className="flex flex-wrap items-baseline gap-3"><bdi>{title}</bdi><span className={`text-base font-normal ${post.state === 'failed' ? 'text-failed' : 'text-ink-soft'}`}>{t(stateOf(post))}</span></span>}
      back={<Link to="/posts" className="mb-1 inline-flex min-h-6 items-center gap-1 font-medium text-accent"><ArrowLeft aria-hidden="true" className="size-4 rtl:rotate-180" />{t('posts.back')}</Link>}
      actions={<PostActions post={post} deletable={account.rules.deletable.includes(post.content.kind)} settle={settle} />}>
      <div className="grid items-start gap-5 wide:grid-cols-3">
        <div className="flex min-w-0 flex-col gap-5 wide:col-span-2">
          {(!writable && post.state !== 'scheduled' || post.state === 'failed') && <PostReport post={post} />}
          {writable && <>
            <div className="rounded-2xl border border-line bg-surface p-5 shadow-lift"><Field label={t('posts.name')} help={t('posts.name_help')} value={writing.name} maxLength={200} onChange={(event) => change({ name: event.target.value })} /></div>
            <ContentEditor content={writing.content} rules={account.rules} faults={preview?.faults ?? []} onChange={(content) => change({ content })} />
            <Whom post={shown} onChange={change} />
          </>}
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          {post.origin === 'ours' && post.sentAt === null && preview && <Reach preview={preview} />}
          {post.origin === 'ours' && <PhonePreview content={shown.content} />}
        </div>
      </div>
    </CampaignsFrame>
  )
}

/** What is being typed: saved a moment after the last key, and at once before anything is done with the post. */
function useWriting(post: Post) {
  const { intl } = useT()
  const client = useQueryClient()
  const [writing, setWriting] = useState<Writing>({ name: post.name, content: post.content, audience: post.audience, categoryId: post.categoryId })
  const open = useRef<Partial<Writing>>({})
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const save = useMutation({
    mutationFn: (part: Partial<Writing>) => api.patch<Post>(`/posts/${post.id}`, part),
    onSuccess: (saved) => { client.setQueryData(postKeys.one(post.id), saved) },
    onError: (problem) => toast(tellError(intl, problem).sentence, { tone: 'failed' }),
  })
  const settle = async () => {
    clearTimeout(timer.current)
    const part = open.current
    open.current = {}
    if (Object.keys(part).length > 0) await save.mutateAsync(part)
  }
  const latest = useRef(settle)
  useEffect(() => { latest.current = settle })
  useEffect(() => () => { void latest.current().catch(() => undefined) }, [])
  const change = (part: Partial<Writing>) => {
    setWriting((now) => ({ ...now, ...part }))
    open.current = { ...open.current, ...part }
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void latest.current().catch(() => undefined), SAVE_AFTER_MS)
  }
  return { writing, change, settle }
}
