import type { Phone } from '@recado/api'
import { ChevronDown, Clock } from 'lucide-react'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'
import { AriaButton, Item, MenuButton } from '../../ui/overlay.js'
import { bubbleActions } from './act-body.js'
import { iconOf } from './icons.js'
import { PhoneContent } from './phone-content.js'
import { PhoneOptions } from './phone-options.js'
import type { Asked } from './sheets/phone-sheet.js'
import { Tick } from './tick.js'
import type { ActBody, PhoneAction, PhoneCustomer, ScreenItem } from './types.js'
import { shortly } from './words.js'

interface BubbleProps {
  phone: Phone; customer: PhoneCustomer; item: ScreenItem; isFollowed: boolean
  /** What it answers; null when that is no longer on the phone. */
  quoted: ScreenItem | null | undefined
  onAction: (action: PhoneAction, item: ScreenItem) => void; onTap: (body: ActBody) => void; onOpen: (asked: Asked) => void
}

/** One message: hers at the end, the business's at the start, with its reaction, its ticks and what can be tapped. */
export function PhoneBubble({ phone, customer, item, quoted, isFollowed, onAction, onTap, onOpen }: BubbleProps) {
  const { t, intl } = useT()
  const { content } = item
  const isMine = item.from === 'me'
  const isBare = content.kind === 'sticker'
  const actions = bubbleActions(phone.actions, customer.state, item)
  const hasTicks = isMine && phone.ticks.length > 0
  const meta = (
    <span className={cx('float-end ms-2 mt-1 flex items-center gap-1 text-[0.6875rem] leading-4', isBare ? 'text-(--ph-quiet)' : isMine ? 'text-(--ph-mine-quiet)' : 'text-(--ph-theirs-quiet)')}>
      <time className="figures" dateTime={item.at}>{intl.formatTime(item.at, { hour: '2-digit', minute: '2-digit' })}</time>
      {hasTicks && (item.ticks ? phone.ticks.includes(item.ticks) && <Tick state={item.ticks} /> : <Clock role="img" aria-label={t('phones.tick_waiting')} className="size-3" />)}
    </span>
  )
  return (
    <div className={cx('group/bubble flex w-full flex-col', isMine ? 'items-end' : 'items-start', item.reaction && 'mb-3')}>
      <div className="relative max-w-[86%] min-w-16">
        <div className={cx('overflow-hidden text-bubble', isBare ? '' : cx('rounded-2xl px-2.5 py-1.5', isMine ? 'bg-(--ph-mine) text-(--ph-mine-ink) [--ph-link:var(--ph-mine-link)] [--ph-soft:var(--ph-mine-quiet)] [--ph-under:var(--ph-mine)]' : 'bg-(--ph-theirs) text-(--ph-theirs-ink) [--ph-link:var(--ph-theirs-link)] [--ph-soft:var(--ph-theirs-quiet)] [--ph-under:var(--ph-theirs)]', !isFollowed && (isMine ? 'rounded-ee-md' : 'rounded-es-md')))}>
          <span className="sr-only">{t(isMine ? 'phones.said_me' : 'phones.said_business')} </span>
          {quoted !== undefined && (
            <p className="mb-1 rounded-lg border-s-3 border-(--ph-link) bg-current/8 px-2 py-1 text-sm text-(--ph-soft)"><span dir="auto" className="line-clamp-2">{quoted ? shortly(quoted, t, phone.lines) : t('phones.quoted_gone')}</span></p>
          )}
          <PhoneContent phone={phone} item={item} />
          {meta}
        </div>
        {actions.length > 0 && (
          <div className={cx('absolute top-1/2 -translate-y-1/2 opacity-0 transition-opacity group-hover/bubble:opacity-100 focus-within:opacity-100 pointer-coarse:opacity-100', isMine ? 'end-full me-1' : 'start-full ms-1')}>
            <MenuButton label={t('phones.message_actions')} trigger={<AriaButton aria-label={t('phones.message_actions')} className="grid size-6 place-items-center rounded-full text-(--ph-quiet) data-[hovered]:bg-(--ph-theirs) data-[hovered]:text-(--ph-theirs-ink)"><ChevronDown aria-hidden="true" className="size-4" /></AriaButton>}>
              {actions.map((action) => {
                const Icon = iconOf(action.icon)
                return <Item key={action.id} icon={<Icon aria-hidden="true" />} onAction={() => onAction(action, item)}>{action.label}</Item>
              })}
            </MenuButton>
          </div>
        )}
        {item.reaction && <span className={cx('absolute -bottom-3 rounded-full bg-(--ph-theirs) px-1.5 py-0.5 text-sm leading-4 shadow-lift ring-1 ring-(--ph-background)', isMine ? 'end-2' : 'start-2')}><span className="sr-only">{t('phones.reaction')} </span>{item.reaction}</span>}
      </div>
      {item.options && item.options.length > 0 && <PhoneOptions item={item} options={item.options} onTap={onTap} onOpen={onOpen} />}
    </div>
  )
}
