/** What becomes of a template: review, sample, quality, pauses, the end. Each change is announced. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-pausing (2026-06). */
import type { World } from '@recado/channel-kit'
import { plan } from './delivery.js'
import type { Json } from './json.js'
import { saveSent, sentOf, type NumberRow, type SentRow } from './state.js'
import { saveTemplate, templateById, type Quality, type TemplateRow } from './template-store.js'
import { postChanges } from './webhook.js'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** A review is allowed 24 h; most are done within minutes. */
const QUICKEST_REVIEW_MS = 20_000
const SLOWEST_REVIEW_MS = 90_000
/** First RED pauses for 3 h, the second for 6 h, the third ends it. */
export const PAUSES_MS = [3 * HOUR_MS, 6 * HOUR_MS] as const
/** A new marketing template goes to this many people before the rest is held. The real sample is not published. */
export const SAMPLE_SIZE = 20
const SAMPLE_JUDGED_AFTER_MS = 30 * MINUTE_MS

const numbersOf = (world: World, wabaId: string): NumberRow[] => world.all<NumberRow>('number').filter((row) => row.wabaId === wabaId)

/** Posts a management field to every number's address of the WABA: all of them belong to the same subscription. */
export async function announce(world: World, wabaId: string, field: string, value: Json): Promise<void> {
  // Every app that is subscribed to the account hears of it, once, whichever of its numbers it has.
  const apps = new Map(numbersOf(world, wabaId).toReversed().map((number) => [number.appId, number.id]))
  for (const id of [...apps.values()].toReversed()) await postChanges(world, id, [{ field, value }], true)
}

const identityOf = (row: TemplateRow): Json => ({ message_template_id: Number(row.id), message_template_name: row.name, message_template_language: row.language })

export const announceStatus = (world: World, row: TemplateRow, event: string, rest: Json = {}): Promise<void> =>
  announce(world, row.wabaId, 'message_template_status_update', { event, ...identityOf(row), reason: row.reason, message_template_category: row.category, ...rest })

/** Sends a template to review; the verdict is known already, but nobody is told before the time has come. */
export function sendToReview(world: World, row: TemplateRow, verdict: { status: 'APPROVED' | 'REJECTED'; reason: string; category: TemplateRow['category']; explanation?: string }): void {
  const delay = QUICKEST_REVIEW_MS + Math.floor(world.random() * (SLOWEST_REVIEW_MS - QUICKEST_REVIEW_MS))
  world.schedule(world.now() + delay, 'whatsapp.review', { id: row.id, ...verdict })
}

/** Whether somebody plays the reviewer: nothing is decided by itself then. */
export const reviewsByHand = (world: World, wabaId: string): boolean => world.get<{ byHand: boolean }>('review_mode', wabaId)?.byHand ?? false
export const setByHand = (world: World, wabaId: string, byHand: boolean): void => world.put('review_mode', wabaId, { byHand })

export async function finishReview(world: World, data: Record<string, unknown>): Promise<void> {
  const waits = templateById(world, String(data['id']))
  if (waits && reviewsByHand(world, waits.wabaId)) return
  const explanation = data['explanation']
  await endReview(world, String(data['id']), {
    status: data['status'] === 'REJECTED' ? 'REJECTED' : 'APPROVED', reason: String(data['reason']), category: data['category'] as TemplateRow['category'], // written by sendToReview
    ...(typeof explanation === 'string' ? { explanation } : {}),
  })
}

/** The verdict on a template that waits; nothing when it waits no more. An approved edit is told with its new parts too. */
export async function endReview(world: World, id: string, verdict: { status: 'APPROVED' | 'REJECTED'; reason: string; category?: TemplateRow['category']; explanation?: string }): Promise<void> {
  const row = templateById(world, id)
  if (!row || row.status !== 'PENDING') return
  const next: TemplateRow = { ...row, status: verdict.status, reason: verdict.reason, category: verdict.category ?? row.category }
  saveTemplate(world, next)
  await announceStatus(world, next, next.status, next.status === 'REJECTED' ? { rejection_info: { reason: verdict.explanation ?? next.reason, recommendation: 'Change the template and send it to review again.' } } : {})
  if (next.status === 'APPROVED' && next.edits.length > 0) await announceComponents(world, next)
}

/** Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/message_template_components_update */
function announceComponents(world: World, row: TemplateRow): Promise<void> {
  const part = (type: string): Json | undefined => row.components.find((one) => one['type'] === type)
  const [header, body, footer, buttons] = ['HEADER', 'BODY', 'FOOTER', 'BUTTONS'].map(part)
  return announce(world, row.wabaId, 'message_template_components_update', {
    ...identityOf(row), message_template_element: body?.['text'] ?? '', ...(header?.['text'] ? { message_template_title: header['text'] } : {}), ...(footer?.['text'] ? { message_template_footer: footer['text'] } : {}),
    ...(Array.isArray(buttons?.['buttons']) ? { message_template_buttons: (buttons['buttons'] as Json[]).map((button) => ({ message_template_button_type: button['type'], message_template_button_text: button['text'], ...(button['url'] ? { message_template_button_url: button['url'] } : {}) })) } : {}), // a list of objects since readSubmission
  })
}

/** True when the message waits until the sample of a new template has been judged. */
export function holdIfSampled(world: World, template: TemplateRow, message: SentRow): boolean {
  if (!template.sample) return false
  const sent = template.sample.sent + 1
  const held = sent > SAMPLE_SIZE
  if (sent === SAMPLE_SIZE) world.schedule(world.now() + SAMPLE_JUDGED_AFTER_MS, 'whatsapp.judge_sample', { id: template.id })
  saveTemplate(world, { ...template, sample: { sent, held: held ? [...template.sample.held, message.id] : template.sample.held } })
  if (held) saveSent(world, { ...message, state: 'held' })
  return held
}

/** The sample went well: what was held goes out. It went badly: it is dropped. */
export function judgeSample(world: World, id: string): void {
  const template = templateById(world, id)
  if (!template?.sample) return
  const good = template.status === 'APPROVED' && template.quality !== 'RED'
  saveTemplate(world, { ...template, sample: null })
  for (const messageId of template.sample.held) {
    const message = sentOf(world, messageId)
    if (!message) continue
    const next: SentRow = { ...message, state: 'accepted' }
    saveSent(world, next)
    if (good) plan(world, next, 'sent')
    else plan(world, next, 'failed', { code: 132015, details: 'Template is paused due to low quality so it cannot be sent in a template message.' })
  }
}

/** People complain or are content: the score moves, RED pauses, the third RED disables. */
export async function setQuality(world: World, id: string, score: Quality): Promise<void> {
  const row = templateById(world, id)
  if (!row || row.quality === score) return
  saveTemplate(world, { ...row, quality: score, qualityAt: world.now() })
  await announce(world, row.wabaId, 'message_template_quality_update', { previous_quality_score: row.quality, new_quality_score: score, ...identityOf(row) })
  if (score === 'RED' && row.status === 'APPROVED') await pause(world, id)
}

/** People complained: three hours, then six, then the end. */
export async function pause(world: World, id: string): Promise<void> {
  const row = templateById(world, id)
  if (!row) return
  const pauseMs = PAUSES_MS[row.pauses]
  if (pauseMs === undefined) return disable(world, id)
  const paused: TemplateRow = { ...row, status: 'PAUSED', pauses: row.pauses + 1 }
  saveTemplate(world, paused)
  world.schedule(world.now() + pauseMs, 'whatsapp.unpause', { id, pauses: paused.pauses })
  await announceStatus(world, paused, 'PAUSED', { other_info: { title: row.pauses === 0 ? 'FIRST_PAUSE' : 'SECOND_PAUSE', description: `Your WhatsApp message template has been paused for ${pauseMs / HOUR_MS} hours because it had issues.` } })
}

export async function disable(world: World, id: string): Promise<void> {
  const row = templateById(world, id)
  if (!row) return
  const disabled: TemplateRow = { ...row, status: 'DISABLED' }
  saveTemplate(world, disabled)
  await announceStatus(world, disabled, 'DISABLED', { disable_info: { disable_date: Math.floor(world.now() / 1000) } })
}

/** The pause is over, unless somebody has ended it or another one has begun. */
export async function unpause(world: World, id: string, pauses: number): Promise<boolean> {
  const row = templateById(world, id)
  if (!row || row.status !== 'PAUSED' || row.pauses !== pauses) return false
  const next: TemplateRow = { ...row, status: 'APPROVED', quality: 'UNKNOWN', qualityAt: world.now() }
  saveTemplate(world, next)
  await announceStatus(world, next, 'REINSTATED', { other_info: { title: 'UNPAUSED', description: 'Your WhatsApp message template can be used again.' } })
  return true
}
