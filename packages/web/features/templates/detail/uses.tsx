import type { TemplateUses } from '@recado/api'
import { Link } from '@tanstack/react-router'
import { useT } from '../../../i18n/provider.js'

export const isUsed = (uses: TemplateUses): boolean => uses.macros.length + uses.automaticReplies.length + uses.nudges.length + uses.rules.length > 0 || uses.campaigns.some((one) => one.state !== 'done' && one.state !== 'stopped')

/** Whoever names it, and what went out with it lately. */
export function Uses({ uses }: { uses: TemplateUses }) {
  const { t } = useT()
  const { messages } = uses
  const sent = messages.byPeople + messages.byApi + messages.byRules + messages.byCampaigns
  const rows = (['macros', 'automaticReplies', 'nudges', 'rules'] as const).filter((kind) => uses[kind].length > 0)
  return (
    <div className="flex flex-col gap-1.5">
      {rows.map((kind) => <p key={kind}><span className="text-ink-soft">{t(`tpl.uses.${kind}`)}: </span>{uses[kind].map((one) => one.name).join(', ')}</p>)}
      {uses.campaigns.length > 0 && <p><span className="text-ink-soft">{t('tpl.uses.campaigns')}: </span>{uses.campaigns.map((one, index) => <span key={one.id}>{index > 0 && ', '}<Link to="/campaigns/$campaignId" params={{ campaignId: one.id }} className="inline-block min-h-6 text-accent underline">{one.name}</Link></span>)}</p>}
      {rows.length === 0 && uses.campaigns.length === 0 && <p className="text-ink-soft">{t('tpl.unused')}</p>}
      {sent > 0 && <p className="text-sm text-ink-soft">{t('tpl.uses.sent', { people: messages.byPeople, api: messages.byApi, rules: messages.byRules, campaigns: messages.byCampaigns })}</p>}
    </div>
  )
}
