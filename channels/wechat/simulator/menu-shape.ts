/**
 * A menu as the API takes it, with its limits. Source: https://developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu.html
 * and .../api_getmenu.html (names at most 16 bytes, in a submenu 60; key 128, address 1024).
 */
import type { World } from '@recado/channel-kit'
import { wordOf } from './call.js'
import { mediaFor } from './media-store.js'
import { Refusal, type Errcode } from './refusals.js'
import type { Account } from './rows.js'
import { listOf } from './wire.js'

export interface Button { type?: string; name: string; key?: string; url?: string; appid?: string; pagepath?: string; media_id?: string; article_id?: string; sub_button?: Button[] }

const BUTTONS = 3
const SUB_BUTTONS = 5
const KEY_BYTES = 128
const URL_BYTES = 1024
const WITH_KEY = ['click', 'scancode_push', 'scancode_waitmsg', 'pic_sysphoto', 'pic_photo_or_album', 'pic_weixin', 'location_select']
const WITH_MEDIA = ['media_id', 'view_limited']
const WITH_ARTICLE = ['article_id', 'article_view_limited']

/** What differs between the bar and a submenu: the longest name and the codes of the refusals. */
interface Level { nameBytes: number; type: Errcode; name: Errcode; key: Errcode; url: Errcode }
const BAR: Level = { nameBytes: 16, type: 40017, name: 40018, key: 40019, url: 40020 }
const SUBMENU: Level = { nameBytes: 60, type: 40024, name: 40025, key: 40026, url: 40027 }

/** The buttons of a menu; throws what the platform answers to one that is not allowed. */
export function readButtons(world: World, account: Account, body: unknown): Button[] {
  const buttons = listOf(body, 'button')
  if (buttons.length === 0 || buttons.length > BUTTONS) throw new Refusal(40016)
  return buttons.map((button) => {
    const below = listOf(button, 'sub_button')
    if (below.length === 0) return readButton(world, account, button, BAR)
    if (below.length > SUB_BUTTONS) throw new Refusal(40023)
    return { name: nameOf(button, BAR), sub_button: below.map((one) => readSubButton(world, account, one)) }
  })
}

function readSubButton(world: World, account: Account, button: unknown): Button {
  // A menu has two levels.
  if (listOf(button, 'sub_button').length > 0) throw new Refusal(40022)
  return readButton(world, account, button, SUBMENU)
}

function readButton(world: World, account: Account, button: unknown, level: Level): Button {
  const name = nameOf(button, level)
  const type = wordOf(button, 'type')
  const word = (key: string): string => wordOf(button, key)
  if (WITH_KEY.includes(type)) return { type, name, key: bounded(word('key'), KEY_BYTES, level.key) }
  if (type === 'view') return { type, name, url: address(word('url'), level.url) }
  if (type === 'miniprogram') {
    if (word('appid') === '' || word('pagepath') === '') throw new Refusal(40035)
    return { type, name, url: address(word('url'), level.url), appid: word('appid'), pagepath: word('pagepath') }
  }
  if (WITH_MEDIA.includes(type)) return { type, name, media_id: material(world, account, word('media_id'), type) }
  if (WITH_ARTICLE.includes(type)) {
    if (!world.get(`articles:${account.id}`, word('article_id'))) throw new Refusal(53600)
    return { type, name, article_id: word('article_id') }
  }
  throw new Refusal(type === '' ? 65308 : level.type)
}

const nameOf = (button: unknown, level: Level): string => bounded(wordOf(button, 'name'), level.nameBytes, level.name)

function bounded(text: string, bytes: number, refusal: Errcode): string {
  if (text === '' || Buffer.byteLength(text, 'utf8') > bytes) throw new Refusal(refusal)
  return text
}

function address(url: string, refusal: Errcode): string {
  if (!/^https?:\/\//.test(url)) throw new Refusal(refusal)
  return bounded(url, URL_BYTES, refusal)
}

/** Only permanent material stands in a menu: a file or an article of the account; `view_limited` opens articles only. */
function material(world: World, account: Account, id: string, type: string): string {
  const isArticle = world.get(`drafts:${account.id}`, id) !== undefined
  const isFile = type === 'media_id' && mediaFor(world, account, id)?.diesAt === null
  if (!isArticle && !isFile) throw new Refusal(40007)
  return id
}
