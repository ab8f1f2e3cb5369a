/** POST /{phone-number-id}/messages: every question the platform asks before it takes a message, in the platform's order. */
import type { SimulatorAnswer, World } from '@recado/channel-kit'
import { countryOfPhone } from '@recado/channel-kit'
import type { Content } from '@recado/core'
import { waIdOf } from './customer.js'
import { plan } from './delivery.js'
import { answerJson, GraphRefusal } from './graph.js'
import { checkInteractive } from './interactive-shape.js'
import { text, type Json } from './json.js'
import { takePairRate, takeThroughput, takeUniquePerson } from './limits.js'
import { mediaFor } from './media.js'
import { markSeen } from './seen.js'
import { badShape, badValue, checkContacts, checkEnvelope, checkLocation, checkText, needRecord, needText } from './message-shape.js'
import { amountOf, FREE_SERVICE_MESSAGES, freeUsed, priceFor, SERVICE_CHARGED_FROM, type Category } from './price.js'
import { customerAt, itemOf, messageId, pairOf, saveCustomer, saveSent, type CustomerRow, type NumberRow, type SentRow, type TapOption } from './state.js'
import { fillTemplate, findTemplate } from './template-send.js'
import type { TemplateRow } from './template-store.js'
import { holdIfSampled } from './template-life.js'
import { marketingRefusal } from './marketing.js'
import { cardOf } from './shown.js'
import { isFunded } from './standing.js'
import { freeEntryOpen, noteAnswer, windowOpen } from './window.js'

const DAY_MS = 24 * 3_600_000
/** Undelivered messages live this long; authentication templates ten minutes. */
const LIFE_MS = 30 * DAY_MS
const CODE_LIFE_MS = 600_000
/** A reaction reaches a message of the last 30 days. */
const REACTION_REACH_MS = 30 * DAY_MS

export async function sendMessage(world: World, number: NumberRow, body: Json): Promise<SimulatorAnswer> {
  if (body['status'] !== undefined) return markSeen(world, number, body)
  const envelope = checkEnvelope(body)
  const type = body['type'] === undefined ? 'text' : (text(body['type']) ?? '')
  const draft = readDraft(world, number, type, body)
  if (!number.registered) throw new GraphRefusal(133010, 'Phone number is not registered on the WhatsApp Business Platform.')
  const waId = envelope.phone === undefined ? undefined : waIdOf(envelope.phone)
  if (waId === number.display) throw new GraphRefusal(131021, 'The recipient and the sender are the same phone number.')
  if (number.testRecipients && !(waId !== undefined && number.testRecipients.some((one) => waIdOf(one) === waId)))
    throw new GraphRefusal(131030, 'Recipient phone number not in allowed list: Add recipient phone number to recipient list and try again.')
  const customer = customerAt(world, number.id, waId ?? envelope.userId ?? '')
  if (!customer && waId === undefined) throw badValue('Param recipient is not a known business-scoped user ID of this portfolio.')
  if (draft.template?.category === 'AUTHENTICATION' && waId === undefined) throw new GraphRefusal(131062, 'Business-scoped User ID (BSUID) recipients are not supported for this message.')
  if (envelope.identityHash !== undefined && customer && envelope.identityHash !== customer.identityHash) throw new GraphRefusal(137000, 'The identity key hash of the recipient does not match.')
  checkReaction(world, customer, draft)
  checkHealth(number, draft)
  const early = refusalOf(world, number, customer, draft, waId)
  atOnce(number, early)
  if (!takeThroughput(world, number)) throw new GraphRefusal(130429, 'Message failed to send because there were too many messages sent from this phone number in a short period of time')
  takePairRate(world, number.id, customer?.id ?? waId ?? '')
  const late = early ?? overLimit(world, number, customer, draft, waId)
  atOnce(number, late)
  return accept(world, number, customer, draft, envelope, waId, late)
}

interface Draft { type: string; content: Content; options: TapOption[]; template: TemplateRow | null; reactionTo: string | null; voice: boolean }

const MEDIA = ['image', 'video', 'audio', 'document', 'sticker']

