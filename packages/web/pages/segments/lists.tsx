import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { ListChecks, Plus } from 'lucide-react'
import { useState } from 'react'
import type { ContactList } from '@recado/api'
import { api } from '../../api/client.js'
import { useCan } from '../../api/queries.js'
import { CampaignsFrame } from '../../features/campaigns/frame.js'
import { ListForm } from '../../features/segments/list-form.js'
import { listsQuery } from '../../features/segments/queries.js'
import { SegmentTabs } from '../../features/segments/tabs.js'
import { useActions } from '../../hotkeys/use-actions.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Empty, Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'

/** Lists of people picked by hand. */
export function ListsPage() {
  const { t, intl } = useT()
  const client = useQueryClient()
  const navigate = useNavigate()
  const manages = useCan('segments.manage')
  const { data: lists, error } = useQuery(listsQuery)
  const [making, setMaking] = useState(false)
  useActions(manages ? [{ id: 'lists.new', label: 'segments.new_list', group: 'list', run: () => setMaking(true) }] : [])
  const make = useMutation({
    mutationFn: (wish: { name: string; description: string }) => api.post<ContactList>('/lists', wish),
    onSuccess: async (list) => { setMaking(false); await client.invalidateQueries({ queryKey: ['contact-lists'] }); void navigate({ to: '/segments/lists/$listId', params: { listId: list.id } }) },
  })
  const add = manages && <Button look="primary" onClick={() => setMaking(true)}><Plus aria-hidden="true" className="size-4" />{t('segments.new_list')}</Button>
  const told = error ? tellError(intl, error) : null
  return (
    <CampaignsFrame title={t('segments.lists')} lead={t('segments.lists_lead')} actions={lists && lists.length > 0 && add}>
      <SegmentTabs current="lists" />
      {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
      {!lists && !error && <Loading label={t('app.loading')} />}
      {lists?.length === 0 && <Empty icon={ListChecks} title={t('segments.no_lists_title')} action={add}>{t('segments.no_lists_text')}</Empty>}
      {lists && lists.length > 0 && (
        <ul className="divide-y divide-line rounded-2xl border border-line bg-surface shadow-lift">
          {lists.map((list) => (
            <li key={list.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
              <div className="min-w-0 grow basis-56"><Link to="/segments/lists/$listId" params={{ listId: list.id }} className="font-medium [overflow-wrap:anywhere] hover:underline"><bdi>{list.name}</bdi></Link>{list.description && <p className="text-sm text-ink-soft [overflow-wrap:anywhere]">{list.description}</p>}{list.usedBy > 0 && <p className="text-sm text-ink-soft">{t('segments.used_by', { count: list.usedBy })}</p>}</div>
              <p className="figures font-semibold">{t('segments.people', { count: list.members })}</p>
            </li>
          ))}
        </ul>
      )}
      {making && <ListForm title={t('segments.new_list')} busy={make.isPending} error={make.error} onDone={(wish) => make.mutate(wish)} onClose={() => setMaking(false)} />}
    </CampaignsFrame>
  )
}
