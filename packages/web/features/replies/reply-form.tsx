import { REPLY_PLACES, fillReply, replyValues } from '@recado/core'
import type { Media, SavedReply } from '@recado/api'
import { useMutation } from '@tanstack/react-query'
import { Paperclip, Plus, Trash2 } from 'lucide-react'
import { useRef, useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { useCan, useSession } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { LANGUAGES } from '../../i18n/languages.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow, IconButton } from '../../ui/overlay.js'
import { AttachmentRow } from '../inbox/composer/attachment-row.js'
import { useUploads } from '../inbox/composer/use-uploads.js'
import { ScopeField } from './scope-field.js'

export type ReplyDraft = Omit<SavedReply, 'id'> & { id?: string }
interface Wording { language: string; text: string }

/** A saved reply: what is typed, what it says in each language, its files, and whose it is - beside what the customer will read. */
export default function ReplyForm({ reply, folders, onClose, onDone }: { reply: ReplyDraft; folders: readonly string[]; onClose: () => void; onDone: () => void }) {
  const { t, intl } = useT()
  const { user, workspace } = useSession()
  const shares = useCan('saved_replies.share')
  const [wordings, setWordings] = useState<readonly Wording[]>([{ language: reply.language ?? '', text: reply.text }, ...(reply.variants ?? [])])
  const [at, setAt] = useState(0)
  const [circle, setCircle] = useState({ scope: reply.id ? reply.scope ?? 'all' : shares ? 'all' as const : 'mine' as const, teamId: reply.teamId ?? null })
  const [files, setFiles] = useState<readonly Media[]>(reply.attachments ?? [])
  const { uploads, add } = useUploads((media) => setFiles((all) => [...all, media]))
  const area = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const current = wordings[at] ?? { language: '', text: '' }
  const save = useMutation({ mutationFn: (body: object) => (reply.id ? api.patch(`/saved-replies/${reply.id}`, body) : api.post('/saved-replies', body)), onSuccess: onDone })
  const change = (wish: Partial<Wording>) => setWordings(wordings.map((one, index) => (index === at ? { ...one, ...wish } : one)))
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const empty = wordings.findIndex((one, index) => one.text.trim() === '' || (index > 0 && one.language === ''))
    if (empty >= 0) return setAt(empty)
    const form = new FormData(event.currentTarget)
    const [first, ...others] = wordings.map((one) => ({ ...one, text: one.text.trim() }))
    save.mutate({
      shortcut: String(form.get('shortcut')).trim().replace(/^\//, ''), title: String(form.get('title')).trim(), folder: String(form.get('folder')).trim() || null, text: first?.text ?? '', language: first?.language || null,
      variants: others, attachments: files.map((file) => ({ id: file.id })), ...circle,
    })
  }
  const example = fillReply(current.text, replyValues({ contact: { name: t('saved.example_contact') }, agentName: user.name, company: workspace.name, conversationNumber: 128, windowEnd: '20:05', preferences: `${location.origin}/p/…` }))
  const insert = (name: string) => {
    const caret = area.current?.selectionEnd ?? current.text.length
    change({ text: `${current.text.slice(0, caret)}{{${name}}}${current.text.slice(caret)}` })
    area.current?.focus()
  }
  const told = save.error ? tellError(intl, save.error) : null
  const nameOf = (code: string) => (code ? intl.formatDisplayName(code, { type: 'language', fallback: 'code' }) ?? code : t('saved.any_language'))
  const free = Object.keys(LANGUAGES).filter((code) => !wordings.some((one) => one.language === code))
  const known = [...new Set([...Object.keys(LANGUAGES), 'fr', 'it', 'ca', 'gl', 'eu', 'nl', 'pl', 'ro', 'ru', 'uk', 'tr', 'ja', 'ko', ...wordings.map((one) => one.language).filter(Boolean)])]
  return (
    <DialogWindow wide title={t(reply.id ? 'saved.edit' : 'saved.add')} closeLabel={t('app.close')} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <div className="grid gap-4 sm:grid-cols-[10rem_1fr]">
          <Field label={t('saved.shortcut')} help={t('saved.shortcut_help')} name="shortcut" defaultValue={reply.shortcut} required autoFocus pattern="/?[^\s\/]+" maxLength={40} />
          <Field label={t('saved.title')} name="title" defaultValue={reply.title} required maxLength={120} />
        </div>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('replyset.folder')} help={t('replyset.folder_help')} name="folder" defaultValue={reply.folder ?? ''} list="reply-folders" maxLength={120} />
          <datalist id="reply-folders">{folders.map((folder) => <option key={folder} value={folder} />)}</datalist>
          <ScopeField value={circle} onChange={setCircle} />
        </div>
        <div className="flex flex-col gap-2">
          <div className="flex flex-wrap items-center gap-1" role="group" aria-label={t('replyset.languages')}>
            {wordings.map((one, index) => <Button key={index} small look={index === at ? 'primary' : 'plain'} aria-pressed={index === at} onClick={() => setAt(index)}>{nameOf(one.language)}</Button>)}
            <Button small look="quiet" onClick={() => { setWordings([...wordings, { language: free[0] ?? '', text: '' }]); setAt(wordings.length); requestAnimationFrame(() => area.current?.focus()) }}><Plus aria-hidden="true" className="size-4" />{t('replyset.add_language')}</Button>
          </div>
          <div className="flex items-end gap-2">
            <label className="flex flex-col gap-1 text-sm"><span className="font-medium">{t('app.language')}</span>
              <select value={current.language} onChange={(event) => change({ language: event.target.value })} className="min-h-9 rounded-lg border border-line-strong bg-surface px-2">
                {at === 0 && <option value="">{t('saved.any_language')}</option>}
                {known.filter((code) => code === current.language || !wordings.some((one) => one.language === code)).map((code) => <option key={code} value={code}>{nameOf(code)}</option>)}
              </select>
            </label>
            {at > 0 && <IconButton label={t('replyset.remove_language')} onPress={() => { setWordings(wordings.filter((_, index) => index !== at)); setAt(0) }}><Trash2 aria-hidden="true" /></IconButton>}
          </div>
          <label className="flex flex-col gap-1"><span className="font-medium">{t('saved.text')}</span><textarea ref={area} dir="auto" lang={current.language || undefined} value={current.text} onChange={(event) => change({ text: event.target.value })} required maxLength={10_000} className="thin-scroll field-sizing-content max-h-72 min-h-28 rounded-lg border border-line-strong bg-surface px-3 py-2" /></label>
          <div className="flex flex-wrap gap-1">{REPLY_PLACES.map((name) => <button key={name} type="button" onClick={() => insert(name)} dir="ltr" className="min-h-7 rounded-md border border-line px-2 font-mono text-xs hover:bg-hover">{`{{${name}}}`}</button>)}</div>
          <p className="text-sm text-ink-soft">{t('replyset.places_help')}</p>
        </div>
        <div className="flex flex-col items-start gap-2">
          {(files.length > 0 || uploads.length > 0) && <div className="w-full"><AttachmentRow attachments={[...files]} uploads={[...uploads]} onDrop={(id) => setFiles(files.filter((file) => file.id !== id))} /></div>}
          <Button small onClick={() => picker.current?.click()}><Paperclip aria-hidden="true" className="size-4" />{t('action.attach')}</Button>
          <input ref={picker} type="file" multiple hidden aria-hidden="true" tabIndex={-1} onChange={(event) => { for (const file of event.target.files ?? []) add(file); event.target.value = '' }} />
        </div>
        {current.text && <div className="rounded-xl bg-thread p-3"><p dir="auto" className="ms-auto w-fit max-w-full rounded-2xl rounded-ee-md bg-bubble-out px-3 py-1.5 text-bubble whitespace-pre-wrap [overflow-wrap:anywhere]">{example.text}</p>{example.missing.length > 0 && <p className="mt-2 text-sm text-waiting">{t('replyset.by_hand', { names: intl.formatList(example.missing) })}</p>}</div>}
        <div className="flex justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={save.isPending} disabled={uploads.length > 0}>{t('app.save')}</Button></div>
      </form>
    </DialogWindow>
  )
}
