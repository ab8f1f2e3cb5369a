/**
 * Utility templates of a Page: store, quick review, changes, filling.
 * Sources: https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/utility-messages (2026-03-13), https://developers.facebook.com/docs/graph-api/reference/messenger-business-template,
 * and Meta's description of its Graph API, https://github.com/facebook/facebook-business-sdk-codegen/blob/main/api_specs/specs/MessengerBusinessTemplate.json: `#update` takes `components` and `parameter_format`.
 */
import type { RawRequest, SimulatorAnswer, World } from '@recado/channel-kit'
import type { Content, Instant } from '@recado/core'
import { answerJson, badParameter, bodyOf, GraphRefusal } from './graph.js'
import { list, number, record, text, type Json } from './json.js'
import { graphId, type CustomerRow, type PageRow, type TapOption } from './state.js'
import { placeholders, readSubmission, review } from './template-review.js'
import { isPicture } from './uploads.js'
import { post } from './webhook.js'

/** Approved in seconds to minutes. */
const QUICKEST_REVIEW_MS = 5_000
const SLOWEST_REVIEW_MS = 60_000
const PAGE_SIZE = 25
/** Fields of a template; asking for another refuses the call. */
const FIELDS = ['category', 'components', 'creation_time', 'id', 'language', 'language_count', 'last_updated_time', 'library_template_name', 'name', 'parameter_format', 'rejected_reason', 'rejection_reasons', 'specific_rejection_reasons', 'status']

export interface TemplateRow {
  id: string
  account: string
  name: string
  language: string
  status: 'PENDING' | 'APPROVED' | 'REJECTED' | 'PAUSED' | 'DISABLED'
  format: 'POSITIONAL' | 'NAMED'
  components: Json[]
  createdAt: Instant
  reason?: string
  /** how often it was handed in: a review of an earlier text decides nothing */
  handedIn?: number
}

const collection = (account: string): string => `template:${account}`
const all = (world: World, account: string): TemplateRow[] => world.all<TemplateRow>(collection(account)).sort((a, b) => a.createdAt - b.createdAt || a.id.localeCompare(b.id))

/** What was asked for, and the id always; what is shown without asking Meta does not say. */
function toGraph(row: TemplateRow, fields: string | undefined): Json {
  const whole: Json = { name: row.name, parameter_format: row.format, components: row.components, language: row.language, status: row.status, category: 'UTILITY', rejected_reason: row.reason ?? 'NONE', creation_time: Math.floor(row.createdAt / 1000), id: row.id }
  if (!fields) return whole
  const asked = fields.split(',').map((field) => field.trim())
  const unknown = asked.find((field) => !FIELDS.includes(field))
  if (unknown !== undefined) throw badParameter(`Tried accessing nonexisting field (${unknown}) on node type (MessengerBusinessTemplate)`)
  return Object.fromEntries([...asked.filter((field) => field in whole && field !== 'id').map((field) => [field, whole[field]]), ['id', row.id]])
}

