import type { Post } from '@recado/api'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api } from '../../api/client.js'
import { tellCode, tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'
import { Section } from '../campaigns/wizard/section.js'
import { postKeys } from './queries.js'
import { LeftOut } from './reach.js'

/** What came of it: the platform's totals, and readers of its articles. Nothing that it does not tell. */
export function PostReport({ post }: { post: Post }) {
  const { t, intl } = useT()
  const { counts, plan, figures } = post
  const told = post.code ? tellCode(intl, post.code, post.message ?? undefined) : null
  const rows = counts ? [['posts.c_total', counts.total], ['posts.c_filtered', counts.filtered], ['posts.c_sent', counts.sent], ['posts.c_failed', counts.failed]] as const : []
  return (
    <>
      {told && <Notice tone={post.state === 'failed' ? 'failed' : 'warning'} title={told.sentence}>{told.next}{post.message && <span dir="ltr" className="mt-1 block font-mono text-sm [overflow-wrap:anywhere]">{post.message}</span>}</Notice>}
      <Section title={t('posts.report')} text={t('posts.report_text')}>
        {counts ? <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">{rows.map(([label, value]) => <div key={label}><dt className="text-sm text-ink-soft">{t(label)}</dt><dd className="figures text-xl font-semibold">{intl.formatNumber(value)}</dd></div>)}</dl> : <p className="text-ink-soft">{t('posts.no_counts')}</p>}
        {plan && <p className="text-sm text-ink-soft">{t(`posts.by.${plan.reach}`)}{plan.reason && <> {t(`posts.why.${plan.reason}`)}</>}</p>}
        <LeftOut excluded={post.excluded} />
        {post.origin !== 'ours' && <Whom post={post} />}
      </Section>
      {post.content.kind === 'articles' && <Section title={t('posts.figures')}>
        {figures.length === 0 ? <p className="text-ink-soft">{t('posts.figures_wait')}</p> : (
          <table className="w-full text-start"><thead><tr className="text-sm text-ink-soft"><th className="py-1 text-start font-normal">{t('posts.a_title')}</th><th className="py-1 text-end font-normal">{t('posts.g_readers')}</th><th className="py-1 text-end font-normal">{t('posts.g_shares')}</th><th className="py-1 text-end font-normal">{t('posts.g_until')}</th></tr></thead>
            <tbody>{figures.map((one) => <tr key={one.article} className="border-t border-line"><th scope="row" className="py-1.5 pe-2 text-start font-medium [overflow-wrap:anywhere]"><bdi>{post.content.kind === 'articles' && post.content.articles[one.article - 1]?.title}</bdi></th><td className="figures py-1.5 text-end">{intl.formatNumber(one.readers)}</td><td className="figures py-1.5 text-end">{intl.formatNumber(one.shares)}</td><td className="py-1.5 text-end text-sm text-ink-soft">{intl.formatDate(one.day, { day: 'numeric', month: 'short', timeZone: 'UTC' })}</td></tr>)}</tbody></table>
        )}
      </Section>}
    </>
  )
}

/** A post made elsewhere: whether the month counts it for everybody. */
function Whom({ post }: { post: Post }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const say = useMutation({ mutationFn: (toAll: boolean) => api.post(`/posts/${post.id}/whom`, { toAll }), onSuccess: () => client.invalidateQueries({ queryKey: postKeys.all }), onError: (problem) => toast(tellError(intl, problem).sentence, { tone: 'failed' }) })
  const toAll = post.audience.to === 'all'
  return <div className="flex flex-wrap items-center gap-2"><span className="font-medium">{t('posts.whom_known')}</span><span className="text-ink-soft">{t(toAll ? 'posts.to.all' : 'posts.to.unknown')}</span><Button small busy={say.isPending} onClick={() => say.mutate(!toAll)}>{t(toAll ? 'posts.whom_unknown' : 'posts.whom_all')}</Button></div>
}
