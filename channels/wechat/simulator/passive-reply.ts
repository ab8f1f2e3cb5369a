/** A reply in the webhook's own answer: it needs no token and takes nothing from the reply quota. */
import type { ScreenItem, World } from '@recado/channel-kit'
import { mediaFor } from './media-store.js'
import type { Account } from './rows.js'
import { shownFile, shownText } from './screen.js'
import { listOf, memberOf, textOf } from './wire.js'

/** Longest text of a reply, bytes of UTF-8 (not verified for replies; the API has the same). */
const TEXT_BYTES = 2048

/** What she sees; `nothing` for the hand-over to the platform's own agent tool, `bad` for what the platform cannot read. */
export function passiveReply(world: World, account: Account, xml: Record<string, unknown>): ScreenItem['content'] | 'nothing' | 'bad' {
  const type = textOf(xml, 'MsgType')
  if (type === 'transfer_customer_service') return 'nothing'
  if (type === 'text') {
    const raw = memberOf(xml, 'Content')
    const text = typeof raw === 'string' ? raw : ''
    return text !== '' && Buffer.byteLength(text, 'utf8') <= TEXT_BYTES ? { kind: 'text', text: shownText(text) } : 'bad'
  }
  if (type === 'image' || type === 'voice' || type === 'video') return mediaReply(world, account, type, xml)
  if (type === 'music') {
    const music = memberOf(xml, 'Music')
    return { kind: 'link', text: textOf(music, 'Description'), title: textOf(music, 'Title'), url: textOf(music, 'MusicUrl') || textOf(music, 'HQMusicUrl') }
  }
  if (type === 'news') {
    const articles = listOf(memberOf(xml, 'Articles'), 'item')
    const [article] = articles
    // One article since 2018-10-12 (https://developers.weixin.qq.com/doc/service/guide/product/message/Passive_user_reply_message.html).
    if (!article || articles.length > 1 || textOf(xml, 'ArticleCount') !== '1') return 'bad'
    const imageUrl = textOf(article, 'PicUrl')
    return { kind: 'link', text: '', title: textOf(article, 'Title'), description: textOf(article, 'Description'), url: textOf(article, 'Url'), ...(imageUrl ? { imageUrl } : {}) }
  }
  return 'bad'
}

function mediaReply(world: World, account: Account, type: 'image' | 'voice' | 'video', xml: Record<string, unknown>): ScreenItem['content'] | 'bad' {
  const element = memberOf(xml, { image: 'Image', voice: 'Voice', video: 'Video' }[type])
  const media = mediaFor(world, account, textOf(element, 'MediaId'), type)
  if (!media) return 'bad'
  // GIFs are refused in image replies.
  if (type === 'image' && media.mime === 'image/gif') return 'bad'
  const file = shownFile(world, media.file, media.name)
  if (type === 'voice') return { kind: 'audio', media: file, voice: true }
  const caption = [textOf(element, 'Title'), textOf(element, 'Description')].filter(Boolean).join('\n')
  return { kind: type, media: file, ...(caption ? { caption } : {}) }
}
