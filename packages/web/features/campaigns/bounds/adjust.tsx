import type { Campaign } from '@recado/api'
import { type CampaignLimits, loosens } from '@recado/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../api/client.js'
import { useNow } from '../../../api/clock.js'
import { tellError } from '../../../i18n/errors.js'
import { formatMoney } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { useCurrency } from '../currency.js'
import { BudgetBound, EndBound, PaceBound, QuietBound, StopBound } from './bounds.js'

const HOUR_MS = 3_600_000
const NAMES = ['budget', 'perSecond', 'spreadHours', 'quietHours', 'stopOn', 'endsAt'] as const

/** Other bounds for a campaign that stands still. It may go on with them at once, or stay. */
export function Adjust({ campaign, onDone, onClose }: { campaign: Campaign; /** what the server holds now */ onDone: (saved: Campaign) => void; onClose: () => void }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const [changed, setChanged] = useState<CampaignLimits>({})
  const limits: CampaignLimits = { ...campaign.settings, ...changed }
  const set = (part: CampaignLimits) => setChanged((was) => ({ ...was, ...part }))
  const fields = NAMES.filter((name) => JSON.stringify(limits[name] ?? null) !== JSON.stringify(campaign.settings[name] ?? null))
  const save = useMutation({
    mutationFn: async ({ goOn }: { goOn: boolean }) => {
      const saved = fields.length === 0 ? campaign : await api.post<Campaign>(`/campaigns/${campaign.id}/adjust`, { version: campaign.version, settings: Object.fromEntries(fields.map((name) => [name, limits[name] ?? null])) })
      onDone(saved)
      return goOn ? api.post<Campaign>(`/campaigns/${campaign.id}/resume`, {}) : saved
    },
    onSuccess: (saved) => { onDone(saved); onClose() },
  })
  const refused = !campaign.mayLoosen && loosens(campaign.settings, limits)
  const spent = campaign.committed && Number(campaign.committed.amount) > 0 ? campaign.committed : null
  const short = spent && limits.budget && limits.budget.currency === spent.currency && Number(limits.budget.amount) <= Number(spent.amount)
  const charged = useCurrency(campaign)
  const currency = campaign.estimate?.maximum[0]?.currency ?? campaign.settings.budget?.currency ?? charged
  return (
    <DialogWindow wide title={t('campaigns.adjust_title')} closeLabel={t('app.close')} onClose={onClose} footer={<>
      <Button disabled={fields.length === 0 || refused} busy={save.isPending} onClick={() => save.mutate({ goOn: false })}>{t('campaigns.adjust_keep')}</Button>
      <Button look="primary" disabled={refused} busy={save.isPending} onClick={() => save.mutate({ goOn: true })}>{t('campaigns.adjust_go_on')}</Button>
    </>}>
      <div className="flex flex-col gap-4">
        {save.error && <Notice tone="failed" alert title={tellError(intl, save.error).sentence}>{tellError(intl, save.error).next}</Notice>}
        {refused && <Notice tone="warning" title={t('campaigns.adjust_wider')}>{t('campaigns.adjust_wider_text')}</Notice>}
        <BudgetBound limits={limits} set={set} suggested={{ amount: String(Math.max(1, Math.ceil(Number(campaign.estimate?.maximum[0]?.amount ?? spent?.amount ?? 0)))), currency }} />
        {spent && <p className="text-sm text-ink-soft">{t('campaigns.adjust_spent', { amount: formatMoney(intl, spent) })}{short && <span className="block font-medium text-waiting">{t('campaigns.adjust_short')}</span>}</p>}
        <PaceBound limits={limits} set={set} />
        {fields.includes('spreadHours') && <p className="text-sm text-ink-soft">{t('campaigns.adjust_spread')}</p>}
        <QuietBound limits={limits} set={set} />
        <StopBound limits={limits} set={set} />
        <EndBound limits={limits} set={set} now={now} suggested={Math.ceil((now + 24 * HOUR_MS) / HOUR_MS) * HOUR_MS} />
      </div>
    </DialogWindow>
  )
}