function readDraft(world: World, number: NumberRow, type: string, body: Json): Draft {
  const plain = (content: Content): Draft => ({ type, content, options: [], template: null, reactionTo: null, voice: false })
  if (type === 'text') return plain({ kind: 'text', text: checkText(body) })
  if (MEDIA.includes(type)) {
    const content = mediaFor(world, number.id, body, type)
    return { ...plain(content), voice: content.voice === true }
  }
  if (type === 'location') return plain({ kind: 'location', ...checkLocation(body) })
  if (type === 'contacts') return plain({ kind: 'contacts', contacts: checkContacts(body).map(cardOf) })
  if (type === 'interactive') return { ...plain({ kind: 'text', text: '' }), ...checkInteractive(world, number.id, body) }
  if (type === 'reaction') {
    const part = needRecord(body, 'reaction')
    const target = needText(part, 'message_id', 'reaction.message_id', 512)
    const emoji = text(part['emoji']) ?? ''
    if (emoji !== '' && [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(emoji)].length !== 1) throw badValue('Param reaction.emoji must be one emoji.')
    return { ...plain({ kind: 'reaction', messageId: target, emoji: emoji || null }), reactionTo: target }
  }
  if (type === 'template') {
    const { template, components } = findTemplate(world, number.wabaId, body)
    const filled = fillTemplate(world, number.id, template, components)
    return { ...plain(filled.content), options: filled.options, template }
  }
  throw badShape(`Param type must be one of {text, image, video, audio, document, sticker, location, contacts, interactive, reaction, template} - got "${type}".`)
}

function checkReaction(world: World, customer: CustomerRow | undefined, draft: Draft): void {
  if (draft.reactionTo === null) return
  const target = customer ? itemOf(world, customer.id, draft.reactionTo) : undefined
  if (!target) throw badValue('Message ID is not valid: it is unknown in this conversation, or itself a reaction.')
  if (world.now() - target.at > REACTION_REACH_MS) throw badValue('Message ID is not valid: the message is older than 30 days.')
}

/** The account itself: locked, restricted. */
function checkHealth(number: NumberRow, draft: Draft): void {
  if (number.locked) throw new GraphRefusal(131031, 'The WhatsApp Business Account has been locked: its data did not pass the checks or it broke our policies.')
  if (draft.template && number.restrictions['RESTRICTED_UTILITY_TEMPLATES'] && draft.template.category === 'UTILITY') throw new GraphRefusal(131064, 'Utility templates are restricted because of misuse of the category.')
}

interface Refusal { code: number; details: string; /** Meta reports it by status in any case */ always: boolean }

/** What is refused for the person or the moment. These come in the answer or, on a busy number, later as `failed`. */
function refusalOf(world: World, number: NumberRow, customer: CustomerRow | undefined, draft: Draft, waId: string | undefined): Refusal | null {
  const now = world.now()
  const pair = pairOf(world, number.id, customer?.id ?? waId ?? '')
  const inWindow = windowOpen(pair, now)
  const later = (code: number, details: string): Refusal => ({ code, details, always: true })
  const either = (code: number, details: string): Refusal => ({ code, details, always: false })
  const restricted = (kind: string): boolean => now < (number.restrictions[kind] ?? 0)
  if (!draft.template && !inWindow) return either(131047, 'Message failed to send because more than 24 hours have passed since the customer last replied to this number.')
  if (restricted('RESTRICTED_CUSTOMER_INITIATED_MESSAGING') && inWindow) return either(368, 'The business is restricted from answering messages of users.')
  if (restricted('RESTRICTED_BIZ_INITIATED_MESSAGING') && !inWindow) return either(368, 'The business is restricted from starting conversations.')
  if (!freeEntryOpen(pair, now) && needsFunds(world, number, draft) && !isFunded(world, number)) return either(131042, 'Message failed to send because there were one or more errors related to your payment method.')
  if (draft.template?.status === 'PAUSED') return either(132015, 'Template is paused due to low quality so it cannot be sent in a template message.')
  if (!customer) return later(131026, 'Message Undeliverable.')
  if (draft.template?.category === 'MARKETING') return marketingRefusal(world, number, customer, inWindow)
  return null
}

