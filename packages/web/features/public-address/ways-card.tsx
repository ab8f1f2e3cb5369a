import type { PublicAddress } from '@recado/api'
import { useState, type KeyboardEvent } from 'react'
import { useT, type MessageId } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { cx } from '../../ui/class-names.js'
import { Notice } from '../../ui/notice.js'
import { AddressForm } from './address-form.js'
import { CertificateForm } from './certificate-form.js'
import { RecipeBox } from './recipe.js'
import { EXAMPLE, FILES, FORWARDING, PROXIES, TUNNELS, type Place } from './recipes.js'

const WAYS = ['tunnel', 'certificate', 'proxy', 'files'] as const
type Way = (typeof WAYS)[number]

/** The ways out, each with everything that has to be typed. The first fits a shop's laptop, the last a company's own authority. */
export function WaysCard({ address }: { address: PublicAddress }) {
  const { t } = useT()
  const [way, setWay] = useState<Way>(address.tls.mode === 'acme' ? 'certificate' : address.tls.mode === 'files' ? 'files' : address.trustProxy ? 'proxy' : 'tunnel')
  const place = placeOf(address)
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    const next = WAYS[(WAYS.indexOf(way) + step + WAYS.length) % WAYS.length] ?? way
    setWay(next)
    document.getElementById(`way-${next}`)?.focus()
  }
  return (
    <Card title={t('public.ways')}>
      <div role="tablist" aria-label={t('public.ways')} onKeyDown={move} className="grid grid-cols-2 gap-2 sm:grid-cols-4">
        {WAYS.map((each) => (
          <button key={each} type="button" role="tab" id={`way-${each}`} aria-selected={way === each} aria-controls="way" tabIndex={way === each ? 0 : -1} onClick={() => setWay(each)}
            className={cx('min-h-12 rounded-lg border px-3 py-2 text-start font-medium', way === each ? 'border-accent bg-selected text-accent-strong' : 'border-line hover:bg-hover')}>{t(`public.way.${each}`)}</button>
        ))}
      </div>
      <div role="tabpanel" id="way" aria-labelledby={`way-${way}`} className="mt-4 flex flex-col gap-4">
        <p className="text-pretty text-ink-soft">{t(`public.way.${way}_text`)}</p>
        {way === 'certificate' && <><CertificateForm address={address} place={place} /><Router address={address} place={place} /></>}
        {way === 'proxy' && PROXIES(place).map((recipe) => <RecipeBox key={recipe.id} {...recipe} />)}
        {way === 'files' && <>{FILES(place).map((recipe) => <RecipeBox key={recipe.id} {...recipe} />)}<Router address={address} place={place} /></>}
        {way === 'tunnel' && TUNNELS(place).map(({ id, steps }, at) => (
          <details key={id} open={at === 0} className="rounded-lg border border-line px-4 py-2.5">
            <summary className="min-h-7 font-semibold">{t(`public.tunnel.${id}` as MessageId)}</summary>
            <p className="mt-1 mb-3 text-sm text-pretty text-ink-soft">{t(`public.tunnel.${id}_text` as MessageId)}</p>
            <div className="flex flex-col gap-3 pb-2">{steps.map((recipe) => <RecipeBox key={recipe.id} {...recipe} />)}</div>
          </details>
        ))}
        {way !== 'certificate' && <AddressForm address={address} />}
      </div>
    </Card>
  )
}

/** What a router at home or in a shop has to be told, with this machine's own address in it. */
function Router({ address, place }: { address: PublicAddress; place: Place }) {
  const { t } = useT()
  const own = address.interfaces.find((one) => one.scope === 'private' && one.address.includes('.'))
  const behind = address.interfaces.some((one) => one.scope === 'cgnat')
  if (!own) return null
  return (
    <div className="flex flex-col gap-3">
      <h4 className="font-semibold">{t('public.router')}</h4>
      <p className="text-sm text-pretty text-ink-soft">{t('public.router_text')}</p>
      <RecipeBox where={t('public.router_where')} code={FORWARDING({ ...place, address: own.address }, { http: address.tls.http?.port || 80, https: address.tls.https?.port || 443 })} />
      <Notice tone={behind ? 'warning' : 'info'}>{t(behind ? 'public.cgnat_here' : 'public.cgnat')}</Notice>
    </div>
  )
}

function placeOf(address: PublicAddress): Place {
  const domain = address.tls.domain ?? (address.publicUrl && !['loopback', 'private'].includes(address.request.hostScope) ? new URL(address.publicUrl).hostname : null) ?? EXAMPLE
  const listening = new URL(address.listening)
  return { domain, port: Number(listening.port) || 80, address: address.interfaces.find((one) => one.scope === 'private' && one.address.includes('.'))?.address ?? '127.0.0.1' }
}
