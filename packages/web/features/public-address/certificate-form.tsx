import type { PublicAddress } from '@recado/api'
import { useMemo, useState, type FormEvent } from 'react'
import { useSession } from '../../api/queries.js'
import { tellError } from '../../i18n/errors.js'
import { useT, type MessageId } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { Choice, Field } from '../../ui/field.js'
import { Notice } from '../../ui/notice.js'
import { Spinner } from '../../ui/spinner.js'
import { RecipeBox } from './recipe.js'
import { EXAMPLE, LOW_PORTS, OWN, type Place } from './recipes.js'
import { usePublicAddress } from './query.js'

/** A certificate of our own: what there is, what failed and why, and the form that asks for one. */
export function CertificateForm({ address, place }: { address: PublicAddress; place: Place }) {
  const { t, intl } = useT()
  const { user } = useSession()
  const { change } = usePublicAddress()
  const [agreed, setAgreed] = useState(false)
  const { tls } = address
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const email = String(form.get('email')).trim()
    change.mutate({ certificate: { domain: String(form.get('domain')).trim(), directory: form.get('directory') === 'letsencrypt_staging' ? 'letsencrypt_staging' : 'letsencrypt', termsAgreed: true, ...(email ? { email } : {}) } })
  }
  const told = change.error ? tellError(intl, change.error) : null
  return (
    <>
      <State tls={tls} />
      {address.tlsFromEnvironment ? <Notice>{t('public.certificate_fixed')}</Notice> : !address.mayChange ? <Notice>{t('public.only_owner')}</Notice> : (
        <form onSubmit={submit} className="flex flex-col gap-4">
          {told && <Notice tone="failed" alert title={told.sentence}>{told.next}</Notice>}
          <Field label={t('public.domain')} name="domain" required defaultValue={tls.domain ?? ''} placeholder={EXAMPLE} autoCapitalize="none" autoCorrect="off" spellCheck={false} maxLength={253} pattern="([A-Za-z0-9]([A-Za-z0-9\-]*[A-Za-z0-9])?\.)+[A-Za-z0-9\-]{2,63}" help={t('public.domain_help')} />
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={t('public.acme_email')} name="email" type="email" defaultValue={user.email} help={t('public.acme_email_help')} maxLength={254} />
            <Choice label={t('public.authority')} name="directory" defaultValue="letsencrypt" help={t('public.authority_help')}><option value="letsencrypt">{t('public.authority.letsencrypt')}</option><option value="letsencrypt_staging">{t('public.authority.letsencrypt_staging')}</option></Choice>
          </div>
          <label className="flex min-h-8 items-start gap-3"><input type="checkbox" checked={agreed} onChange={(event) => setAgreed(event.target.checked)} className="mt-0.5 size-5 shrink-0 accent-(--accent)" /><span>{t('public.agree')} <a href="https://letsencrypt.org/repository/" target="_blank" rel="noopener noreferrer" className="font-medium text-accent-strong underline underline-offset-2">{t('public.agree_link')}</a></span></label>
          <div className="flex flex-wrap gap-2">
            <Button type="submit" look="primary" disabled={!agreed} busy={change.isPending || tls.state === 'obtaining'}>{t('public.obtain')}</Button>
            {tls.mode === 'acme' && <Button onClick={() => change.mutate({ certificate: null })}>{t('public.certificate_off')}</Button>}
          </div>
        </form>
      )}
      <details className="text-sm"><summary className="min-h-7 font-medium">{t('public.by_environment')}</summary><div className="mt-2 flex flex-col gap-3">{OWN(place).map((recipe) => <RecipeBox key={recipe.id} {...recipe} />)}</div></details>
    </>
  )
}

/** What stands now: obtained, being obtained, or refused in the authority's own words with what to look at. */
function State({ tls }: { tls: PublicAddress['tls'] }) {
  const { t, intl } = useT()
  const low = useMemo(() => [tls.http, tls.https].some((port) => port?.error === 'EACCES'), [tls])
  if (tls.state === 'off') return null
  const day = (iso: string | null) => (iso ? intl.formatDate(iso, { dateStyle: 'long' }) : '')
  return (
    <div role="status" className="flex flex-col gap-3">
      {tls.state === 'obtaining' && <p className="flex items-center gap-2 font-medium"><Spinner small />{t('public.obtaining', { domain: tls.domain ?? '' })}</p>}
      {tls.state === 'active' && <Notice tone="good" title={t('public.active')}>{t(tls.mode === 'acme' ? 'public.active_acme' : 'public.active_files', { domain: tls.domain ?? '', issuer: tls.issuer ?? '', until: day(tls.notAfter), renewed: day(tls.nextAt) })}</Notice>}
      {tls.fault && <Notice tone="failed" alert title={t(`public.fault.${tls.fault.code}` as MessageId)}><p>{t(`public.fault.${tls.fault.code}_next` as MessageId)}</p><p className="mt-1 font-mono text-xs">{tls.fault.detail}</p>{tls.nextAt && tls.state === 'failed' && <p className="mt-1">{t('public.tried_again', { at: intl.formatDate(tls.nextAt, { dateStyle: 'medium', timeStyle: 'short' }) })}</p>}</Notice>}
      {low && LOW_PORTS.map((recipe) => <RecipeBox key={recipe.id} {...recipe} />)}
    </div>
  )
}
