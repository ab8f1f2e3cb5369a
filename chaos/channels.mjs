/** Real accounts of every channel at one product, and the webhooks that reach them: signed as the platform signs, written from its documents. */
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { deliver } from '../tools/product/client.mjs'
import { pushedByWeChat, signedByMeta, whatsAppBody } from '../tools/product/platforms.mjs'

const META_SECRET = 'app-secret-of-meta'
/** Nobody listens there: what these accounts send is refused at once. */
const NOWHERE = 'http://127.0.0.1:9'

/** @typedef {import('../tools/product/platforms.mjs').Signed} Signed */
/** @typedef {'text' | 'image' | 'location'} Sort */
/** @typedef {{ id: string, person: string, at: number, sort: Sort, text: string }} Said what a customer says; `at` in milliseconds */

/**
 * One account and how its platform speaks.
 * @typedef {object} Line
 * @property {string} channel
 * @property {string} accountId
 * @property {string} path where its webhooks are delivered
 * @property {(said: Said) => Signed} said
 * @property {(echo: { id: string, person: string, at: number, text: string }) => Signed | null} echoed what the business wrote elsewhere; null where the platform does not tell
 * @property {(report: { id: string, person: string, at: number, status: 'sent' | 'delivered' | 'read' }) => Signed | null} reported
 * @property {(change: { id: string, person: string, at: number, target: string, how: 'edit' | 'revoke' | 'react', text: string, edits: number }) => Signed | null} changed `edits`: how often she has changed this message, with this time
 * @property {(raw: string | Buffer) => Signed} signed any body, signed rightly
 * @property {((raw: string) => Signed)[]} [misread] rightly signed, and wrongly sealed in one way each
 * @property {(payload: string) => string} adopted a payload of the channel's own examples, as if it were for this account
 */

/**
 * @param {ReturnType<typeof import('../tools/product/client.mjs').apiClient>} api
 * @param {string} [tag] several sets stand beside each other at one product
 * @returns {Promise<Line[]>}
 */
export async function openLines(api, tag = '1') {
  return [await whatsApp(api, tag), await messenger(api, tag), await weChat(api, tag)]
}

const seconds = (ms) => String(Math.floor(ms / 1000))
const signedRaw = (path, secret) => (raw) => ({ path, headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(raw).digest('hex')}` }, body: raw })

/** @returns {Promise<Line>} */
async function whatsApp(api, tag) {
  const phone = `31000${tag}`
  const secret = `${META_SECRET}-w${tag}`
  const account = await api.want('POST', '/api/v1/channel-accounts', { channel: 'whatsapp', name: `WhatsApp ${tag}`, settings: { phoneNumberId: phone, wabaId: `10229013434${tag}`, accessToken: 'EAAtoken', appSecret: secret, verifyToken: 'verify', baseUrl: NOWHERE } })
  const path = new URL(account.webhookUrl).pathname
  const body = (field, value) => signedByMeta(path, secret, whatsAppBody([[{ field, value: { messaging_product: 'whatsapp', metadata: { display_phone_number: '34911000000', phone_number_id: phone }, ...value } }]]))
  const from = (person, name = `Customer ${person}`) => ({ contacts: [{ profile: { name }, wa_id: person }] })
  const content = ({ sort, text }) => sort === 'image' ? { type: 'image', image: { mime_type: 'image/jpeg', id: `media-${text}`, caption: text } } : sort === 'location' ? { type: 'location', location: { latitude: 40.4, longitude: -3.7, name: text } } : { type: 'text', text: { body: text } }
  return {
    channel: 'whatsapp', accountId: account.id, path,
    said: (said) => body('messages', { ...from(said.person), messages: [{ from: said.person, id: said.id, timestamp: seconds(said.at), ...content(said) }] }),
    echoed: ({ id, person, at, text }) => body('smb_message_echoes', { ...from(person), message_echoes: [{ from: '34911000000', to: person, id, timestamp: seconds(at), type: 'text', text: { body: text } }] }),
    reported: ({ id, person, at, status }) => body('messages', { ...from(person), statuses: [{ id, timestamp: seconds(at), recipient_id: person, status }] }),
    changed: ({ id, person, at, target, how, text }) => body('messages', { ...from(person), messages: [{ from: person, id, timestamp: seconds(at), ...(how === 'edit' ? { type: 'edit', edit: { original_message_id: target, message: { type: 'text', text: { body: text } } } } : how === 'revoke' ? { type: 'revoke', revoke: { original_message_id: target } } : { type: 'reaction', reaction: { message_id: target, emoji: '👍' } }) }] }),
    signed: signedRaw(path, secret),
    adopted: (payload) => payload.replaceAll('402300000000088', phone).replaceAll('501200000000077', `10229013434${tag}`),
  }
}

/** @returns {Promise<Line>} */
async function messenger(api, tag) {
  const page = `10020030040050${tag}`
  const secret = `${META_SECRET}-m${tag}`
  const account = await api.want('POST', '/api/v1/channel-accounts', { channel: 'messenger', name: `Page ${tag}`, settings: { pageId: page, pageAccessToken: 'EAApage', appSecret: secret, verifyToken: 'verify', appId: '1234567890', baseUrl: NOWHERE } })
  const path = new URL(account.webhookUrl).pathname
  const item = (at, more) => signedByMeta(path, secret, { object: 'page', entry: [{ id: page, time: at, messaging: [{ timestamp: at, ...more }] }] })
  const hers = (person, at, more) => item(at, { sender: { id: person }, recipient: { id: page }, ...more })
  return {
    channel: 'messenger', accountId: account.id, path,
    said: ({ id, person, at, sort, text }) => hers(person, at, { message: { mid: id, ...(sort === 'text' ? { text } : { attachments: [sort === 'image' ? { type: 'image', payload: { url: `https://cdn.example/fb/${text}.jpg` } } : { type: 'location', payload: { coordinates: { lat: 40.4, long: -3.7 }, title: text } }] }) } }),
    echoed: ({ id, person, at, text }) => item(at, { sender: { id: page }, recipient: { id: person }, message: { is_echo: true, mid: id, text } }),
    reported: ({ id, person, at, status }) => status === 'sent' ? null : hers(person, at, status === 'read' ? { read: { watermark: at } } : { delivery: { mids: [id], watermark: at } }),
    changed: ({ person, at, target, how, text, edits }) => hers(person, at, how === 'edit' ? { message_edit: { mid: target, text, num_edit: edits } } : how === 'revoke' ? { message: { mid: target, is_deleted: true } } : { reaction: { mid: target, action: 'react', reaction: 'love', emoji: '❤️' } }),
    signed: signedRaw(path, secret),
    adopted: (payload) => payload.replaceAll('100200300400500', page),
  }
}

