import type { CampaignRow, Channel, ChannelAccount, Template } from '@recado/api'
import { useQueries, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Banknote, ChevronRight, CirclePause, Eye, FileWarning, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { accountsQuery, channelsQuery, templatesOptions, useCan } from '../../../api/queries.js'
import { formatMoney } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'
import { useReason } from '../state.js'

/** So much of a budget taken is worth a word. */
const NEARLY = 0.8
const HELD = ['paused', 'disabled', 'rejected']

/** Templates that a platform has taken out of use. */
export function useHeldTemplates(): { template: Template; account: ChannelAccount }[] {
  const accounts = useQuery(accountsQuery).data ?? []
  const channels = useQuery(channelsQuery).data ?? []
  const asked = accounts.filter((account) => channels.find((one: Channel) => one.id === account.channel)?.templates)
  return useQueries({ queries: asked.map((account) => templatesOptions(account.id)), combine: (all) => all.flatMap((one, at) => (one.data ?? []).filter((template) => HELD.includes(template.status)).map((template) => ({ template, account: asked[at]! }))) }) // one answer for each
}

/** What waits for somebody this morning: approvals, campaigns that stopped by themselves, budgets, templates out of use. */
export function Needs({ campaigns }: { campaigns: readonly CampaignRow[] }) {
  const { t, intl } = useT()
  const why = useReason()
  const approves = useCan('campaigns.approve')
  const held = useHeldTemplates()
  const rows = [
    ...campaigns.filter(({ state }) => state === 'in_review').map((one) => ({ key: `r${one.id}`, icon: Eye, look: 'text-note', to: `/campaigns/${one.id}`, title: approves ? t('campaigns.need_approval', { name: one.name }) : t('campaigns.waits_approval', { name: one.name }), text: one.submittedBy?.name ? t('campaigns.submitted_by', { name: one.submittedBy.name }) : null })),
    ...campaigns.filter(({ state, stateReason }) => state === 'paused' && stateReason !== 'person').map((one) => ({ key: `p${one.id}`, icon: CirclePause, look: 'text-waiting', to: `/campaigns/${one.id}`, title: t('campaigns.need_paused', { name: one.name }), text: why(one.stateReason) })),
    ...campaigns.flatMap((one) => {
      const { settings: { budget }, committed } = one
      if (!budget || !committed || Number(committed.amount) < NEARLY * Number(budget.amount) || one.state === 'paused') return []
      return [{ key: `b${one.id}`, icon: Banknote, look: 'text-closing-soon', to: `/campaigns/${one.id}`, title: t('campaigns.need_budget', { name: one.name }), text: t('campaigns.budget_of', { spent: formatMoney(intl, committed), budget: formatMoney(intl, budget) }) }]
    }),
    ...held.slice(0, 5).map(({ template, account }) => ({ key: `t${template.id}`, icon: FileWarning, look: 'text-failed', to: '/settings/templates', title: t('campaigns.need_template', { name: template.name, status: t(`template_status.${template.status as 'paused'}`) }), text: account.name })), // one of HELD
  ]
  return (
    <section aria-labelledby="needs" className="rounded-2xl border border-line bg-surface shadow-lift">
      <h2 id="needs" className="px-5 pt-4 pb-2 text-bubble">{t('campaigns.needs')}</h2>
      {rows.length === 0 ? <p className="px-5 pb-5 text-ink-soft">{t('campaigns.needs_nothing')}</p> : <ul className="pb-2">{rows.map(({ key, ...row }) => <Need key={key} {...row} />)}</ul>}
    </section>
  )
}

function Need({ icon: Icon, look, to, title, text }: { icon: LucideIcon; look: string; to: string; title: string; text: ReactNode }) {
  return (
    <li><Link to={to} className="flex items-center gap-3 px-5 py-2.5 outline-offset-[-2px] hover:bg-hover"><Icon aria-hidden="true" className={cx('size-5 shrink-0', look)} /><span className="min-w-0 grow [overflow-wrap:anywhere]"><span className="block font-medium">{title}</span>{text && <span className="block text-sm text-ink-soft">{text}</span>}</span><ChevronRight aria-hidden="true" className="size-4 shrink-0 text-ink-soft rtl:rotate-180" /></Link></li>
  )
}
