/** The few calls the desk makes: send, receipts, template list. */
import { PlatformRefusal, type CallContext, type OutboundMessage, type PlatformTemplate, type Sent } from '@recado/channel-kit'
import type { FailureCode, IdentityKey } from '@recado/core'
import { figures } from './channel.js'
import { callGraph, isProvider, setting } from './graph.js'
import { templateWishes, uploadAll, wishesOf } from './media.js'
import { messageBody, recipientOf } from './outbound.js'
import { countryOf, keysOf } from './people.js'
import { list, record, text } from './read.js'
import { filledOf } from './template-values.js'
import { templateOf } from './templates.js'
import { validate } from './validate.js'

const refuse = (code: FailureCode, message: string): never => {
  throw new PlatformRefusal({ code, platformCode: 'local', message, sent: 'no', retry: { kind: 'never' } })
}

const inGroups = new Set(['text', 'image', 'video', 'audio', 'document', 'sticker', 'template'])

/** What depends on the recipient and cannot be seen from the content alone. */
function checkRecipient({ to, content, template }: OutboundMessage): Record<string, unknown> {
  const recipient = recipientOf(to) ?? refuse('recipient_unreachable', 'There is neither a phone nor a user id of this person.')
  const isCode = content.kind === 'template' && template?.category === 'AUTHENTICATION'
  if (recipient.recipient_type === 'group' && (!inGroups.has(content.kind) || isCode)) refuse('content_unsupported', 'Groups take text, files and templates only.')
  if (isCode && recipient.to === undefined) refuse('recipient_unreachable', 'A one-time code needs the person’s phone number.')
  if (content.kind === 'request' && content.what === 'address' && countryOf(to) !== 'IN') refuse('content_unsupported', 'WhatsApp asks for an address in India only.')
  return recipient
}

/** One message. 200 means accepted, not delivered; a lost answer stays unknown, since Meta has no idempotency key. */
export async function send(message: OutboundMessage, context: CallContext): Promise<Sent> {
  const { settings } = context
  const fault = validate(message.content, settings)
  if (fault) refuse(fault.code, `${fault.field ?? message.content.kind} breaks a limit${fault.limit === undefined ? '' : ` of ${fault.limit}`}`)
  const recipient = checkRecipient(message)
  const values = message.content.kind === 'template' ? filledOf(message.template, message.content.parameters).map(({ value }) => value) : []
  const uploads = await uploadAll([...wishesOf(message.content), ...templateWishes(values)], context)
  const answer = await callGraph(context, { method: 'POST', path: `${setting(settings, 'phoneNumberId')}/messages`, body: messageBody(message, recipient, uploads, settings) }, message.attempt)
  const externalId = text(record(list(answer.messages)[0]).id)
  // An answer without an id is none we can believe: it may have gone out.
  if (!externalId) throw new PlatformRefusal({ code: 'platform_silent', platformCode: 'no_id', message: 'Meta’s answer names no message.', sent: 'unknown', retry: { kind: 'never' } })
  return { externalId, keys: learnt(list(answer.contacts)[0], recipient), status: 'accepted' }
}

/** The phone Meta reached may be written another way than ours (Brazil, Mexico, Argentina): it is kept as her key. */
function learnt(value: unknown, recipient: Record<string, unknown>): IdentityKey[] {
  const contact = record(value)
  return recipient.recipient_type === 'group' ? [] : keysOf({ bsuid: contact.user_id, waId: contact.wa_id })
}

const receipt = (externalId: string, context: CallContext, more: Record<string, unknown> = {}) =>
  callGraph(context, { method: 'POST', path: `${setting(context.settings, 'phoneNumberId')}/messages`, body: { messaging_product: 'whatsapp', status: 'read', message_id: externalId, ...more } })

type Recipient = readonly IdentityKey[]

/** Groups have neither read receipts nor typing dots. */
const isGroup = (to: Recipient): boolean => to.some((key) => key.kind === 'group_id')

/** Marks this message and all earlier ones of the thread. */
export async function markRead(message: { externalId: string; to: Recipient }, context: CallContext): Promise<void> {
  if (!isGroup(message.to)) await receipt(message.externalId, context)
}

/** Typing dots hang on a message of hers, which thereby becomes read. They end when we send, or after 25 s; there is no call to end them. */
export async function typing(state: 'on' | 'off', message: { externalId: string | null; to: Recipient }, context: CallContext): Promise<void> {
  if (state === 'on' && message.externalId && !isGroup(message.to)) await receipt(message.externalId, context, { typing_indicator: { type: 'text' } })
}

const templateFields = 'id,name,language,status,category,components,quality_score,parameter_format,rejected_reason'

/** All templates, page by page. The cursor is used rather than Meta's ready-made address, so that no answer can send our token elsewhere. */
export async function templates(context: CallContext): Promise<PlatformTemplate[]> {
  return isProvider(context.settings) ? providerTemplates(context) : metaTemplates(context)
}

/** A provider's own list, by limit and offset: `waba_templates`, or `data` as Meta calls it. */
async function providerTemplates(context: CallContext): Promise<PlatformTemplate[]> {
  const found: PlatformTemplate[] = []
  const limit = figures.templatesPerPage.value
  for (;;) {
    const query = new URLSearchParams({ limit: String(limit), offset: String(found.length) })
    const page = await callGraph(context, { method: 'GET', path: `${setting(context.settings, 'wabaId')}/message_templates?${query}`, maxBytes: figures.templatePageBytes.value })
    const rows = list(page.waba_templates ?? page.data).map(record)
    // What it answers when it pays no heed to the offset is the first page again.
    const fresh = rows.map(templateOf).filter((row) => !found.some((known) => known.externalId === row.externalId && known.name === row.name && known.language === row.language))
    found.push(...fresh)
    if (rows.length < limit || fresh.length === 0) return found
  }
}

async function metaTemplates(context: CallContext): Promise<PlatformTemplate[]> {
  const found: PlatformTemplate[] = []
  const seen = new Set<string>()
  let after: string | undefined
  do {
    const query = new URLSearchParams({ fields: templateFields, limit: String(figures.templatesPerPage.value), ...(after ? { after } : {}) })
    const page = await callGraph(context, { method: 'GET', path: `${setting(context.settings, 'wabaId')}/message_templates?${query}`, maxBytes: figures.templatePageBytes.value })
    found.push(...list(page.data).map((row) => templateOf(record(row))))
    if (after) seen.add(after)
    const paging = record(page.paging)
    after = paging.next ? text(record(paging.cursors).after) : undefined
  } while (after && !seen.has(after))
  return found
}
