/** Which endpoint a call means, and whether its token may. */
import type { RawRequest, SimulatorAnswer, World } from '@recado/channel-kit'
import { adPicture } from './ads.js'
import { answerJson, answerRefusal, badParameter, bodyOf, GraphRefusal, noSuchObject, pathParts, tokenOf } from './graph.js'
import { record, type Json } from './json.js'
import { idsForPages } from './deletion.js'
import { cdn, cdnUrl, portrait, readAttachment } from './media.js'
import { conversation, conversations } from './history.js'
import { pageNode, pictureEdge } from './page-node.js'
import { pageProfile, setPageProfile, userSettings } from './page-profile.js'
import { sendMessage } from './send.js'
import { debugToken, noticeFaults, signIn } from './standing.js'
import { customerByPsid, customerOf, pageOf, savePage, threadOf, type CustomerRow, type PageRow } from './state.js'
import { templateNode, templateOf, templatesEdge } from './templates.js'
import { beginUpload, uploadNode } from './uploads.js'
import { FIELDS } from './webhook.js'

const pages = (world: World): PageRow[] => world.all<PageRow>('page')

/** The Page a call concerns; null when nobody can tell. */
export function accountOf(world: World, request: RawRequest): string | null {
  const [first = ''] = pathParts(request.path)
  if (pageOf(world, first)) return first
  const token = tokenOf(request)
  const byToken = token === undefined ? undefined : pages(world).find((page) => page.token === token)
  if (byToken) return byToken.id
  const psid = world.get<{ customerId: string }>('psid', first)
  return (psid ? customerOf(world, psid.customerId)?.account : undefined) ?? pages(world).find((page) => page.appId === first)?.id ?? null
}

export async function handle(world: World, request: RawRequest): Promise<SimulatorAnswer> {
  const account = accountOf(world, request)
  if (account !== null) noticeFaults(world, account)
  try {
    return { ...(account ? { account } : {}), ...(await route(world, request)) }
  } catch (error) {
    if (!(error instanceof GraphRefusal)) throw error
    return { ...answerRefusal(world, error), ...(account ? { account } : {}), billed: null }
  }
}

async function route(world: World, request: RawRequest): Promise<SimulatorAnswer> {
  const [first = '', edge] = pathParts(request.path)
  if (first === 'cdn') return cdn(world, edge ?? '', request.query['oh'] ?? '')
  if (first === 'ads') return adPicture(edge ?? '')
  const page = signIn(world, request)
  if (first === 'debug_token') return debugToken(world, request)
  if (first === page.appId && edge === 'uploads' && request.method === 'POST') return beginUpload(world, request)
  if (first.startsWith('upload:')) return uploadNode(world, request, first)
  if (first === page.appId) return edge === 'subscriptions' ? answerJson({ success: true }) : answerJson({ id: page.appId, name: 'Recado' })
  if (first === 'me' || first === page.id) return pageEdge(world, request, page, edge)
  const customer = customerByPsid(world, page.id, first)
  if (customer && edge === undefined && threadOf(world, customer.id).openedAt !== null) return answerJson(personOf(world, customer, request.query['fields']))
  const ids = edge === 'ids_for_pages' && request.method === 'GET' ? idsForPages(world, page, first, request.query['page'], request.query) : null
  if (ids) return ids
  const template = edge === undefined ? templateOf(world, page, first) : null
  if (template) return templateNode(world, template, request)
  if (first.startsWith('t_') || first.startsWith('m_')) return conversation(world, page, request, first, edge)
  throw noSuchObject(request.method, first)
}

function pageEdge(world: World, request: RawRequest, page: PageRow, edge: string | undefined): Promise<SimulatorAnswer> | SimulatorAnswer {
  const post = request.method === 'POST'
  switch (edge) {
    case undefined: return pageNode(world, page, request)
    case 'picture': return pictureEdge(world, page, request)
    case 'messages': if (post) return sendMessage(world, page, request); break
    case 'message_attachments': if (post) return attach(world, page, request); break
    case 'message_templates': return templatesEdge(world, page, request)
    case 'subscribed_apps': return subscription(world, page, request)
    case 'messaging_feature_review': if (!post) return answerJson({ data: page.humanAgentReview || page.humanAgent ? [{ feature: 'human_agent', status: page.humanAgentReview ?? 'approved' }] : [] }); break
    case 'messenger_profile': return post || request.method === 'DELETE' ? setPageProfile(world, page, request) : pageProfile(page, request)
    case 'custom_user_settings': return userSettings(world, page, request)
    case 'conversations': return conversations(world, page, request)
  }
  throw new GraphRefusal(2500, `Unknown path components: /${edge ?? ''}`, undefined, true)
}

/** POST /{page}/message_attachments: uploads once, sends often. */
function attach(world: World, page: PageRow, request: RawRequest): SimulatorAnswer {
  const { body, file } = bodyOf(request)
  const { row } = readAttachment(world, page.id, record(record(body['message'])['attachment']), file, true)
  return answerJson({ attachment_id: row.id })
}

function subscription(world: World, page: PageRow, request: RawRequest): SimulatorAnswer {
  if (request.method === 'GET') return answerJson({ data: page.subscribed ? [{ id: page.appId, name: 'Recado', link: 'https://recado.example', category: 'Business', subscribed_fields: page.fields }] : [] })
  if (request.method === 'DELETE') {
    savePage(world, { ...page, subscribed: false })
    return answerJson({ success: true })
  }
  const { body } = bodyOf(request)
  const asked = body['subscribed_fields']
  const fields = Array.isArray(asked) ? asked.map(String) : typeof asked === 'string' ? asked.split(',').map((field) => field.trim()) : []
  if (fields.length === 0) throw badParameter('The parameter subscribed_fields is required.')
  const unknown = fields.find((field) => !(FIELDS as readonly string[]).includes(field))
  if (unknown !== undefined) throw badParameter(`Param subscribed_fields[${fields.indexOf(unknown)}] must be one of {${FIELDS.join(', ')}} - got "${unknown}".`)
  savePage(world, { ...page, subscribed: true, fields, failingSince: null })
  return answerJson({ success: true })
}

/** Name and picture of a person; some people give none. */
function personOf(world: World, customer: CustomerRow, fields: string | undefined): Json {
  if (customer.profileHidden) throw new GraphRefusal(100, 'Insufficient permissions to access user profile', 2018218)
  const known = world.get<{ fileId: string }>('portrait', customer.id) ?? { fileId: world.putFile(portrait(customer.psid), 'image/png') }
  world.put('portrait', customer.id, known)
  return pick({ id: customer.psid, name: `${customer.firstName} ${customer.lastName}`.trim(), first_name: customer.firstName, last_name: customer.lastName, profile_pic: cdnUrl(world, known.fileId) }, fields ?? 'first_name,last_name,profile_pic')
}

const pick = (whole: Json, fields: string): Json => Object.fromEntries([...fields.split(',').map((field) => field.trim().replace(/[({.].*$/, '')).filter((field) => field in whole && field !== 'id').map((field) => [field, whole[field]]), ['id', whole['id']]])
