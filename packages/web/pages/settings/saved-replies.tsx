import type { SavedReply } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { MessageSquareText, Plus } from 'lucide-react'
import { useRef, useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { keys, savedRepliesQuery, useSession } from '../../api/queries.js'
import { fillVariables, firstName, VARIABLES } from '../../features/inbox/composer/variables.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Field } from '../../ui/field.js'
import { Empty, Loading } from '../../ui/empty.js'
import { DialogWindow } from '../../ui/overlay.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'
import { Card, SettingsPage } from './page.js'

type Draft = Omit<SavedReply, 'id'> & { id?: string }

/** Texts that are typed as `/shortcut`. */
export function SavedRepliesPage() {
  const { t, intl } = useT()
  const client = useQueryClient()
  const { data: replies, error, isLoading } = useQuery(savedRepliesQuery)
  const [open, setOpen] = useState<Draft | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: keys.savedReplies })
  const remove = useMutation({ mutationFn: (id: string) => api.delete(`/saved-replies/${id}`), onError: (problem) => toast(tellError(intl, problem).sentence, { tone: 'failed' }), onSettled: refresh })
  const add = <Button look="primary" onClick={() => setOpen({ shortcut: '', title: '', text: '' })}><Plus aria-hidden="true" className="size-4" />{t('saved.add')}</Button>
  return (
    <SettingsPage title={t('settings.saved_replies')} lead={t('saved.lead')} action={replies && replies.length > 0 && add}>
      {isLoading && <Loading label={t('app.loading')} />}
      {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {replies?.length === 0 && <Card><Empty icon={MessageSquareText} title={t('saved.none_title')} action={add}>{t('saved.none_text')}</Empty></Card>}
      {replies && replies.length > 0 && (
        <ul className="overflow-hidden rounded-2xl border border-line bg-surface shadow-lift">
          {replies.map((reply) => (
            <li key={reply.id} className="flex items-center gap-x-4 gap-y-2 border-b border-line max-sm:flex-wrap px-5 py-3 last:border-0">
              <div className="min-w-0 grow max-sm:basis-full"><p className="flex gap-2"><span className="font-mono text-accent-strong">/{reply.shortcut}</span><span className="truncate font-semibold">{reply.title}</span></p><p dir="auto" className="line-clamp-2 text-sm text-ink-soft">{reply.text}</p></div>
              <Button small onClick={() => setOpen(reply)}>{t('saved.edit')}</Button><Button small look="quiet" onClick={() => remove.mutate(reply.id)}>{t('saved.remove')}</Button>
            </li>
          ))}
        </ul>
      )}
      {open && <EditDialog reply={open} onClose={() => setOpen(null)} onDone={() => { setOpen(null); void refresh() }} />}
    </SettingsPage>
  )
}

function EditDialog({ reply, onClose, onDone }: { reply: Draft; onClose: () => void; onDone: () => void }) {
  const { t, intl } = useT()
  const { user, workspace } = useSession()
  const [text, setText] = useState(reply.text)
  const area = useRef<HTMLTextAreaElement>(null)
  const save = useMutation({ mutationFn: (body: Omit<SavedReply, 'id'>) => (reply.id ? api.patch(`/saved-replies/${reply.id}`, body) : api.post('/saved-replies', body)), onSuccess: onDone })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    save.mutate({ shortcut: String(form.get('shortcut')).trim().replace(/^\//, ''), title: String(form.get('title')).trim(), text: text.trim() })
  }
  const example = fillVariables(text, { 'contact.name': t('saved.example_contact'), 'contact.firstName': firstName(t('saved.example_contact')), 'agent.name': user.name, 'agent.firstName': firstName(user.name), company: workspace.name })
  const insert = (name: string) => {
    const at = area.current?.selectionEnd ?? text.length
    setText(`${text.slice(0, at)}{{${name}}}${text.slice(at)}`)
    area.current?.focus()
  }
  const told = save.error ? tellError(intl, save.error) : null
  return (
    <DialogWindow title={t(reply.id ? 'saved.edit' : 'saved.add')} closeLabel={t('app.close')} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <div className="grid gap-4 sm:grid-cols-[10rem_1fr]">
          <Field label={t('saved.shortcut')} help={t('saved.shortcut_help')} name="shortcut" defaultValue={reply.shortcut} required autoFocus pattern="/?[^\s\/]+" maxLength={40} />
          <Field label={t('saved.title')} name="title" defaultValue={reply.title} required maxLength={120} />
        </div>
        <div>
          <label className="flex flex-col gap-1"><span className="font-medium">{t('saved.text')}</span><textarea ref={area} dir="auto" value={text} onChange={(event) => setText(event.target.value)} required maxLength={4000} className="thin-scroll field-sizing-content max-h-72 min-h-28 rounded-lg border border-line-strong bg-surface px-3 py-2" /></label>
          <div className="mt-1.5 flex flex-wrap gap-1">{VARIABLES.map((name) => <button key={name} type="button" onClick={() => insert(name)} className="min-h-7 rounded-md border border-line px-2 font-mono text-xs hover:bg-hover">{`{{${name}}}`}</button>)}</div>
        </div>
        {text && <div className="rounded-xl bg-thread p-3"><p dir="auto" className="ms-auto w-fit max-w-full rounded-2xl rounded-ee-md bg-bubble-out px-3 py-1.5 text-bubble whitespace-pre-wrap">{example.text}</p>{example.missing.length > 0 && <p className="mt-2 text-sm text-waiting">{t('saved.unknown_variables', { names: intl.formatList(example.missing) })}</p>}</div>}
        <div className="flex justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={save.isPending}>{t('app.save')}</Button></div>
      </form>
    </DialogWindow>
  )
}
