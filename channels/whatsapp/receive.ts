/** The door: Meta's handshake, and the signature over the raw bytes before anything is parsed. */
import { equalSecret, hubSignatureHolds, type RawRequest, type Reception, type Settings } from '@recado/channel-kit'
import { setting } from './graph.js'
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

/** Checks one webhook. Signatures are lower-case hex over the bytes as they came: a re-serialised body has another one. */
export function receive(request: RawRequest, settings: Settings): Reception {
  if (request.method === 'GET') return handshake(request.query, setting(settings, 'verifyToken'))
  if (request.method !== 'POST') return refused(400, 'bad_webhook', 'Meta sends GET and POST only.')
  const secret = setting(settings, 'appSecret')
  if (!secret || !hubSignatureHolds(request.headers['x-hub-signature-256'], secret, request.body))
    return refused(401, 'bad_signature', 'X-Hub-Signature-256 is missing or does not match the app secret.')
  const payload = request.body.toString('utf8')
  if (!isMeta(payload)) return refused(400, 'bad_webhook', 'The body is not a webhook of a WhatsApp Business account.')
  return { kind: 'accepted', payload, answer: { status: 200, body: '' } }
}
