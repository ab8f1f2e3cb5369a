import type { Channel, Phone } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { isProblem } from '../../api/client.js'
import { tellError } from '../../i18n/errors.js'
import { useT } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'
import { entryAction, refusalLine } from './act-body.js'
import { PhoneFoot } from './phone-foot.js'
import { PhoneHead } from './phone-head.js'
import { PhoneThread } from './phone-thread.js'
import { businessOptions, screenOptions, useAct } from './phone-data.js'
import { PhoneSheet, type Asked } from './sheets/phone-sheet.js'
import { phoneStyle } from './theme.js'
import type { PhoneAction, PhoneCustomer, PhoneEntry, ScreenItem } from './types.js'

/** What the input bar is for: a message of its own, an answer to one, or a correction of one. */
export interface Writing { action: PhoneAction; item: ScreenItem }

const REFUSAL_MS = 8000

/** One customer's phone. It knows her app by its data alone: theme, actions, lines. */
export function CustomerPhone({ phone, channel, business, customer, framed }: { phone: Phone; channel: Channel; business: string; customer: PhoneCustomer; framed: boolean }) {
  const { t, intl } = useT()
  const screen = useQuery(screenOptions(customer.customerId))
  const about = useQuery(businessOptions(customer.customerId)).data ?? null
  const { act, refusal, forgive, isBusy } = useAct(customer.customerId)
  const [writing, setWriting] = useState<Writing | null>(null)
  const [asked, setAsked] = useState<Asked | null>(null)
  useEffect(() => {
    if (!refusal) return
    const timer = setTimeout(forgive, REFUSAL_MS)
    return () => clearTimeout(timer)
  }, [refusal, forgive])

  const items = screen.data ?? []
  const { state } = customer
  const begin = (action: PhoneAction, item?: ScreenItem) => {
    // Text about a message is typed where she types everything.
    if (item && action.input === 'text') return setWriting({ action, item })
    if (action.input === 'voice' || action.input || action.action === 'scan') return setAsked({ kind: 'action', action, ...(item ? { item } : {}) })
    void act({ action: action.action, ...(action.content ? { content: action.content } : {}), ...(item ? { ref: item.id } : action.ref ? { ref: action.ref } : {}) })
  }
  /** A tap on something the business has put there: the act, what it asks for first, and the page it opens. */
  const enter = (entry: PhoneEntry) => {
    const action = entryAction(entry)
    if (action) begin(action)
    if (entry.url) setAsked({ kind: 'page', title: entry.title, url: entry.url })
  }
  const problem = screen.error && !screen.data ? (isProblem(screen.error) ? tellError(intl, screen.error).sentence : t('phones.screen_failed')) : null
  return (
    <article aria-label={t('phones.phone_of', { name: customer.name, app: phone.appName })} style={phoneStyle(phone)}
      className={cx('relative flex min-h-0 flex-col overflow-hidden bg-(--ph-background) text-(--ph-ink)', framed ? 'h-full w-[22rem] shrink-0 rounded-[2.4rem] border-[9px] border-[#15191a] shadow-float ring-1 ring-line-strong' : 'h-full w-full')}>
      <PhoneHead phone={phone} channel={channel} business={about?.name || business} picture={about?.picture} customer={customer} framed={framed} onAction={begin} onBusiness={() => setAsked({ kind: 'business' })} />
      <PhoneThread phone={phone} items={items} isLoading={screen.isPending} customer={customer} problem={problem} onAction={begin} onTap={(body) => void act(body)} onOpen={(item) => setAsked(item)} />
      {refusal && <p role="alert" dir="auto" className="mx-3 mb-2 rounded-xl bg-failed-soft px-3 py-2 text-sm text-failed">{refusalLine(phone.lines, state, refusal)}</p>}
      <PhoneFoot phone={phone} customer={customer} isEmpty={screen.isSuccess && items.length === 0} isBusy={isBusy} writing={writing} onWriting={setWriting} act={act} onAction={begin} business={about} onEntry={enter} />
      {asked && <PhoneSheet asked={asked} onClose={() => setAsked(null)} act={act} business={about} name={business} />}
    </article>
  )
}
