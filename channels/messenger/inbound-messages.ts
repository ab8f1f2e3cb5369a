import type { Act, Content, PlatformMedia, PostContent } from '@recado/core'
import type { InboundEvent, Person } from '@recado/channel-kit'
import { readAttachments } from './inbound-attachments.js'
import { originOf, referralLine } from './inbound-referral.js'
import { fingerprint } from './item.js'
import type { Item } from './item.js'
import { isObject, object, text } from './json.js'
import type { Json } from './json.js'

type Received = Content<PlatformMedia>

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** What she wrote, sent or tapped: one event per part; a text of an ad opens the ad window beside the standard one. */
export function readMessage(item: Item, person: Person): InboundEvent[] {
  const message = object(item.body.message)
  const mid = text(message.mid) ?? fingerprint(item.body)
  const common = { account: item.account, at: item.at }
  if (message.is_deleted === true) return [{ type: 'revoke', key: `delete:${mid}`, ...common, by: 'contact', person, target: mid }]
  const referral = isObject(message.referral) ? message.referral : isObject(item.body.referral) ? item.body.referral : undefined
  const origin = (referral && originOf(referral)) ?? storyOf(message)
  const acts: Act[] = origin?.type === 'ad' ? ['message', 'ad_entry'] : ['message']
  const line = referral && !originOf(referral) ? [referralLine(item, person, referral, `${mid}#referral`)] : []
  return [...line, ...inParts(mid, contentsOf(message)).map((part): InboundEvent => ({
    type: 'message', ...part, ...common, from: person, externalId: mid, acts, ...quote(message), ...(origin && { origin }),
  }))]
}

/** A message of the Page: one of ours by its metadata, else written by a colleague in the Page inbox or by another app. */
export function readEcho(item: Item, person: Person): InboundEvent[] {
  const message = object(item.body.message)
  const mid = text(message.mid) ?? fingerprint(item.body)
  const clientRef = ourReference(message, text(item.context.settings.appId))
  return inParts(mid, contentsOf(message)).map((part) => ({
    type: 'echo', ...part, account: item.account, at: item.at, to: person, externalId: mid, status: 'sent', ...quote(message), ...(clientRef && { clientRef }),
  }))
}

/**
 * The text she changed afterwards; both versions stay. The layout is from memory (NV), hence the tolerant reading: whether `num_edit` counts the edits of one
 * message is not certain, so the moment tells two of them apart as well.
 */
export function readEdit(item: Item, person: Person): InboundEvent[] {
  const edit = object(item.body.message_edit)
  const target = text(edit.mid)
  const version = `${text(edit.num_edit) ?? ''}@${item.at}`
  if (!target) return [{ type: 'kept', key: `kept:${fingerprint(item.body)}`, account: item.account, at: item.at, reason: 'message_edit without mid' }]
  const fromPage = text(object(item.body.sender).id) === item.account
  return [{
    type: 'edit', key: `edit:${target}:${version}`, account: item.account, at: item.at, by: fromPage ? 'outside' : 'contact', person, target,
    content: { kind: 'text', text: text(edit.text) ?? '' },
  }]
}

/** Our message id, where the echo surely is ours: the metadata is an id of our form and no other app claims it. */
function ourReference(message: Json, appId: string | undefined): string | undefined {
  const sentBy = text(message.app_id)
  if (appId && sentBy && sentBy !== appId) return undefined
  const metadata = text(message.metadata)
  return metadata && UUID.test(metadata) ? metadata : undefined
}

function contentsOf(message: Json): Received[] {
  const words = text(message.text)
  const quick = isObject(message.quick_reply) ? text(message.quick_reply.payload) : undefined
  if (quick !== undefined) return [{ kind: 'choice', id: quick, title: words ?? quick }]
  const contents = readAttachments(message.attachments, words)
  if (contents.length > 0) return contents
  if (words !== undefined) return [{ kind: 'text', text: words }]
  return [{ kind: 'unsupported', type: message.is_unsupported === true ? 'unsupported' : 'empty' }]
}

/** A message with several contents is several rows that share the platform's id. */
function inParts(mid: string, contents: Received[]): { key: string; content: Received; part?: number }[] {
  if (contents.length === 1) return contents.map((content) => ({ key: mid, content }))
  return contents.map((content, part) => ({ key: `${mid}#${part}`, content, part }))
}

function quote(message: Json): { replyTo?: string } {
  const replyTo = text(object(message.reply_to).mid)
  return replyTo ? { replyTo } : {}
}

/** A reply to a story of the Page. */
function storyOf(message: Json): PostContent<PlatformMedia> | undefined {
  const story = object(message.reply_to).story
  if (!isObject(story)) return undefined
  const id = text(story.id)
  const url = text(story.url)
  return { kind: 'post', type: 'story', ...(id && { id }), ...(url && { url, media: { source: { kind: 'url', url } } }) }
}
