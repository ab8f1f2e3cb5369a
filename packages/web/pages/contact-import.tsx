import type { ContactImport } from '@recado/api'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useCan, useSession } from '../api/queries.js'
import { ChooseFile } from '../features/contacts/import/choose-file.js'
import { importQuery, importsQuery } from '../features/contacts/import/queries.js'
import { Steps, stepsOf } from '../features/contacts/import/steps.js'
import { ImportWizard } from '../features/contacts/import/wizard.js'
import { tellError } from '../i18n/errors.js'
import { useT } from '../i18n/provider.js'
import { Loading } from '../ui/empty.js'
import { Notice } from '../ui/notice.js'

/** A file of people: choose it, say what its columns are, look at what will become of it, take it in. */
export function ContactImportPage() {
  const { t, intl } = useT()
  const { workspace } = useSession()
  const may = useCan('contacts.import')
  const client = useQueryClient()
  const navigate = useNavigate()
  const { file } = useSearch({ from: '/beside/contacts/import' })
  const { data: one, error, isLoading } = useQuery({ ...importQuery(file ?? ''), enabled: may && file !== undefined })
  const imports = useQuery({ ...importsQuery, enabled: may && file === undefined }).data?.items ?? []
  const open = (id: string | undefined) => void navigate({ to: '/contacts/import', search: id ? { file: id } : {} })
  const put = (next: ContactImport) => client.setQueryData(importQuery(next.id).queryKey, next)
  const told = error ? tellError(intl, error) : null
  useEffect(() => { document.title = `${t('contacts.import.title')} · ${workspace.name}` }, [t, workspace.name])
  return (
    <div className="thin-scroll grow overflow-y-auto">
      <div className="mx-auto flex w-full max-w-3xl flex-col gap-5 px-4 py-6 sm:px-8">
        <header><p className="text-sm"><Link to="/contacts" className="text-accent underline-offset-2 hover:underline">{t('nav.contacts')}</Link></p><h1 className="text-xl">{t('contacts.import.title')}</h1><p className="mt-0.5 max-w-xl text-pretty text-ink-soft">{t('contacts.import.lead')}</p></header>
        {!may && <Notice tone="warning" title={t('error.not_permitted.sentence')}>{t('error.not_permitted.next')}</Notice>}
        {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
        {may && file === undefined && <><Steps steps={stepsOf(undefined)} current="file" /><ChooseFile onSent={(next) => { put(next); open(next.id) }} /></>}
        {file !== undefined && isLoading && <Loading label={t('app.loading')} />}
        {one && file === one.id && <ImportWizard key={`${one.id} ${one.state === 'receiving'}`} one={one} onChange={put} onAnother={() => open(undefined)} />}
        {file === undefined && imports.length > 0 && <Earlier imports={imports} open={open} />}
      </div>
    </div>
  )
}

function Earlier({ imports, open }: { imports: readonly ContactImport[]; open: (id: string) => void }) {
  const { t, intl } = useT()
  return (
    <section>
      <h2 className="mb-2 text-bubble">{t('contacts.import.earlier')}</h2>
      <ul className="flex flex-col divide-y divide-line rounded-xl border border-line bg-surface">
        {imports.map((one) => (
          <li key={one.id}><button type="button" aria-label={t('contacts.import.open', { name: one.name })} onClick={() => open(one.id)} className="flex min-h-12 w-full flex-wrap items-center gap-x-3 gap-y-0.5 px-3 py-2 text-start hover:bg-hover">
            <bdi className="min-w-0 grow basis-full truncate font-medium sm:basis-0">{one.name}</bdi><span className="text-sm text-ink-soft">{t(`contacts.import.state.${one.state}`)}</span><span className="figures text-sm text-ink-soft">{intl.formatDate(one.createdAt, { dateStyle: 'medium', timeStyle: 'short' })}</span>
          </button></li>
        ))}
      </ul>
    </section>
  )
}
