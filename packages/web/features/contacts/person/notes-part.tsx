import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Pencil, X } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../../api/client.js'
import { tellError } from '../../../i18n/errors.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { cx } from '../../../ui/class-names.js'
import { inputClass } from '../../../ui/field.js'
import { toast } from '../../../ui/toast.js'
import type { ContactNote } from '../model.js'
import { notesOptions } from '../queries.js'
import { Part } from './part.js'

/** What colleagues wrote down of her, newest first, each line with who and when. Ctrl+Enter keeps what is being written. */
export function NotesPart({ contactId, may }: { contactId: string; may: boolean }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(notesOptions(contactId))
  const [editing, setEditing] = useState<string | null>(null)
  const notes = data?.pages.flatMap((page) => page.items) ?? []
  const again = () => client.invalidateQueries({ queryKey: notesOptions(contactId).queryKey })
  const remove = (note: ContactNote) => { api.delete(`/contacts/${contactId}/notes/${note.id}`).then(() => { toast(t('contacts.note_removed'), {}) }).catch((problem: unknown) => { toast(tellError(intl, problem).sentence, { tone: 'failed' }) }).finally(() => void again()) }
  return (
    <Part title={t('context.notes')}>
      {error && !data && <p className="text-sm text-failed">{tellError(intl, error).sentence}</p>}
      {may && <Writing label={t('contacts.note_new')} save={t('contacts.note_write')} onSave={(text) => api.post(`/contacts/${contactId}/notes`, { text }).then(again)} />}
      {!may && notes.length === 0 && <p className="text-sm text-ink-soft">—</p>}
      <ul className="flex flex-col gap-2">
        {notes.map((note) => {
          const at = intl.formatDate(note.at, { dateStyle: 'medium', timeStyle: 'short' })
          return (
            <li key={note.id} className="rounded-lg bg-note-soft px-3 py-2 text-sm">
              {editing === note.id
                ? <Writing label={t('contacts.note_change', { at })} text={note.text} save={t('app.save')} onCancel={() => setEditing(null)} onSave={(text) => api.patch(`/contacts/${contactId}/notes/${note.id}`, { text }).then(again).then(() => setEditing(null))} />
                : <>
                    <p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">{note.text}</p>
                    <div className="mt-1 flex min-h-7 items-center gap-1 text-xs text-ink-soft">
                      <span className="min-w-0 grow truncate">{[note.author?.name, at, note.editedAt ? t('contacts.note_edited') : null].filter(Boolean).join(' · ')}</span>
                      {may && note.mine && <>
                        <button type="button" onClick={() => setEditing(note.id)} aria-label={t('contacts.note_change', { at })} className="grid size-7 shrink-0 place-items-center rounded-md hover:bg-hover"><Pencil aria-hidden="true" className="size-3.5" /></button>
                        <button type="button" onClick={() => remove(note)} aria-label={t('contacts.note_remove', { at })} className="grid size-7 shrink-0 place-items-center rounded-md hover:bg-hover"><X aria-hidden="true" className="size-4" /></button>
                      </>}
                    </div>
                  </>}
            </li>
          )
        })}
      </ul>
      {hasNextPage && <div className="mt-2"><Button small look="quiet" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('contacts.notes_more')}</Button></div>}
    </Part>
  )
}

/** A line being written; what was written stays where keeping it fails. */
function Writing({ label, text = '', save, onSave, onCancel }: { label: string; text?: string; save: string; onSave: (text: string) => Promise<void>; onCancel?: () => void }) {
  const { t, intl } = useT()
  const [draft, setDraft] = useState(text)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const keep = () => {
    if (draft.trim() === '') return
    setBusy(true)
    setError(null)
    onSave(draft.trim()).then(() => setDraft('')).catch(setError).finally(() => setBusy(false))
  }
  const open = onCancel !== undefined || draft !== ''
  return (
    <div className="mb-2 flex flex-col gap-2">
      <textarea autoFocus={onCancel !== undefined} dir="auto" rows={open ? 3 : 1} maxLength={20_000} aria-label={label} placeholder={label} value={draft} onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => { if (event.key === 'Escape' && open) { event.stopPropagation(); setDraft(text); onCancel?.() } if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); keep() } }} className={cx(inputClass, 'field-sizing-content max-h-96', open ? 'min-h-20 bg-note-soft' : 'min-h-9')} />
      {error !== null && <p role="alert" className="text-sm text-failed">{tellError(intl, error).sentence}</p>}
      {open && <div className="flex justify-end gap-2"><Button small onClick={() => { setDraft(text); onCancel?.() }}>{t('app.cancel')}</Button><Button small look="primary" busy={busy} disabled={draft.trim() === ''} onClick={keep}>{save}</Button></div>}
    </div>
  )
}
