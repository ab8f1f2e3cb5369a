import type { Post } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { CalendarClock, Copy, Eye, Send, Trash2, Undo2 } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { useNow } from '../../api/clock.js'
import { api } from '../../api/client.js'
import { contactSearch } from '../../api/queries.js'
import { useActions } from '../../hotkeys/use-actions.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Field } from '../../ui/field.js'
import { DialogWindow } from '../../ui/overlay.js'
import { PickList } from '../../ui/pick-list.js'
import { toast } from '../../ui/toast.js'
import { localInput } from './moments.js'
import { postKeys } from './queries.js'

type Open = 'send' | 'schedule' | 'show' | 'take_back' | null

/** What can be done with a post as it stands. `settle` saves first what was typed. */
export function PostActions({ post, deletable, settle }: { post: Post; deletable: boolean; settle: () => Promise<unknown> }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [open, setOpen] = useState<Open>(null)
  const failed = (problem: unknown) => toast(tellError(intl, problem).sentence, { tone: 'failed' })
  const again = () => client.invalidateQueries({ queryKey: postKeys.all })
  const act = useMutation({ mutationFn: async ({ path, body = {} }: { path: string; body?: object }) => { await settle(); return api.post<Post>(`/posts/${post.id}/${path}`, body) }, onSuccess: () => setOpen(null), onError: failed, onSettled: again })
  const copy = useMutation({ mutationFn: () => api.post<Post>(`/posts/${post.id}/duplicate`, {}), onSuccess: async (made) => { await again(); await navigate({ to: '/posts/$postId', params: { postId: made.id } }) }, onError: failed })
  const drop = useMutation({ mutationFn: () => api.delete(`/posts/${post.id}`), onSuccess: async () => { await navigate({ to: '/posts' }); await again() }, onError: failed })
  const ours = post.origin === 'ours'
  const writing = ours && post.sentAt === null && (post.state === 'draft' || post.state === 'failed')
  const gone = (post.state === 'done' || post.state === 'waiting') && ours && deletable
  const removable = writing || post.origin === 'manual'
  useActions([
    ...(writing ? [{ id: 'post.send', label: 'posts.send_now', group: 'app', run: () => setOpen('send') }, { id: 'post.schedule', label: 'posts.schedule', group: 'app', run: () => setOpen('schedule') }, { id: 'post.show', label: 'posts.show_to', group: 'app', run: () => setOpen('show') }] as const : []),
    ...(ours ? [{ id: 'post.copy', label: 'posts.duplicate', group: 'app', run: () => copy.mutate() }] as const : []),
  ])
  return (
    <>
      {removable && <Button look="quiet" busy={drop.isPending} onClick={() => drop.mutate()}><Trash2 aria-hidden="true" className="size-4" />{t('posts.remove')}</Button>}
      {ours && <Button look="quiet" busy={copy.isPending} onClick={() => copy.mutate()}><Copy aria-hidden="true" className="size-4" />{t('posts.duplicate')}</Button>}
      {gone && <Button look="danger" onClick={() => setOpen('take_back')}><Undo2 aria-hidden="true" className="size-4" />{t('posts.take_back')}</Button>}
      {post.state === 'scheduled' && <Button busy={act.isPending} onClick={() => act.mutate({ path: 'unschedule' })}>{t('posts.unschedule')}</Button>}
      {writing && <><Button onClick={() => setOpen('show')}><Eye aria-hidden="true" className="size-4" />{t('posts.show_to')}</Button><Button onClick={() => setOpen('schedule')}><CalendarClock aria-hidden="true" className="size-4" />{t('posts.schedule')}</Button><Button look="primary" onClick={() => setOpen('send')}><Send aria-hidden="true" className="size-4 rtl:-scale-x-100" />{t('posts.send_now')}</Button></>}
      {open === 'send' && <Sure title={t('posts.send_now')} text={t('posts.send_sure')} busy={act.isPending} onClose={() => setOpen(null)} onSure={() => act.mutate({ path: 'schedule' })} />}
      {open === 'take_back' && <Sure title={t('posts.take_back')} text={t('posts.take_back_text')} busy={act.isPending} onClose={() => setOpen(null)} onSure={() => act.mutate({ path: 'take-back' })} />}
      {open === 'schedule' && <Schedule busy={act.isPending} onClose={() => setOpen(null)} onAt={(at) => act.mutate({ path: 'schedule', body: { at } })} />}
      {open === 'show' && <Show post={post} settle={settle} onClose={() => setOpen(null)} />}
    </>
  )
}

function Sure({ title, text, busy, onClose, onSure }: { title: string; text: string; busy: boolean; onClose: () => void; onSure: () => void }) {
  const { t } = useT()
  return <DialogWindow title={title} closeLabel={t('app.close')} onClose={onClose}><p className="mb-4">{text}</p><div className="flex justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button look="primary" busy={busy} onClick={onSure}>{title}</Button></div></DialogWindow>
}

function Schedule({ busy, onClose, onAt }: { busy: boolean; onClose: () => void; onAt: (at: string) => void }) {
  const { t } = useT()
  const now = useNow(60_000)
  const [at, setAt] = useState(() => localInput(now + 3_600_000))
  return (
    <DialogWindow title={t('posts.schedule')} closeLabel={t('app.close')} onClose={onClose}>
      <form className="flex flex-col gap-4" onSubmit={(event) => { event.preventDefault(); onAt(new Date(at).toISOString()) }}>
        <Field label={t('posts.schedule_at')} type="datetime-local" required value={at} min={localInput(now)} onChange={(event) => setAt(event.target.value)} />
        <div className="flex justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={busy}>{t('posts.schedule')}</Button></div>
      </form>
    </DialogWindow>
  )
}

function Show({ post, settle, onClose }: { post: Post; settle: () => Promise<unknown>; onClose: () => void }) {
  const { t, intl } = useT()
  const [text, setText] = useState('')
  const people = useQuery(contactSearch(useDeferredValue(text.trim()))).data ?? []
  const show = useMutation({
    mutationFn: async (contactId: string) => { await settle(); await api.post(`/posts/${post.id}/preview`, { contactId }); return contactId },
    onSuccess: (contactId) => { onClose(); toast(t('posts.shown', { name: people.find((one) => one.id === contactId)?.name ?? '' })) },
    onError: (problem) => toast(tellError(intl, problem).sentence, { tone: 'failed' }),
  })
  return (
    <DialogWindow title={t('posts.show_to')} closeLabel={t('app.close')} onClose={onClose}>
      <p className="mb-3 text-sm text-ink-soft">{t('posts.show_to_text')}</p>
      <PickList label={t('posts.show_to')} placeholder={t('posts.show_find')} text={text} onText={setText} choices={people.map((one) => ({ id: one.id, text: one.name }))} onPick={(contactId) => { if (contactId) show.mutate(contactId) }} empty={t('contacts.none_found')} />
    </DialogWindow>
  )
}
