import type { RateCardView } from '@recado/api'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus, Table2, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.js'
import { accountsQuery } from '../../api/queries.js'
import { CardRates } from '../../features/costs/card-rates.js'
import { CardUpload } from '../../features/costs/card-upload.js'
import { rateCardsOptions } from '../../features/costs/queries.js'
import { longDay } from '../../features/costs/words.js'
import { useActions } from '../../hotkeys/use-actions.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { Button } from '../../ui/button.js'
import { cx } from '../../ui/class-names.js'
import { Loading } from '../../ui/empty.js'
import { Notice } from '../../ui/notice.js'
import { IconButton } from '../../ui/overlay.js'
import { toast } from '../../ui/toast.js'
import { SettingsPage } from './page.js'

const TONE: Record<RateCardView['state'], string> = { in_force: 'bg-selected text-accent-strong', coming: 'bg-sunken text-waiting', past: 'bg-sunken text-ink-soft' }
/** The currencies that platforms bill in. */
const BILLED_IN = ['USD', 'EUR', 'GBP', 'BRL', 'MXN', 'INR', 'IDR', 'AED', 'ARS', 'AUD', 'CLP', 'COP', 'MYR', 'PEN', 'SAR', 'SGD']

/** Price cards: those that come with a channel, and those put in here, each with the day from which it counts. */
export function RateCardsPage() {
  const { t, intl } = useT()
  const client = useQueryClient()
  const { data: cards, error, isLoading } = useQuery(rateCardsOptions)
  const accounts = useQuery(accountsQuery).data ?? []
  const [adding, setAdding] = useState(false)
  const [shown, setShown] = useState<RateCardView | null>(null)
  const refresh = () => client.invalidateQueries({ queryKey: ['rate-cards'] })
  const remove = useMutation({
    mutationFn: (card: RateCardView) => api.delete(`/rate-cards/${card.id}`), onSuccess: () => { toast(t('cards.removed')); void refresh() },
    onError: (fault) => { toast(tellError(intl, fault).sentence, { tone: 'failed' }) },
  })
  useActions([{ id: 'cards.add', label: 'cards.add', group: 'app', run: () => setAdding(true) }])
  const channels = [...new Map((cards ?? []).map((card) => [card.channel, { id: card.channel, name: card.channelName }])).values()]
  const currencies = [...new Set([...accounts.flatMap((account) => (typeof account.settings?.currency === 'string' && account.settings.currency ? [account.settings.currency] : [])), ...BILLED_IN])]
  return (
    <SettingsPage title={t('settings.rate_cards')} lead={t('cards.lead')} action={channels.length > 0 && <Button look="primary" onClick={() => setAdding(true)}><Plus aria-hidden="true" className="size-4" />{t('cards.add')}</Button>}>
      {isLoading && <Loading label={t('app.loading')} />}
      {error && <Notice tone="failed" alert title={tellError(intl, error).sentence}>{tellError(intl, error).next}</Notice>}
      {channels.map((channel) => (
        <section key={channel.id}>
          <h3 className="mb-2 text-bubble">{channel.name}</h3>
          <ul className="overflow-hidden rounded-2xl border border-line bg-surface shadow-lift">
            {cards?.filter((card) => card.channel === channel.id).map((card) => {
              const words = { name: card.name, currency: card.currency, day: longDay(intl, card.effectiveOn) }
              return (
                <li key={`${card.currency} ${card.effectiveOn} ${card.own}`} className="flex items-center gap-3 border-b border-line px-4 py-3 last:border-0">
                  <div className="min-w-0 grow">
                    <p className="flex flex-wrap items-center gap-2"><span className="font-semibold [overflow-wrap:anywhere]"><bdi>{card.name}</bdi></span><span className="figures font-medium">{card.currency}</span><span className={cx('rounded-full px-2 py-0.5 text-xs font-medium', TONE[card.state])}>{t(`cards.${card.state}`)}</span></p>
                    <p className="text-sm text-ink-soft [overflow-wrap:anywhere]">{[t('cards.from', { day: words.day }), card.own ? card.fileName : t('cards.shipped'), (card.version ?? 1) > 1 ? t('cards.version', { n: intl.formatNumber(card.version ?? 1) }) : ''].filter(Boolean).join(' · ')}</p>
                  </div>
                  <IconButton label={t('cards.open', words)} onPress={() => setShown(card)}><Table2 aria-hidden="true" /></IconButton>
                  {card.own && <IconButton label={t('cards.remove', words)} isDisabled={remove.isPending} onPress={() => remove.mutate(card)}><Trash2 aria-hidden="true" /></IconButton>}
                </li>
              )
            })}
          </ul>
        </section>
      ))}
      {adding && <CardUpload channels={channels} currencies={currencies} onClose={() => setAdding(false)} onDone={() => { setAdding(false); toast(t('cards.added')); void refresh() }} />}
      {shown && <CardRates card={shown} onClose={() => setShown(null)} />}
    </SettingsPage>
  )
}
