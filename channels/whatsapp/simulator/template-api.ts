/** Template endpoints: list, create, edit, delete, unpause. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-management (2026-06). */
import type { RawRequest, SimulatorAnswer, World } from '@recado/channel-kit'
import type { Instant } from '@recado/core'
import { answerJson, bodyOf, GraphRefusal } from './graph.js'
import { list, number, record, text, type Json } from './json.js'
import { badShape } from './message-shape.js'
import { announceStatus, sendToReview, unpause } from './template-life.js'
import { filedAs, readSubmission, review } from './template-review.js'
import { addTemplate, removeTemplate, saveTemplate, templateById, templatesOf, toGraph, type TemplateRow } from './template-store.js'

const DAY_MS = 24 * 3_600_000
const MOST_TEMPLATES = 250
const MOST_CREATED_AN_HOUR = 100
const NAME_BLOCKED_MS = 30 * DAY_MS
const EDITS_IN_30_DAYS = 10
const PAGE = 25

export async function templatesEdge(world: World, wabaId: string, request: RawRequest): Promise<SimulatorAnswer> {
  if (request.method === 'GET') return answerJson(listPage(world, wabaId, request))
  if (request.method === 'POST') return answerJson(create(world, wabaId, bodyOf(request)))
  if (request.method === 'DELETE') return answerJson(await remove(world, wabaId, bodyOf(request)))
  throw badShape('Unsupported method for this edge.')
}

/** One page; the cursor is the position, wrapped so that nobody computes with it. */
function listPage(world: World, wabaId: string, request: RawRequest): Json {
  const { query } = request
  const wanted = (row: TemplateRow): boolean => (['name', 'status', 'language', 'category'] as const).every((key) => query[key] === undefined || row[key].toLowerCase() === query[key]?.toLowerCase())
  const rows = templatesOf(world, wabaId).filter(wanted)
  const limit = Math.min(Math.max(number(query['limit']) ?? PAGE, 1), 1000)
  const from = query['after'] ? Number(Buffer.from(query['after'], 'base64').toString('utf8')) : 0
  if (!Number.isInteger(from) || from < 0) throw badShape('Param after is not a valid cursor.')
  const page = rows.slice(from, from + limit)
  const after = cursor(from + page.length)
  const more = from + page.length < rows.length
  const search = new URLSearchParams(Object.entries({ ...query, limit: String(limit), after }).filter(([key]) => key !== 'access_token'))
  return {
    data: page.map((row) => fieldsOf(toGraph(row), query['fields'])),
    ...(page.length === 0 ? {} : { paging: { cursors: { before: cursor(from), after }, ...(more ? { next: `${world.baseUrl}${request.path.startsWith('/') ? '' : '/'}${request.path}?${search}` } : {}) } }),
  }
}

const cursor = (at: number): string => Buffer.from(String(at)).toString('base64')

/** Graph answers the fields asked for, and the id always. */
export function fieldsOf(whole: Json, fields: string | undefined): Json {
  if (!fields) return whole
  const asked = fields.split(',').map((field) => field.trim().replace(/[({.].*$/, ''))
  return Object.fromEntries([...asked.filter((field) => field in whole && field !== 'id').map((field) => [field, whole[field]]), ['id', whole['id']]])
}

function create(world: World, wabaId: string, body: Json): Json {
  const submission = readSubmission(body)
  const rows = templatesOf(world, wabaId)
  if (rows.some((row) => row.name === submission.name && row.language === submission.language)) throw new GraphRefusal(100, 'There is already content in this language for this template.', 2388024)
  const deleted = world.get<{ until: Instant }>('deleted_template', `${wabaId}/${submission.name}`)
  if (deleted && world.now() < deleted.until) throw new GraphRefusal(100, 'The name of a deleted template cannot be used for 30 days.', 2388023)
  if (rows.length >= MOST_TEMPLATES) throw new GraphRefusal(100, `A WhatsApp Business Account holds at most ${MOST_TEMPLATES} templates.`, 2388019)
  if (rows.filter((row) => row.createdAt > world.now() - 3_600_000).length >= MOST_CREATED_AN_HOUR) throw new GraphRefusal(80007)
  const category = filedAs(submission)
  const row = addTemplate(world, wabaId, {
    name: submission.name, language: submission.language, category, parameter_format: submission.format, components: submission.components,
    ...(submission.ttlSeconds === undefined ? {} : { message_send_ttl_seconds: submission.ttlSeconds }),
  }, 'PENDING')
  sendToReview(world, row, review({ ...submission, category }))
  return { id: row.id, status: 'PENDING', category }
}

async function remove(world: World, wabaId: string, body: Json): Promise<Json> {
  const name = text(body['name'])
  const id = text(body['hsm_id'])
  if (!name && !id) throw badShape('The parameter name is required.')
  const gone = templatesOf(world, wabaId).filter((row) => (name === undefined || row.name === name) && (id === undefined || row.id === id))
  if (gone.length === 0) throw new GraphRefusal(100, 'Message template not found.', 2593002)
  for (const row of gone) {
    removeTemplate(world, row)
    if (row.status === 'APPROVED') world.put('deleted_template', `${wabaId}/${row.name}`, { until: world.now() + NAME_BLOCKED_MS })
    await announceStatus(world, row, 'DELETED')
  }
  return { success: true }
}

/** POST /{template-id}: components or category of an approved, rejected or paused template; review begins again. */
export async function templateNode(world: World, request: RawRequest, id: string, edge: string | undefined): Promise<SimulatorAnswer> {
  const row = templateById(world, id)
  if (!row) throw badShape('Message template not found.')
  if (edge === 'unpause') return answerJson({ success: await unpause(world, id, row.pauses) })
  if (edge !== undefined) throw new GraphRefusal(2500, `Unknown path components: /${edge}`)
  if (request.method === 'GET') return answerJson(fieldsOf(toGraph(row), request.query['fields']))
  if (request.method !== 'POST') throw badShape('Unsupported method for this node.')
  if (row.status !== 'APPROVED' && row.status !== 'REJECTED' && row.status !== 'PAUSED') throw badShape('Only approved, rejected or paused templates can be edited.')
  const edits = row.edits.filter((at) => at > world.now() - 30 * DAY_MS)
  if (row.status === 'APPROVED' && (edits.length >= EDITS_IN_30_DAYS || edits.some((at) => at > world.now() - DAY_MS))) throw badShape('An approved template can be edited once a day and ten times in 30 days.')
  const body = bodyOf(request)
  const submission = readSubmission({ name: row.name, language: row.language, category: body['category'] ?? row.category, parameter_format: row.format, components: list(body['components'] ?? row.components).map(record) })
  const category = filedAs(submission)
  const next: TemplateRow = { ...row, status: 'PENDING', category, components: submission.components, edits: [...edits, world.now()] }
  saveTemplate(world, next)
  sendToReview(world, next, review({ ...submission, category }))
  return answerJson({ success: true, id, category })
}

