import type { Campaign, VariantTrial } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Trophy } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../../api/client.js'
import { useNow } from '../../../api/clock.js'
import { useCan } from '../../../api/queries.js'
import { tellError } from '../../../i18n/errors.js'
import { formatUntil } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { Notice } from '../../../ui/notice.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { campaignOptions, trialOptions } from '../queries.js'
import { moneyText, shareText } from '../words.js'

type Row = VariantTrial['variants'][number]

/** Which variant does better with the sample, what was decided and by which figures; before that, the winner may be picked by hand. */
export function TrialCard({ campaignId, state }: { campaignId: string; state: Campaign['state'] }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const manages = useCan('campaigns.manage')
  const [picking, setPicking] = useState<Row | null>(null)
  const { data: trial } = useQuery({ ...trialOptions(campaignId), refetchInterval: state === 'sending' ? 10_000 : false })
  if (!trial) return null
  const open = manages && trial.winner === null && trial.waiting > 0 && (state === 'sending' || state === 'paused')
  const nameOf = (one: Row) => (one.name ? `${one.key.toUpperCase()} · ${one.name}` : t('campaigns.variant_n', { key: one.key.toUpperCase() }))
  const won = trial.variants.find(({ key }) => key === trial.winner)
  // Nobody leads where two stand alike.
  const shares = trial.variants.map((one) => (one.sent === 0 ? 0 : one[trial.by] / one.sent)).sort((a, b) => b - a)
  const ahead = (shares[0] ?? 0) > (shares[1] ?? 0)
  return (
    <section aria-labelledby="trial" className="rounded-2xl border border-line bg-surface shadow-lift break-inside-avoid">
      <div className="px-5 pt-4 pb-3">
        <h2 id="trial" className="text-bubble">{t('campaigns.trial')}</h2>
        <p className="text-sm text-ink-soft">{won && trial.winnerAt ? t(trial.winnerBy === 'person' ? 'campaigns.trial_by_person' : 'campaigns.trial_by_result', { name: nameOf(won), at: formatUntil(intl, trial.winnerAt, now), by: t(`campaigns.ab_by_${trial.by}`) })
          : trial.waiting === 0 ? t('campaigns.trial_nobody') : t('campaigns.trial_open', { count: trial.waiting, at: trial.dueAt ? formatUntil(intl, trial.dueAt, now) : '–', by: t(`campaigns.ab_by_${trial.by}`) })}</p>
      </div>
      <ul>{trial.variants.map((one) => {
        const counted = one.then ?? one
        return (
          <li key={one.key} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line px-5 py-3">
            <span className="min-w-0 grow basis-32 font-medium [overflow-wrap:anywhere]">{nameOf(one)}{one.key === trial.winner && <span className="ms-2 inline-flex items-center gap-1 rounded-full bg-good-soft px-2 py-0.5 text-xs font-medium text-good"><Trophy aria-hidden="true" className="size-3.5" />{t('creport.winner')}</span>}{trial.winner === null && one.key === trial.leader && ahead && <span className="ms-2 rounded-full bg-accent-soft px-2 py-0.5 text-xs font-medium text-accent-strong">{t('campaigns.trial_leads')}</span>}</span>
            <span className="figures text-lg font-semibold">{shareText(intl, counted[trial.by], counted.sent)}</span>
            <span className="figures min-w-36 text-sm text-ink-soft">{t('campaigns.trial_of', { part: counted[trial.by], sent: counted.sent, by: t(`campaigns.col.${trial.by}`) })}</span>
            {open && <Button small onClick={() => setPicking(one)}>{t('campaigns.trial_pick', { key: one.key.toUpperCase() })}</Button>}
          </li>
        )
      })}</ul>
      {won?.then && <p className="border-t border-line px-5 py-2.5 text-xs text-ink-soft">{t('campaigns.trial_then')}</p>}
      {picking && <Pick campaignId={campaignId} trial={trial} picked={picking} name={nameOf(picking)} onClose={() => setPicking(null)} />}
    </section>
  )
}

/** What picking it means: who gets it, what it costs at most beside the others, and what the figures say so far. */
function Pick({ campaignId, trial, picked, name, onClose }: { campaignId: string; trial: VariantTrial; picked: Row; name: string; onClose: () => void }) {
  const { t, intl } = useT()
  const client = useQueryClient()
  const pick = useMutation({
    mutationFn: () => api.post<Campaign>(`/campaigns/${campaignId}/winner`, { variant: picked.key }),
    onSuccess: (saved) => { client.setQueryData(campaignOptions(saved.id).queryKey, saved); void client.invalidateQueries({ queryKey: ['campaign', saved.id] }); onClose() },
  })
  const others = trial.variants.filter((one) => one !== picked && moneyText(intl, one.restCosts) !== moneyText(intl, picked.restCosts))
  const few = trial.variants.some(({ sent }) => sent < 50)
  return (
    <DialogWindow title={t('campaigns.trial_title', { name })} closeLabel={t('app.close')} onClose={onClose} footer={<><Button look="quiet" onClick={onClose}>{t('app.cancel')}</Button><Button look="primary" busy={pick.isPending} onClick={() => pick.mutate()}>{t('campaigns.trial_sure')}</Button></>}>
      <div className="flex flex-col gap-3">
        {pick.error && <Notice tone="failed" alert title={tellError(intl, pick.error).sentence}>{tellError(intl, pick.error).next}</Notice>}
        <p>{t('campaigns.trial_means', { count: trial.waiting, cost: moneyText(intl, picked.restCosts) })}</p>
        {others.length > 0 && <ul className="text-sm text-ink-soft">{others.map((one) => <li key={one.key}>{t('campaigns.trial_instead', { key: one.key.toUpperCase(), cost: moneyText(intl, one.restCosts) })}</li>)}</ul>}
        {trial.leader !== null && trial.leader !== picked.key && <Notice tone="warning" title={t('campaigns.trial_not_leader', { key: trial.leader.toUpperCase() })} />}
        {few && <Notice title={t('campaigns.trial_few')}>{t('campaigns.trial_few_text')}</Notice>}
      </div>
    </DialogWindow>
  )
}
