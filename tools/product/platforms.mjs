/** What the platforms send, written from their documents: signed requests for real accounts, without the product's own code. */
import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto'

/** @typedef {{ path: string, headers: Record<string, string>, body: string }} Signed */

const hub = (secret, body) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`

/**
 * A body signed as Meta signs it.
 * @param {string} path
 * @param {string} secret
 * @param {unknown} body
 * @returns {Signed}
 */
export function signedByMeta(path, secret, body) {
  const text = JSON.stringify(body)
  return { path, headers: { 'content-type': 'application/json', 'x-hub-signature-256': hub(secret, text) }, body: text }
}

/** @typedef {{ wamid: string, from: string, text: string, name?: string, bsuid?: string, at?: number }} WhatsAppText `at`: the platform's own moment in milliseconds, now unless given */

/**
 * One change of a WhatsApp webhook: all messages of one number, her name beside them.
 * @param {string} phoneNumberId
 * @param {WhatsAppText[]} messages
 */
export function whatsAppChange(phoneNumberId, messages) {
  const people = new Map(messages.map((one) => [one.from, one]))
  return {
    field: 'messages',
    value: {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '34911000000', phone_number_id: phoneNumberId },
      contacts: [...people.values()].map((one) => ({ profile: { name: one.name ?? `Customer ${one.from}` }, wa_id: one.from, ...(one.bsuid ? { user_id: one.bsuid } : {}) })),
      messages: messages.map((one) => ({ from: one.from, ...(one.bsuid ? { from_user_id: one.bsuid } : {}), id: one.wamid, timestamp: String(Math.floor((one.at ?? Date.now()) / 1000)), type: 'text', text: { body: one.text } })),
    },
  }
}

/**
 * A whole webhook of WhatsApp from entries, each a list of changes.
 * @param {object[][]} entries
 * @param {string} [waba]
 */
export function whatsAppBody(entries, waba = '102290129340398') {
  return { object: 'whatsapp_business_account', entry: entries.map((changes) => ({ id: waba, changes })) }
}

/**
 * A webhook of Messenger with the messages of one Page.
 * @param {string} pageId
 * @param {{ psid: string, mid: string, text: string }[]} messages
 */
export function messengerEntry(pageId, messages) {
  return { id: pageId, time: Date.now(), messaging: messages.map((one) => ({ sender: { id: one.psid }, recipient: { id: pageId }, timestamp: Date.now(), message: { mid: one.mid, text: one.text } })) }
}

/** @typedef {{ appId: string, token: string, encodingAesKey: string, originalId: string }} WeChatSettings */

/**
 * A text of a follower as WeChat pushes it.
 * @param {string} originalId
 * @param {{ openid: string, msgId: string, text: string }} message
 */
export function weChatText(originalId, { openid, msgId, text }) {
  return `<xml><ToUserName><![CDATA[${originalId}]]></ToUserName><FromUserName><![CDATA[${openid}]]></FromUserName><CreateTime>${Math.floor(Date.now() / 1000)}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${text}]]></Content><MsgId>${msgId}</MsgId></xml>`
}

const sha1OfSorted = (...parts) => createHash('sha1').update(parts.sort().join('')).digest('hex')

/**
 * random(16) + length(4, big-endian) + message + AppID, padded to 32 with the pad's length, AES-256-CBC, IV = first half of the key.
 * @param {string | Buffer} message
 * @param {Pick<WeChatSettings, 'appId' | 'encodingAesKey'>} settings
 * @param {'pad' | 'length' | 'block'} [wrong] what is sealed wrongly: the padding, the length in front, or the last block cut short
 */
export function weChatEnvelope(message, { appId, encodingAesKey }, wrong) {
  const key = Buffer.from(`${encodingAesKey}=`, 'base64')
  const body = Buffer.from(message)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(wrong === 'length' ? 0xfffffff0 : body.length)
  const plain = Buffer.concat([randomBytes(16), length, body, Buffer.from(appId)])
  const pad = 32 - (plain.length % 32)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const sealed = Buffer.concat([cipher.update(Buffer.concat([plain, Buffer.alloc(pad, wrong === 'pad' ? 255 : pad)])), cipher.final()])
  return sealed.subarray(0, wrong === 'block' ? -5 : undefined).toString('base64')
}

/**
 * A push of WeChat in secure mode.
 * @param {string} path
 * @param {WeChatSettings} settings
 * @param {string | Buffer} message
 * @param {'pad' | 'length' | 'block'} [wrong]
 * @returns {Signed}
 */
export function pushedByWeChat(path, settings, message, wrong) {
  const envelope = weChatEnvelope(message, settings, wrong)
  const timestamp = String(Math.floor(Date.now() / 1000))
  const nonce = String(randomBytes(4).readUInt32BE())
  const query = new URLSearchParams({ signature: sha1OfSorted(settings.token, timestamp, nonce), timestamp, nonce, encrypt_type: 'aes', msg_signature: sha1OfSorted(settings.token, timestamp, nonce, envelope) })
  return { path: `${path}?${query}`, headers: { 'content-type': 'text/xml' }, body: `<xml><ToUserName><![CDATA[${settings.originalId}]]></ToUserName><Encrypt><![CDATA[${envelope}]]></Encrypt></xml>` }
}
