import type { Message } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { api } from '../../../api/client.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { toast } from '../../../ui/toast.js'
import { useCallable } from '../composer/use-callable.js'
import { showStored } from '../outbox.js'

/** Her own note: said otherwise, or taken back. What it said before stands under it. */
export default function NoteDialog({ message, mode, onClose }: { message: Message; mode: 'edit' | 'remove' | 'read'; onClose: () => void }) {
  const { t, intl } = useT()
  const content = message.content.kind === 'text' ? message.content : null
  const [text, setText] = useState(content?.text ?? '')
  const [busy, setBusy] = useState(false)
  // Whom it called already keeps her id, whatever she is called now.
  const chosen = useRef(new Map((content?.mentions ?? []).flatMap((one) => (one.id ? [[content?.text.slice(one.from + 1, one.from + one.length) ?? '', one.id] as const] : []))))
  const { mentionsOf } = useCallable(message.conversationId, mode === 'edit')
  const versions = useQuery({ queryKey: ['versions', message.id, message.editedAt], queryFn: () => api.get<{ items: { text: string; replacedAt: string }[] }>(`/messages/${message.id}/versions`), enabled: Boolean(message.editedAt) && mode !== 'remove' }).data?.items ?? []
  const act = async (work: () => Promise<Message>) => {
    setBusy(true)
    try {
      showStored(await work())
      onClose()
    } catch (error) {
      toast(tellError(intl, error).sentence, { tone: 'failed' })
      setBusy(false)
    }
  }
  const save = () => act(async () => api.patch<Message>(`/messages/${message.id}`, { text: text.trim(), mentions: await mentionsOf(text.trim(), chosen.current), attachments: content?.attachments?.map(({ id }) => ({ id })) ?? [] }))
  const remove = () => act(() => api.delete<Message>(`/messages/${message.id}`))
  const isEmpty = text.trim() === '' && !content?.attachments?.length
  return (
    <DialogWindow title={t(mode === 'remove' ? 'note.remove' : mode === 'edit' ? 'note.edit' : 'note.versions')} closeLabel={t('app.close')} onClose={onClose} footer={mode === 'read' ? undefined : <>
      <Button onClick={onClose}>{t('app.cancel')}</Button>
      {mode === 'edit' ? <Button look="primary" busy={busy} disabled={isEmpty} onClick={() => void save()}>{t('note.save')}</Button> : <Button look="danger" busy={busy} onClick={() => void remove()}>{t('note.remove')}</Button>}
    </>}>
      {mode === 'remove' && <p>{t('note.remove_sure')}</p>}
      {mode === 'edit' && <textarea autoFocus dir="auto" rows={5} maxLength={20_000} value={text} aria-label={t('note.edit')} onChange={(event) => setText(event.target.value)} onKeyDown={(event) => { if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && !isEmpty) void save() }} className="thin-scroll block w-full resize-y rounded-xl border border-note bg-note-soft px-3 py-2 text-bubble" />}
      {versions.length > 0 && (
        <section className="pt-3">
          {mode === 'edit' && <h3 className="text-sm text-ink-soft">{t('note.versions')}</h3>}
          <ol className="flex flex-col gap-2 pt-1">{versions.toReversed().map((one) => <li key={one.replacedAt} className="rounded-lg bg-sunken px-3 py-1.5 text-sm"><time dateTime={one.replacedAt} className="text-xs text-ink-soft">{intl.formatDate(one.replacedAt, { dateStyle: 'medium', timeStyle: 'short' })}</time><p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">{one.text}</p></li>)}</ol>
        </section>
      )}
    </DialogWindow>
  )
}
