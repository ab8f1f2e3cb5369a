import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Download, GitMerge, ListPlus, Milestone, Tag, UserRoundPlus, X } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { api } from '../../../api/client.js'
import { membersQuery, useCan } from '../../../api/queries.js'
import { useActions } from '../../../hotkeys/use-actions.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { DialogWindow, IconButton } from '../../../ui/overlay.js'
import { PickList } from '../../../ui/pick-list.js'
import { Spinner } from '../../../ui/spinner.js'
import { toast } from '../../../ui/toast.js'
import type { Selection } from '../../inbox/bulk/selection.js'
import { LabelDot } from '../../labels/label-chip.js'
import { changeMany, type ManyChange } from '../change-many.js'
import { asAddition, asExport, chosenOf } from '../chosen.js'
import type { Person } from '../model.js'
import { contactsToCount, stagesQuery } from '../queries.js'
import type { ContactsSearch } from '../search.js'

const AddToList = lazy(() => import('../../segments/add-to-list.js'))
const ExportDialog = lazy(() => import('../export/export-dialog.js'))
const LabelPicker = lazy(() => import('../../labels/label-picker.js'))
/** As long as the server takes a change back. */
const UNDO_MS = 9_500

/** `chosen`: those of them that are loaded. */
interface Props { selection: Selection; search: ContactsSearch; chosen: readonly Person[]; onAll: () => void; onClear: () => void; onMerge: (one: Person, other: Person) => void }

