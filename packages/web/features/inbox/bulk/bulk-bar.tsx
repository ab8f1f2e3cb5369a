import type { Conversation, ListQuery } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { CircleCheck, Ellipsis, Flag, Moon, Tag, UserRoundPlus, X } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { api } from '../../../api/client.js'
import { membersQuery, useSession } from '../../../api/queries.js'
import { useActions, useKeyCap } from '../../../hotkeys/use-actions.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { AriaButton, DialogWindow, IconButton, Item, MenuButton } from '../../../ui/overlay.js'
import { PickList, type Choice } from '../../../ui/pick-list.js'
import { Spinner } from '../../../ui/spinner.js'
import { choiceOf, isChosen, NOTHING, select, type Selection } from './selection.js'
import { type BulkChange, useBulk } from './use-bulk.js'

const RunMany = lazy(() => import('../../macros/run-many.js'))
const SnoozePicker = lazy(() => import('../snooze/picker.js'))
const PriorityPicker = lazy(() => import('../state/priority.js'))
const LabelPicker = lazy(() => import('../../labels/label-picker.js'))

/** What can be done with all that is chosen; the keys of the open conversation speak of these meanwhile. */
export default function BulkBar({ selection, query, rows }: { selection: Selection; query: ListQuery; rows: readonly Conversation[] }) {
  const { t } = useT()
  const { user } = useSession()
  const { busy, run } = useBulk(selection, query)
  const [open, setOpen] = useState<'snooze' | 'priority' | 'labels' | 'assign' | 'macro' | null>(null)
  const close = () => setOpen(null)
  const clear = () => select(NOTHING)
  const all = () => select({ ...selection, all: true, ids: new Set(), anchor: null })
  const chosen = rows.filter((row) => isChosen(selection, row.id))
  const everywhere = chosen.length > 0 ? chosen.map((row) => row.labels).reduce((held, labels) => held.filter((label) => labels.includes(label))) : []
  const somewhere = [...new Set(chosen.flatMap((row) => row.labels))].filter((label) => !everywhere.includes(label))
  const sure = !selection.all && chosen.length === selection.ids.size
  const set = (change: BulkChange) => () => run(change)
  useActions([
    { id: 'bulk.resolve', label: 'bulk.resolve', group: 'list', follows: 'conversation.resolve', run: set({ status: { status: 'resolved' } }) },
    { id: 'bulk.open', label: 'bulk.open', group: 'list', run: set({ status: { status: 'open' } }) },
    { id: 'bulk.pending', label: 'bulk.pending', group: 'list', follows: 'conversation.pending', run: set({ status: { status: 'pending' } }) },
    { id: 'bulk.snooze', label: 'bulk.snooze', group: 'list', follows: 'conversation.snooze', run: () => setOpen('snooze') },
    { id: 'bulk.assign', label: 'bulk.assign', group: 'list', follows: 'conversation.assign', run: () => setOpen('assign') },
    { id: 'bulk.assign_me', label: 'bulk.assign_me', group: 'list', follows: 'conversation.assign_me', run: set({ assign: { userId: user.id } }) },
    { id: 'bulk.labels', label: 'bulk.labels', group: 'list', follows: 'conversation.label', run: () => setOpen('labels') },
    { id: 'bulk.macro', label: 'action.macro', group: 'list', run: () => setOpen('macro') },
    { id: 'bulk.priority', label: 'bulk.priority', group: 'list', follows: 'conversation.priority', run: () => setOpen('priority') },
    { id: 'bulk.read', label: 'bulk.read', group: 'list', run: set({ read: true }) },
    { id: 'bulk.unread', label: 'bulk.unread', group: 'list', follows: 'conversation.unread', run: set({ read: false }) },
    { id: 'bulk.all', label: 'bulk.select_all', group: 'list', run: all, disabled: selection.all },
    { id: 'bulk.clear', label: 'bulk.clear', group: 'list', run: clear },
  ])
  const caps = { resolve: useKeyCap('bulk.resolve'), snooze: useKeyCap('bulk.snooze'), assign: useKeyCap('bulk.assign'), labels: useKeyCap('bulk.labels'), priority: useKeyCap('bulk.priority'), unread: useKeyCap('bulk.unread') }
  return (
    <div role="toolbar" aria-label={t('bulk.label')} className="flex flex-col gap-1 border-b border-line bg-accent-soft px-2 py-1.5">
      <div className="flex items-center gap-1">
        <IconButton label={t('bulk.clear')} onPress={clear}><X aria-hidden="true" /></IconButton>
        <span role="status" className="figures grow truncate text-sm font-semibold text-accent-strong">{selection.all ? t('bulk.all') : t('bulk.count', { count: selection.ids.size })}</span>
        {busy ? <Spinner small /> : !selection.all && <Button small look="quiet" onClick={all}>{t('bulk.all')}</Button>}
      </div>
      <div className="flex items-center justify-between">
        <IconButton label={t('bulk.resolve')} keys={caps.resolve} isDisabled={busy} onPress={set({ status: { status: 'resolved' } })}><CircleCheck aria-hidden="true" /></IconButton>
        <IconButton label={t('bulk.snooze')} keys={caps.snooze} isDisabled={busy} onPress={() => setOpen('snooze')}><Moon aria-hidden="true" /></IconButton>
        <IconButton label={t('bulk.assign')} keys={caps.assign} isDisabled={busy} onPress={() => setOpen('assign')}><UserRoundPlus aria-hidden="true" /></IconButton>
        <IconButton label={t('bulk.labels')} keys={caps.labels} isDisabled={busy} onPress={() => setOpen('labels')}><Tag aria-hidden="true" /></IconButton>
        <IconButton label={t('bulk.priority')} keys={caps.priority} isDisabled={busy} onPress={() => setOpen('priority')}><Flag aria-hidden="true" /></IconButton>
        <MenuButton label={t('bulk.label')} trigger={<AriaButton aria-label={t('bulk.label')} isDisabled={busy} className="grid size-9 place-items-center rounded-lg text-ink-soft data-[hovered]:bg-hover"><Ellipsis aria-hidden="true" className="size-[19px]" /></AriaButton>}>
          <Item onAction={() => setOpen('macro')}>{t('action.macro')}</Item>
          <Item onAction={set({ status: { status: 'open' } })}>{t('bulk.open')}</Item>
          <Item onAction={set({ status: { status: 'pending' } })}>{t('bulk.pending')}</Item>
          <Item onAction={set({ read: true })}>{t('bulk.read')}</Item>
          <Item onAction={set({ read: false })} keys={caps.unread}>{t('bulk.unread')}</Item>
        </MenuButton>
      </div>
      <Suspense fallback={null}>
        {open === 'snooze' && <SnoozePicker closesAt={earliest(chosen)} onPick={(sleep) => run({ status: { status: 'snoozed', ...sleep } })} onClose={close} />}
        {open === 'priority' && <PriorityPicker current={null} onPick={(priority) => run({ priority })} onClose={close} />}
        {open === 'labels' && <LabelPicker held={sure ? everywhere : []} some={sure ? somewhere : [...everywhere, ...somewhere]} title={t('bulk.labels')} onDone={(add, remove) => run({ labels: { add, remove } })} onClose={close} />}
        {open === 'macro' && <RunMany choice={choiceOf(selection, query)} onDone={() => { close(); clear() }} onClose={close} />}
        {open === 'assign' && <AssignMany onPick={(assign) => { close(); run({ assign }) }} onClose={close} />}
      </Suspense>
    </div>
  )
}

