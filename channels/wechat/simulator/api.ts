/** The platform's API: path -> endpoint, with what holds for all of them (token, verification, counted calls, error bodies). */
import type { RawRequest, SimulatorAnswer, World } from '@recado/channel-kit'
import { backendEndpoints } from './backend.js'
import { bodyOf, type Endpoint } from './call.js'
import { download, upload, uploadArticleImage, addMaterial, materialEndpoints, picture, videoFile } from './media-api.js'
import { massEndpoints } from './mass.js'
import { conditionalEndpoints } from './menu-conditional.js'
import { menuEndpoints } from './menu.js'
import { clearBySecret, noteRid, operationEndpoints } from './operations.js'
import { articlePage } from './article-page.js'
import { articleEndpoints } from './articles.js'
import { datacubeEndpoints } from './datacube.js'
import { showQr, createQr } from './qr.js'
import { Refusal, requestId } from './refusals.js'
import { sendCustom } from './send-custom.js'
import { shortenEndpoints } from './shorten.js'
import { subscribeEndpoints } from './notices.js'
import { templateEndpoints } from './templates.js'
import { accountOfToken, issuePlain, issueStable } from './tokens.js'
import { typing } from './typing.js'
import { countCall } from './usage.js'
import { userEndpoints } from './users.js'
import { standingOf } from './verification.js'
import { toJson } from './wire.js'
import { findAccount } from './rows.js'

const ENDPOINTS: Readonly<Record<string, Endpoint>> = {
  '/cgi-bin/message/custom/send': { method: 'POST', answer: sendCustom },
  '/cgi-bin/message/custom/typing': { method: 'POST', answer: typing },
  '/cgi-bin/media/upload': { method: 'POST', answer: upload },
  '/cgi-bin/media/get': { method: 'any', answer: download },
  '/cgi-bin/media/uploadimg': { method: 'POST', answer: uploadArticleImage },
  '/cgi-bin/material/add_material': { method: 'POST', answer: addMaterial },
  '/cgi-bin/qrcode/create': { method: 'POST', answer: createQr },
  ...materialEndpoints, ...menuEndpoints, ...conditionalEndpoints, ...backendEndpoints, ...shortenEndpoints, ...operationEndpoints, ...templateEndpoints, ...subscribeEndpoints, ...userEndpoints, ...massEndpoints, ...articleEndpoints, ...datacubeEndpoints,
}

/** Paths that name the account in the body. */
const WITHOUT_TOKEN = ['/cgi-bin/stable_token', '/cgi-bin/clear_quota/v2']

export async function handleCall(world: World, request: RawRequest): Promise<SimulatorAnswer> {
  const account = accountOfCall(world, request) ?? undefined
  try {
    const answer = answerTo(world, request)
    return { ...(isRaw(answer) ? answer : json(answer)), account }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const rid = requestId(world)
    const answer = json({ errcode: error.errcode, errmsg: `${error.message} rid: ${rid}`, ...error.extra })
    const known = account === undefined ? undefined : findAccount(world, account)
    if (known) noteRid(world, known, rid, request, String(answer.body))
    return { ...answer, account }
  }
}

/** The AppID of the account a call concerns; null when its token or AppID is unknown. */
export function accountOfCall(world: World, request: RawRequest): string | null {
  const token = request.query.access_token
  const named = token === undefined
    ? (request.query.appid ?? (WITHOUT_TOKEN.includes(request.path) ? /"appid"\s*:\s*"(\w+)"/.exec(request.body.toString('utf8'))?.[1] : undefined))
    : world.get<{ account: string }>('tokens', token)?.account
  return (named === undefined ? undefined : findAccount(world, named)?.appId) ?? null
}

function answerTo(world: World, request: RawRequest): object | SimulatorAnswer {
  const { path, query } = request
  const address = request.headers['x-real-ip'] ?? '127.0.0.1'
  if (path === '/cgi-bin/token') return issuePlain(world, query, address)
  if (path === '/cgi-bin/stable_token') return issueStable(world, bodyOf(request), address)
  if (path === '/cgi-bin/clear_quota/v2') return clearBySecret(world, bodyOf(request))
  if (path === '/cgi-bin/showqrcode') return showQr(world, query.ticket ?? '')
  if (path.startsWith('/mmbiz/')) return picture(world, path)
  if (path.startsWith('/s/')) return articlePage(world, path, query)
  if (path.startsWith('/video/')) return videoFile(world, path)
  const endpoint = Object.hasOwn(ENDPOINTS, path) ? ENDPOINTS[path] : undefined
  if (!endpoint) return { status: 404, headers: { 'content-type': 'text/html' }, body: '' }
  const account = accountOfToken(world, query.access_token)
  if (endpoint.method === 'POST' && request.method !== 'POST') throw new Refusal(43002)
  const standing = standingOf(world, account)
  if (standing === 'unverified' && !endpoint.unverified) throw new Refusal(48001)
  if (standing === 'test' && endpoint.notForTest) throw new Refusal(48001)
  if (account.withheldApis.some((prefix) => path.startsWith(prefix))) throw new Refusal(48001)
  countCall(world, account, path)
  return endpoint.answer({ world, account, request, query })
}

function isRaw(answer: object): answer is SimulatorAnswer {
  return 'status' in answer && 'body' in answer
}

function json(body: object): SimulatorAnswer {
  return { status: 200, headers: { 'content-type': 'application/json; encoding=utf-8' }, body: toJson(body) }
}