const STARTERS: readonly { name: string; language: string; components: Json[] }[] = [
  {
    name: 'pedido_enviado', language: 'es',
    components: [
      { type: 'BODY', text: 'Hola, {{customer_name}}: tu pedido {{order_id}} ya está de camino.', example: { body_text_named_params: [{ param_name: 'customer_name', example: 'Ana' }, { param_name: 'order_id', example: '8812' }] } },
      { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Ver envío', url: 'https://optica.example/envios/{{1}}', example: { url_suffix_example: 'https://optica.example/envios/8812' } }] },
    ],
  },
  {
    name: 'order_shipped', language: 'en',
    components: [
      { type: 'BODY', text: 'Hello, {{customer_name}}: your order {{order_id}} is on its way.', example: { body_text_named_params: [{ param_name: 'customer_name', example: 'Emma' }, { param_name: 'order_id', example: '8812' }] } },
      { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Track it', url: 'https://optica.example/shipping/{{1}}', example: { url_suffix_example: 'https://optica.example/shipping/8812' } }] },
    ],
  },
]

export function addStarters(world: World, account: string): void {
  for (const { name, language, components } of STARTERS) {
    const row: TemplateRow = { id: graphId(world), account, name, language, status: 'APPROVED', format: 'NAMED', components, createdAt: world.now() }
    world.put(collection(account), row.id, row)
  }
}

export function templatesEdge(world: World, page: PageRow, request: RawRequest): SimulatorAnswer {
  if (request.method === 'GET') return listPage(world, page, request)
  const { body } = bodyOf(request)
  if (request.method === 'DELETE') {
    const gone = all(world, page.id).filter((row) => row.name === text(body['name']) || row.id === text(body['template_id']))
    if (gone.length === 0) throw badParameter('Message template not found.')
    for (const row of gone) world.remove(collection(page.id), row.id)
    return answerJson({ success: true })
  }
  return create(world, page, body)
}

function create(world: World, page: PageRow, body: Json): SimulatorAnswer {
  const name = text(body['name']) ?? ''
  const language = text(body['language']) ?? ''
  if (!/^[a-z0-9_]{1,512}$/.test(name)) throw badParameter('Param name may hold lower-case letters, digits and _ only.')
  if (!/^[a-z]{2}(_[A-Z]{2})?$/.test(language)) throw badParameter('Param language is not a supported language code.')
  if (text(body['category'])?.toUpperCase() !== 'UTILITY') throw badParameter('Param category must be one of {UTILITY}.')
  if (all(world, page.id).some((row) => row.name === name && row.language === language)) throw badParameter('There is already content in this language for this template.')
  const { format, components } = readSubmission(body, (handle) => isPicture(world, handle))
  const row: TemplateRow = { id: graphId(world), account: page.id, name, language, status: 'PENDING', format, components, createdAt: world.now() }
  handIn(world, row)
  return answerJson({ id: row.id, status: 'PENDING', category: 'UTILITY' })
}

function handIn(world: World, row: TemplateRow): void {
  const handedIn = (row.handedIn ?? 0) + 1
  world.put(collection(row.account), row.id, { ...row, status: 'PENDING', handedIn })
  world.schedule(world.now() + QUICKEST_REVIEW_MS + Math.floor(world.random() * (SLOWEST_REVIEW_MS - QUICKEST_REVIEW_MS)), 'messenger.review', { account: row.account, id: row.id, handedIn })
}

/** The template of this Page under an id; null where it is none. */
export const templateOf = (world: World, page: PageRow, id: string): TemplateRow | null => world.get<TemplateRow>(collection(page.id), id) ?? null

/** GET and POST /{template-id}. Name, language and category are no parameters of a change. Which states can be changed is not published: one in review or disabled is refused here. */
export function templateNode(world: World, row: TemplateRow, request: RawRequest): SimulatorAnswer {
  if (request.method === 'GET') return answerJson(toGraph(row, request.query['fields']))
  if (request.method !== 'POST') throw badParameter('Unsupported method for this node.')
  if (row.status === 'PENDING' || row.status === 'DISABLED') throw badParameter('This message template cannot be edited in its current state.')
  const { body } = bodyOf(request)
  const { format, components } = readSubmission({ parameter_format: row.format, components: row.components, ...body }, (handle) => isPicture(world, handle))
  const { reason: _reason, ...kept } = row
  handIn(world, { ...kept, format, components })
  return answerJson({ success: true })
}

/** The review comes to its end, unless the text has changed since it began. */
export async function finishReview(world: World, account: string, id: string, handedIn = 1): Promise<void> {
  const row = world.get<TemplateRow>(collection(account), id)
  if (!row || row.status !== 'PENDING' || (row.handedIn ?? 1) !== handedIn) return
  if (world.get<{ byHand: boolean }>('review_mode', account)?.byHand) return
  const verdict = review(row)
  await setStatus(world, account, row, verdict.status, verdict.reason)
}

export const templateRows = all

/** Decides on a template and says so. */
export async function setStatus(world: World, account: string, row: TemplateRow, status: TemplateRow['status'], reason: string): Promise<void> {
  const { id } = row
  world.put(collection(account), id, { ...row, status, reason })
  await post(world, account, [{ field: 'message_template_status_update', change: true, event: { event: status, message_template_id: Number(id), message_template_name: row.name, message_template_language: row.language, reason } }])
}

function listPage(world: World, page: PageRow, request: RawRequest): SimulatorAnswer {
  const rows = all(world, page.id).filter((row) => (request.query['name'] === undefined || row.name === request.query['name']) && (request.query['status'] === undefined || row.status === request.query['status']))
  const limit = Math.min(Math.max(number(request.query['limit']) ?? PAGE_SIZE, 1), 200)
  const start = request.query['after'] ? Number(Buffer.from(request.query['after'], 'base64').toString('utf8')) : 0
  if (!Number.isInteger(start) || start < 0) throw badParameter('Param after is not a valid cursor.')
  const shown = rows.slice(start, start + limit)
  const after = Buffer.from(String(start + shown.length)).toString('base64')
  const search = new URLSearchParams(Object.entries({ ...request.query, after }).filter(([key]) => key !== 'access_token'))
  const more = start + shown.length < rows.length
  return answerJson({ data: shown.map((row) => toGraph(row, request.query['fields'])), ...(shown.length > 0 ? { paging: { cursors: { before: Buffer.from(String(start)).toString('base64'), after }, ...(more ? { next: `${world.baseUrl}${request.path}?${search}` } : {}) } } : {}) })
}

/** Fills a utility template for this person, or refuses it: unknown, not approved, wrong parameters, her country. */
export function fillUtility(world: World, page: PageRow, customer: CustomerRow, message: Json): { content: Content; options: TapOption[]; echo: Json } {
  const given = record(message['template'])
  const name = text(given['name']) ?? ''
  const language = text(record(given['language'])['code']) ?? ''
  const row = all(world, page.id).find((one) => one.name === name && one.language === language)
  if (!row || row.status !== 'APPROVED') throw new GraphRefusal(100, `Template ${name} does not exist in ${language} or is not approved.`)
  if (!page.utilityCountries.includes(customer.country)) throw new GraphRefusal(100, 'Utility messages are not available in the country of this person.')
  const components = list(given['components']).map(record)
  for (const [index, one] of components.entries()) if (!['HEADER', 'BODY', 'TITLE', 'BUTTONS'].includes(text(one['type'])?.toUpperCase() ?? '')) throw badParameter(`Param message[template][components][${index}][type] must be one of {HEADER, BODY, TITLE, BUTTONS}.`)
  const parametersOf = (type: string): Json[] => components.filter((one) => text(one['type'])?.toLowerCase() === type).flatMap((one) => list(one['parameters']).map(record))
  for (const parameter of components.flatMap((one) => list(one['parameters']).map(record))) {
    const strange = Object.keys(parameter).find((key) => !PARAMETER_KEYS.includes(key))
    if (strange !== undefined) throw badParameter(`Param message[template][components][parameters] must not hold "${strange}".`)
  }
  const part = (type: string): Json => row.components.find((one) => one['type'] === type) ?? {}
  const header = fill(row, text(part('HEADER')['text']) ?? '', parametersOf('header'))
  const words = fill(row, text(part('BODY')['text']) ?? '', parametersOf('body'))
  const buttons = list(part('BUTTONS')['buttons']).map(record)
  // One parameter for every button that has a placeholder, in their order; no name in either format.
  const open = buttons.filter((button) => HOLED.test(text(button['url']) ?? text(button['payload']) ?? ''))
  const filled = parametersOf('buttons')
  if (filled.length !== open.length) throw badParameter(`The number of button parameters (${filled.length}) does not match the expected number (${open.length}).`)
  const options = buttons.map((button): TapOption => {
    const title = text(button['text']) ?? ''
    const url = text(button['url'])
    const parameter = open.includes(button) ? filled[open.indexOf(button)] ?? {} : {}
    if (open.includes(button) && (text(parameter['type'])?.toUpperCase() !== text(button['type'])?.toUpperCase() || !text(parameter[url ? 'url' : 'payload']))) throw badParameter(`The button "${title}" needs a parameter of its own type.`)
    return url ? { id: url.replace(HOLED, () => text(parameter['url']) ?? ''), title, kind: 'url' } : { id: (text(button['payload']) ?? title).replace(HOLED, () => text(parameter['payload']) ?? ''), title, kind: 'postback' }
  })
  return { content: { kind: 'template', name, language, parameters: [], ...(header ? { header } : {}), text: words, ...(options.length > 0 ? { buttons: options.map((one) => one.title) } : {}) }, options, echo: { text: words } }
}

const HOLED = /\{\{[^{}]*\}\}/
/** Source: https://developers.facebook.com/docs/graph-api/reference/page/messages, and `parameter_name` since 6 March 2026. */
const PARAMETER_KEYS = ['type', 'text', 'payload', 'url', 'parameter_name']

function fill(row: TemplateRow, words: string, parameters: Json[]): string {
  const names = placeholders(words)
  if (parameters.length !== names.length) throw badParameter(`The number of parameters (${parameters.length}) does not match the expected number (${names.length}).`)
  const values = new Map(parameters.map((parameter, index) => [row.format === 'NAMED' ? text(parameter['parameter_name']) ?? '' : String(index + 1), text(parameter['text']) ?? '']))
  for (const name of names) if (!values.get(name)) throw badParameter(`The parameter ${name} is missing.`)
  return words.replace(/\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g, (_, name: string) => values.get(name) ?? '')
}