/** The first of their windows to end: what comes back later comes too late for one of them. */
function earliest(rows: readonly Conversation[]): string | null {
  return rows.flatMap((row) => (row.window.state === 'open' && row.window.closesAt ? [row.window.closesAt] : [])).sort()[0] ?? null
}

/** Me, a colleague, a team, or nobody. */
function AssignMany({ onPick, onClose }: { onPick: (to: { userId?: string | null; teamId?: string | null }) => void; onClose: () => void }) {
  const { t } = useT()
  const { user } = useSession()
  const members = useQuery(membersQuery).data ?? []
  const teams = useQuery({ queryKey: ['teams'], queryFn: () => api.get<{ items: { id: string; name: string }[] }>('/teams').then((page) => page.items), staleTime: 60_000 }).data ?? []
  const choices: Choice[] = [
    { id: `user ${user.id}`, text: user.name, hint: t('bulk.me') }, ...members.filter((member) => member.active && member.id !== user.id).map((member) => ({ id: `user ${member.id}`, text: member.name })),
    ...teams.map((team) => ({ id: `team ${team.id}`, text: team.name, hint: t('bulk.team') })), { id: 'nobody', text: t('bulk.nobody') },
  ]
  const pick = (choice: string) => {
    const [kind, id] = choice.split(' ')
    onPick(kind === 'team' ? { teamId: id ?? null } : { userId: kind === 'user' ? (id ?? null) : null, ...(kind === 'nobody' ? { teamId: null } : {}) })
  }
  return <DialogWindow title={t('bulk.assign')} onClose={onClose} closeLabel={t('app.close')}><PickList label={t('bulk.assign')} placeholder={t('picker.find')} choices={choices} onPick={pick} /></DialogWindow>
}
