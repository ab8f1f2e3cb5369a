import type { OptInForm } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { ArrowLeft, Check, CircleAlert } from 'lucide-react'
import { useState } from 'react'
import { api, isProblem } from '../../api/client.js'
import { accountsQuery, channelsQuery, useSession } from '../../api/queries.js'
import { asPublished } from '../../features/opt-in/as-published.js'
import { FiguresCard } from '../../features/opt-in/figures.js'
import { LookCard } from '../../features/opt-in/look-card.js'
import { OfferCard } from '../../features/opt-in/offer-card.js'
import { Preview } from '../../features/opt-in/preview.js'
import { optInFormOptions, optInKeys, topicsQuery } from '../../features/opt-in/queries.js'
import { ShareCard } from '../../features/opt-in/share-card.js'
import { TextsCard } from '../../features/opt-in/texts-card.js'
import { useDraft } from '../../features/opt-in/use-draft.js'
import { VersionsCard } from '../../features/opt-in/versions.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { toast } from '../../ui/toast.js'
import { NotFound } from '../not-found.js'

/** The designer of one form, beside what visitors will see. */
export function OptInFormPage() {
  const { t, intl } = useT()
  const { formId } = useParams({ from: '/beside/settings/opt-in/$formId' })
  const { data: form, error } = useQuery(optInFormOptions(formId))
  if (error) return isProblem(error) && error.status === 404 ? <NotFound /> : <Notice tone="failed" alert title={tellError(intl, error).sentence} className="m-6">{tellError(intl, error).next}</Notice>
  return form ? <Designer key={form.id} form={form} /> : <Loading label={t('app.loading')} />
}

function Designer({ form }: { form: OptInForm }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const { workspace } = useSession()
  const channels = useQuery(channelsQuery).data ?? []
  const accounts = useQuery(accountsQuery).data ?? []
  const topics = useQuery(topicsQuery).data ?? []
  const { draft, change, state, error, flush } = useDraft(form)
  const [language, setLanguage] = useState(draft.languages[0] ?? 'en')
  const publish = useMutation({
    mutationFn: async () => { await flush(); return api.post<OptInForm>(`/opt-in-forms/${form.id}/publish`) },
    onSuccess: (next) => { client.setQueryData(optInKeys.one(form.id), next); void client.invalidateQueries({ queryKey: optInKeys.all }); toast(t('optin.published')) },
    onError: (problem) => toast(tellError(intl, problem).sentence, { tone: 'failed' }),
  })
  const rename = useMutation({ mutationFn: (name: string) => api.patch<OptInForm>(`/opt-in-forms/${form.id}`, { name }), onSuccess: (next) => client.setQueryData(optInKeys.one(form.id), next), onError: (problem) => toast(tellError(intl, problem).sentence, { tone: 'failed' }) })
  const { faults } = form
  const current = { draft, faults, language, onChange: change }
  const blocked = faults.length > 0
  const same = !form.changed && form.publishedVersion !== null && state === 'saved'
  return (
    <div className="mx-auto w-full max-w-[88rem] px-4 py-6 sm:px-8">
      <Link to="/settings/opt-in" className="inline-flex min-h-8 items-center gap-1.5 text-accent underline underline-offset-2"><ArrowLeft aria-hidden="true" className="size-4 rtl:rotate-180" />{t('settings.opt_in')}</Link>
      <header className="mt-1 mb-5 flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 grow basis-64">
          <input aria-label={t('optin.name')} defaultValue={form.name} maxLength={80} dir="auto" onBlur={(event) => { const name = event.target.value.trim(); if (name && name !== form.name) rename.mutate(name) }} className="w-full rounded-lg border border-transparent bg-transparent px-1 py-0.5 text-xl font-semibold hover:border-line-strong focus:border-line-strong" />
          <p role="status" className="flex items-center gap-1.5 px-1 text-sm text-ink-soft">
            {state === 'failed' ? <><CircleAlert aria-hidden="true" className="size-4 text-failed" />{tellError(intl, error).sentence}</> : state === 'saving' ? t('optin.saving') : <><Check aria-hidden="true" className="size-4 text-good" />{form.publishedVersion === null ? t('optin.saved_draft') : form.changed ? t('optin.saved_changed') : t('optin.saved_same')}</>}
          </p>
        </div>
        <Button look={same ? 'plain' : 'primary'} busy={publish.isPending} disabled={blocked || same} onClick={() => publish.mutate()}>{t(form.publishedVersion === null ? 'optin.publish' : 'optin.publish_again')}</Button>
      </header>
      {blocked && <Notice tone="warning" className="mb-5" title={t('optin.blocked')}>{t('optin.blocked_text')}</Notice>}
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,23rem)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-5">
          <OfferCard {...current} topics={topics} accounts={accounts} channels={channels} />
          <TextsCard {...current} company={workspace.name} onLanguage={setLanguage} />
          <LookCard draft={draft} onChange={change} />
          <ShareCard form={form} />
          <FiguresCard form={form} />
          <VersionsCard form={form} />
        </div>
        <div className="min-w-0 lg:sticky lg:top-4"><Preview form={asPublished(draft, form.slug, workspace.name, topics, accounts, channels)} language={draft.languages.includes(language) ? language : draft.languages[0] ?? 'en'} onLanguage={setLanguage} /></div>
      </div>
    </div>
  )
}
