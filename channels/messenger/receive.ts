import { equalSecret, hubSignatureHolds } from '@recado/channel-kit'
import type { RawRequest, Reception, Settings } from '@recado/channel-kit'
import { text } from './json.js'

/** The address check (GET) or a delivery (POST): the signature is taken over the raw bytes, since Meta signs the escaped form. */
export function receive(request: RawRequest, settings: Settings): Reception {
  if (request.method === 'GET') return shakeHands(request, settings)
  if (request.method !== 'POST') return { kind: 'refused', status: 400, code: 'bad_webhook', reason: `Messenger does not call with ${request.method}.` }
  const secret = text(settings.appSecret)
  // Without a secret anybody could sign with the empty key.
  if (!secret) return { kind: 'refused', status: 401, code: 'bad_signature', reason: 'The account has no app secret.' }
  if (!hubSignatureHolds(request.headers['x-hub-signature-256'], secret, request.body))
    return { kind: 'refused', status: 401, code: 'bad_signature', reason: 'X-Hub-Signature-256 does not match the raw body.' }
  return { kind: 'accepted', payload: request.body.toString('utf8'), answer: { status: 200, headers: { 'content-type': 'text/plain' }, body: 'EVENT_RECEIVED' } }
}

function shakeHands(request: RawRequest, settings: Settings): Reception {
  const expected = text(settings.verifyToken)
  const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': challenge } = request.query
  if (mode !== 'subscribe' || challenge === undefined) return { kind: 'refused', status: 400, code: 'bad_webhook', reason: 'Not a subscription handshake.' }
  if (!expected || !token || !equalSecret(token, expected)) return { kind: 'refused', status: 403, code: 'bad_webhook', reason: 'The verify token does not match.' }
  return { kind: 'handshake', answer: { status: 200, headers: { 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' }, body: challenge } }
}
