import { useQuery, useQueryClient } from '@tanstack/react-query'
import { GitMerge, ListPlus, Milestone, Tag, UserRoundPlus, X } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { membersQuery, useCan } from '../../../api/queries.js'
import { useActions } from '../../../hotkeys/use-actions.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { DialogWindow, IconButton } from '../../../ui/overlay.js'
import { PickList } from '../../../ui/pick-list.js'
import { Spinner } from '../../../ui/spinner.js'
import { toast } from '../../../ui/toast.js'
import { LabelDot } from '../../labels/label-chip.js'
import { changeMany, type ManyChange } from '../change-many.js'
import type { Person } from '../model.js'
import { stagesQuery } from '../queries.js'

const AddToList = lazy(() => import('../../segments/add-to-list.js'))
const LabelPicker = lazy(() => import('../../labels/label-picker.js'))

/** What can be done with all people that are chosen. */
export function BulkPeople({ chosen, onClear, onMerge, children }: { chosen: readonly Person[]; onClear: () => void; onMerge: ((one: Person, other: Person) => void) | null; children?: React.ReactNode }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const [open, setOpen] = useState<'labels' | 'stage' | 'owner' | 'list' | null>(null)
  const [busy, setBusy] = useState(false)
  const stages = useQuery(stagesQuery).data?.filter((each) => each.archivedAt === null) ?? []
  const members = useQuery(membersQuery).data ?? []
  const close = () => setOpen(null)
  const lists = useCan('segments.manage')
  const [one, other] = chosen
  const held = chosen.map((each) => each.labels).reduce((all, labels) => all.filter((label) => labels.includes(label)), chosen[0]?.labels ?? [])
  const some = [...new Set(chosen.flatMap((each) => each.labels))].filter((label) => !held.includes(label))
  const run = (change: ManyChange) => {
    close()
    if (busy) return
    setBusy(true)
    void changeMany(chosen.map((each) => each.id), change)
      .then((count) => { toast(t('contacts.bulk_done', { count })); onClear() })
      .catch((error: unknown) => { toast(tellError(intl, error).sentence, { tone: 'failed' }) })
      .finally(() => { setBusy(false); void client.invalidateQueries({ queryKey: ['contact-list'] }) })
  }
  const merge = one && other && chosen.length === 2 && onMerge ? () => onMerge(one, other) : null
  useActions([
    { id: 'contacts.bulk_label', label: 'contacts.bulk_label', group: 'list', follows: 'conversation.label', run: () => setOpen('labels') },
    { id: 'contacts.bulk_stage', label: 'contacts.bulk_stage', group: 'list', run: () => setOpen('stage') },
    { id: 'contacts.bulk_owner', label: 'contacts.bulk_owner', group: 'list', follows: 'conversation.assign', run: () => setOpen('owner') },
    ...(lists ? [{ id: 'contacts.bulk_list', label: 'contacts.bulk_list' as const, group: 'list' as const, run: () => setOpen('list') }] : []),
    ...(merge ? [{ id: 'contacts.bulk_merge', label: 'contacts.bulk_merge' as const, group: 'list' as const, run: merge }] : []),
    { id: 'bulk.clear', label: 'contacts.bulk_clear', group: 'list', run: onClear },
  ])
  return (
    <div role="toolbar" aria-label={t('contacts.bulk')} className="flex min-h-11 flex-wrap items-center gap-1 border-b border-line bg-accent-soft px-2 py-1">
      <IconButton label={t('contacts.bulk_clear')} onPress={onClear}><X aria-hidden="true" /></IconButton>
      <span role="status" className="figures me-2 truncate text-sm font-semibold text-accent-strong">{t('contacts.bulk_count', { count: chosen.length })}</span>
      {busy ? <Spinner small /> : <>
        <IconButton label={t('contacts.bulk_label')} onPress={() => setOpen('labels')}><Tag aria-hidden="true" /></IconButton>
        <IconButton label={t('contacts.bulk_stage')} onPress={() => setOpen('stage')}><Milestone aria-hidden="true" /></IconButton>
        <IconButton label={t('contacts.bulk_owner')} onPress={() => setOpen('owner')}><UserRoundPlus aria-hidden="true" /></IconButton>
        {lists && <IconButton label={t('contacts.bulk_list')} onPress={() => setOpen('list')}><ListPlus aria-hidden="true" /></IconButton>}
        {merge && <IconButton label={t('contacts.bulk_merge')} onPress={merge}><GitMerge aria-hidden="true" /></IconButton>}
        {children}
      </>}
      {open === 'labels' && <Suspense fallback={null}><LabelPicker held={held} some={some} title={t('contacts.bulk_label')} onDone={(add, remove) => run({ labels: { add, remove } })} onClose={close} /></Suspense>}
      {open === 'list' && <Suspense fallback={null}><AddToList contactIds={chosen.map((each) => each.id)} onDone={() => { close(); onClear() }} onClose={close} /></Suspense>}
      {open === 'stage' && <DialogWindow title={t('contacts.bulk_stage')} closeLabel={t('app.close')} onClose={close}><PickList label={t('contacts.bulk_stage')} placeholder={t('contacts.find_stage')} choices={[...stages.map((each) => ({ id: each.id, text: each.name, icon: <LabelDot colour={each.colour} /> })), { id: '', text: t('contacts.no_stage') }]} onPick={(id) => run({ stageId: id || null })} empty={t('contacts.nothing_of_it')} /></DialogWindow>}
      {open === 'owner' && <DialogWindow title={t('contacts.bulk_owner')} closeLabel={t('app.close')} onClose={close}><PickList label={t('contacts.bulk_owner')} placeholder={t('contacts.find_owner')} choices={[...members.map((each) => ({ id: each.id, text: each.name })), { id: '', text: t('contacts.no_owner') }]} onPick={(id) => run({ ownerId: id || null })} empty={t('contacts.nothing_of_it')} /></DialogWindow>}
    </div>
  )
}
