import type { Post, PostAudience } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { useCan } from '../../api/queries.js'
import { useT } from '../../i18n/provider.js'
import { Choice } from '../../ui/field.js'
import { People } from '../campaigns/wizard/people.js'
import { Section, Ways } from '../campaigns/wizard/section.js'
import { inLanguage, topicsQuery } from '../contacts/consents/queries.js'
import { tagsOptions } from './queries.js'

const nobody = { segmentIds: [], listIds: [] }

/** Whom it is for, and about what. */
export function Whom({ post, onChange }: { post: Pick<Post, 'channelAccountId' | 'audience' | 'categoryId'>; onChange: (part: { audience?: PostAudience; categoryId?: string | null }) => void }) {
  const { t, intl } = useT()
  const { audience } = post
  const topics = (useQuery({ ...topicsQuery, enabled: useCan('consents.read') }).data ?? []).filter((topic) => topic.archivedAt === null)
  const tags = useQuery(tagsOptions(post.channelAccountId)).data ?? []
  const to = audience.to === 'unknown' ? 'all' : audience.to
  const choose = (way: 'all' | 'people' | 'tag') => onChange({ audience: way === 'all' ? { to: 'all' } : way === 'tag' ? { to: 'tag', tagId: tags[0]?.id ?? '', tagName: tags[0]?.name ?? '' } : { to: 'people', include: nobody, exclude: nobody } })
  const ways: { id: 'all' | 'people' | 'tag'; name: string }[] = [{ id: 'all', name: t('posts.to.all') }, { id: 'people', name: t('posts.to.people') }, ...(tags.length > 0 || to === 'tag' ? [{ id: 'tag' as const, name: t('posts.to.tag') }] : [])]
  return (
    <Section title={t('posts.whom')}>
      <Ways label={t('posts.whom')} value={to} ways={ways} onChange={choose} />
      {audience.to === 'tag' && <Choice label={t('posts.tag_choose')} value={audience.tagId} onChange={(event) => { const tag = tags.find((one) => one.id === event.target.value); if (tag) onChange({ audience: { to: 'tag', tagId: tag.id, tagName: tag.name } }) }}>{tags.map((tag) => <option key={tag.id} value={tag.id}>{tag.name} ({intl.formatNumber(tag.count)})</option>)}</Choice>}
      {audience.to === 'people' && <><People label={t('posts.whom')} people={audience.include} onChange={(include) => onChange({ audience: { ...audience, include } })} /><h3 className="font-medium">{t('posts.left_out')}</h3><People label={t('posts.left_out')} people={audience.exclude} onChange={(exclude) => onChange({ audience: { ...audience, exclude } })} /></>}
      {topics.length > 0 && <Choice label={t('posts.topic')} value={post.categoryId ?? ''} onChange={(event) => onChange({ categoryId: event.target.value || null })}><option value="">{t('posts.topic_none')}</option>{topics.map((topic) => <option key={topic.id} value={topic.id}>{inLanguage(topic.names, intl.locale)}</option>)}</Choice>}
    </Section>
  )
}
