/** What she writes, as the pushes that the platform makes of it. Source: https://developers.weixin.qq.com/doc/service/en/guide/product/message/Receiving_standard_messages.html */
import { createHash } from 'node:crypto'
import type { ScreenItem, World } from '@recado/channel-kit'
import { customerFile } from '@recado/channel-kit/testing/customer-media'
import { storeMedia } from './media-store.js'
import { nextNumber, type Account } from './rows.js'
import { shownFile } from './screen.js'
import { memberOf, textOf, type Field } from './wire.js'

export interface Written { shown: ScreenItem['content']; fields: Field[] }

/** What the account is told of a kind that the platform does not hand on (stickers, contact cards). */
const UNSUPPORTED_TEXT = '【收到不支持的消息类型，暂无法显示】'

/** Fields after CreateTime, MsgId included. Throws a sentence when the app has no such thing to send. */
export function written(world: World, account: Account, content: Record<string, unknown>): Written {
  const kind = content.kind
  const id: Field = ['MsgId', nextMsgId(world)]
  if (kind === 'text' || kind === undefined) return text(content, id)
  if (kind === 'image') return image(world, account, content, id)
  if (kind === 'audio') return voice(world, account, content, id)
  if (kind === 'video') return video(world, account, content, id)
  if (kind === 'location') return place(content, id)
  if (kind === 'link') {
    const link = { title: textOf(content, 'title') || textOf(content, 'url'), url: textOf(content, 'url'), description: textOf(content, 'description') || textOf(content, 'text') }
    if (!link.url) throw new Error('A shared link needs its url.')
    return { shown: { kind: 'link', text: '', ...link }, fields: [['MsgType', 'link'], ['Title', link.title], ['Description', link.description], ['Url', link.url], id] }
  }
  if (kind === 'document') return document(world, content, id)
  if (kind === 'sticker') {
    const file = customerFile(world, content, 'png')
    return { shown: { kind: 'sticker', media: shownFile(world, file.fileId, file.name) }, fields: [['MsgType', 'text'], ['Content', UNSUPPORTED_TEXT], id] }
  }
  if (kind === 'contacts') return { shown: { kind: 'contacts', contacts: [{ name: textOf(content, 'name') || '林娜' }] }, fields: [['MsgType', 'text'], ['Content', UNSUPPORTED_TEXT], id] }
  throw new Error(`WeChat cannot send "${String(kind)}".`)
}

export function nextMsgId(world: World): bigint {
  return 24_900_000_000_000_000n + BigInt(nextNumber(world, 'msgid'))
}

function text(content: Record<string, unknown>, id: Field): Written {
  const words = memberOf(content, 'text')
  if (typeof words !== 'string' || words === '') throw new Error('An empty message cannot be sent.')
  // From an article's page the push also says which one (MsgDataId, Idx).
  const article = memberOf(content, 'article')
  const origin: Field[] = article ? [['MsgDataId', textOf(article, 'msgDataId')], ['Idx', Number(textOf(article, 'idx') || '1')]] : []
  return { shown: { kind: 'text', text: words }, fields: [['MsgType', 'text'], ['Content', words], id, ...origin] }
}

function image(world: World, account: Account, content: Record<string, unknown>, id: Field): Written {
  const file = customerFile(world, content, 'jpeg')
  const media = storeMedia(world, account, { type: 'image', file: file.fileId, mime: file.mime, name: file.name })
  return { shown: { kind: 'image', media: shownFile(world, file.fileId, file.name) }, fields: [['MsgType', 'image'], ['PicUrl', `${world.baseUrl}/mmbiz/${file.fileId}/0`], ['MediaId', media.id], id] }
}

function voice(world: World, account: Account, content: Record<string, unknown>, id: Field): Written {
  const file = customerFile(world, content, 'amr')
  const media = storeMedia(world, account, { type: 'voice', file: file.fileId, mime: file.mime, name: file.name })
  return { shown: { kind: 'audio', media: shownFile(world, file.fileId, file.name), voice: true }, fields: [['MsgType', 'voice'], ['MediaId', media.id], ['Format', 'amr'], id, ['MediaId16K', `${media.id}_16K`], ['Recognition', '']] }
}

function video(world: World, account: Account, content: Record<string, unknown>, id: Field): Written {
  const file = customerFile(world, content, 'mp4')
  const media = storeMedia(world, account, { type: 'video', file: file.fileId, mime: file.mime, name: file.name })
  const still = customerFile(world, { kind: 'image' }, 'jpeg')
  const thumb = storeMedia(world, account, { type: 'thumb', file: still.fileId, mime: still.mime, name: still.name })
  return { shown: { kind: 'video', media: shownFile(world, file.fileId, file.name) }, fields: [['MsgType', content.short === true ? 'shortvideo' : 'video'], ['MediaId', media.id], ['ThumbMediaId', thumb.id], id] }
}

function place(content: Record<string, unknown>, id: Field): Written {
  const latitude = Number(content.latitude ?? 40.4168)
  const longitude = Number(content.longitude ?? -3.7038)
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) throw new Error('There is no such place on Earth.')
  const label = [textOf(content, 'name'), textOf(content, 'address')].filter(Boolean).join(', ') || 'Puerta del Sol, Madrid'
  return { shown: { kind: 'location', latitude, longitude, name: label }, fields: [['MsgType', 'location'], ['Location_X', latitude], ['Location_Y', longitude], ['Scale', 16], ['Label', label], id] }
}

function document(world: World, content: Record<string, unknown>, id: Field): Written {
  const file = customerFile(world, content, 'pdf')
  const md5 = createHash('md5').update(file.bytes).digest('hex')
  return { shown: { kind: 'document', media: shownFile(world, file.fileId, file.name) }, fields: [['MsgType', 'file'], ['Title', file.name], ['Description', ''], ['FileKey', world.token(32)], ['FileMd5', md5], ['FileTotalLen', file.bytes.length], id] }
}
