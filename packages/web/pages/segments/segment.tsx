import type { Segment } from '@recado/api'
import { type AudienceRoute, nobody } from '@recado/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { api } from '../../api/client.js'
import { useCan } from '../../api/queries.js'
import { CampaignsFrame } from '../../features/campaigns/frame.js'
import { RoutesEditor } from '../../features/campaigns/wizard/routes-editor.js'
import { Section, Ways } from '../../features/campaigns/wizard/section.js'
import { inLanguage, topicsQuery } from '../../features/contacts/consents/queries.js'
import { PERSON_FIELDS, usePersonOptions } from '../../features/contacts/list/person-filter.js'
import { previewQuery, segmentQuery, type Asked } from '../../features/segments/queries.js'
import { ReachPanel } from '../../features/segments/reach.js'
import { askable, changed, draftOf } from '../../features/views/builder/draft.js'
import { GroupEditor } from '../../features/views/builder/group-editor.js'
import { peopleSentenceOf } from '../../features/views/builder/sentence.js'
import { useActions } from '../../hotkeys/use-actions.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Loading } from '../../ui/empty.js'
import { Choice, Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'

/** Makes a segment or changes one, beside it the people who fit and whom a message would reach. */
export function SegmentPage() {
  const { t, intl } = useT()
  const { segmentId } = useParams({ from: '/beside/segments/$segmentId' })
  const isNew = segmentId === 'new'
  const kept = useQuery({ ...segmentQuery(segmentId), enabled: !isNew })
  const told = kept.error ? tellError(intl, kept.error) : null
  if (told) return <CampaignsFrame title={t('nav.segments')}><Notice tone="failed" alert title={told.sentence}>{told.next}</Notice></CampaignsFrame>
  if (!isNew && !kept.data) return <CampaignsFrame title={t('nav.segments')}><Loading label={t('app.loading')} /></CampaignsFrame>
  return <Editor key={segmentId} segment={kept.data ?? null} />
}

function Editor({ segment }: { segment: Segment | null }) {
  const { t, intl } = useT()
  const navigate = useNavigate()
  const client = useQueryClient()
  const manages = useCan('segments.manage')
  const options = usePersonOptions()
  const [name, setName] = useState(segment?.name ?? '')
  const [description, setDescription] = useState(segment?.description ?? '')
  const [draft, setDraft] = useState(() => draftOf(segment?.filter ?? { all: [] }))
  const [purpose, setPurpose] = useState<'marketing' | 'notification'>('marketing')
  const [category, setCategory] = useState('')
  const [routes, setRoutes] = useState<AudienceRoute[]>([])
  const topics = (useQuery({ ...topicsQuery, enabled: useCan('consents.read') }).data ?? []).filter((topic) => topic.archivedAt === null)
  const filter = askable(draft, 'people')
  const asked = useDeferredValue<Asked | null>(filter && (routes.length === 0 ? { filter } : { spec: { include: { ...nobody, filter }, exclude: nobody, purpose, category: category || null, routes, choose: 'first', cap: null } }))
  const preview = useQuery(previewQuery(asked))
  const save = useMutation({
    mutationFn: () => { const body = { name: name.trim(), description: description.trim(), filter }; return segment ? api.patch<Segment>(`/segments/${segment.id}`, body) : api.post<Segment>('/segments', body) },
    onSuccess: async () => { await client.invalidateQueries({ queryKey: ['segments'] }); toast(t('segments.saved')); void navigate({ to: '/segments' }) },
  })
  const told = save.error ? tellError(intl, save.error) : null
  const isReady = manages && filter !== null && name.trim() !== ''
  useActions(manages ? [{ id: 'segments.save', label: 'segments.save', group: 'list', disabled: !isReady, run: () => { if (isReady) save.mutate() } }] : [])
  return (
    <CampaignsFrame title={segment?.name ?? t('segments.new')} actions={<><Button onClick={() => void navigate({ to: '/segments' })}>{t('filter.cancel')}</Button>{manages && <Button look="primary" busy={save.isPending} disabled={!isReady} onClick={() => save.mutate()}>{t('segments.save')}</Button>}</>}>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-5">
          {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
          <Section title={t('segments.about')}>
            <Field label={t('filter.name')} required maxLength={120} value={name} disabled={!manages} onChange={(event) => setName(event.target.value)} />
            <Field label={t('segments.description')} maxLength={500} value={description} disabled={!manages} onChange={(event) => setDescription(event.target.value)} />
          </Section>
          <Section title={t('segments.who')} text={t('segments.who_text')}>
            <GroupEditor group={draft} depth={0} options={options} fields={PERSON_FIELDS} change={(id, make) => setDraft((old) => changed(old, id, make))} />
            <p className="rounded-xl bg-sunken px-4 py-3">{filter ? peopleSentenceOf(filter, { t, intl, options }) : t('filter.unfinished')}</p>
          </Section>
          <Section title={t('segments.try')} text={t('segments.try_text')}>
            <RoutesEditor routes={routes} onChange={setRoutes} />
            {routes.length > 0 && <>
              <Ways label={t('campaigns.about')} value={purpose} onChange={setPurpose} ways={[{ id: 'marketing', name: t('campaigns.marketing'), text: t('campaigns.marketing_text') }, { id: 'notification', name: t('campaigns.notification'), text: t('campaigns.notification_text') }]} />
              {topics.length > 0 && <Choice label={t('campaigns.topic')} value={category} onChange={(event) => setCategory(event.target.value)}><option value="">{t('campaigns.no_topic')}</option>{topics.map((topic) => <option key={topic.key} value={topic.key}>{inLanguage(topic.names, intl.locale)}</option>)}</Choice>}
            </>}
          </Section>
        </div>
        <aside aria-label={t('segments.reach')} className="rounded-2xl border border-line bg-surface p-5 shadow-lift lg:sticky lg:top-4"><ReachPanel asked={asked} preview={preview.data} busy={preview.isFetching} error={preview.error} routed={routes.length > 0} /></aside>
      </div>
    </CampaignsFrame>
  )
}
