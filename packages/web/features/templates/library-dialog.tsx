import type { ChannelAccount } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { keys } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Empty, Loading } from '../../ui/empty.js'
import { Choice, Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { toast } from '../../ui/toast.js'
import { Library } from 'lucide-react'
import { TemplateBubble } from './bubble.js'
import { libraryOptions } from './queries.js'

const LEAST = 2
const MOST = 5

/** A platform that words its notices itself: choose one of its texts, its lines, and say what for. */
export function LibraryDialog({ account, onClose }: { account: ChannelAccount; onClose: () => void }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const { data: entries, error, isLoading } = useQuery(libraryOptions(account.id))
  const [id, setId] = useState<string | null>(null)
  const [purpose, setPurpose] = useState('')
  const entry = entries?.find((one) => one.id === id) ?? entries?.[0]
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const lines = entry?.lines.filter((line) => !left.has(line.id)).slice(0, MOST) ?? []
  const adopt = useMutation({
    mutationFn: () => api.post(`/channel-accounts/${account.id}/template-library`, { entry: entry!.id, lines: lines.map((line) => line.id), purpose: purpose.trim() }), // the button needs an entry
    onSuccess: () => { toast(t('library.taken')); void client.invalidateQueries({ queryKey: keys.templates(account.id) }); onClose() },
  })
  const told = adopt.error ?? error ? tellError(intl, adopt.error ?? error) : null
  return (
    <DialogWindow title={t('library.title')} closeLabel={t('app.close')} onClose={onClose} footer={<Button look="primary" busy={adopt.isPending} disabled={!entry || lines.length < LEAST || purpose.trim() === ''} onClick={() => adopt.mutate()}>{t('library.take')}</Button>}>
      <div className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        {isLoading && <Loading label={t('app.loading')} />}
        {entries?.length === 0 && <Empty icon={Library} title={t('library.none')}>{t('library.none_text')}</Empty>}
        {entry && entries && (
          <>
            <Choice label={t('library.entry')} value={entry.id} onChange={(event) => { setId(event.target.value); setLeft(new Set()) }}>{entries.map((one) => <option key={one.id} value={one.id} lang="zh-CN">{one.title} · {one.category}</option>)}</Choice>
            <fieldset><legend className="mb-1 font-medium">{t('library.lines')}</legend>{entry.lines.map((line) => <label key={line.id} lang="zh-CN" className="flex min-h-8 items-center gap-2"><input type="checkbox" className="size-4 accent-(--accent)" checked={!left.has(line.id)} onChange={() => setLeft((all) => { const next = new Set(all); if (!next.delete(line.id)) next.add(line.id); return next })} />{line.label}<span className="text-sm text-ink-soft">{line.example}</span></label>)}</fieldset>
            <div className="rounded-2xl bg-thread p-4"><TemplateBubble language="zh-CN" preview={{ header: entry.title, body: lines.map((line) => `${line.label}：${line.example}`).join('\n') }} /></div>
            <Field label={t('library.purpose')} help={t('library.purpose_help')} value={purpose} maxLength={15} onChange={(event) => setPurpose(event.target.value)} />
          </>
        )}
      </div>
    </DialogWindow>
  )
}
