import type { OptInForm } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { ClipboardCheck, Plus } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { api } from '../../api/client.js'
import { FiguresLine } from '../../features/opt-in/figures.js'
import { optInFormsQuery, optInKeys } from '../../features/opt-in/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button, buttonClass } from '../../ui/button.js'
import { Empty, Loading } from '../../ui/empty.js'
import { Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { DialogWindow } from '../../ui/overlay.js'
import { toast } from '../../ui/toast.js'
import { Card, SettingsPage } from './page.js'

/** Opt-in pages and widgets, with what came of each. */
export function OptInPage() {
  const { t, intl } = useT()
  const [adding, setAdding] = useState(false)
  const { data: forms, error, isLoading } = useQuery(optInFormsQuery)
  const add = <Button look="primary" onClick={() => setAdding(true)}><Plus aria-hidden="true" className="size-4" />{t('optin.add')}</Button>
  const open = forms?.filter((form) => !form.archivedAt) ?? []
  const closed = forms?.filter((form) => form.archivedAt) ?? []
  return (
    <SettingsPage title={t('settings.opt_in')} lead={t('optin.lead')} action={open.length > 0 && add}>
      {isLoading && <Loading label={t('app.loading')} />}
      {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {forms && open.length === 0 && <Card><Empty icon={ClipboardCheck} title={t('optin.none')} action={add}>{t('optin.none_text')}</Empty></Card>}
      {open.map((form) => <FormCard key={form.id} form={form} />)}
      {closed.length > 0 && <details><summary className="min-h-8 cursor-pointer py-1 font-medium text-ink-soft">{t('optin.closed_forms', { count: closed.length })}</summary><div className="mt-2 flex flex-col gap-3">{closed.map((form) => <FormCard key={form.id} form={form} />)}</div></details>}
      {adding && <AddForm onClose={() => setAdding(false)} />}
    </SettingsPage>
  )
}

function FormCard({ form }: { form: OptInForm }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const archive = useMutation({ mutationFn: () => api.patch(`/opt-in-forms/${form.id}`, { archived: !form.archivedAt }), onSettled: () => client.invalidateQueries({ queryKey: optInKeys.all }), onError: (problem) => toast(tellError(intl, problem).sentence, { tone: 'failed' }) })
  const state = form.archivedAt ? t('optin.state.closed') : form.publishedVersion === null ? t('optin.state.draft') : form.changed ? t('optin.state.changed', { version: form.publishedVersion }) : t('optin.state.open', { version: form.publishedVersion })
  return (
    <section aria-label={form.name} className="rounded-2xl border border-line bg-surface p-5 shadow-lift">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 grow basis-60">
          <h3 className="font-semibold"><bdi>{form.name}</bdi></h3>
          <p className="text-sm text-ink-soft">{state}</p>
          {form.publishedVersion !== null && !form.archivedAt && <a href={form.pageUrl} target="_blank" rel="noreferrer" dir="ltr" className="text-sm text-accent underline underline-offset-2 [overflow-wrap:anywhere]">{form.pageUrl}</a>}
        </div>
        <div className="flex flex-wrap gap-2">
          <Link to="/settings/opt-in/$formId" params={{ formId: form.id }} className={buttonClass('plain', true)}>{t('optin.design')}</Link>
          <Button small look="quiet" busy={archive.isPending} onClick={() => archive.mutate()}>{t(form.archivedAt ? 'optin.reopen' : 'optin.close')}</Button>
        </div>
      </div>
      <div className="mt-3"><FiguresLine form={form} /></div>
    </section>
  )
}

function AddForm({ onClose }: { onClose: () => void }) {
  const { t, intl } = useT()
  const navigate = useNavigate()
  const client = useQueryClient()
  const add = useMutation({
    mutationFn: (name: string) => api.post<OptInForm>('/opt-in-forms', { name }),
    onSuccess: async (form) => { await client.invalidateQueries({ queryKey: optInKeys.all }); await navigate({ to: '/settings/opt-in/$formId', params: { formId: form.id } }) },
  })
  const told = add.error ? tellError(intl, add.error) : null
  const submit = (event: FormEvent<HTMLFormElement>) => { event.preventDefault(); add.mutate(String(new FormData(event.currentTarget).get('name')).trim()) }
  return (
    <DialogWindow title={t('optin.add')} closeLabel={t('app.close')} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        <Field label={t('optin.name')} help={t('optin.name_help')} name="name" required autoFocus maxLength={80} />
        <div className="flex justify-end gap-2"><Button onClick={onClose}>{t('app.cancel')}</Button><Button type="submit" look="primary" busy={add.isPending}>{t('optin.make')}</Button></div>
      </form>
    </DialogWindow>
  )
}
