import { equalSecret, type RawRequest, type Reception, type Settings } from '@recado/channel-kit'
import { aesKeyOf, decrypt, signatureOf } from './crypto.js'
import { readPush, text } from './push.js'
import { modeOf, setting } from './settings.js'

const plain = (body: string) => ({ status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body })
const forged = (reason: string): Reception => ({ kind: 'refused', status: 401, code: 'bad_signature', reason })
const foreign = (reason: string): Reception => ({ kind: 'refused', status: 400, code: 'bad_webhook', reason })

/** Checks a call of WeChat: the address check (GET), or a push in any of the three encryption modes. */
export function receive(request: RawRequest, settings: Settings): Reception {
  const token = setting(settings, 'token')
  const { signature = '', timestamp = '', nonce = '', echostr } = request.query
  // Without a token anybody could compute the signature.
  if (token === '' || !equalSecret(signatureOf(token, timestamp, nonce), signature)) return forged('signature does not fit token, timestamp and nonce')
  if (request.method === 'GET') return echostr === undefined ? foreign('no echostr') : { kind: 'handshake', answer: plain(echostr) }
  if (request.method !== 'POST') return foreign('neither GET nor POST')

  const body = request.body.toString('utf8')
  const push = readPush(body)
  if (!push) return foreign('neither XML nor JSON of WeChat')
  const envelope = text(push, 'Encrypt')
  const key = aesKeyOf(setting(settings, 'encodingAesKey'))
  // `signature` does not cover the body: in secure mode only the envelope proves who wrote it.
  if (envelope === '') return modeOf(settings) === 'secure' ? forged('secure mode, but the push is not encrypted') : accepted(body)
  if (key) return open(envelope, key, request, settings)
  return text(push, 'MsgType') !== '' && modeOf(settings) !== 'secure' ? accepted(body) : foreign('encrypted, but no valid EncodingAESKey is set')
}

/** The signature over the envelope comes before any decryption, the receive id after it. */
function open(envelope: string, key: Buffer, { query }: RawRequest, settings: Settings): Reception {
  const expected = signatureOf(setting(settings, 'token'), query.timestamp ?? '', query.nonce ?? '', envelope)
  if (!equalSecret(expected, query.msg_signature ?? '')) return forged('msg_signature does not fit the encrypted push')
  const opened = decrypt(envelope, key)
  if (!opened) return foreign('EncodingAESKey does not open the push')
  if (opened.receiveId !== setting(settings, 'appId')) return forged('the push is for another AppID')
  return readPush(opened.message) ? accepted(opened.message) : foreign('the decrypted push is neither XML nor JSON of WeChat')
}

const accepted = (payload: string): Reception => ({ kind: 'accepted', payload, answer: plain('success') })
