import type { InboundEvent, ReadContext } from '@recado/channel-kit'
import { readChange } from './inbound-account.js'
import { readItem } from './inbound-items.js'
import { fingerprint, kept, label } from './item.js'
import { isObject, list, moment, object, parseKeepingIds, text } from './json.js'

export { receive } from './receive.js'

/** Longer than any key made of ids and moments. */
const LONGEST_KEY = 300

/** A webhook of a Page as events: every entry, every item of it. Never throws; what is not understood is kept. */
export function readInbound(payload: string, context: ReadContext): InboundEvent[] {
  const body = parsed(payload)
  const page = text(context.settings.pageId) ?? ''
  if (!isObject(body)) return [kept(payload, page, context.arrivedAt, 'not a JSON object')]
  if (body.object !== 'page') return [kept(body, page, context.arrivedAt, `object "${label(body.object)}" is not a page`)]
  const entries = list(body.entry)
  if (entries.length === 0) return [kept(body, page, context.arrivedAt, 'no entry')]
  return entries.flatMap((entry) => readEntry(entry, page, context)).map(withShortKey)
}

/** Keys are indexed; a payload of 1,000 characters inside one, or a nonsense mid, becomes its hash. */
function withShortKey(event: InboundEvent): InboundEvent {
  return event.key.length <= LONGEST_KEY ? event : { ...event, key: fingerprint(event.key) }
}

function readEntry(raw: unknown, page: string, context: ReadContext): InboundEvent[] {
  const entry = object(raw)
  const account = text(entry.id) ?? page
  const sentAt = moment(entry.time) ?? context.arrivedAt
  const read = (item: unknown, standby: boolean): InboundEvent[] =>
    isObject(item)
      ? readItem({ body: item, account, at: moment(item.timestamp) ?? sentAt, standby, context })
      : [kept(item, account, sentAt, 'item is no object')]
  const events = [
    ...list(entry.messaging).flatMap((item) => read(item, false)),
    ...list(entry.standby).flatMap((item) => read(item, true)),
    ...list(entry.changes).flatMap((change) => readChange({ body: object(change), account, at: sentAt, standby: false, context })),
  ]
  return events.length > 0 ? events : [kept(entry, account, sentAt, 'entry without messaging, standby or changes')]
}

function parsed(payload: string): unknown {
  try {
    return parseKeepingIds(payload)
  } catch {
    return undefined
  }
}
