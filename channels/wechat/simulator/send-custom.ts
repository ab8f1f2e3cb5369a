/**
 * Customer-service messages: every type, the limits, and the reply quota of the last interactions.
 * Source: https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage.html
 */
import type { ScreenItem, World } from '@recado/channel-kit'
import { cardOf, draftOf, type Draft } from './articles.js'
import { bodyOf, OK, wordOf, type Call } from './call.js'
import { spent } from './ledger.js'
import { mediaFor, type MediaType } from './media-store.js'
import { Refusal } from './refusals.js'
import { changePerson, findPerson, type Account, type Person } from './rows.js'
import { show, shownFile, shownText } from './screen.js'
import { listOf, memberOf } from './wire.js'

/** Longest text, bytes of UTF-8 (the figure is not verified). */
const TEXT_BYTES = 2048

export function sendCustom(call: Call): object {
  const { world, account, request } = call
  const body = bodyOf(request)
  const person = recipient(world, account, wordOf(body, 'touser'))
  const content = contentOf(world, account, wordOf(body, 'msgtype'), body)
  const agent = wordOf(memberOf(body, 'customservice'), 'kf_account')
  if (agent && !account.kfAccounts.includes(agent)) throw new Refusal(65401)
  if (person.blacklisted) throw new Refusal(43019)
  if (!person.following) throw new Refusal(45015)
  if (person.refuses) throw new Refusal(48002)
  const payment = spent(person.windows, world.now())
  if (payment.kind === 'closed') throw new Refusal(45015)
  if (payment.kind === 'used_up') throw new Refusal(45047)
  changePerson(world, person.openid, () => ({ windows: payment.windows, exchangedAt: world.now(), typingUntil: 0 }))
  show(world, person.openid, { from: 'business', content })
  return OK
}

/** The person behind an openid of this account. */
export function recipient(world: World, account: Account, openid: string): Person {
  const person = findPerson(world, openid)
  if (!person || person.account !== account.id) throw new Refusal(40003)
  return person
}

function contentOf(world: World, account: Account, type: string, body: Record<string, unknown>): ScreenItem['content'] {
  const object = memberOf(body, type)
  if (type === 'text') return textOf(object)
  if (type === 'image' || type === 'voice') return file(world, account, type, object)
  if (type === 'video') {
    if (wordOf(object, 'thumb_media_id') && !mediaFor(world, account, wordOf(object, 'thumb_media_id'))) throw new Refusal(40007)
    return file(world, account, 'video', object)
  }
  if (type === 'music') return music(world, account, object)
  if (type === 'news') return news(object)
  if (type === 'mpnews') return cardOf(draftOf(world, account, wordOf(object, 'media_id')).articles.slice(0, 1)).content
  if (type === 'mpnewsarticle') return article(world, account, object)
  if (type === 'msgmenu') return menu(account, object)
  if (type === 'wxcard') {
    if (!wordOf(object, 'card_id')) throw new Refusal(40035)
    return { kind: 'unsupported', type: 'wxcard', detail: wordOf(object, 'card_id') }
  }
  if (type === 'miniprogrampage') return miniProgram(world, account, object)
  throw new Refusal(40008)
}

export function textOf(object: unknown): ScreenItem['content'] {
  const text = wordOf(object, 'content')
  if (text === '') throw new Refusal(44004)
  if (Buffer.byteLength(text, 'utf8') > TEXT_BYTES) throw new Refusal(45002)
  return { kind: 'text', text: shownText(text) }
}

export function file(world: World, account: Account, type: MediaType & ('image' | 'voice' | 'video'), object: unknown): ScreenItem['content'] {
  const media = mediaFor(world, account, wordOf(object, 'media_id'), type)
  if (!media) throw new Refusal(40007)
  const shown = shownFile(world, media.file, media.name)
  if (type === 'voice') return { kind: 'audio', media: shown, voice: true }
  const caption = [wordOf(object, 'title'), wordOf(object, 'description')].filter(Boolean).join('\n')
  return { kind: type, media: shown, ...(caption ? { caption } : {}) }
}

function music(world: World, account: Account, object: unknown): ScreenItem['content'] {
  if (!mediaFor(world, account, wordOf(object, 'thumb_media_id'))) throw new Refusal(40007)
  return { kind: 'link', text: wordOf(object, 'description'), title: wordOf(object, 'title'), url: wordOf(object, 'musicurl') || wordOf(object, 'hqmusicurl') }
}

function news(object: unknown): ScreenItem['content'] {
  const articles = listOf(object, 'articles')
  if (articles.length === 0) throw new Refusal(44003)
  if (articles.length > 1) throw new Refusal(45008)
  return card(articles[0])
}

function card(article: unknown): ScreenItem['content'] {
  const imageUrl = wordOf(article, 'picurl')
  return { kind: 'link', text: '', title: wordOf(article, 'title'), description: wordOf(article, 'description'), url: wordOf(article, 'url'), ...(imageUrl ? { imageUrl } : {}) }
}

function article(world: World, account: Account, object: unknown): ScreenItem['content'] {
  const row = world.get<Draft>(`articles:${account.id}`, wordOf(object, 'article_id'))
  if (!row) throw new Refusal(53600)
  return cardOf(row.articles.slice(0, 1)).content
}

function menu(account: Account, object: unknown): ScreenItem['content'] {
  // Formal verified accounts only; a test account has no right for this type.
  if (account.standing === 'test') throw new Refusal(48008)
  const options = listOf(object, 'list').map((entry) => ({ id: wordOf(entry, 'id'), title: wordOf(entry, 'content') }))
  if (options.length === 0 || options.some((option) => option.id === '' || option.title === '')) throw new Refusal(40035)
  const footer = wordOf(object, 'tail_content')
  return { kind: 'choices', style: 'list', text: wordOf(object, 'head_content'), options, ...(footer ? { footer } : {}) }
}

function miniProgram(world: World, account: Account, object: unknown): ScreenItem['content'] {
  const appId = wordOf(object, 'appid')
  if (!account.linkedMiniPrograms.includes(appId)) throw new Refusal(40013)
  if (!mediaFor(world, account, wordOf(object, 'thumb_media_id'))) throw new Refusal(40007)
  return { kind: 'link', text: '', title: wordOf(object, 'title'), url: `weixin://miniprogram/${appId}/${wordOf(object, 'pagepath')}` }
}
