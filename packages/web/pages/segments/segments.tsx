import type { Segment } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { ChartPie, Plus, RefreshCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { useNow } from '../../api/clock.js'
import { useCan } from '../../api/queries.js'
import { CampaignsFrame } from '../../features/campaigns/frame.js'
import { usePersonOptions } from '../../features/contacts/list/person-filter.js'
import { segmentsQuery } from '../../features/segments/queries.js'
import { SegmentTabs } from '../../features/segments/tabs.js'
import { peopleSentenceOf } from '../../features/views/builder/sentence.js'
import { useActions } from '../../hotkeys/use-actions.js'
import { tellError } from '../../i18n/errors.js'
import { formatMoment } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Empty, Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow, IconButton } from '../../ui/overlay.js'
import { toast } from '../../ui/toast.js'

/** Saved questions to people, each with how many fit it. */
export function SegmentsPage() {
  const { t, intl } = useT()
  const navigate = useNavigate()
  const manages = useCan('segments.manage')
  const { data: segments, error } = useQuery(segmentsQuery)
  const make = () => void navigate({ to: '/segments/$segmentId', params: { segmentId: 'new' } })
  useActions(manages ? [{ id: 'segments.new', label: 'segments.new', group: 'list', run: make }] : [])
  const add = manages && <Button look="primary" onClick={make}><Plus aria-hidden="true" className="size-4" />{t('segments.new')}</Button>
  const told = error ? tellError(intl, error) : null
  return (
    <CampaignsFrame title={t('nav.segments')} lead={t('segments.lead')} actions={segments && segments.length > 0 && add}>
      <SegmentTabs current="segments" />
      {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
      {!segments && !error && <Loading label={t('app.loading')} />}
      {segments?.length === 0 && <Empty icon={ChartPie} title={t('segments.none_title')} action={add}>{t('segments.none_text')}</Empty>}
      {segments && segments.length > 0 && <ul className="flex flex-col gap-3">{segments.map((segment) => <SegmentRow key={segment.id} segment={segment} manages={manages} />)}</ul>}
    </CampaignsFrame>
  )
}

function SegmentRow({ segment, manages }: { segment: Segment; manages: boolean }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const client = useQueryClient()
  const options = usePersonOptions()
  const [asking, setAsking] = useState(false)
  const again = () => client.invalidateQueries({ queryKey: ['segments'] })
  const failed = (error: unknown) => { setAsking(false); toast(tellError(intl, error).sentence, { tone: 'failed' }) }
  const count = useMutation({ mutationFn: () => api.post<Segment>(`/segments/${segment.id}/count`, {}), onSuccess: again, onError: failed })
  const remove = useMutation({ mutationFn: () => api.delete(`/segments/${segment.id}`), onSuccess: async () => { setAsking(false); await again() }, onError: failed })
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-2xl border border-line bg-surface px-4 py-3 shadow-lift">
      <div className="min-w-0 grow basis-64">
        <h2 className="text-bubble"><Link to="/segments/$segmentId" params={{ segmentId: segment.id }} className="[overflow-wrap:anywhere] hover:underline"><bdi>{segment.name}</bdi></Link></h2>
        {segment.description && <p className="text-ink-soft [overflow-wrap:anywhere]">{segment.description}</p>}
        <p className="mt-0.5 line-clamp-2 text-sm text-ink-soft">{peopleSentenceOf(segment.filter, { t, intl, options })}</p>
        {segment.usedBy > 0 && <p className="mt-0.5 text-sm text-ink-soft">{t('segments.used_by', { count: segment.usedBy })}</p>}
      </div>
      <div className="text-end"><p className="figures text-lg font-semibold">{segment.count === null ? '–' : t('segments.people', { count: segment.count })}</p>{segment.countedAt && <p className="text-sm text-ink-soft">{t('segments.counted', { at: formatMoment(intl, segment.countedAt, now) })}</p>}</div>
      <div className="flex">
        <IconButton label={t('segments.count_again', { name: segment.name })} isDisabled={count.isPending} onPress={() => count.mutate()}><RefreshCw aria-hidden="true" /></IconButton>
        {manages && <IconButton label={t('segments.delete', { name: segment.name })} onPress={() => setAsking(true)}><Trash2 aria-hidden="true" /></IconButton>}
      </div>
      {asking && <DialogWindow title={t('segments.delete', { name: segment.name })} closeLabel={t('app.close')} onClose={() => setAsking(false)} footer={<><Button onClick={() => setAsking(false)}>{t('filter.cancel')}</Button><Button look="danger" busy={remove.isPending} disabled={segment.usedBy > 0} onClick={() => remove.mutate()}>{t('segments.delete_now')}</Button></>}><p>{segment.usedBy > 0 ? t('segments.used_by', { count: segment.usedBy }) : t('segments.delete_text')}</p></DialogWindow>}
    </li>
  )
}
