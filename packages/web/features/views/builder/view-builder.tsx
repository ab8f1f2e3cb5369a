import { SORTS, USUAL_COLUMNS, VIEW_COLOURS, VIEW_COLUMNS, VIEW_ICONS, type SavedView, type SaveView, type ViewColumn } from '@recado/api'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useState } from 'react'
import { api } from '../../../api/client.js'
import { useCan } from '../../../api/queries.js'
import { tellError } from '../../../i18n/errors.js'
import { LanguageProvider, useT } from '../../../i18n/provider.js'
import type { InboxSearch } from '../../../routes.js'
import { Button } from '../../../ui/button.js'
import { cx } from '../../../ui/class-names.js'
import { Choice, Field } from '../../../ui/field.js'
import { Notice } from '../../../ui/notice.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { useReadViewsAgain } from '../saved.js'
import { ViewMark } from '../view-mark.js'
import { askable, changed, draftOf } from './draft.js'
import { startOf } from './start.js'
import { GroupEditor } from './group-editor.js'
import { useOptions } from './names.js'
import { sentenceOf } from './sentence.js'

interface Props { what: 'view' | 'view_edit' | 'view_copy'; search: InboxSearch; saved: SavedView | undefined; onClose: () => void }

/** Makes a view, changes one or copies one. Its words come with it. */
export default function ViewBuilder(props: Props) {
  return <LanguageProvider part="rest"><Builder {...props} /></LanguageProvider>
}

function Builder({ what, search, saved, onClose }: Props) {
  const { t, intl } = useT()
  const navigate = useNavigate()
  const again = useReadViewsAgain()
  const options = useOptions()
  const edited = what === 'view_edit' && saved?.editable ? saved : null
  const [start] = useState(() => startOf(search, saved))
  const [draft, setDraft] = useState(() => draftOf(start.filter))
  const [wish, setWish] = useState<Omit<SaveView, 'filter'>>(() => ({ ...start, name: edited ? start.name : what === 'view_copy' && saved ? t('filter.copy_of', { name: saved.name }) : '', ...(edited ? {} : { scope: 'private', teamId: null }) }))
  const set = (part: Partial<SaveView>) => setWish((old) => ({ ...old, ...part }))
  const filter = askable(draft)
  const save = useMutation({
    mutationFn: () => { const { sort = 'newest', ...rest } = wish; const body = { ...rest, sort, filter }; return edited ? api.patch<SavedView>(`/views/${edited.id}`, body) : api.post<SavedView>('/views', body) },
    onSuccess: async (view) => { await again(); onClose(); void navigate({ to: '/inbox', search: { view: view.id } }) },
  })
  const told = save.error ? tellError(intl, save.error) : null
  const columns: readonly ViewColumn[] = wish.columns && wish.columns.length > 0 ? wish.columns : USUAL_COLUMNS
  return (
    <DialogWindow wide title={t(edited ? 'filter.title_edit' : 'filter.title_new')} onClose={onClose} closeLabel={t('app.close')} dismissable={false}
      footer={<><Button onClick={onClose}>{t('filter.cancel')}</Button><Button look="primary" type="submit" form="view-builder" busy={save.isPending} disabled={!filter || !wish.name.trim() || (wish.scope === 'team' && !wish.teamId)}>{t('filter.save')}</Button></>}>
      <form id="view-builder" className="flex flex-col gap-5" onSubmit={(event) => { event.preventDefault(); if (filter) save.mutate() }}>
        <div className="flex items-end gap-3">
          <ViewMark view={{ icon: wish.icon ?? 'list', colour: wish.colour ?? 'grey' }} className="mb-2.5" />
          <Field label={t('filter.name')} className="grow" required maxLength={80} autoFocus value={wish.name} onChange={(event) => set({ name: event.target.value })} />
        </div>
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-1 font-medium">{t('filter.conditions')}</legend>
          <GroupEditor group={draft} depth={0} options={options} change={(id, make) => setDraft((old) => changed(old, id, make))} />
        </fieldset>
        <div className="rounded-xl bg-sunken px-4 py-3">
          <p>{filter ? sentenceOf(filter, { t, intl, options }) : t('filter.unfinished')}</p>
          {filter && <Found filter={filter} />}
        </div>
        <div className="grid gap-4 sm:grid-cols-2">
          <Choice label={t('filter.sort')} value={wish.sort ?? 'newest'} onChange={(event) => set({ sort: event.target.value as NonNullable<SaveView['sort']> })}>{SORTS.map((sort) => <option key={sort} value={sort}>{t(`sort.${sort}`)}</option>)}</Choice>
          <Scope wish={wish} set={set} teams={(options('team') ?? []).slice(2)} />
          <Choice label={t('filter.icon')} value={wish.icon ?? 'list'} onChange={(event) => set({ icon: event.target.value as NonNullable<SaveView['icon']> })}>{VIEW_ICONS.map((icon) => <option key={icon} value={icon}>{t(`filter.icon.${icon}`)}</option>)}</Choice>
          <Choice label={t('filter.colour')} value={wish.colour ?? 'grey'} onChange={(event) => set({ colour: event.target.value as NonNullable<SaveView['colour']> })}>{VIEW_COLOURS.map((colour) => <option key={colour} value={colour}>{t(`filter.colour.${colour}`)}</option>)}</Choice>
        </div>
        <fieldset>
          <legend className="mb-1 font-medium">{t('filter.columns')}</legend>
          <div className="flex flex-wrap gap-1.5">
            {VIEW_COLUMNS.map((column) => {
              const isOn = columns.includes(column)
              return <button key={column} type="button" aria-pressed={isOn} onClick={() => set({ columns: VIEW_COLUMNS.filter((each) => (each === column ? !isOn : columns.includes(each))) })}
                className={cx('min-h-8 rounded-full border px-3 text-sm', isOn ? 'border-accent bg-selected font-semibold text-accent-strong' : 'border-line-strong text-ink-soft hover:bg-hover')}>{t(`filter.column.${column}`)}</button>
            })}
          </div>
        </fieldset>
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
      </form>
    </DialogWindow>
  )
}

