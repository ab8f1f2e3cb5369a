import type { Macro, MacroBody, MacroOnAccount } from '@recado/api'
import { fillReply, replyValues } from '@recado/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { useDeferredValue, useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { channelsQuery, membersQuery, savedRepliesQuery, useCan, useSession } from '../../api/queries.js'
import { tellCode, tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { ScopeField } from '../replies/scope-field.js'
import { ActionsForm } from './actions-form.js'
import { describeActions } from './describe.js'
import { teamsQuery } from './queries.js'
import { TemplatesForm } from './templates-form.js'

export type MacroDraft = Pick<Macro, 'name' | 'folder'> & MacroBody & Partial<Macro>

/** A macro beside what it would do with a made-up conversation and on each account. */
export default function MacroForm({ macro, onClose, onDone }: { macro: MacroDraft; onClose: () => void; onDone: () => void }) {
  const { t, intl } = useT()
  const shares = useCan('saved_replies.share')
  const [circle, setCircle] = useState({ scope: macro.scope ?? (shares ? 'all' as const : 'mine' as const), teamId: macro.teamId ?? null })
  const [body, setBody] = useState<MacroBody>({ savedReplyId: macro.savedReplyId, actions: macro.actions, templates: macro.templates })
  const replies = useQuery(savedRepliesQuery).data ?? []
  const names = { members: useQuery(membersQuery).data ?? [], teams: useQuery(teamsQuery).data ?? [] }
  const save = useMutation({ mutationFn: (wish: object) => (macro.id ? api.patch(`/macros/${macro.id}`, wish) : api.post('/macros', wish)), onSuccess: onDone })
  // A macro can say only what everybody who runs it may use.
  const offered = replies.filter((reply) => (circle.scope === 'mine' || (reply.scope ?? 'all') === 'all' || (circle.scope === 'team' && reply.teamId === circle.teamId)))
  const complete: MacroBody = { ...body, templates: body.templates.filter((one) => one.templateId) }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    save.mutate({ name: String(form.get('name')).trim(), folder: String(form.get('folder')).trim() || null, ...circle, ...complete })
  }
  const told = save.error ? tellError(intl, save.error) : null
  const fields = save.error && 'problem' in save.error ? (save.error as { problem?: { fields?: { field: string; message: string }[] } }).problem?.fields : undefined
  return (
    <DialogWindow wide title={t(macro.id ? 'macroset.edit' : 'macroset.add')} closeLabel={t('app.close')} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        {told && <Notice tone="failed" alert title={told.sentence}>{fields?.some((one) => one.field === 'actions') ? t('macroset.empty') : told.next}</Notice>}
        <div className="grid gap-4 sm:grid-cols-3">
          <Field label={t('macroset.name')} name="name" defaultValue={macro.name} required autoFocus maxLength={120} />
          <Field label={t('replyset.folder')} name="folder" defaultValue={macro.folder ?? ''} maxLength={120} />
          <ScopeField value={circle} onChange={setCircle} />
        </div>
        <Choice label={t('macroset.text')} help={t('macroset.text_help')} value={body.savedReplyId ?? ''} onChange={(event) => setBody({ ...body, savedReplyId: event.target.value || null })}>
          <option value="">{t('macroset.no_text')}</option>
          {body.savedReplyId && !offered.some((one) => one.id === body.savedReplyId) && <option value={body.savedReplyId}>{t('macroset.text_gone')}</option>}
          {offered.map((reply) => <option key={reply.id} value={reply.id}>/{reply.shortcut} · {reply.title}</option>)}
        </Choice>
        <ActionsForm actions={body.actions} {...names} onChange={(actions) => setBody({ ...body, actions })} />
        <TemplatesForm templates={body.templates} onChange={(templates) => setBody({ ...body, templates })} />
        <Example body={complete} text={replies.find((one) => one.id === body.savedReplyId)?.text ?? null} names={names} />
        <div className="flex justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={save.isPending}>{t('app.save')}</Button></div>
      </form>
    </DialogWindow>
  )
}

/** As it would go with somebody made up, and what becomes of it on each account. */
function Example({ body, text, names }: { body: MacroBody; text: string | null; names: Parameters<typeof describeActions>[2] }) {
  const { t, intl } = useT()
  const { user, workspace } = useSession()
  const values = replyValues({ contact: { name: t('saved.example_contact') }, agentName: user.name, company: workspace.name, conversationNumber: 128, windowEnd: '20:05' })
  const said = text ? fillReply(text, values) : null
  const asked = useDeferredValue(JSON.stringify({ savedReplyId: body.savedReplyId, templates: body.templates }))
  const accounts = useQuery({ queryKey: ['macro-on-accounts', asked], queryFn: () => api.post<{ items: MacroOnAccount[] }>('/macros/on-accounts', JSON.parse(asked)).then((page) => page.items), placeholderData: (before) => before }).data ?? []
  const channels = useQuery(channelsQuery).data ?? []
  const does = describeActions(intl, body, names, body.actions.note ? fillReply(body.actions.note.text, values).text : null)
  const on = (one: MacroOnAccount): string => {
    if (!body.savedReplyId) return body.templates.length === 0 ? t('macroset.on_actions') : t(`macroset.on_only_${one.closed}`)
    return one.fault ? tellCode(intl, one.fault).sentence : t(`macroset.on_${one.closed}`)
  }
  return (
    <section className="flex flex-col gap-3 rounded-xl bg-sunken p-4">
      <h3 className="font-semibold">{t('macroset.example', { name: t('saved.example_contact') })}</h3>
      {said && <div className="rounded-xl bg-thread p-3"><p dir="auto" className="ms-auto w-fit max-w-full rounded-2xl rounded-ee-md bg-bubble-out px-3 py-1.5 text-bubble whitespace-pre-wrap [overflow-wrap:anywhere]">{said.text}</p>{said.missing.length > 0 && <p className="mt-2 text-sm text-waiting">{t('saved.missing', { names: intl.formatList(said.missing) })}</p>}</div>}
      {does.length > 0 ? <ul className="flex flex-col gap-1">{does.map((line) => <li key={line} className="flex gap-2"><Check aria-hidden="true" className="mt-1 size-4 shrink-0 text-good" /><span dir="auto" className="min-w-0 [overflow-wrap:anywhere]">{line}</span></li>)}</ul> : !said && body.templates.length === 0 && <p className="text-ink-soft">{t('macroset.empty')}</p>}
      {accounts.length > 0 && <ul className="flex flex-col gap-1 border-t border-line pt-3 text-sm">{accounts.map((one) => <li key={one.channelAccountId} className="flex flex-wrap gap-x-2"><bdi className="font-medium">{`${channels.find((each) => each.id === one.channel)?.name ?? one.channel} · ${one.name}`}</bdi><span className="text-ink-soft">{on(one)}</span></li>)}</ul>}
    </section>
  )
}
