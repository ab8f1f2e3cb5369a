/** The menu at the foot of the chat. Events: https://developers.weixin.qq.com/doc/service/guide/product/menu/Custom_Menu_Push_Events.html */
import type { World } from '@recado/channel-kit'
import { bodyOf, OK, wordOf, type Call, type Endpoint } from './call.js'
import { nextNumber, type Account } from './rows.js'
import { Refusal } from './refusals.js'
import { listOf } from './wire.js'

export interface Button { type?: string; name: string; key?: string; url?: string; appid?: string; pagepath?: string; media_id?: string; article_id?: string; sub_button?: Button[] }
export interface Menu { menuId: number; button: Button[] }

const BUTTONS = 3
const SUB_BUTTONS = 5
/** Bytes; not verified. */
const KEY_BYTES = 128
const URL_BYTES = 1024
const WITH_KEY = ['click', 'scancode_push', 'scancode_waitmsg', 'pic_sysphoto', 'pic_photo_or_album', 'pic_weixin', 'location_select']
const WITH_ID = ['media_id', 'view_limited', 'article_id', 'article_view_limited']

export const menuOf = (world: World, account: Account): Menu | undefined => world.get<Menu>('menus', account.id)
export const buttonsOf = (menu: Menu): Button[] => menu.button.flatMap((button) => (button.sub_button && button.sub_button.length > 0 ? button.sub_button : [button]))

export function putMenu(world: World, account: Account, button: Button[]): void {
  world.put<Menu>('menus', account.id, { menuId: 410_418_123 + nextNumber(world, 'menu'), button })
}

export const menuEndpoints: Readonly<Record<string, Endpoint>> = {
  '/cgi-bin/menu/create': { method: 'POST', unverified: true, answer: create },
  '/cgi-bin/menu/get': { method: 'any', unverified: true, answer: ({ world, account }) => {
    const menu = menuOf(world, account)
    if (!menu) throw new Refusal(46003)
    return { menu: { button: menu.button.map((button) => ({ ...button, sub_button: button.sub_button ?? [] })), menuid: menu.menuId } }
  } },
  '/cgi-bin/menu/delete': { method: 'any', unverified: true, answer: ({ world, account }) => {
    world.remove('menus', account.id)
    return OK
  } },
  '/cgi-bin/get_current_selfmenu_info': { method: 'any', unverified: true, answer: ({ world, account }) => {
    const menu = menuOf(world, account)
    return { is_menu_open: menu ? 1 : 0, ...(menu ? { selfmenu_info: { button: menu.button.map(({ sub_button, ...button }) => ({ ...button, ...(sub_button ? { sub_button: { list: sub_button } } : {}) })) } } : {}) }
  } },
}

function create({ world, account, request }: Call): object {
  const buttons = listOf(bodyOf(request), 'button')
  if (buttons.length === 0 || buttons.length > BUTTONS) throw new Refusal(40016)
  putMenu(world, account, buttons.map((button) => read(button, true)))
  return OK
}

function read(button: unknown, top: boolean): Button {
  const name = wordOf(button, 'name')
  if (name === '') throw new Refusal(top ? 40018 : 40025)
  const below = top ? listOf(button, 'sub_button') : []
  if (below.length > SUB_BUTTONS) throw new Refusal(40023)
  if (below.length > 0) return { name, sub_button: below.map((one) => read(one, false)) }
  const type = wordOf(button, 'type')
  const member = (key: string): string => wordOf(button, key)
  if (WITH_KEY.includes(type)) {
    if (member('key') === '' || Buffer.byteLength(member('key'), 'utf8') > KEY_BYTES) throw new Refusal(40019)
    return { type, name, key: member('key') }
  }
  if (type === 'view' || type === 'miniprogram') {
    if (!/^https?:\/\//.test(member('url')) || Buffer.byteLength(member('url'), 'utf8') > URL_BYTES) throw new Refusal(top ? 40020 : 40027)
    return { type, name, url: member('url'), ...(type === 'miniprogram' ? { appid: member('appid'), pagepath: member('pagepath') } : {}) }
  }
  if (WITH_ID.includes(type)) return { type, name, ...(member('media_id') ? { media_id: member('media_id') } : {}), ...(member('article_id') ? { article_id: member('article_id') } : {}) }
  throw new Refusal(40017)
}
