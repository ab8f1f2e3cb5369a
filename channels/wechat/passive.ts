import { randomBytes } from 'node:crypto'
import type { AutomationTraits, Settings } from '@recado/channel-kit'
import type { Content, Instant } from '@recado/core'
import { aesKeyOf, encrypt, signatureOf } from './crypto.js'
import { cleanText } from './json.js'
import { toCustomMessage } from './outbound.js'
import { modeOf, setting } from './settings.js'
import { SOURCES } from './sources.js'
import { validate } from './validate.js'

/** She comes in by following. A reply in the push's own answer needs no token and is a mechanism beside the counted replies. */
export const automation: AutomationTraits = { entry: ['follow'], passive: { takesReply: false, source: SOURCES.passive } }

/** CDATA that holds its own end mark is split in two, the only escape there is. */
const cdata = (text: string): string => `<![CDATA[${cleanText(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`

/**
 * A reply in the webhook's own answer: one for each push, within five seconds, outside the replies that the push opened. Only what needs no upload
 * can be ready in that time; a list to tap is no passive type, so choices go as text. null = not possible for this content.
 */
export function passiveReply(content: Content, to: { person: string; account: string }, settings: Settings, now: Instant): string | null {
  const from = to.account === setting(settings, 'appId') ? setting(settings, 'originalId') : to.account
  const message = toCustomMessage(content, { ...settings, verified: false })
  if (!message || from === '' || validate(content, settings)) return null
  const seconds = Math.floor(now / 1000)
  const head = `<ToUserName>${cdata(to.person)}</ToUserName><FromUserName>${cdata(from)}</FromUserName><CreateTime>${seconds}</CreateTime>`
  const reply = `<xml>${head}<MsgType>${cdata(message.msgtype)}</MsgType>${content.kind === 'link' ? newsOf(content) : `<Content>${cdata(String(message.object.content))}</Content>`}</xml>`
  return modeOf(settings) === 'secure' ? sealed(reply, settings, seconds) : reply
}

function newsOf({ title, description, text, url, imageUrl }: Extract<Content, { kind: 'link' }>): string {
  const item = `<Title>${cdata(title)}</Title><Description>${cdata(description ?? text)}</Description><PicUrl>${cdata(imageUrl ?? '')}</PicUrl><Url>${cdata(url)}</Url>`
  return `<ArticleCount>1</ArticleCount><Articles><item>${item}</item></Articles>`
}

/** Secure mode demands an encrypted reply, signed over a time and nonce of our own; null without a key. */
function sealed(reply: string, settings: Settings, seconds: number): string | null {
  const key = aesKeyOf(setting(settings, 'encodingAesKey'))
  if (!key) return null
  const envelope = encrypt(reply, key, setting(settings, 'appId'), randomBytes(16))
  const nonce = randomBytes(8).toString('hex')
  const signature = signatureOf(setting(settings, 'token'), String(seconds), nonce, envelope)
  return `<xml><Encrypt>${cdata(envelope)}</Encrypt><MsgSignature>${cdata(signature)}</MsgSignature><TimeStamp>${seconds}</TimeStamp><Nonce>${cdata(nonce)}</Nonce></xml>`
}
