import type { Channel } from '@recado/api'
import { useT } from '../../i18n/provider.js'
import { Avatar } from '../../ui/avatar.js'
import { cx } from '../../ui/class-names.js'
import type { PhoneCustomer } from './types.js'

interface StripProps { people: readonly PhoneCustomer[]; channels: ReadonlyMap<string, Channel>; shown: readonly string[]; onPress: (customerId: string) => void }

/** Everybody with a simulated phone. A press lays a phone on the table or takes it away; where there is room for one only, it changes which. */
export function PeopleStrip({ people, channels, shown, onPress }: StripProps) {
  const { t } = useT()
  return (
    <ul aria-label={t('phones.people')} className="thin-scroll relative flex shrink-0 gap-1.5 overflow-x-auto border-b border-line bg-surface px-3 py-2 md:px-4">
      {people.map(({ customerId, name, channel }) => {
        const app = channels.get(channel)
        const isShown = shown.includes(customerId)
        return (
          <li key={customerId} className="shrink-0">
            <button type="button" aria-pressed={isShown} onClick={() => onPress(customerId)} title={t('phones.phone_of', { name, app: app?.name ?? channel })}
              className={cx('flex min-h-10 items-center gap-2 rounded-full border py-1 ps-1 pe-3 -outline-offset-2', isShown ? 'border-accent bg-selected font-medium' : 'border-line hover:bg-hover')}>
              <Avatar name={name} size={30}>{app && <img src={app.logoUrl} alt="" className="absolute -end-1 -bottom-1 size-4 rounded-full bg-surface p-px" />}</Avatar>
              <span dir="auto">{name}</span><span className="sr-only">{app?.name}</span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
