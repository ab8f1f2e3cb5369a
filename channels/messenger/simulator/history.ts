/** Conversations API: what a desk reads to fill the gap after an outage. Source: https://developers.facebook.com/docs/messenger-platform/conversations (2026-02). */
import type { RawRequest, SimulatorAnswer, World } from '@recado/channel-kit'
import { nodeFields, readFields, type Field } from './fields.js'
import { answerJson, badParameter, GraphRefusal, noSuchObject } from './graph.js'
import { number, type Json } from './json.js'
import { cdnUrl } from './media.js'
import { itemsOf, threadOf, type CustomerRow, type ItemRow, type PageRow } from './state.js'

/** Source: https://developers.facebook.com/docs/messenger-platform/overview/rate-limiting (2026-03). */
const CALLS_PER_SECOND = 2
/** Every id is told, but only the newest messages of a conversation can be read; an older one counts as deleted. */
const READABLE = 20
const PAGE = 25
const MOST = 100
const CONVERSATION = ['can_reply', 'former_participants', 'is_owner', 'is_subscribed', 'link', 'message_count', 'messages', 'name', 'participants', 'scoped_thread_key', 'senders', 'snippet', 'subject', 'unread_count', 'updated_time', 'wallpaper']
const MESSAGE = ['attachments', 'created_time', 'from', 'is_unsupported', 'message', 'reactions', 'shares', 'sticker', 'story', 'tags', 'thread_id', 'to']

function takeCall(world: World, page: PageRow): void {
  const now = world.now()
  const last = world.get<{ start: number; count: number }>('second', `${page.id}/history`)
  const span = last && now < last.start + 1_000 ? last : { start: now, count: 0 }
  if (span.count >= CALLS_PER_SECOND) throw new GraphRefusal(613, 'Calls to this api have exceeded the rate limit.', undefined, true)
  world.put('second', `${page.id}/history`, { start: span.start, count: span.count + 1 })
}

const isMessage = (item: ItemRow): boolean => item.id.startsWith('m_') && item.content.kind !== 'system'
/** The other pictures of one message are items of their own on the phone. */
const isWhole = (item: ItemRow): boolean => !item.id.includes('.')

interface Thread { customer: CustomerRow; /** newest first */ messages: ItemRow[]; all: ItemRow[] }

function threadWith(world: World, customer: CustomerRow): Thread {
  const all = itemsOf(world, customer.id).filter(isMessage)
  return { customer, all, messages: all.filter(isWhole).reverse() }
}

const idOf = (customer: CustomerRow): string => `t_${customer.psid}`
const time = (at: number): string => new Date(at).toISOString().replace(/\.\d{3}Z$/, '+0000')
const personOf = (customer: CustomerRow): Json => ({ name: `${customer.firstName} ${customer.lastName}`.trim(), email: `${customer.psid}@facebook.com`, id: customer.psid })
const pageAs = (page: PageRow): Json => ({ name: page.name, email: `${page.id}@facebook.com`, id: page.id })

function wordsOf({ content }: ItemRow): string {
  if ('text' in content && typeof content.text === 'string') return content.text
  return content.kind === 'choice' ? content.title : ''
}

function fileOf(world: World, { id, content }: ItemRow): Json | null {
  if (content.kind !== 'image' && content.kind !== 'video' && content.kind !== 'audio' && content.kind !== 'document') return null
  const { media } = content
  const url = media.id ? cdnUrl(world, media.id) : media.url
  const head = { id: id.replace(/^m_/, 'a_'), mime_type: media.mime, name: media.name ?? `${content.kind}-${id.slice(2, 10)}`, size: media.bytes }
  if (content.kind === 'image') return { ...head, image_data: { width: 640, height: 480, max_width: 640, max_height: 480, url, preview_url: url, image_type: 1, render_as_sticker: false } }
  return content.kind === 'video' ? { ...head, video_data: { width: 640, height: 480, length: 0, video_type: 0, url, preview_url: url, rotation: 0 } } : { ...head, file_url: url }
}

function messageNode(world: World, page: PageRow, thread: Thread, item: ItemRow): Json {
  const mine = item.from === 'me'
  const [person, us] = [personOf(thread.customer), pageAs(page)]
  const files = thread.all.filter((one) => one.id === item.id || one.id.startsWith(`${item.id}.`)).map((one) => fileOf(world, one)).filter((file) => file !== null)
  const { content } = item
  return {
    id: item.id, created_time: time(item.at), from: mine ? person : us, to: { data: [mine ? us : person] }, message: wordsOf(item), thread_id: idOf(thread.customer), tags: { data: [{ name: mine ? 'inbox' : 'sent' }, { name: 'messenger' }] },
    ...(files.length > 0 ? { attachments: { data: files } } : {}), ...(content.kind === 'sticker' && content.media.id ? { sticker: cdnUrl(world, content.media.id) } : {}),
    ...(content.kind === 'location' ? { shares: { data: [{ name: content.name ?? 'Pinned Location', link: `https://www.facebook.com/l.php?u=https%3A%2F%2Fmaps.example%2F%3Fq%3D${content.latitude}%2C${content.longitude}` }] } } : {}),
    ...(content.kind === 'link' ? { shares: { data: [{ name: content.title, link: content.url }] } } : {}),
    ...(item.reaction ? { reactions: { data: [{ reaction: item.reaction, users: [mine ? us : person] }] } } : {}), ...(content.kind === 'unsupported' ? { is_unsupported: true } : {}),
  }
}

