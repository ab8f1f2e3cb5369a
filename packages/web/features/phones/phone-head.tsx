import type { Channel, Phone } from '@recado/api'
import { BatteryFull, ChevronLeft, EllipsisVertical, Wifi, WifiOff } from 'lucide-react'
import { useNow } from '../../api/clock.js'
import { useT } from '../../i18n/provider.js'
import { Avatar } from '../../ui/avatar.js'
import { AriaButton, Item, MenuButton } from '../../ui/overlay.js'
import { actionsAt } from './act-body.js'
import { iconOf } from './icons.js'
import { ownAddress } from './phone-data.js'
import type { PhoneAction, PhoneCustomer } from './types.js'

const RISKY = new Set(['block', 'unfollow', 'offline'])

/** The top of the phone: the hour and the network of its owner, then the business she writes to, with everything else the app can do. */
export function PhoneHead({ phone, channel, business, picture, customer, framed, onAction, onBusiness }: { phone: Phone; channel: Channel; business: string; picture: string | undefined; customer: PhoneCustomer; framed: boolean; onAction: (action: PhoneAction) => void; onBusiness: () => void }) {
  const { t, intl } = useT()
  const now = useNow(1000)
  const { state } = customer
  const isOffline = state.online === false
  const subtitle = isOffline ? (phone.lines.offline ?? t('phones.offline')) : state.typing === true ? (phone.lines.typing ?? t('phones.typing')) : phone.appName
  const menu = actionsAt('menu', phone.actions, state)
  return (
    <header className="shrink-0 border-b border-current/8 bg-(--ph-header) text-(--ph-header-ink)">
      {framed && (
        <div className="flex h-7 items-center justify-between px-5 pt-1 text-xs font-semibold">
          <time className="figures" dateTime={new Date(now).toISOString()}>{intl.formatTime(now, { hour: '2-digit', minute: '2-digit' })}</time>
          <span className="flex items-center gap-1.5">
            {isOffline ? <WifiOff role="img" aria-label={t('phones.offline')} className="size-3.5" /> : <Wifi aria-hidden="true" className="size-3.5" />}<BatteryFull aria-hidden="true" className="size-4" />
          </span>
        </div>
      )}
      <div className="flex min-h-13 items-center gap-2 px-2 pb-1">
        {framed && <ChevronLeft aria-hidden="true" className="size-5 shrink-0 opacity-80 rtl:-scale-x-100" />}
        <button type="button" aria-label={t('phones.about', { name: business })} onClick={onBusiness} className="flex min-h-11 min-w-0 grow items-center gap-2 rounded-lg px-1 text-start hover:bg-black/10">
          <Avatar name={business} url={picture ? (ownAddress(picture) ?? picture) : null} size={34} />
          <span className="min-w-0">
            <span dir="auto" className="block truncate font-semibold">{business}</span>
            <span className="block truncate text-xs" aria-live="polite">{subtitle}</span>
          </span>
        </button>
        <img src={channel.logoUrl} alt="" className="size-5 shrink-0 rounded-full bg-white p-0.5" />
        {menu.length > 0 && (
          <MenuButton label={t('phones.more')} trigger={<AriaButton aria-label={t('phones.more_of', { name: customer.name })} className="grid size-9 shrink-0 place-items-center rounded-full data-[hovered]:bg-black/10"><EllipsisVertical aria-hidden="true" className="size-5" /></AriaButton>}>
            {menu.map((action) => {
              const Icon = iconOf(action.icon)
              return <Item key={action.id} icon={<Icon aria-hidden="true" />} danger={RISKY.has(action.action)} onAction={() => onAction(action)}>{action.label}</Item>
            })}
          </MenuButton>
        )}
      </div>
    </header>
  )
}