/** What can be done with all people that are chosen: those that were ticked, or everybody whom the list finds. */
export function BulkPeople({ selection, search, chosen, onAll, onClear, onMerge }: Props) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const [open, setOpen] = useState<'labels' | 'stage' | 'owner' | 'list' | 'export' | null>(null)
  const [done, setDone] = useState<number | null>(null)
  const stages = useQuery(stagesQuery).data?.filter((each) => each.archivedAt === null) ?? []
  const members = useQuery(membersQuery).data ?? []
  const { data: found } = useQuery({ ...contactsToCount(search), enabled: selection.all })
  const [manages, lists, exports] = [useCan('contacts.manage'), useCan('segments.manage'), useCan('contacts.export')]
  const close = () => setOpen(null)
  const whom = chosenOf(selection, search)
  const busy = done !== null
  const count = selection.all ? found && found.count - selection.ids.size : selection.ids.size
  const [one, other] = chosen
  // Of people who are not loaded nobody knows which labels they have.
  const sure = !selection.all && chosen.length === selection.ids.size
  const common = chosen.map((each) => each.labels).reduce((all, labels) => all.filter((label) => labels.includes(label)), chosen[0]?.labels ?? [])
  const held = sure ? common : []
  const some = [...new Set(chosen.flatMap((each) => each.labels))].filter((label) => !held.includes(label))
  const takeBack = (changeId: string) => void api.post<{ kept: string[] }>(`/contact-changes/${changeId}/undo`)
    .then(({ kept }) => toast(kept.length === 0 ? t('undo.done') : t('undo.kept', { count: kept.length })), (error: unknown) => toast(tellError(intl, error).sentence, { tone: 'failed' }))
    .finally(() => void client.invalidateQueries({ queryKey: ['contact-list'] }))
  const run = (change: ManyChange) => {
    close()
    if (busy) return
    setDone(0)
    void changeMany(whom, change, setDone)
      .then(({ changed, skipped, changeId }) => {
        const text = [t('contacts.bulk_done', { count: changed }), ...(skipped > 0 ? [t('contacts.bulk_skipped', { count: skipped })] : [])].join(' · ')
        toast(text, changeId ? { forMs: UNDO_MS, action: { label: t('app.undo'), counts: true, run: () => takeBack(changeId) } } : {})
        onClear()
      })
      .catch((error: unknown) => { toast(tellError(intl, error).sentence, { tone: 'failed' }) })
      .finally(() => { setDone(null); void client.invalidateQueries({ queryKey: ['contact-list'] }) })
  }
  const merge = manages && sure && one && other && chosen.length === 2 ? () => onMerge(one, other) : null
  useActions([
    ...(manages ? [
      { id: 'contacts.bulk_label', label: 'contacts.bulk_label' as const, group: 'list' as const, follows: 'conversation.label', run: () => setOpen('labels') },
      { id: 'contacts.bulk_stage', label: 'contacts.bulk_stage' as const, group: 'list' as const, run: () => setOpen('stage') },
      { id: 'contacts.bulk_owner', label: 'contacts.bulk_owner' as const, group: 'list' as const, follows: 'conversation.assign', run: () => setOpen('owner') },
    ] : []),
    ...(lists ? [{ id: 'contacts.bulk_list', label: 'contacts.bulk_list' as const, group: 'list' as const, run: () => setOpen('list') }] : []),
    ...(exports ? [{ id: 'contacts.bulk_export', label: 'contacts.bulk_export' as const, group: 'list' as const, run: () => setOpen('export') }] : []),
    ...(merge ? [{ id: 'contacts.bulk_merge', label: 'contacts.bulk_merge' as const, group: 'list' as const, run: merge }] : []),
    { id: 'bulk.clear', label: 'contacts.bulk_clear', group: 'list', run: onClear },
  ])
  return (
    <div role="toolbar" aria-label={t('contacts.bulk')} className="flex min-h-11 flex-wrap items-center gap-1 border-b border-line bg-accent-soft px-2 py-1">
      <IconButton label={t('contacts.bulk_clear')} onPress={onClear}><X aria-hidden="true" /></IconButton>
      <span role="status" className="figures me-2 truncate text-sm font-semibold text-accent-strong">
        {busy ? t('contacts.bulk_running', { count: done }) : count === undefined ? t('contacts.bulk_all_of_it') : found?.capped && selection.all ? t('contacts.bulk_more_than', { count: found.count }) : t('contacts.bulk_count', { count })}
      </span>
      {busy ? <Spinner small /> : <>
        {!selection.all && <Button small look="quiet" onClick={onAll}>{t('contacts.bulk_all')}</Button>}
        {manages && <>
          <IconButton label={t('contacts.bulk_label')} onPress={() => setOpen('labels')}><Tag aria-hidden="true" /></IconButton>
          <IconButton label={t('contacts.bulk_stage')} onPress={() => setOpen('stage')}><Milestone aria-hidden="true" /></IconButton>
          <IconButton label={t('contacts.bulk_owner')} onPress={() => setOpen('owner')}><UserRoundPlus aria-hidden="true" /></IconButton>
        </>}
        {lists && <IconButton label={t('contacts.bulk_list')} onPress={() => setOpen('list')}><ListPlus aria-hidden="true" /></IconButton>}
        {exports && <IconButton label={t('contacts.bulk_export')} onPress={() => setOpen('export')}><Download aria-hidden="true" /></IconButton>}
        {merge && <IconButton label={t('contacts.bulk_merge')} onPress={merge}><GitMerge aria-hidden="true" /></IconButton>}
      </>}
      <Suspense fallback={null}>
        {open === 'labels' && <LabelPicker held={held} some={some} title={t('contacts.bulk_label')} onDone={(add, remove) => run({ labels: { add, remove } })} onClose={close} />}
        {open === 'list' && <AddToList addition={asAddition(whom)} onDone={() => { close(); onClear() }} onClose={close} />}
        {open === 'export' && <ExportDialog kinds={['contacts', 'consents']} query={asExport(whom, search.order ?? 'name')} chosen={count ?? null} onClose={close} />}
      </Suspense>
      {open === 'stage' && <DialogWindow title={t('contacts.bulk_stage')} closeLabel={t('app.close')} onClose={close}><PickList label={t('contacts.bulk_stage')} placeholder={t('contacts.find_stage')} choices={[...stages.map((each) => ({ id: each.id, text: each.name, icon: <LabelDot colour={each.colour} /> })), { id: '', text: t('contacts.no_stage') }]} onPick={(id) => run({ stageId: id || null })} empty={t('contacts.nothing_of_it')} /></DialogWindow>}
      {open === 'owner' && <DialogWindow title={t('contacts.bulk_owner')} closeLabel={t('app.close')} onClose={close}><PickList label={t('contacts.bulk_owner')} placeholder={t('contacts.find_owner')} choices={[...members.map((each) => ({ id: each.id, text: each.name })), { id: '', text: t('contacts.no_owner') }]} onPick={(id) => run({ ownerId: id || null })} empty={t('contacts.nothing_of_it')} /></DialogWindow>}
    </div>
  )
}
