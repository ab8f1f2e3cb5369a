import { BadgeCheck } from 'lucide-react'
import { useT } from '../../../i18n/provider.js'
import { Avatar } from '../../../ui/avatar.js'
import { safeUrl } from '../../inbox/thread/links.js'
import { ownAddress } from '../phone-data.js'
import type { PhoneBusiness } from '../types.js'
import { inTongue } from '../words.js'
import { Sheet } from './sheet.js'

/** The page about the business, as a customer sees it when she taps its name. */
export function BusinessSheet({ business, fallback, onClose }: { business: PhoneBusiness | null; fallback: string; onClose: () => void }) {
  const { t, intl } = useT()
  const name = business?.name || fallback
  return (
    <Sheet title={t('phones.about_business')} onClose={onClose}>
      <div className="flex flex-col items-center gap-1 pb-3 text-center">
        <Avatar name={name} url={business?.picture ? (ownAddress(business.picture) ?? business.picture) : null} size={76} />
        <p dir="auto" className="mt-1 text-lg font-semibold">{name}</p>
        {business?.badge && <p className="flex items-center gap-1 text-sm text-good"><BadgeCheck aria-hidden="true" className="size-4" />{inTongue(business.badge, intl.locale)}</p>}
        {business?.about && <p dir="auto" className="max-w-64 text-sm text-pretty whitespace-pre-line text-ink-soft">{business.about}</p>}
      </div>
      {business && business.rows.length > 0
        ? <dl className="divide-y divide-line border-t border-line text-sm">{business.rows.map((row, index) => <div key={index} className="py-2"><dt className="text-ink-soft">{inTongue(row.label, intl.locale)}</dt><dd dir="auto" className="[overflow-wrap:anywhere] whitespace-pre-line"><Value value={inTongue(row.value, intl.locale)} url={row.url} /></dd></div>)}</dl>
        : !business?.about && <p className="border-t border-line pt-3 text-center text-sm text-pretty text-ink-soft">{t('phones.no_profile')}</p>}
    </Sheet>
  )
}

function Value({ value, url }: { value: string; url: string | undefined }) {
  const href = url ? safeUrl(url) : null
  return href ? <a href={href} target="_blank" rel="noopener noreferrer nofollow" className="text-accent underline underline-offset-2">{value}</a> : value
}
