/**
 * What reached the Page while nobody listened, by the Conversations API. Its messages are put into a webhook's form and read by the same code, so that each has
 * the same key as the webhook that may still come. Source: https://developers.facebook.com/docs/messenger-platform/conversations
 */
import type { CallContext, InboundEvent, Missed } from '@recado/channel-kit'
import { graph } from './client.js'
import { bodyOf } from './errors.js'
import { readItem } from './inbound-items.js'
import { list, object, text, webUrl, type Json } from './json.js'

const MESSAGE = 'id,created_time,from,to,message,sticker,attachments{mime_type,name,image_data,video_data,file_url}'
/** Of a conversation the newest 20 messages can be read in full. */
const READABLE = 20
/** Conversations a page: with their messages the answer stays well under its largest size. */
const PER_PAGE = 25
/** 2,500 conversations: after a longer silence than that nobody reads line by line. */
const MOST_PAGES = 100

/** The gap's messages, oldest first. Throws what the platform refuses: the next try begins anew, and what was stored is not stored twice. */
export async function backfill(since: number, context: CallContext): Promise<Missed> {
  const events: InboundEvent[] = []
  let complete = true
  let after: string | undefined
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = { platform: 'messenger', fields: `id,updated_time,messages.limit(${READABLE}){${MESSAGE}}`, limit: String(PER_PAGE), ...(after ? { after } : {}) }
    const answer = object(bodyOf(await graph(context, { method: 'GET', path: 'conversations', query })))
    const rows = list(answer.data).map(object)
    const fresh = rows.filter((row) => timeOf(row.updated_time) >= since)
    for (const row of fresh) {
      const messages = list(object(row.messages).data).map(object)
      const missed = messages.filter((message) => timeOf(message.created_time) >= since)
      // All that can be read lies in the gap: older ones of the gap may be out of reach.
      if (missed.length === messages.length && messages.length >= READABLE) complete = false
      events.push(...missed.flatMap((message) => eventsOf(message, context)))
    }
    const paging = object(answer.paging)
    const next = text(object(paging.cursors).after)
    // Newest first: the first one that is too old ends it.
    if (fresh.length < rows.length || !paging.next || !next || next === after) return { events: inOrder(events), complete }
    after = next
  }
  return { events: inOrder(events), complete: false }
}

const inOrder = (events: InboundEvent[]): InboundEvent[] => events.sort((a, b) => a.at - b.at)

/** "2026-11-22T10:00:00+0000", which Date does not read everywhere. */
function timeOf(value: unknown): number {
  const at = Date.parse((text(value) ?? '').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  return Number.isNaN(at) ? 0 : at
}

function eventsOf(message: Json, context: CallContext): InboundEvent[] {
  const account = text(context.settings.pageId) ?? ''
  const mid = text(message.id)
  const from = text(object(message.from).id)
  const to = list(object(message.to).data).map(object).flatMap((one) => text(one.id) ?? [])[0]
  if (!mid || !from || !to) return []
  const at = timeOf(message.created_time)
  const words = text(message.message)
  const attachments = attachmentsOf(message)
  return readItem({
    body: {
      sender: { id: from }, recipient: { id: to }, timestamp: at,
      message: { mid, ...(words ? { text: words } : {}), ...(attachments.length > 0 ? { attachments } : {}), ...(from === account ? { is_echo: true } : {}) },
    },
    account, at, standby: false, context: { settings: context.settings, arrivedAt: context.now() },
  })
}

/** Files as a webhook would name them. */
function attachmentsOf(message: Json): Json[] {
  const sticker = webUrl(message.sticker)
  const files = list(object(message.attachments).data).map(object).flatMap((file): Json[] => {
    const picture = webUrl(object(file.image_data).url)
    const film = webUrl(object(file.video_data).url)
    const other = webUrl(file.file_url)
    if (picture) return [{ type: 'image', payload: { url: picture } }]
    if (film) return [{ type: 'video', payload: { url: film } }]
    return other ? [{ type: text(file.mime_type)?.startsWith('audio/') ? 'audio' : 'file', payload: { url: other } }] : [{ type: 'unknown' }]
  })
  return [...(sticker ? [{ type: 'sticker', payload: { url: sticker } }] : []), ...files]
}
