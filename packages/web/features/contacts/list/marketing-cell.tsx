import type { MarketingStanding } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { Ban, Check, CircleDashed, Hourglass } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { channelsQuery } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'
import { AriaButton, Popover } from '../../../ui/overlay.js'
import { inLanguage, topicsQuery } from '../consents/queries.js'
import { marketingQuery } from './marketing.js'

const FACES = { yes: { icon: Check, ink: 'text-good' }, no: { icon: Ban, ink: 'text-failed' }, asked: { icon: Hourglass, ink: 'text-ink-soft' }, lapsed: { icon: CircleDashed, ink: 'text-ink-soft' } } as const
/** A mouse that rests so long wants to read on. */
const REST_MS = 350

/** In a word whether somebody wants marketing; topic by topic where a mouse rests on it or a finger presses it. */
export function MarketingCell({ contactId, name }: { contactId: string; name: string }) {
  const { t } = useT()
  const { data } = useQuery(marketingQuery(contactId))
  const button = useRef<HTMLButtonElement>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const [open, setOpen] = useState(false)
  useEffect(() => () => clearTimeout(timer.current), [])
  if (!data?.word) return data ? <span className="text-ink-soft">{t('contacts.marketing.none')}</span> : null
  const { icon: Icon, ink } = FACES[data.word]
  const words = t(data.word === 'yes' && data.partly ? 'contacts.marketing.partly' : `contacts.marketing.${data.word}`)
  const hover = (over: boolean) => { clearTimeout(timer.current); timer.current = setTimeout(() => setOpen(over), over ? REST_MS : 150) }
  return (
    <>
      <AriaButton ref={button} aria-label={t('contacts.marketing.of', { name, words })} aria-expanded={open} onPress={() => { clearTimeout(timer.current); setOpen(!open) }} onHoverChange={hover}
        className="relative z-1 -mx-1.5 inline-flex min-h-7 max-w-full items-center gap-1.5 rounded-md px-1.5 text-sm text-ink data-[hovered]:bg-hover">
        <Icon aria-hidden="true" className={cx('size-4 shrink-0', ink)} /><span className="truncate">{words}</span>
      </AriaButton>
      <Popover triggerRef={button} isOpen={open} onOpenChange={setOpen} isNonModal placement="bottom start" className="z-50 max-w-80 rounded-xl border border-line bg-raised p-3 shadow-float outline-none"><Topics standing={data} /></Popover>
    </>
  )
}

function Topics({ standing }: { standing: MarketingStanding }) {
  const { t, intl } = useT()
  const topics = useQuery(topicsQuery).data ?? []
  const apps = useQuery(channelsQuery).data ?? []
  const nameOf = (category: string | null) => { const topic = topics.find((one) => one.key === category); return topic ? inLanguage(topic.names, intl.locale) : category ?? t(standing.rows.some((row) => row.category !== null) ? 'consent.other_topics' : 'consent.everything') }
  return (
    <div className="flex flex-col gap-1.5 text-sm">
      {standing.excluded && <p className="font-medium text-failed">{t('contacts.marketing.excluded')}</p>}
      <ul className="flex flex-col gap-1.5">
        {standing.rows.map((row) => {
          const { icon: Icon, ink } = FACES[row.word]
          const app = row.channel && (apps.find((one) => one.id === row.channel)?.name ?? row.channel)
          return (
            <li key={`${row.category ?? ''} ${row.channel ?? ''} ${row.onPlatform}`} className="flex items-start gap-2">
              <Icon aria-hidden="true" className={cx('mt-0.5 size-4 shrink-0', ink)} />
              <span className="min-w-0 [overflow-wrap:anywhere]"><bdi className="font-medium">{row.onPlatform ? app : nameOf(row.category)}</bdi>{!row.onPlatform && app && <> · <bdi>{app}</bdi></>}<span className="text-ink-soft"> · {t(row.onPlatform ? 'consent.stands.platform' : `contacts.marketing.${row.word}`)}</span></span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