function Scope({ wish, set, teams }: { wish: Omit<SaveView, 'filter'>; set: (part: Partial<SaveView>) => void; teams: readonly { id: string; name: string }[] }) {
  const { t } = useT()
  const mayShare = useCan('views.share')
  return (
    <div className="flex flex-col gap-2">
      <Choice label={t('filter.scope')} help={t(mayShare ? 'filter.scope_help' : 'filter.scope_not_yours')} value={wish.scope ?? 'private'} disabled={!mayShare} onChange={(event) => set({ scope: event.target.value as NonNullable<SaveView['scope']>, teamId: event.target.value === 'team' ? teams[0]?.id ?? null : null })}>
        <option value="private">{t('filter.scope.private')}</option>
        {teams.length > 0 && <option value="team">{t('filter.scope.team')}</option>}
        <option value="all">{t('filter.scope.all')}</option>
      </Choice>
      {wish.scope === 'team' && <Choice label={t('filter.field.team')} value={wish.teamId ?? ''} onChange={(event) => set({ teamId: event.target.value })}>{teams.map((team) => <option key={team.id} value={team.id}>{team.name}</option>)}</Choice>}
    </div>
  )
}

/** How many fit now: asked a breath after the last change. */
function Found({ filter }: { filter: SaveView['filter'] }) {
  const { t } = useT()
  const text = useDeferredValue(JSON.stringify(filter))
  const [asked, setAsked] = useState(text)
  useEffect(() => { const timer = setTimeout(() => setAsked(text), 300); return () => clearTimeout(timer) }, [text])
  const { data, isPending } = useQuery({ queryKey: ['view-count', asked], queryFn: () => api.post<{ count: number | null }>('/views/count', { filter: JSON.parse(asked) as SaveView['filter'] }), staleTime: 5_000 })
  const said = isPending || asked !== text ? t('filter.counting') : !data || data.count === null ? t('filter.found_slow') : data.count > 999 ? t('filter.found_more') : t('filter.found', { count: data.count })
  return <p role="status" className="mt-1 text-sm font-semibold text-accent-strong">{said}</p>
}
