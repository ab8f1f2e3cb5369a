import type { SavedReply } from '@recado/api'
import { findReplies } from '@recado/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Download, FileUp, MessageSquareText, Paperclip, Plus, Search } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { api } from '../../api/client.js'
import { keys, savedRepliesQuery, useCan } from '../../api/queries.js'
import { replyUsesQuery, teamsQuery } from '../../features/macros/queries.js'
import type { ReplyDraft } from '../../features/replies/reply-form.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button, buttonClass } from '../../ui/button.js'
import { Empty, Loading } from '../../ui/empty.js'
import { DialogWindow } from '../../ui/overlay.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'
import { Card, SettingsPage } from './page.js'

const ReplyForm = lazy(() => import('../../features/replies/reply-form.js'))
const ImportReplies = lazy(() => import('../../features/replies/import-replies.js'))

/** Texts that are typed as `/shortcut`: by folder, with whose they are and how often they serve. */
export function SavedRepliesPage() {
  const { t, intl } = useT()
  const client = useQueryClient()
  const shares = useCan('saved_replies.share')
  const { data: replies, error, isLoading } = useQuery(savedRepliesQuery)
  const uses = new Map(useQuery(replyUsesQuery).data?.map((use) => [use.id, use]))
  const teams = useQuery(teamsQuery).data ?? []
  const [open, setOpen] = useState<ReplyDraft | null>(null)
  const [importing, setImporting] = useState(false)
  const [removing, setRemoving] = useState<SavedReply | null>(null)
  const [wish, setWish] = useState('')
  const refresh = () => client.invalidateQueries({ queryKey: keys.savedReplies })
  const remove = useMutation({ mutationFn: (id: string) => api.delete(`/saved-replies/${id}`), onSuccess: () => setRemoving(null), onError: (problem) => toast(tellError(intl, problem).sentence, { tone: 'failed' }), onSettled: refresh })
  const add = <Button look="primary" onClick={() => setOpen({ shortcut: '', title: '', text: '' })}><Plus aria-hidden="true" className="size-4" />{t('saved.add')}</Button>
  const load = <Button onClick={() => setImporting(true)}><FileUp aria-hidden="true" className="size-4" />{t('replyset.import')}</Button>
  const shown = wish.trim() ? findReplies((replies ?? []).map((reply) => ({ ...reply, folder: reply.folder ?? null })), wish, (reply) => uses.get(reply.id)?.uses ?? 0) : replies ?? []
  const folders = [...new Set((replies ?? []).flatMap((reply) => reply.folder ?? []))].sort((a, b) => a.localeCompare(b))
  const groups = wish.trim() ? [{ folder: '', items: shown }] : ['', ...folders].map((folder) => ({ folder, items: shown.filter((reply) => (reply.folder ?? '') === folder) })).filter((group) => group.items.length > 0)
  const whose = (reply: SavedReply) => (reply.scope === 'mine' ? t('replyset.mine') : reply.teamId ? teams.find((team) => team.id === reply.teamId)?.name ?? t('bulk.team') : t('replyset.all'))
  const told = (reply: SavedReply) => {
    const use = uses.get(reply.id)
    const languages = [reply.language, ...(reply.variants ?? []).map((one) => one.language)].filter((code): code is string => Boolean(code))
    return [whose(reply), ...(languages.length > 0 ? [intl.formatList(languages)] : []), use ? t('replyset.used', { count: use.uses, at: use.lastUsedAt ? intl.formatDate(use.lastUsedAt, { day: 'numeric', month: 'short', year: 'numeric' }) : '' }) : t('replyset.never_used')].join(' · ')
  }
  return (
    <SettingsPage title={t('settings.saved_replies')} lead={t('saved.lead')} action={replies && replies.length > 0 && <div className="flex flex-wrap gap-2">{load}<a href="/api/v1/saved-replies.csv" download className={buttonClass()}><Download aria-hidden="true" className="size-4" />{t('replyset.export')}</a>{add}</div>}>
      {isLoading && <Loading label={t('app.loading')} />}
      {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {replies?.length === 0 && <Card><Empty icon={MessageSquareText} title={t('saved.none_title')} action={<div className="flex flex-wrap justify-center gap-2">{load}{add}</div>}>{t('saved.none_text')}</Empty></Card>}
      {replies && replies.length > 0 && <div className="relative"><Search aria-hidden="true" className="absolute start-3 top-3 size-4 text-ink-soft" /><input type="search" value={wish} onChange={(event) => setWish(event.target.value)} placeholder={t('replyset.search')} aria-label={t('replyset.search')} dir="auto" className="min-h-10 w-full rounded-lg border border-line-strong bg-surface ps-9 pe-3" /></div>}
      {replies && replies.length > 0 && shown.length === 0 && <p role="status" className="text-ink-soft">{t('replyset.none_found')}</p>}
      {groups.filter((group) => group.items.length > 0).map(({ folder, items }) => (
        <section key={folder}>
          {folder && <h3 dir="auto" className="mb-2 text-bubble">{folder.replaceAll('/', ' / ')}</h3>}
          <ul className="overflow-hidden rounded-2xl border border-line bg-surface shadow-lift">
            {items.map((reply) => (
              <li key={reply.id} className="flex items-center gap-x-2 gap-y-2 border-b border-line px-5 py-3 last:border-0 max-sm:flex-wrap">
                <div className="min-w-0 grow max-sm:basis-full">
                  <p className="flex items-center gap-2"><span className="shrink-0 font-mono text-accent-strong">/{reply.shortcut}</span><span className="truncate font-semibold">{reply.title}</span>{reply.attachments && <Paperclip role="img" aria-label={t('replyset.has_files', { count: reply.attachments.length })} className="size-3.5 shrink-0 text-ink-soft" />}</p>
                  <p dir="auto" className="line-clamp-2 text-sm text-ink-soft">{reply.text}</p>
                  <p className="mt-0.5 text-xs text-ink-soft">{told(reply)}</p>
                </div>
                {(shares || reply.scope === 'mine') && <><Button small onClick={() => setOpen(reply)}>{t('saved.edit')}</Button><Button small look="quiet" onClick={() => setRemoving(reply)}>{t('saved.remove')}</Button></>}
              </li>
            ))}
          </ul>
        </section>
      ))}
      <Suspense fallback={null}>
        {open && <ReplyForm reply={open} folders={folders} onClose={() => setOpen(null)} onDone={() => { setOpen(null); void refresh() }} />}
        {importing && <ImportReplies onClose={() => setImporting(false)} onDone={() => { setImporting(false); void refresh() }} />}
      </Suspense>
      {removing && (
        <DialogWindow title={t('replyset.remove_title', { title: removing.title })} closeLabel={t('app.close')} onClose={() => setRemoving(null)}>
          <p className="mb-4">{t('replyset.remove_text')}</p>
          <div className="flex justify-end gap-2"><Button onClick={() => setRemoving(null)}>{t('app.cancel')}</Button><Button look="danger" busy={remove.isPending} onClick={() => remove.mutate(removing.id)}>{t('saved.remove')}</Button></div>
        </DialogWindow>
      )}
    </SettingsPage>
  )
}
