/** Utility templates of a Page: store, quick review, filling. Source: https://developers.facebook.com/docs/messenger-platform/send-messages/utility-messages (2026-03). */
import type { RawRequest, SimulatorAnswer, World } from '@recado/channel-kit'
import type { Content, Instant } from '@recado/core'
import { answerJson, badParameter, bodyOf, GraphRefusal } from './graph.js'
import { lengthOf, list, number, record, text, type Json } from './json.js'
import { readAttachment } from './media.js'
import { graphId, type CustomerRow, type PageRow, type TapOption } from './state.js'
import { post } from './webhook.js'

/** Approved in seconds to minutes. */
const QUICKEST_REVIEW_MS = 5_000
const SLOWEST_REVIEW_MS = 60_000
const PAGE_SIZE = 25
const PROMOTIONAL = /\b(ofertas?|descuentos?|rebajas?|gratis|promoci[oó]n|sale|discounts?|offers?|promo|free gift)\b/i

export interface TemplateRow {
  id: string
  account: string
  name: string
  language: string
  status: 'PENDING' | 'APPROVED' | 'REJECTED' | 'PAUSED' | 'DISABLED'
  format: 'POSITIONAL' | 'NAMED'
  components: Json[]
  createdAt: Instant
}

const collection = (account: string): string => `template:${account}`
const all = (world: World, account: string): TemplateRow[] => world.all<TemplateRow>(collection(account)).sort((a, b) => a.createdAt - b.createdAt || a.id.localeCompare(b.id))
const toGraph = (row: TemplateRow): Json => ({ name: row.name, parameter_format: row.format, components: row.components, language: row.language, status: row.status, category: 'UTILITY', id: row.id })

const STARTERS: readonly { name: string; language: string; components: Json[] }[] = [
  {
    name: 'pedido_enviado', language: 'es',
    components: [
      { type: 'BODY', text: 'Hola, {{customer_name}}: tu pedido {{order_id}} ya está de camino.', example: { body_text_named_params: [{ param_name: 'customer_name', example: 'Ana' }, { param_name: 'order_id', example: '8812' }] } },
      { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Ver envío', url: 'https://optica.example/envios/{{1}}' }] },
    ],
  },
  {
    name: 'order_shipped', language: 'en',
    components: [
      { type: 'BODY', text: 'Hello, {{customer_name}}: your order {{order_id}} is on its way.', example: { body_text_named_params: [{ param_name: 'customer_name', example: 'Emma' }, { param_name: 'order_id', example: '8812' }] } },
      { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Track it', url: 'https://optica.example/shipping/{{1}}' }] },
    ],
  },
]

export function addStarters(world: World, account: string): void {
  for (const { name, language, components } of STARTERS) {
    const row: TemplateRow = { id: graphId(world), account, name, language, status: 'APPROVED', format: 'NAMED', components, createdAt: world.now() }
    world.put(collection(account), row.id, row)
  }
}

const placeholders = (words: string): string[] => [...new Set([...words.matchAll(/\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g)].map((match) => match[1] ?? ''))]

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
  const components = list(body['components']).map(record).map((one) => ({ ...one, type: text(one['type'])?.toUpperCase() }))
  const words = text(record(components.find((one) => one.type === 'BODY'))['text']) ?? ''
  if (words === '' || lengthOf(words) > 1024) throw badParameter('The body must have 1 to 1024 characters.')
  const format = text(body['parameter_format'])?.toUpperCase() === 'NAMED' ? 'NAMED' as const : 'POSITIONAL' as const
  const row: TemplateRow = { id: graphId(world), account: page.id, name, language, status: 'PENDING', format, components, createdAt: world.now() }
  world.put(collection(page.id), row.id, row)
  world.schedule(world.now() + QUICKEST_REVIEW_MS + Math.floor(world.random() * (SLOWEST_REVIEW_MS - QUICKEST_REVIEW_MS)), 'messenger.review', { account: page.id, id: row.id })
  return answerJson({ id: row.id, status: 'PENDING', category: 'UTILITY' })
}

/** Anything that sells is rejected: utility messages are notices of service. */
export async function finishReview(world: World, account: string, id: string): Promise<void> {
  const row = world.get<TemplateRow>(collection(account), id)
  if (!row || row.status !== 'PENDING') return
  if (world.get<{ byHand: boolean }>('review_mode', account)?.byHand) return
  const status = PROMOTIONAL.test(JSON.stringify(row.components)) ? 'REJECTED' : 'APPROVED'
  await setStatus(world, account, row, status, status === 'REJECTED' ? 'PROMOTIONAL' : 'NONE')
}

export const templateRows = all

/** Decides on a template and says so. */
export async function setStatus(world: World, account: string, row: TemplateRow, status: TemplateRow['status'], reason: string): Promise<void> {
  const { id } = row
  world.put(collection(account), id, { ...row, status })
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
  return answerJson({ data: shown.map(toGraph), ...(shown.length > 0 ? { paging: { cursors: { before: Buffer.from(String(start)).toString('base64'), after }, ...(more ? { next: `${world.baseUrl}${request.path}?${search}` } : {}) } } : {}) })
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
  const parametersOf = (type: string): Json[] => components.filter((one) => text(one['type'])?.toLowerCase() === type).flatMap((one) => list(one['parameters']).map(record))
  const header = row.components.find((one) => one['type'] === 'HEADER')
  const headerGiven = parametersOf('header')
  if (text(header?.['format'])?.toUpperCase() === 'IMAGE') {
    const image = record(headerGiven[0])
    if (text(image['type']) !== 'image') throw badParameter('The header of this template needs an image.')
    readAttachment(world, page.id, { type: 'image', payload: { url: text(record(image['image'])['link']), attachment_id: text(record(image['image'])['id']) } }, undefined, false)
  }
  const words = fill(row, text(row.components.find((one) => one['type'] === 'BODY')?.['text']) ?? '', parametersOf('body'))
  const buttons = list(row.components.find((one) => one['type'] === 'BUTTONS')?.['buttons']).map(record)
  const options = buttons.map((button, index): TapOption => {
    const title = text(button['text']) ?? ''
    const url = text(button['url'])
    const parameter = record(list(components.find((one) => text(one['type'])?.toLowerCase() === 'button' && number(one['index']) === index)?.['parameters'])[0])
    if (!url) return { id: text(parameter['payload']) ?? title, title, kind: 'postback' }
    return { id: url.replace(/\{\{[^}]*\}\}/, text(parameter['text']) ?? ''), title, kind: 'url' }
  })
  return { content: { kind: 'template', name, language, parameters: [], text: words, ...(options.length > 0 ? { buttons: options.map((one) => one.title) } : {}) }, options, echo: { text: words } }
}

function fill(row: TemplateRow, words: string, parameters: Json[]): string {
  const names = placeholders(words)
  if (parameters.length !== names.length) throw badParameter(`The number of parameters (${parameters.length}) does not match the expected number (${names.length}).`)
  const values = new Map(parameters.map((parameter, index) => [row.format === 'NAMED' ? text(parameter['parameter_name']) ?? '' : String(index + 1), text(parameter['text']) ?? '']))
  for (const name of names) if (!values.get(name)) throw badParameter(`The parameter ${name} is missing.`)
  return words.replace(/\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g, (_, name: string) => values.get(name) ?? '')
}
