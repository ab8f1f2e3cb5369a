import type { ContactList } from '@recado/api'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Pencil, Trash2, UserPlus, Users, X } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { api } from '../../api/client.js'
import { useCan } from '../../api/queries.js'
import { CampaignsFrame } from '../../features/campaigns/frame.js'
import { ExportButton } from '../../features/contacts/export/export-button.js'
import { ListForm } from '../../features/segments/list-form.js'
import { PeopleList } from '../../features/segments/people-list.js'
import { listQuery, membersOfList } from '../../features/segments/queries.js'
import { useActions } from '../../hotkeys/use-actions.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Empty, Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow, IconButton } from '../../ui/overlay.js'
import { toast } from '../../ui/toast.js'

const AddPeople = lazy(() => import('../../features/segments/add-people.js'))

/** One list: who is in it, put in, taken out, taken along as a file. */
export function ListPage() {
  const { t, intl } = useT()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { listId } = useParams({ from: '/beside/segments/lists/$listId' })
  const manages = useCan('segments.manage')
  const list = useQuery(listQuery(listId))
  const found = useInfiniteQuery(membersOfList(listId))
  const [open, setOpen] = useState<'add' | 'rename' | 'delete' | null>(null)
  const close = () => setOpen(null)
  const again = () => client.invalidateQueries({ queryKey: ['contact-lists'] })
  const fail = (error: unknown) => toast(tellError(intl, error).sentence, { tone: 'failed' })
  const rename = useMutation({ mutationFn: (wish: { name: string; description: string }) => api.patch<ContactList>(`/lists/${listId}`, wish), onSuccess: async () => { close(); await again() } })
  const takeOut = useMutation({ mutationFn: (contactId: string) => api.post(`/lists/${listId}/members/remove`, { contactIds: [contactId] }), onSuccess: again, onError: fail })
  const remove = useMutation({ mutationFn: () => api.delete(`/lists/${listId}`), onSuccess: async () => { await navigate({ to: '/segments/lists' }); client.removeQueries({ queryKey: ['contact-lists', listId] }); await again() }, onError: fail })
  useActions(manages ? [
    { id: 'lists.add', label: 'segments.add_people', group: 'list', run: () => setOpen('add') }, { id: 'lists.rename', label: 'segments.rename', group: 'list', run: () => setOpen('rename') }, { id: 'lists.delete', label: 'segments.delete_list', group: 'list', run: () => setOpen('delete') },
  ] : [])
  const told = list.error ? tellError(intl, list.error) : null
  const people = found.data?.pages.flatMap((page) => page.items) ?? []
  const { data } = list
  return (
    <CampaignsFrame title={data ? <bdi>{data.name}</bdi> : t('segments.lists')} name={data?.name ?? t('segments.lists')} lead={data ? [t('segments.people', { count: data.members }), data.description].filter(Boolean).join(' · ') : undefined} back={<Link to="/segments/lists" className="text-sm text-accent hover:underline">{t('segments.lists')}</Link>}
      actions={data && <>
        <ExportButton kinds={['contacts']} query={{ filter: { field: 'list', op: 'in', value: [listId] } }} />
        {manages && <><IconButton label={t('segments.rename')} onPress={() => setOpen('rename')}><Pencil aria-hidden="true" /></IconButton><IconButton label={t('segments.delete_list')} onPress={() => setOpen('delete')}><Trash2 aria-hidden="true" /></IconButton><Button look="primary" onClick={() => setOpen('add')}><UserPlus aria-hidden="true" className="size-4" />{t('segments.add_people')}</Button></>}
      </>}>
      {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
      {!told && found.isPending && <Loading label={t('app.loading')} />}
      {found.data && people.length === 0 && <Empty icon={Users} title={t('segments.empty_title')}>{t('segments.empty_text')}</Empty>}
      {people.length > 0 && <div className="flex flex-col rounded-2xl border border-line bg-surface px-4 py-2 shadow-lift"><PeopleList label={data?.name ?? t('segments.lists')} people={people} more={found.hasNextPage ? () => void found.fetchNextPage() : null} busy={found.isFetchingNextPage} act={(person) => manages && <IconButton label={t('segments.take_out', { name: person.name })} isDisabled={takeOut.isPending} onPress={() => takeOut.mutate(person.contactId)}><X aria-hidden="true" /></IconButton>} /></div>}
      {open === 'add' && <Suspense><AddPeople listId={listId} onClose={close} /></Suspense>}
      {open === 'rename' && data && <ListForm title={t('segments.rename')} start={{ name: data.name, description: data.description }} busy={rename.isPending} error={rename.error} onDone={(wish) => rename.mutate(wish)} onClose={close} />}
      {open === 'delete' && data && <DialogWindow title={t('segments.delete_list')} closeLabel={t('app.close')} onClose={close} footer={<><Button onClick={close}>{t('filter.cancel')}</Button><Button look="danger" busy={remove.isPending} disabled={data.usedBy > 0} onClick={() => remove.mutate()}>{t('segments.delete_now')}</Button></>}><p>{data.usedBy > 0 ? t('segments.used_by', { count: data.usedBy }) : t('segments.delete_list_text')}</p></DialogWindow>}
    </CampaignsFrame>
  )
}