/** Throws what is refused in the answer already. */
function atOnce(number: NumberRow, refusal: Refusal | null): void {
  if (refusal && !refusal.always && !number.refusesLate) throw new GraphRefusal(refusal.code, refusal.details)
}

/** People reached outside their window count against the portfolio's limit, those whom nobody can reach too. */
function overLimit(world: World, number: NumberRow, customer: CustomerRow | undefined, draft: Draft, waId: string | undefined): Refusal | null {
  const inWindow = customer !== undefined && windowOpen(pairOf(world, number.id, customer.id), world.now())
  if (!draft.template || inWindow || takeUniquePerson(world, number, customer?.userId ?? waId ?? '')) return null
  return { code: 131048, details: 'Message failed to send because the limit of unique recipients in 24 hours of this business portfolio is spent.', always: false }
}

/** Without a payment method templates are blocked, and replies beyond the free ones. */
const needsFunds = (world: World, number: NumberRow, draft: Draft): boolean =>
  draft.template !== null || (world.now() >= SERVICE_CHARGED_FROM && draft.reactionTo === null && freeUsed(world, number) >= FREE_SERVICE_MESSAGES)

function accept(world: World, number: NumberRow, customer: CustomerRow | undefined, draft: Draft, envelope: ReturnType<typeof checkEnvelope>, waId: string | undefined, refusal: Refusal | null): SimulatorAnswer {
  const now = world.now()
  const pair = customer && !refusal ? noteAnswer(world, customer, waId !== undefined) : undefined
  const category: Category = draft.template ? (draft.template.category.toLowerCase() as Category) : 'service' // the three template categories in small letters
  const pricing = customer && draft.reactionTo === null ? priceFor(world, number, customer, category) : null
  const lifeMs = draft.template?.sendWithinMs ?? (category === 'authentication' ? CODE_LIFE_MS : LIFE_MS)
  const row: SentRow = {
    id: messageId(world, 'out', waId ?? customer?.waId ?? ''), account: number.id, customerId: customer?.id ?? null,
    recipient: waId === undefined ? (envelope.userId === undefined ? {} : { userId: envelope.userId }) : { phone: waId },
    content: draft.content, options: draft.options, quoted: draft.template || draft.reactionTo ? null : quotable(world, customer, envelope.quoted),
    reactionTo: draft.reactionTo, voice: draft.voice, at: now, expiresAt: now + lifeMs, state: 'accepted', callback: envelope.callback, pricing,
    conversation: pair?.freeEntry && freeEntryOpen(pair, now) ? { ...pair.freeEntry, origin: 'referral_conversion' } : null,
    templateId: draft.template?.id ?? null, pricingReported: false, counted: draft.reactionTo !== null,
  }
  if (customer && customer.typingUntil > now) saveCustomer(world, { ...customer, typingUntil: 0 })
  saveSent(world, row)
  const held = draft.template !== null && !refusal && holdIfSampled(world, draft.template, row)
  if (refusal) plan(world, row, 'failed', refusal)
  else if (!held) plan(world, row, 'sent')
  const country = customer?.country ?? countryOfPhone(waId ?? '') ?? ''
  const amount = pricing && !refusal ? amountOf(pricing, country, now) : null
  const answer = answerJson({
    messaging_product: 'whatsapp',
    contacts: [{ input: envelope.input, ...(waId === undefined ? {} : { wa_id: waId }), ...(customer ? { user_id: customer.userId } : {}) }],
    messages: [{ id: row.id, ...(draft.template ? { message_status: held ? 'held_for_quality_assessment' : 'accepted' } : {}) }],
  })
  return { ...answer, account: number.id, billed: pricing && !refusal ? { class: pricing.billable ? pricing.category : pricing.type, ...amount } : null }
}

/** The bubble appears only when the quoted message is here and younger than 30 days. */
function quotable(world: World, customer: CustomerRow | undefined, quoted: string | null): string | null {
  if (quoted === null || !customer) return null
  const item = itemOf(world, customer.id, quoted)
  return item && world.now() - item.at <= REACTION_REACH_MS ? quoted : null
}

