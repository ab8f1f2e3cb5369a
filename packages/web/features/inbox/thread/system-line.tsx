import type { Message } from '@recado/api'
import { useQuery } from '@tanstack/react-query'
import { membersQuery } from '../../../api/queries.js'
import { useT, isMessage } from '../../../i18n/provider.js'
import { useNow } from '../../../api/clock.js'
import { formatMoment, formatUntil } from '../../../i18n/format.js'

/** A line that nobody wrote: what the platform or a colleague did. An event we have no sentence for is shown by its own name. */
export function SystemLine({ message }: { message: Message }) {
  const { t, intl } = useT()
  const now = useNow(60_000)
  const { content } = message
  const event = content.kind === 'system' ? content.event : content.kind
  const data = content.kind === 'system' ? content.data ?? {} : {}
  const id = `system.${event}`
  // Lines carry ids: a colleague who was renamed stands under her present name.
  const member = useQuery(membersQuery).data?.find((each) => each.id === data.userId)
  const values = { ...data, ...(event === 'rule_ran' ? { did: intl.formatList(text(data.did).split(',').map((one) => { const did = `system.did_${one}`; return isMessage(intl, did) ? t(did) : one }), { type: 'unit' }) } : {}), purpose: text(data.purpose), other: text(data.other) || 'none', moment: typeof data.moment === 'string' ? formatMoment(intl, data.moment, now) : '', hasMoment: typeof data.moment === 'string' ? 'yes' : 'no', mode: text(data.mode), after: text(data.after), change: text(data.change), added: text(data.added), removed: text(data.removed), priority: text(data.priority), hasUntil: typeof data.until === 'string' ? 'yes' : 'no', name: member?.name ?? text(data.name ?? data.topics ?? (data.scope === 'channel' ? data.channel : null)), detail: text(data.text ?? data.title ?? data.label ?? data.key ?? data.scene ?? data.ref), until: typeof data.until === 'string' ? formatUntil(intl, data.until, now) : '', actor: message.author.name ?? '', hasActor: message.author.name ? 'yes' : 'no' }
  const sentence = isMessage(intl, id) ? t(id, { ...values, hasDetail: values.detail ? 'yes' : 'no', hasName: values.name ? 'yes' : 'no' }) : t('system.other', { event: event.replaceAll('_', ' '), detail: values.detail, hasDetail: values.detail ? 'yes' : 'no' })
  return (
    <p className="flex justify-center py-1.5 text-center text-xs text-ink-soft">
      <span className="max-w-[85%] rounded-lg bg-surface/70 px-2.5 py-1 [overflow-wrap:anywhere]"><bdi>{sentence}</bdi> <time dateTime={message.at} className="whitespace-nowrap">· {formatMoment(intl, message.at, now)}</time></span>
    </p>
  )
}

const text = (value: unknown) => (value === null || value === undefined ? '' : String(value))
