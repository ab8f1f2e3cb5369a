import type { Phone } from '@recado/api'
import { useEffect, useLayoutEffect, useRef } from 'react'
import { useNow } from '../../api/clock.js'
import { formatDay } from '../../i18n/format.js'
import { useT } from '../../i18n/provider.js'
import { Spinner } from '../../ui/spinner.js'
import { PhoneBubble } from './phone-bubble.js'
import { systemLine } from './words.js'
import type { Asked } from './sheets/phone-sheet.js'
import type { ActBody, PhoneAction, PhoneCustomer, ScreenItem } from './types.js'

/** So near to the end counts as being there: what comes then is scrolled to. */
const NEAR_PX = 80
const dayOf = (iso: string) => new Date(iso).toDateString()

interface ThreadProps {
  phone: Phone; items: readonly ScreenItem[]; isLoading: boolean; problem: string | null; customer: PhoneCustomer
  onAction: (action: PhoneAction, item?: ScreenItem) => void; onTap: (body: ActBody) => void; onOpen: (asked: Asked) => void
}

/** Everything on her screen, oldest first, kept at its end while she is there. */
export function PhoneThread({ phone, items, isLoading, problem, customer, onAction, onTap, onOpen }: ThreadProps) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const box = useRef<HTMLDivElement>(null)
  const isAtEnd = useRef(true)
  const last = items.at(-1)
  const toEnd = () => { if (box.current && isAtEnd.current) box.current.scrollTop = box.current.scrollHeight }
  // Her own message is always scrolled to.
  useLayoutEffect(() => { if (last?.from === 'me') isAtEnd.current = true; toEnd() }, [last?.id, last?.from, items.length])
  // Pictures grow after they have loaded, and the box shrinks when a sheet or keyboard opens.
  useEffect(() => {
    const [outer, inner] = [box.current, box.current?.firstElementChild]
    if (!outer || !inner) return
    const observer = new ResizeObserver(toEnd)
    observer.observe(outer)
    observer.observe(inner)
    return () => observer.disconnect()
  }, [])
  const byId = new Map(items.map((item) => [item.id, item]))
  return (
    <div ref={box} role="log" tabIndex={0} aria-label={t('phones.chat')} aria-live="off" className="thin-scroll relative min-h-0 grow overflow-y-auto overscroll-contain px-3 py-2 -outline-offset-2"
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => { isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_PX }}>
      <div className="flex min-h-full flex-col justify-end gap-1">
        {isLoading && <p role="status" className="m-auto"><Spinner small /><span className="sr-only">{t('app.loading')}</span></p>}
        {problem && <p role="alert" className="m-auto rounded-xl bg-failed-soft px-3 py-2 text-sm text-failed">{problem}</p>}
        {!isLoading && !problem && items.length === 0 && <p dir="auto" className="m-auto max-w-60 rounded-xl bg-(--ph-theirs) px-3 py-2 text-center text-sm text-pretty text-(--ph-theirs-ink)">{phone.lines.empty ?? t('phones.empty_chat')}</p>}
        {items.map((item, index) => {
          const before = items[index - 1]
          const isNewDay = !before || dayOf(before.at) !== dayOf(item.at)
          return (
            <div key={item.id} className={before && before.from !== item.from ? 'mt-1.5' : undefined}>
              {isNewDay && <Line>{formatDay(intl, item.at, now)}</Line>}
              {item.from === 'system' || item.content.kind === 'error_line' || item.content.kind === 'system'
                ? <Line isError={item.content.kind === 'error_line'} also={item.content.kind === 'error_line' && phone.lines.error_line !== item.content.text ? phone.lines.error_line : undefined}>{systemLine(item.content, phone.lines)}</Line>
                : <PhoneBubble phone={phone} customer={customer} item={item} quoted={item.quoted ? (byId.get(item.quoted) ?? null) : undefined} isFollowed={items[index + 1]?.from === item.from} onAction={onAction} onTap={onTap} onOpen={onOpen} />}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function Line({ children, also, isError = false }: { children: string; also?: string | undefined; isError?: boolean }) {
  return (
    <p dir="auto" className="mx-auto my-1.5 w-fit max-w-[88%] px-2 text-center text-xs text-pretty text-(--ph-quiet)">
      {isError && <span aria-hidden="true" className="me-1 inline-grid size-3.5 place-items-center rounded-full bg-failed text-[0.6rem] font-bold text-surface">!</span>}{children}
      {also && <span className="block">{also}</span>}
    </p>
  )
}
