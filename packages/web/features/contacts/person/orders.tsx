import type { ContactOrder, Page } from '@recado/api'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { api } from '../../../api/client.js'
import { formatMoney } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { cx } from '../../../ui/class-names.js'

const PAGE = 5

/** What she ordered in the connected shops, newest first; nothing where there is nothing. `frame` is the part of the page it stands in. */
export default function Orders({ contactId, frame }: { contactId: string; frame: (children: ReactNode) => ReactNode }) {
  const { t, intl } = useT()
  const [open, setOpen] = useState<string | null>(null)
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['contact-orders', contactId], staleTime: 30_000,
    queryFn: ({ pageParam, signal }) => api.get<Page<ContactOrder>>(`/contacts/${contactId}/orders?limit=${PAGE}${pageParam ? `&cursor=${encodeURIComponent(pageParam)}` : ''}`, { signal }),
    initialPageParam: null as string | null, getNextPageParam: (page) => page.next,
  })
  const orders = data?.pages.flatMap((page) => page.items) ?? []
  if (orders.length === 0) return null
  return frame(
    <>
      <ul className="flex flex-col">
        {orders.map((one) => (
          <li key={one.id} className="border-b border-line py-1 last:border-0">
            <button type="button" aria-expanded={open === one.id} onClick={() => setOpen(open === one.id ? null : one.id)} className="flex min-h-9 w-full items-center gap-2 rounded-md text-start text-sm hover:bg-hover">
              <span className="min-w-0 grow truncate"><bdi>{one.number ?? one.externalId}</bdi> <span className="text-xs text-ink-soft">{intl.formatDate(one.at, { dateStyle: 'medium' })}</span></span>
              <span className={cx('shrink-0 text-xs', one.status === 'cancelled' || one.status === 'refunded' ? 'text-failed' : 'text-ink-soft')}>{t(`order.status_${one.status}`)}</span>
              {one.amount !== null && one.currency !== null && <span className="figures shrink-0">{formatMoney(intl, { amount: one.amount, currency: one.currency })}</span>}
            </button>
            {open === one.id && <ul className="pb-1 ps-2 text-xs text-ink-soft">{one.items.map((item, index) => <li key={index} className="flex gap-2"><span className="figures shrink-0">{intl.formatNumber(item.quantity)} ×</span><span dir="auto" className="min-w-0 grow [overflow-wrap:anywhere]">{item.name}</span></li>)}</ul>}
          </li>
        ))}
      </ul>
      {hasNextPage && <Button small look="quiet" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('order.more')}</Button>}
    </>,
  )
}
