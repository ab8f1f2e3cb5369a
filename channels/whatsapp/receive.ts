/** The door: Meta's handshake, and the signature over the raw bytes before anything is parsed. */
import { equalSecret, hubSignatureHolds, type RawRequest, type Reception, type Settings } from '@recado/channel-kit'
import { isProvider, setting } from './graph.js'
import { parseJson, record } from './read.js'

const refused = (status: 400 | 401 | 403, code: 'bad_signature' | 'bad_webhook', reason: string): Reception => ({ kind: 'refused', status, code, reason })

/** Meta asks once whether the address is ours: the bare challenge goes back when the verify token matches. */
function handshake(query: RawRequest['query'], verifyToken: string): Reception {
  const token = query['hub.verify_token']
  if (query['hub.mode'] !== 'subscribe' || !token || !verifyToken || !equalSecret(token, verifyToken))
    return refused(403, 'bad_webhook', 'The verify token is another one than in the account settings.')
  return { kind: 'handshake', answer: { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: query['hub.challenge'] ?? '' } }
}

const isMeta = (payload: string): boolean => record(parseJson(payload)).object === 'whatsapp_business_account'

function signatureFault(request: RawRequest, settings: Settings): string | null {
  const secret = setting(settings, 'appSecret')
  return secret && hubSignatureHolds(request.headers['x-hub-signature-256'], secret, request.body) ? null : 'X-Hub-Signature-256 is missing or does not match the app secret.'
}

/** Providers do not know our app's secret: they send along a header that we told them, with the verify token in it. */
function providerFault(request: RawRequest, settings: Settings): string | null {
  const [given, token] = [request.headers.authorization ?? '', setting(settings, 'verifyToken')]
  return token && equalSecret(given, `Bearer ${token}`) ? null : 'The header Authorization does not hold “Bearer” and the verify token of the account settings.'
}

/** Checks one webhook. Signatures are lower-case hex over the bytes as they came: a re-serialised body has another one. */
export function receive(request: RawRequest, settings: Settings): Reception {
  if (request.method === 'GET') return handshake(request.query, setting(settings, 'verifyToken'))
  if (request.method !== 'POST') return refused(400, 'bad_webhook', 'Meta sends GET and POST only.')
  const fault = isProvider(settings) && !setting(settings, 'appSecret') ? providerFault(request, settings) : signatureFault(request, settings)
  if (fault) return refused(401, 'bad_signature', fault)
  const payload = request.body.toString('utf8')
  if (!isMeta(payload)) return refused(400, 'bad_webhook', 'The body is not a webhook of a WhatsApp Business account.')
  return { kind: 'accepted', payload, answer: { status: 200, body: '' } }
}
