/** Which endpoint a call means, and whether its token may. */
import type { RawRequest, SimulatorAnswer, World } from '@recado/channel-kit'
import { adPicture } from './ads.js'
import { answerRefusal, bearer, bodyOf, GraphRefusal, noSuchObject, pathParts } from './graph.js'
import { takeManagementCall } from './limits.js'
import { accountOfMedia, download, isMedia, mediaNode, upload } from './media.js'
import { pnidEdge } from './nodes.js'
import { numberNode } from './number-node.js'
import { qrPicture } from './qr-codes.js'
import { sendMessage } from './send.js'
import { noticeFaults } from './standing.js'
import { numberOf, type NumberRow } from './state.js'
import { templateNode, templatesEdge } from './template-api.js'
import { templateById } from './template-store.js'
import { debugToken, signIn } from './token.js'
import { appNode, uploadNode } from './uploads.js'
import { wabaEdge } from './waba-node.js'

const numbers = (world: World): NumberRow[] => world.all<NumberRow>('number')

/** The business number a call concerns; null when nobody can tell. */
export function accountOf(world: World, request: RawRequest): string | null {
  const [first = ''] = pathParts(request.path)
  if (numberOf(world, first)) return first
  if (first === 'whatsapp_business') return accountOfMedia(world, request.query['mid'] ?? '')
  const media = accountOfMedia(world, first)
  if (media) return media
  const token = bearer(request)
  const wabaId = templateById(world, first)?.wabaId ?? first
  const candidates = numbers(world).filter((row) => row.wabaId === wabaId || row.appId === first || (token !== undefined && row.accessToken === token))
  return (candidates.find((row) => row.accessToken === token) ?? candidates[0])?.id ?? null
}

export async function handle(world: World, request: RawRequest): Promise<SimulatorAnswer> {
  const account = accountOf(world, request)
  if (account !== null) await noticeFaults(world, account)
  try {
    const answer = await route(world, request, account)
    return { account: account ?? undefined, ...answer } as SimulatorAnswer // undefined members are the same as absent ones here
  } catch (error) {
    if (!(error instanceof GraphRefusal)) throw error
    return { ...answerRefusal(world, error), ...(account ? { account } : {}), billed: null }
  }
}

async function route(world: World, request: RawRequest, account: string | null): Promise<SimulatorAnswer> {
  const parts = pathParts(request.path)
  const [first = '', edge, rest] = parts
  if (first === 'whatsapp_business') return download(world, request)
  if (first === 'qr') return qrPicture(world, edge ?? '')
  if (first === 'ads') return adPicture(edge ?? '')
  const caller = signIn(world, request, account)
  if (first === 'debug_token') return debugToken(world, request)
  if (first === caller.appId) return appNode(world, request, first, edge)
  if (first.startsWith('upload:')) return uploadNode(world, request, first)
  const number = numberOf(world, first)
  if (number) {
    if (number.accessToken !== caller.accessToken) throw noSuchObject(request.method, first)
    if (edge === undefined) return numberNode(world, request, number)
    if (edge === 'messages' && request.method === 'POST') return sendMessage(world, number, bodyOf(request))
    if (edge === 'media' && request.method === 'POST') return upload(world, number, request)
    return pnidEdge(world, request, number, edge, rest)
  }
  if (isMedia(world, first) && edge === undefined) return mediaNode(world, request, first, caller.accessToken)
  const template = templateById(world, first)
  const wabaId = template?.wabaId ?? first
  const owner = numbers(world).find((row) => row.wabaId === wabaId && row.accessToken === caller.accessToken)
  if (!owner) throw noSuchObject(request.method, first)
  const used = takeManagementCall(world, wabaId)
  const answer = template ? await templateNode(world, request, first, edge) : edge === 'message_templates' ? await templatesEdge(world, wabaId, request) : await wabaEdge(world, request, owner, edge)
  return { ...answer, headers: { ...answer.headers, 'x-business-use-case-usage': JSON.stringify({ [wabaId]: [{ type: 'whatsapp', call_count: used, total_cputime: 1, total_time: 1, estimated_time_to_regain_access: 0 }] }) } }
}
