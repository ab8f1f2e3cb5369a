import type { Message } from '@recado/api'
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { useNow } from '../../../api/clock.js'
import { formatMoment } from '../../../i18n/format.js'
import { useT } from '../../../i18n/provider.js'
import { cx } from '../../../ui/class-names.js'
import { SystemLine } from './system-line.js'

/** Several activity lines as one, to be opened. */
export function LineGroup({ messages }: { messages: readonly Message[] }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const [open, setOpen] = useState(false)
  const names = [...new Set(messages.map((message) => message.author.name).filter((name) => name !== undefined))]
  const last = messages.at(-1)
  return (
    <div className="py-1.5">
      <p className="flex justify-center">
        <button type="button" aria-expanded={open} onClick={() => setOpen(!open)} className="inline-flex min-h-6 max-w-[85%] items-center gap-1 rounded-lg bg-surface/70 px-2.5 py-1 text-xs text-ink-soft hover:bg-hover">
          <bdi>{names.length > 0 ? t('thread.lines_by', { count: messages.length, names: intl.formatList(names) }) : t('thread.lines', { count: messages.length })}</bdi>
          {last && <time dateTime={last.at} className="whitespace-nowrap">· {formatMoment(intl, last.at, now)}</time>}
          <ChevronDown aria-hidden="true" className={cx('size-3.5 transition-transform', open && 'rotate-180')} />
        </button>
      </p>
      {open && messages.map((message) => <SystemLine key={message.id} message={message} />)}
    </div>
  )
}
