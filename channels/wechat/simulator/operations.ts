/**
 * Calls about calls: quotas and their reset, request ids, addresses, the network check. Sources: https://developers.weixin.qq.com/doc/service/api/apimanage/api_clearquota.html,
 * .../api_clearquotabyappsecret.html, .../api_getapiquota.html, .../api_getridinfo.html and .../api/base/api_callbackcheck.html
 */
import type { RawRequest, World } from '@recado/channel-kit'
import { secondOf } from './calendar.js'
import { bodyOf, OK, wordOf, type Endpoint } from './call.js'
import { Refusal } from './refusals.js'
import { accountByAppId, type Account } from './rows.js'
import { clearOne, clearQuota, quotaOf } from './usage.js'

/** Request ids can be asked for so long. */
const RID_MS = 7 * 24 * 3_600_000
const RIDS_KEPT = 200
const OPERATORS = ['CHINANET', 'UNICOM', 'CAP', 'DEFAULT']

interface Rid { rid: string; at: number; url: string; body: string; answer: string; ip: string }

export const operationEndpoints: Readonly<Record<string, Endpoint>> = {
  '/cgi-bin/getcallbackip': { method: 'GET', unverified: true, answer: () => ({ ip_list: ['127.0.0.1'] }) },
  '/cgi-bin/get_api_domain_ip': { method: 'GET', unverified: true, answer: () => ({ ip_list: ['127.0.0.1'] }) },
  '/cgi-bin/callback/check': { method: 'POST', unverified: true, answer: ({ account, request }) => {
    const body = bodyOf(request)
    const [action, operator] = [wordOf(body, 'action') || 'all', wordOf(body, 'check_operator') || 'DEFAULT']
    if (!['dns', 'ping', 'all'].includes(action)) throw new Refusal(40202)
    if (!OPERATORS.includes(operator)) throw new Refusal(40203)
    // There is no address to call while the server configuration is off.
    if (account.inBackend) throw new Refusal(40201)
    return {
      ...(action === 'ping' ? {} : { dns: [{ ip: '127.0.0.1', real_operator: operator }] }),
      ...(action === 'dns' ? {} : { ping: [{ ip: '127.0.0.1', from_operator: operator, package_loss: '0%', time: '1.000ms' }] }),
    }
  } },
  '/cgi-bin/clear_quota': { method: 'POST', unverified: true, answer: ({ world, account, request }) => {
    if (bodyOf(request).appid !== account.appId) throw new Refusal(40013)
    clearQuota(world, account)
    return OK
  } },
  '/cgi-bin/openapi/quota/get': { method: 'POST', unverified: true, answer: ({ world, account, request }) => ({ ...OK, ...quotaOf(world, account, wordOf(bodyOf(request), 'cgi_path')) }) },
  '/cgi-bin/openapi/quota/clear': { method: 'POST', unverified: true, answer: ({ world, account, request }) => {
    clearOne(world, account, wordOf(bodyOf(request), 'cgi_path'))
    return OK
  } },
  '/cgi-bin/openapi/rid/get': { method: 'POST', unverified: true, answer: ({ world, account, request }) => {
    const row = world.get<Rid>(`rids:${account.id}`, wordOf(bodyOf(request), 'rid'))
    if (!row || world.now() >= row.at + RID_MS) throw new Refusal(76001)
    return { ...OK, request: { invoke_time: secondOf(row.at), cost_in_ms: 12, request_url: row.url, request_body: row.body, response_body: row.answer, client_ip: row.ip } }
  } },
}

/** clear_quota/v2: by AppSecret, without a token. The ten times a month are the same ones. */
export function clearBySecret(world: World, body: Record<string, unknown>): object {
  const account = accountByAppId(world, wordOf(body, 'appid'))
  if (!account) throw new Refusal(40013)
  if (body.appsecret !== account.appSecret) throw new Refusal(40125)
  clearQuota(world, account)
  return OK
}

/** Keeps what was refused under the id that its answer carries. */
export function noteRid(world: World, account: Account, rid: string, request: RawRequest, answer: string): void {
  const url = `https://api.weixin.qq.com${request.path}`
  world.put<Rid>(`rids:${account.id}`, rid, { rid, at: world.now(), url, body: request.body.toString('utf8').slice(0, 2000), answer, ip: request.headers['x-real-ip'] ?? '127.0.0.1' })
  const all = world.all<Rid>(`rids:${account.id}`)
  for (const { rid: old } of all.slice(0, Math.max(0, all.length - RIDS_KEPT))) world.remove(`rids:${account.id}`, old)
}