/** A page of a list, with its cursors. */
function paged<T>(rows: readonly T[], limit: string | undefined, after: string | undefined): { rows: T[]; paging: Json; more: string | null } {
  const size = Math.min(Math.max(number(limit) ?? PAGE, 1), MOST)
  const from = after ? Number(Buffer.from(after, 'base64').toString('utf8')) : 0
  if (!Number.isInteger(from) || from < 0) throw badParameter('Param after is not a valid cursor.')
  const cursor = (at: number): string => Buffer.from(String(at)).toString('base64')
  const shown = rows.slice(from, from + size)
  return { rows: shown, paging: { cursors: { before: cursor(from), after: cursor(from + shown.length) } }, more: from + shown.length < rows.length ? cursor(from + shown.length) : null }
}

function listOf<T>(world: World, request: RawRequest, rows: readonly T[], limit: string | undefined, after: string | undefined, path: string, shape: (row: T) => Json): Json {
  const page = paged(rows, limit, after)
  if (page.rows.length === 0) return { data: [] }
  const next = new URLSearchParams(Object.entries({ ...request.query, limit: limit ?? String(PAGE), after: page.more ?? '' }).filter(([key]) => key !== 'access_token'))
  return { data: page.rows.map(shape), paging: { ...page.paging, ...(page.more ? { next: `${world.baseUrl}/${path}?${next}` } : {}) } }
}

const usual = 'id,created_time'
const fieldText = (fields: Field[]): string => fields.map(({ name, fields: inner }) => (inner ? `${name}{${fieldText(inner)}}` : name)).join(',')

function messagesOf(world: World, page: PageRow, request: RawRequest, thread: Thread, asked: string | undefined, limit: string | undefined, after: string | undefined): Json {
  const readable = new Set(thread.messages.slice(0, READABLE))
  return listOf(world, request, thread.messages, limit, after, `${idOf(thread.customer)}/messages`, (item) =>
    (readable.has(item) ? nodeFields('Message', messageNode(world, page, thread, item), MESSAGE, asked, usual) : { id: item.id, created_time: time(item.at) }))
}

function conversationNode(world: World, page: PageRow, request: RawRequest, thread: Thread, asked: string | undefined): Json {
  const { customer, messages, all } = thread
  const [newest] = messages
  const people = { data: [personOf(customer), pageAs(page)] }
  const inner = readFields(asked ?? '').find(({ name }) => name === 'messages')
  const unread = messages.filter((item) => item.from === 'me' && item.at > threadOf(world, customer.id).seenUpTo).length
  const node: Json = {
    id: idOf(customer), updated_time: time(newest?.at ?? 0), link: `/${page.id}/inbox/${customer.psid}/`, message_count: messages.length, unread_count: unread, participants: people, senders: people, can_reply: !customer.blocks, is_subscribed: true,
    snippet: newest ? wordsOf(newest) : '', scoped_thread_key: idOf(customer), ...(inner ? { messages: messagesOf(world, page, request, { customer, messages, all }, inner.fields ? fieldText(inner.fields) : undefined, inner.modifiers['limit'], inner.modifiers['after']) } : {}),
  }
  // The messages are shaped already.
  const others = readFields(asked ?? '').filter(({ name }) => name !== 'messages')
  const { id, ...rest } = nodeFields('UnifiedThread', node, CONVERSATION, asked && others.length > 0 ? fieldText(others) : inner ? 'id' : undefined, 'id,updated_time,link')
  return { ...rest, ...(inner ? { messages: node['messages'] } : {}), id }
}

/** GET /{page}/conversations */
export function conversations(world: World, page: PageRow, request: RawRequest): SimulatorAnswer {
  takeCall(world, page)
  const { platform, user_id: wanted, fields, limit, after } = request.query
  if (platform !== undefined && platform.toLowerCase() !== 'messenger' && platform.toLowerCase() !== 'instagram') throw badParameter('Param platform must be one of {INSTAGRAM, MESSENGER}.')
  if (platform?.toLowerCase() === 'instagram') return answerJson({ data: [] })
  const people = world.all<CustomerRow>('customer').filter((one) => one.account === page.id && (wanted === undefined || one.psid === wanted))
  const threads = people.map((one) => threadWith(world, one)).filter(({ messages }) => messages.length > 0).sort((a, b) => (b.messages[0]?.at ?? 0) - (a.messages[0]?.at ?? 0))
  return answerJson(listOf(world, request, threads, limit, after, `${page.id}/conversations`, (thread) => conversationNode(world, page, request, thread, fields)))
}

/** GET /{conversation}, /{conversation}/messages or /{message} */
export function conversation(world: World, page: PageRow, request: RawRequest, id: string, edge: string | undefined): SimulatorAnswer {
  takeCall(world, page)
  const { fields, limit, after } = request.query
  for (const customer of world.all<CustomerRow>('customer').filter((one) => one.account === page.id)) {
    const thread = threadWith(world, customer)
    if (idOf(customer) === id && thread.messages.length > 0) {
      if (edge === 'messages') return answerJson(messagesOf(world, page, request, thread, fields, limit, after))
      if (edge === undefined) return answerJson(conversationNode(world, page, request, thread, fields))
      throw new GraphRefusal(2500, `Unknown path components: /${edge}`, undefined, true)
    }
    const at = thread.messages.findIndex((one) => one.id === id)
    const item = thread.messages[at]
    if (item && at < READABLE && edge === undefined) return answerJson(nodeFields('Message', messageNode(world, page, thread, item), MESSAGE, fields, usual))
  }
  throw noSuchObject(request.method, id)
}
