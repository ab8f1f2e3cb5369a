import type { AccountOpeners } from '@recado/api'
import { openerFaults, type Openers, sameOpeners, tidyOpeners } from '@recado/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '../../api/client.js'
import { useNow } from '../../api/clock.js'
import { formatUntil } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Loading } from '../../ui/empty.js'
import { Toggle } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { toast } from '../../ui/toast.js'
import type { SectionProps } from '../account/sections.js'
import { PlatformNotice, RefusedNotice } from '../profile/platform-notice.js'
import { ImportedReplies, ImportNotes } from './imported.js'
import { OpenersDesk } from './openers-desk.js'
import { openersOptions } from './query.js'

const NOTHING: Openers = { sets: [{ audience: null }] }

type Asked = 'import' | 'discard' | 'remove' | null

/** What stands in the chat before anybody writes: seen, changed, published; imported where another tool has made it. */
export default function OpenersSection({ account, channel }: SectionProps) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const client = useQueryClient()
  const query = openersOptions(account.id)
  const key = query.queryKey
  const path = `/channel-accounts/${account.id}/openers`
  const { data, isFetching, refetch } = useQuery(query)
  const [work, setWork] = useState<Openers | null>(null)
  const [asked, setAsked] = useState<Asked>(null)
  const [enable, setEnable] = useState(true)
  const draft = data?.draft
  const start = data ? (data.draft?.openers ?? data.published ?? NOTHING) : null
  const take = (next: AccountOpeners) => { client.setQueryData(key, next); setWork(null) }
  const publish = useMutation({
    mutationFn: (openers: Openers) => api.put<AccountOpeners>(path, { openers: tidyOpeners(openers) }),
    onSuccess: (next) => {
      take(next)
      toast(t('openers.published', { channel: channel.name }))
      // A button that became a key says nothing until its reply is there.
      if (draft?.from === 'import' && next.replies.length > 0) handOver.mutate()
    },
  })
  const save = useMutation({ mutationFn: (openers: Openers | null) => api.put<AccountOpeners>(path, { openers: openers && tidyOpeners(openers), draft: true }), onSuccess: (next, openers) => { take(next); if (openers) toast(t('openers.draft_saved')) } })
  const bring = useMutation({ mutationFn: () => api.post<AccountOpeners>(`${path}/import`), onSuccess: take })
  const remove = useMutation({ mutationFn: () => api.delete(path), onSuccess: async () => { setWork(null); toast(t('openers.removed', { channel: channel.name })); await client.invalidateQueries({ queryKey: key }) } })
  const handOver = useMutation({ mutationFn: () => api.post<{ added: number; left: number }>(`${path}/replies`, { enable }), onSuccess: async ({ added, left }) => { if (added > 0) toast(t('openers.replies_taken', { number: added })); if (left > 0) toast(t('openers.replies_left', { number: left }), { tone: 'failed' }); await client.invalidateQueries({ queryKey: key }) } })
  const changed = work !== null && start !== null && !sameOpeners(work, start)
  useEffect(() => {
    if (!changed) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [changed])
  if (!data || !start) return <Loading label={t('app.loading')} />
  const { editor, problem, published } = data
  const openers = work ?? start
  const faults = openerFaults(editor, tidyOpeners(openers))
  const failed = publish.error ?? save.error ?? bring.error ?? remove.error ?? handOver.error
  const canPublish = faults.length === 0 && (published === null || !sameOpeners(openers, published))
  const doIt = { import: () => bring.mutate(), discard: () => save.mutate(null), remove: () => remove.mutate() }
  const words = { import: { title: t('openers.import', { channel: channel.name }), text: t('openers.import_replace', { channel: channel.name }) }, discard: { title: t('openers.discard'), text: t('openers.discard_text') }, remove: { title: t('openers.remove_all'), text: t('openers.remove_text', { channel: channel.name }) } }
  return (
    <>
      <p className="max-w-xl text-ink-soft">{t('openers.lead', { channel: channel.name })}</p>
      {problem && <PlatformNotice title={t('openers.not_read', { channel: channel.name })} problem={problem} actions={<Button small busy={isFetching} onClick={() => void refetch()}>{t('profile.retry')}</Button>} />}
      {failed && <RefusedNotice error={failed} />}
      {draft && <Notice tone="note" title={t('openers.draft', { moment: formatUntil(intl, draft.changedAt, now) })} actions={<Button small look="quiet" onClick={() => setAsked('discard')}>{t('openers.discard')}</Button>} />}
      <OpenersDesk key={data.draft?.changedAt ?? data.publishedAt ?? ''} shown={data} channel={channel} business={account.name} openers={openers} faults={faults} onChange={setWork} />
      <div className="sticky bottom-0 z-10 -mx-4 flex flex-wrap items-center gap-2 border-t border-line bg-page px-4 py-3 sm:mx-0 sm:rounded-xl sm:border sm:px-4">
        <Button look="primary" busy={publish.isPending} disabled={!canPublish} onClick={() => publish.mutate(openers)}>{t('openers.publish', { channel: channel.name })}</Button>
        <Button busy={save.isPending} disabled={!changed} onClick={() => save.mutate(openers)}>{t('openers.save_draft')}</Button>
        <span role="status" className="grow text-sm text-ink-soft">{faults.length > 0 ? t('openers.faults', { number: faults.length }) : data.publishedAt && !changed && !draft ? t('openers.published_at', { moment: formatUntil(intl, data.publishedAt, now) }) : ''}</span>
      </div>
      <Notice>{editor.shows}</Notice>
      {editor.notes.length > 0 && <ul className="list-disc space-y-1 ps-5 text-sm text-ink-soft">{editor.notes.map((note) => <li key={note}>{note}</li>)}</ul>}
      {draft && <ImportNotes notes={draft.notes} />}
      <ImportedReplies replies={data.replies} action={<><Toggle label={t('openers.replies_enable')} help={t('openers.replies_enable_help')} checked={enable} onChange={(event) => setEnable(event.target.checked)} /><Button small className="mt-3" busy={handOver.isPending} onClick={() => handOver.mutate()}>{t('openers.replies_take', { number: data.replies.length })}</Button></>} />
      {editor.lostOnConnect && account.firstWebhookAt !== null && !data.importedAt && <Notice tone="warning">{editor.lostOnConnect.late}</Notice>}
      <div className="flex flex-wrap gap-2">
        {editor.lostOnConnect && <Button small busy={bring.isPending} onClick={() => (draft || changed ? setAsked('import') : bring.mutate())}>{t('openers.import', { channel: channel.name })}</Button>}
        <Button small look="danger" busy={remove.isPending} onClick={() => setAsked('remove')}>{t('openers.remove_all')}</Button>
      </div>
      {asked && <DialogWindow title={words[asked].title} closeLabel={t('app.close')} onClose={() => setAsked(null)} footer={<><Button onClick={() => setAsked(null)}>{t('app.cancel')}</Button><Button look={asked === 'import' ? 'primary' : 'danger'} onClick={() => { setAsked(null); doIt[asked]() }}>{words[asked].title}</Button></>}>{words[asked].text}</DialogWindow>}
    </>
  )
}
