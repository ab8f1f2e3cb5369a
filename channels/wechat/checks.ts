import { PlatformRefusal, type CallContext, type Check, type Settings } from '@recado/channel-kit'
import { limits } from './channel.js'
import { readAnswer, sendRequest, fetchToken, type Answer, type ApiCall } from './client.js'
import { aesKeyOf } from './crypto.js'
import { refusedAddress } from './errors.js'
import { modeOf, setting } from './settings.js'

// Two rounds of calls, so the whole ends within the ten seconds a check may take.
const timeoutMs = 4_000

/** The settings against WeChat: form, token and address, kind of account, the day's quota. */
export async function check(context: CallContext): Promise<Check[]> {
  const form = checkForm(context.settings)
  let token: string
  try {
    token = (await fetchToken(context, timeoutMs)).value // asked anew: a token kept from before would hide a wrong secret
  } catch (error) {
    return [form, refusedToken(error)]
  }
  const [kind, quota] = await Promise.all([checkKind(context, token), checkQuota(context, token)])
  return [form, { id: 'token', ok: true, code: 'ok', message: 'AppID and AppSecret are right and this server’s address is allowed.' }, kind, quota]
}

function checkForm(settings: Settings): Check {
  const fail = (code: string, message: string): Check => ({ id: 'settings', ok: false, code, message })
  const { least, most } = limits.tokenLengths
  const token = setting(settings, 'token')
  if (!/^[A-Za-z0-9]+$/.test(token) || token.length < least || token.length > most) return fail('token_form', `The Token must be ${least} to ${most} letters and digits.`)
  if (modeOf(settings) !== 'plain' && !aesKeyOf(setting(settings, 'encodingAesKey'))) return fail('aes_key_form', 'This encryption mode needs the EncodingAESKey: 43 letters and digits.')
  if (setting(settings, 'originalId') !== '' && !setting(settings, 'originalId').startsWith('gh_')) return fail('original_id_form', 'The original ID begins with gh_.')
  return { id: 'settings', ok: true, code: 'ok', message: 'The settings have the right form.' }
}

function refusedToken(error: unknown): Check {
  if (!(error instanceof PlatformRefusal)) return { id: 'token', ok: false, code: 'platform_silent', message: 'WeChat did not answer. Messages can be received all the same.' }
  const { code, platformCode, message } = error.detail
  if (code !== 'ip_not_allowed') return { id: 'token', ok: false, code, message: `WeChat refused AppID and AppSecret: ${message}`, data: { platformCode } }
  const address = refusedAddress(message)
  const waiting = platformCode !== '40164'
  return {
    id: 'ip_allow_list', ok: false, code, data: { platformCode, ...(address && { address }) },
    message: waiting ? `The account’s administrator must confirm this server’s address in WeChat: ${message}` : `Add ${address ?? 'this server’s address'} to the IP allow-list of the account; it takes about five minutes to work.`,
  }
}

async function ask(context: CallContext, token: string, request: ApiCall): Promise<Answer | PlatformRefusal | null> {
  try {
    return readAnswer(context, await sendRequest(context, { ...request, timeoutMs }, token))
  } catch (error) {
    return error instanceof PlatformRefusal ? error : null
  }
}

/** WeChat names no kind of account: what only verified ones may call tells it (48001). */
async function checkKind(context: CallContext, token: string): Promise<Check> {
  const answer = await ask(context, token, { method: 'GET', path: '/cgi-bin/template/get_all_private_template' })
  if (answer === null) return { id: 'kind', ok: false, code: 'platform_silent', message: 'WeChat did not say what this account may do.' }
  if (answer instanceof PlatformRefusal && answer.detail.code !== 'permission_missing') return { id: 'kind', ok: false, code: answer.detail.code, message: answer.detail.message, data: { platformCode: answer.detail.platformCode } }
  const granted = !(answer instanceof PlatformRefusal)
  const said = context.settings.verified === true
  if (!granted && said) return { id: 'kind', ok: false, code: 'permission_missing', data: { verified: false }, message: 'The account is marked as verified here, but WeChat refuses what verified accounts may do.' }
  return { id: 'kind', ok: true, code: granted ? 'verified' : 'unverified', data: { verified: granted }, message: granted ? 'WeChat grants template messages to this account.' : 'WeChat grants no template messages to this account: after the reply window it can only wait for the customer.' }
}

async function checkQuota(context: CallContext, token: string): Promise<Check> {
  const answer = await ask(context, token, { method: 'POST', path: '/cgi-bin/openapi/quota/get', body: { cgi_path: '/cgi-bin/message/custom/send' } })
  if (answer === null || answer instanceof PlatformRefusal) {
    const missing = answer?.detail.code === 'permission_missing'
    return missing
      ? { id: 'replies', ok: false, code: 'permission_missing', message: 'WeChat does not let this account answer customers by API.' }
      : { id: 'replies', ok: true, code: 'unknown', message: 'WeChat did not tell today’s quota of replies.' }
  }
  const { daily_limit: limit, remain } = (typeof answer.quota === 'object' && answer.quota !== null ? answer.quota : {}) as { daily_limit?: unknown; remain?: unknown } // read below as what they are
  const known = typeof limit === 'number' && typeof remain === 'number'
  return { id: 'replies', ok: !known || remain > 0, code: known && remain <= 0 ? 'quota_exhausted' : 'ok', data: { limit: known ? limit : null, left: known ? remain : null }, message: known ? `${remain} of ${limit} replies are left today.` : 'WeChat lets this account answer customers.' }
}
