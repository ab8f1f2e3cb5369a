import type { AudiencePeople } from '@recado/core'
import { useQuery } from '@tanstack/react-query'
import { Filter as FilterIcon, ListChecks, PieChart, Plus, X } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useCan } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { AriaButton, Item, MenuButton } from '../../../ui/overlay.js'
import { usePersonOptions } from '../../contacts/list/person-filter.js'
import { peopleSentenceOf } from '../../views/builder/sentence.js'
import { listsQuery, segmentsQuery } from '../queries.js'

const FilterDialog = lazy(() => import('../../contacts/list/filter-dialog.js'))

/** Segments, lists and conditions, joined by "or": who is meant, or who is not. */
export function People({ label, people, onChange }: { label: string; people: AudiencePeople; onChange: (people: AudiencePeople) => void }) {
  const { t, intl } = useT()
  const reads = useCan('segments.read')
  const segments = useQuery({ ...segmentsQuery, enabled: reads }).data ?? []
  const lists = useQuery({ ...listsQuery, enabled: reads }).data ?? []
  const options = usePersonOptions()
  const [asking, setAsking] = useState(false)
  const { filter, ...rest } = people
  const chip = (key: string, Icon: typeof PieChart, text: string, remove: () => void) => (
    <li key={key} className="flex max-w-full items-center gap-2 rounded-full bg-accent-soft ps-3 text-accent-strong"><Icon aria-hidden="true" className="size-4 shrink-0" /><span className="min-w-0 py-1 [overflow-wrap:anywhere]">{text}</span><button type="button" onClick={remove} aria-label={t('campaigns.take_out', { name: text, where: label })} className="grid size-8 shrink-0 place-items-center rounded-full hover:bg-hover"><X aria-hidden="true" className="size-4" /></button></li>
  )
  const chips = [
    ...people.segmentIds.map((id) => chip(id, PieChart, segments.find((one) => one.id === id)?.name ?? '…', () => onChange({ ...people, segmentIds: people.segmentIds.filter((one) => one !== id) }))),
    ...people.listIds.map((id) => chip(id, ListChecks, lists.find((one) => one.id === id)?.name ?? '…', () => onChange({ ...people, listIds: people.listIds.filter((one) => one !== id) }))),
    ...(filter ? [chip('filter', FilterIcon, peopleSentenceOf(filter, { t, intl, options }), () => onChange(rest))] : []),
  ]
  return (
    <div className="flex flex-col gap-2">
      {chips.length > 0 && <ul aria-label={label} className="flex flex-wrap gap-2">{chips}</ul>}
      <div className="flex flex-wrap gap-2">
        {segments.length > 0 && <MenuButton label={t('campaigns.segments_of', { where: label })} placement="bottom start" trigger={<AriaButton aria-label={t('campaigns.segments_of', { where: label })} className="inline-flex min-h-9 items-center gap-2 rounded-lg border border-line-strong px-2.5 text-sm font-medium data-[hovered]:bg-hover"><Plus aria-hidden="true" className="size-4" />{t('campaigns.segment')}</AriaButton>}>
          {segments.map((one) => <Item key={one.id} isDisabled={people.segmentIds.includes(one.id)} onAction={() => onChange({ ...people, segmentIds: [...people.segmentIds, one.id] })} {...(one.count === null ? {} : { keys: intl.formatNumber(one.count) })}>{one.name}</Item>)}
        </MenuButton>}
        {lists.length > 0 && <MenuButton label={t('campaigns.lists_of', { where: label })} placement="bottom start" trigger={<AriaButton aria-label={t('campaigns.lists_of', { where: label })} className="inline-flex min-h-9 items-center gap-2 rounded-lg border border-line-strong px-2.5 text-sm font-medium data-[hovered]:bg-hover"><Plus aria-hidden="true" className="size-4" />{t('campaigns.list')}</AriaButton>}>
          {lists.map((one) => <Item key={one.id} isDisabled={people.listIds.includes(one.id)} onAction={() => onChange({ ...people, listIds: [...people.listIds, one.id] })} keys={intl.formatNumber(one.members)}>{one.name}</Item>)}
        </MenuButton>}
        <Button small className="min-h-9" onClick={() => setAsking(true)} aria-label={t('campaigns.conditions_of', { where: label })}><FilterIcon aria-hidden="true" className="size-4" />{t('campaigns.conditions')}</Button>
      </div>
      {asking && <Suspense><FilterDialog filter={filter} onDone={(made) => onChange(made ? { ...rest, filter: made } : rest)} onClose={() => setAsking(false)} /></Suspense>}
    </div>
  )
}
