import type { Conversation, ConversationDetail } from '@recado/api'
import { CircleCheck, Moon, RotateCcw } from 'lucide-react'
import { useRef, useState, type PointerEvent, type ReactNode } from 'react'
import { useCan } from '../../../api/queries.js'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'
import { snoozeChoices } from '../snooze/choices.js'
import { useConversationActions } from '../use-conversation-actions.js'

/** So far the row follows before it is meant; less springs back. */
const MEANT_PX = 96
const MOST_PX = 140
/** The finger has to go sideways before the row does: scrolling stays scrolling. */
const BEGIN_PX = 12

/**
 * A row that a thumb can push aside: towards the line's end it is resolved, towards its beginning it sleeps until tomorrow. The same stands as buttons
 * in the thread's head and on keys e and s; what was done is taken back from the toast.
 */
export default function SwipeRow({ row, now, children }: { row: Conversation; now: number; children: ReactNode }) {
  const { t } = useT()
  const mayWork = useCan('conversations.work')
  const actions = useConversationActions(row as ConversationDetail) // reads what a row has: id, status, person
  const [dx, setDx] = useState(0)
  const from = useRef<{ x: number; y: number; id: number; swiping: boolean } | null>(null)
  const justSwiped = useRef(false)
  const isOpen = row.status !== 'resolved'
  const sleep = snoozeChoices(now, row.window.state === 'open' ? row.window.closesAt : null).find((choice) => choice.id === 'tomorrow')
  if (!mayWork) return children

  const towardsEnd = (x: number) => (document.documentElement.dir === 'rtl' ? -x : x)
  const down = (event: PointerEvent) => { if (event.pointerType === 'touch' && event.isPrimary) from.current = { x: event.clientX, y: event.clientY, id: event.pointerId, swiping: false } }
  const move = (event: PointerEvent<HTMLDivElement>) => {
    const start = from.current
    if (!start || start.id !== event.pointerId) return
    const [x, y] = [event.clientX - start.x, event.clientY - start.y]
    if (!start.swiping) {
      if (Math.abs(y) > BEGIN_PX) { from.current = null; return }
      if (Math.abs(x) < BEGIN_PX) return
      start.swiping = true
      event.currentTarget.setPointerCapture(event.pointerId)
    }
    const side = towardsEnd(x)
    // Nothing to put to sleep: it does not follow that way.
    setDx(side < 0 && (!isOpen || !sleep) ? 0 : Math.max(-MOST_PX, Math.min(MOST_PX, x)))
  }
  const up = () => {
    const swiped = from.current?.swiping ?? false
    from.current = null
    if (!swiped) return
    justSwiped.current = true
    setTimeout(() => { justSwiped.current = false }, 50)
    const side = towardsEnd(dx)
    setDx(0)
    if (side >= MEANT_PX) actions.setStatus(isOpen ? 'resolved' : 'open')
    else if (side <= -MEANT_PX && sleep) actions.snooze({ mode: 'until', until: sleep.at.toISOString() })
  }
  const side = towardsEnd(dx)
  const meant = Math.abs(dx) >= MEANT_PX
  return (
    <div className="relative touch-pan-y overflow-hidden" onPointerDown={down} onPointerMove={move} onPointerUp={up} onPointerCancel={() => { from.current = null; setDx(0) }} onClickCapture={(event) => { if (justSwiped.current) { event.preventDefault(); event.stopPropagation() } }}>
      {dx !== 0 && (
        <span aria-hidden="true" className={cx('absolute inset-0 flex items-center gap-2 px-5 font-semibold', side > 0 ? 'justify-start' : 'justify-end', meant ? (side > 0 ? 'bg-accent text-on-accent' : 'bg-waiting-soft text-waiting') : 'bg-sunken text-ink-soft')}>
          {side > 0 ? <>{isOpen ? <CircleCheck className="size-5" /> : <RotateCcw className="size-5" />}{t(isOpen ? 'swipe.resolve' : 'swipe.reopen')}</> : <>{t('swipe.snooze')}<Moon className="size-5" /></>}
        </span>
      )}
      <div className={cx('bg-surface', dx === 0 && 'transition-transform duration-150')} style={dx === 0 ? undefined : { transform: `translateX(${dx}px)` }}>{children}</div>
    </div>
  )
}