/** @returns {Promise<Line>} */
async function weChat(api, tag) {
  const settings = { appId: `wx00000000000000${tag.padStart(2, '0')}`, appSecret: 'wechat-app-secret-of-tests-00000', token: `RecadoToken${tag}`, encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG', mode: 'secure', originalId: `gh_0a1b2c3d4e${tag.padStart(2, '0')}`, baseUrl: NOWHERE }
  const account = await api.want('POST', '/api/v1/channel-accounts', { channel: 'wechat', name: `Service account ${tag}`, settings })
  const path = new URL(account.webhookUrl).pathname
  const push = (person, at, inner) => pushedByWeChat(path, settings, `<xml><ToUserName><![CDATA[${settings.originalId}]]></ToUserName><FromUserName><![CDATA[${person}]]></FromUserName><CreateTime>${seconds(at)}</CreateTime>${inner}</xml>`)
  // WeChat numbers messages: a number of 64 bits, made from our name for it.
  const numbered = (id) => (createHash('sha256').update(`${tag}/${id}`).digest().readBigUInt64BE() >> 1n).toString()
  const content = ({ sort, text }) => sort === 'image' ? `<MsgType><![CDATA[image]]></MsgType><PicUrl><![CDATA[http://mmbiz.qpic.cn/${text}/0]]></PicUrl><MediaId><![CDATA[media-${text}]]></MediaId>` : sort === 'location' ? `<MsgType><![CDATA[location]]></MsgType><Location_X>40.4</Location_X><Location_Y>-3.7</Location_Y><Scale>16</Scale><Label><![CDATA[${text}]]></Label>` : `<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${text}]]></Content>`
  return {
    channel: 'wechat', accountId: account.id, path,
    said: (said) => push(said.person, said.at, `${content(said)}<MsgId>${numbered(said.id)}</MsgId>`),
    echoed: () => null,
    reported: () => null,
    changed: ({ person, at, text, how }) => how === 'react' ? push(person, at, `<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[CLICK]]></Event><EventKey><![CDATA[${text}]]></EventKey>`) : null,
    signed: (raw) => pushedByWeChat(path, settings, raw),
    adopted: (payload) => payload.replaceAll('gh_0a1b2c3d4e5f', settings.originalId),
    misread: [(raw) => pushedByWeChat(path, settings, raw, 'pad'), (raw) => pushedByWeChat(path, settings, raw, 'length'), (raw) => pushedByWeChat(path, settings, raw, 'block')],
  }
}

/** A person as each platform names one. @param {string} channel @param {string} tag @param {number} n */
export function personOf(channel, tag, n) {
  const number = String(n).padStart(7, '0')
  return channel === 'whatsapp' ? `3465${number}` : channel === 'messenger' ? `7300112${number}${tag}` : `oRECADO${tag}${'0'.repeat(10)}${number}`
}

/** For so long a machine that has much else to do may ask a platform to come again. */
const PATIENCE_MS = 60_000

/** Delivers as platforms do, which come again when they hear 503; the last answer. @param {string} url @param {Signed} request */
export async function deliverPatiently(url, request) {
  for (const since = performance.now(); ;) {
    const answer = await deliver(url, request)
    if (answer.status !== 503 || performance.now() - since > PATIENCE_MS) return answer
    await wait(200)
  }
}

/** An address's own signature, spoilt. @param {Signed} signed @returns {Signed} */
export function forged(signed) {
  const hub = signed.headers['x-hub-signature-256']
  if (hub) return { ...signed, headers: { ...signed.headers, 'x-hub-signature-256': `sha256=${randomBytes(32).toString('hex')}` } }
  const [path, query] = signed.path.split('?')
  const params = new URLSearchParams(query)
  params.set('signature', randomBytes(20).toString('hex'))
  params.set('msg_signature', randomBytes(20).toString('hex'))
  return { ...signed, path: `${path}?${params}` }
}
