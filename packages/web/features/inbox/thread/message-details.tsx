import type { Message, MessageStatus } from '@recado/api'
import { formatMoney } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { DialogWindow } from '../../../ui/overlay.js'
import { StatusTick } from '../status-tick.js'

const ORDER: readonly MessageStatus[] = ['queued', 'sending', 'accepted', 'sent', 'delivered', 'read', 'failed', 'unknown']

/** When each report came, what it cost, and the ids somebody may be asked for. */
export function MessageDetails({ message, onClose }: { message: Message; onClose: () => void }) {
  const { t, intl } = useT()
  const moment = (iso: string) => intl.formatDate(iso, { dateStyle: 'medium', timeStyle: 'medium' })
  const reached = ORDER.flatMap((status) => (message.statusAt?.[status] ? [{ status, at: message.statusAt[status] }] : []))
  const row = 'flex gap-4 border-b border-line py-2 last:border-0'
  return (
    <DialogWindow title={t('bubble.details')} closeLabel={t('app.close')} onClose={onClose}>
      <dl>
        <div className={row}><dt className="w-32 shrink-0 text-ink-soft">{t('details.written')}</dt><dd><time dateTime={message.at}>{moment(message.at)}</time></dd></div>
        {message.platformAt && <div className={row}><dt className="w-32 shrink-0 text-ink-soft">{t('details.platform_time')}</dt><dd><time dateTime={message.platformAt}>{moment(message.platformAt)}</time></dd></div>}
        {reached.map(({ status, at }) => <div key={status} className={row}><dt className="flex w-32 shrink-0 items-center gap-1.5 text-ink-soft"><StatusTick status={status} />{t(`message_status.${status}`)}</dt><dd><time dateTime={at}>{moment(at)}</time></dd></div>)}
        {message.withdrawnAt && <div className={row}><dt className="w-32 shrink-0 text-ink-soft">{t('details.withdrawn')}</dt><dd><time dateTime={message.withdrawnAt}>{moment(message.withdrawnAt)}</time><br /><span className="text-sm text-ink-soft">{t('details.withdrawn_text')}</span></dd></div>}
        {message.direction === 'out' && message.purpose && message.purpose !== 'service' && <div className={row}><dt className="w-32 shrink-0 text-ink-soft">{t('details.purpose')}</dt><dd>{t(`consent.purpose.${message.purpose}`)}{message.category && <> · <bdi>{message.category}</bdi></>}{message.basis && ` · ${t(`consent.by.${message.basis}`)}`}</dd></div>}
        {message.author.name && <div className={row}><dt className="w-32 shrink-0 text-ink-soft">{t('details.author')}</dt><dd>{message.author.name}</dd></div>}
        {message.price && <div className={row}><dt className="w-32 shrink-0 text-ink-soft">{t('details.price')}</dt><dd>{formatMoney(intl, message.price)} · {message.price.class}{message.price.estimated && ` · ${t('details.at_most')}`}{message.price.difference && <><br /><span className="text-sm text-ink-soft">{t(`details.cost.${message.price.difference}`)}{message.price.estimate && ` · ${t('details.was_estimated', { price: formatMoney(intl, message.price.estimate) })}`}</span></>}</dd></div>}
        {message.error && <div className={row}><dt className="w-32 shrink-0 text-ink-soft">{t('details.error')}</dt><dd className="[overflow-wrap:anywhere]">{message.error.code}{message.error.platformCode && ` · ${message.error.platformCode}`}<br />{message.error.message}</dd></div>}
        {message.externalId && <div className={row}><dt className="w-32 shrink-0 text-ink-soft">{t('details.platform_id')}</dt><dd className="font-mono text-xs [overflow-wrap:anywhere] select-all">{message.externalId}</dd></div>}
        <div className={row}><dt className="w-32 shrink-0 text-ink-soft">{t('details.id')}</dt><dd className="font-mono text-xs [overflow-wrap:anywhere] select-all">{message.id}</dd></div>
      </dl>
    </DialogWindow>
  )
}
