import type { PublicAddress, ReachVerdict } from '@recado/api'
import { CircleAlert, CircleCheck, CircleDashed, CircleHelp, RefreshCw, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatUntil } from '../../i18n/format.js'
import { useT, type MessageId } from '../../i18n/provider.js'
import { Card } from '../../pages/settings/page.js'
import { Button } from '../../ui/button.js'
import { cx } from '../../ui/class-names.js'

const LOOKS: Record<ReachVerdict, { icon: LucideIcon; ink: string }> = {
  proven: { icon: CircleCheck, ink: 'text-good' }, likely: { icon: CircleCheck, ink: 'text-good' }, unproven: { icon: CircleHelp, ink: 'text-waiting' }, unreachable: { icon: CircleAlert, ink: 'text-failed' }, none: { icon: CircleDashed, ink: 'text-waiting' },
}

/** Whether the outside gets here: the one sentence, then everything it rests on, and what nobody can know from here. */
export function StatusCard({ address, checking, onCheck }: { address: PublicAddress; checking: boolean; onCheck: () => void }) {
  const { t, intl } = useT()
  const { icon: Icon, ink } = LOOKS[address.verdict]
  const { check, request, proofs, waiting, interfaces } = address
  const now = Date.now()
  const scope = (name: string) => t(`public.scope.${name}` as MessageId)
  const proof = proofs.toSorted((a, b) => b.at.localeCompare(a.at))[0]
  return (
    <Card>
      <div role="status" className="flex items-start gap-3">
        <Icon aria-hidden="true" className={cx('mt-0.5 size-6 shrink-0', ink)} />
        <div className="min-w-0"><h3 className="text-lg">{t(`public.verdict.${address.verdict}`)}</h3><p className="text-pretty text-ink-soft">{t(`public.verdict.${address.verdict}_text`)}</p></div>
      </div>
      <dl className="mt-4 divide-y divide-line border-t border-line">
        <Fact term={t('public.fact.address')}>{address.publicUrl ? <code className="font-mono [overflow-wrap:anywhere]">{address.publicUrl}</code> : t('public.fact.no_address')}{address.publicUrlFrom === 'environment' && <Soft>{t('public.fact.from_environment')}</Soft>}</Fact>
        <Fact term={t('public.fact.check')}>{check ? <>{t(`public.check.${check.code}`, { detail: check.detail ?? '' })}<Soft>{[formatUntil(intl, check.at, now), check.addresses.join(', ')].filter(Boolean).join(' · ')}</Soft></> : t('public.check.none')}</Fact>
        <Fact term={t('public.fact.proof')}>{proof ? t('public.fact.proof_came', { name: proof.name, moment: formatUntil(intl, proof.at, now) }) : t(waiting.length > 0 ? 'public.fact.proof_waiting' : 'public.fact.proof_none', { count: waiting.length })}</Fact>
        <Fact term={t('public.fact.browser')}>{t('public.fact.browser_text', { host: request.host, scope: scope(request.hostScope), client: scope(request.clientScope) })}{request.unheardProxy && <strong className="mt-1 block text-waiting">{t('public.fact.unheard_proxy')}</strong>}</Fact>
        <Fact term={t('public.fact.machine')}>{interfaces.length === 0 ? t('public.fact.no_network') : interfaces.slice(0, 6).map((one) => <span key={`${one.name} ${one.address}`} className="block [overflow-wrap:anywhere]"><code className="font-mono">{one.address}</code> <span className="text-ink-soft">{scope(one.scope)}</span></span>)}</Fact>
      </dl>
      <div className="mt-4 flex flex-wrap items-center gap-3"><Button busy={checking} disabled={!address.publicUrl} onClick={onCheck}><RefreshCw aria-hidden="true" className="size-4" />{t('public.check_now')}</Button>{!address.publicUrl && <span className="text-sm text-ink-soft">{t('public.check_needs_address')}</span>}</div>
      <p className="mt-4 text-sm text-pretty text-ink-soft">{t('public.honest')}</p>
    </Card>
  )
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return <div className="grid gap-x-4 gap-y-0.5 py-2.5 sm:grid-cols-[11rem_1fr]"><dt className="text-sm text-ink-soft sm:pt-px">{term}</dt><dd className="min-w-0 text-pretty">{children}</dd></div>
}

function Soft({ children }: { children: ReactNode }) { return <span className="block text-sm text-ink-soft">{children}</span> }
