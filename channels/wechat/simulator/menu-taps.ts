/** Taps on the menu at the foot of the chat. Source: https://developers.weixin.qq.com/doc/service/guide/product/menu/Custom_Menu_Push_Events.html */
import { createHash } from 'node:crypto'
import type { World } from '@recado/channel-kit'
import { customerFile } from '@recado/channel-kit/testing/customer-media'
import type { BackendButton } from './backend.js'
import { showReply } from './backend-replies.js'
import { interact, pushHead } from './interactions.js'
import { mediaFor } from './media-store.js'
import type { Button } from './menu-shape.js'
import { buttonsOf, menuFor } from './menu-store.js'
import { written } from './messages.js'
import { push } from './push.js'
import type { Account, Person } from './rows.js'
import { show, shownFile, showSystemLine } from './screen.js'
import type { Draft } from './articles.js'
import { memberOf, textOf, type Field } from './wire.js'

/** Taps of these kinds, and no others, let the account answer. */
const ANSWERABLE = new Set(['click', 'scancode_push', 'scancode_waitmsg'])

/**
 * `ref` is a button's key, address, page path, material or name; the first one with a key when it is absent. What the account made in the backend is
 * answered from there and no server hears of it.
 */
export async function tapMenu(world: World, account: Account, person: Person, ref: string | undefined, content: Record<string, unknown>): Promise<void> {
  const menu = menuFor(world, account, person)
  if (!menu) throw new Error('The chat has no menu.')
  const buttons = buttonsOf<(typeof menu.button)[number]>(menu)
  const called = (one: (typeof buttons)[number]): boolean => ['key', 'url', 'pagepath', 'media_id', 'article_id', 'name'].some((member) => memberOf(one, member) === ref)
  const button = ref === undefined || ref === '' ? (buttons.find((one) => one.type === 'click') ?? buttons[0]) : buttons.find(called)
  if (!button) throw new Error(`The menu has no button "${ref ?? ''}".`)
  if (menu.from === 'backend') {
    showSystemLine(world, person.openid, 'menu_tapped', { name: button.name })
    return 'url' in button ? undefined : showReply(world, account, person.openid, button as BackendButton) // its menu was made there
  }
  await tapApiButton(world, account, person, button as Button, menu.menuId, content) // of a menu made by the API
}

async function tapApiButton(world: World, account: Account, person: Person, button: Button, menuId: number, content: Record<string, unknown>): Promise<void> {
  const type = button.type ?? 'click'
  if (type === 'media_id' || type === 'article_id') return handOut(world, account, person, button)
  if (type === 'view_limited' || type === 'article_view_limited') return // the app opens the article and tells nobody
  if (ANSWERABLE.has(type)) interact(world, account, person.openid, 'menu')
  showSystemLine(world, person.openid, 'menu_tapped', { name: button.name })
  const { fields, after } = told(world, button, type, menuId, content)
  await push(world, account, person.openid, [...pushHead(world, account, person.openid), ['MsgType', 'event'], ...fields], { inChat: ANSWERABLE.has(type) })
  if (!after) return
  // What she chose follows as a message of its own, and a message it counts as.
  const message = written(world, account, after)
  show(world, person.openid, { from: 'me', content: message.shown })
  interact(world, account, person.openid, 'message')
  await push(world, account, person.openid, [...pushHead(world, account, person.openid), ...message.fields], { inChat: true })
}

/** The platform itself sends what the button holds; the account's server is not asked. */
function handOut(world: World, account: Account, person: Person, button: Button): void {
  showSystemLine(world, person.openid, 'menu_tapped', { name: button.name })
  const article = (world.get<Draft>(`articles:${account.id}`, button.article_id ?? '') ?? world.get<Draft>(`drafts:${account.id}`, button.media_id ?? ''))?.articles[0]
  if (article) return void show(world, person.openid, { from: 'business', content: { kind: 'link', text: '', title: article.title, description: article.digest, url: article.url } })
  const media = mediaFor(world, account, button.media_id ?? '')
  if (!media) return // the material was deleted after the menu had been made
  const file = shownFile(world, media.file, media.name)
  show(world, person.openid, { from: 'business', content: media.type === 'voice' ? { kind: 'audio', media: file, voice: true } : { kind: media.type === 'video' ? 'video' : 'image', media: file } })
}

function told(world: World, button: Button, type: string, menuId: number, content: Record<string, unknown>): { fields: Field[]; after?: Record<string, unknown> } {
  const key = button.key ?? ''
  if (type === 'view') return { fields: [['Event', 'VIEW'], ['EventKey', button.url ?? ''], ['MenuId', menuId]] }
  if (type === 'miniprogram') return { fields: [['Event', 'view_miniprogram'], ['EventKey', button.pagepath ?? ''], ['MenuId', menuId]] }
  if (type === 'scancode_push' || type === 'scancode_waitmsg')
    return { fields: [['Event', type], ['EventKey', key], ['ScanCodeInfo', [['ScanType', 'qrcode'], ['ScanResult', textOf(content, 'text') || 'PEDIDO-4711']]]] }
  if (type.startsWith('pic_')) {
    const file = customerFile(world, content, 'jpeg')
    const md5 = createHash('md5').update(file.bytes).digest('hex')
    const fields: Field[] = [['Event', type], ['EventKey', key], ['SendPicsInfo', [['Count', 1], ['PicList', [['item', [['PicMd5Sum', md5]]]]]]]]
    return { fields, after: { kind: 'image', media: { fileId: file.fileId, mime: file.mime, name: file.name } } }
  }
  if (type === 'location_select') {
    const latitude = Number(memberOf(content, 'latitude') ?? 40.4168)
    const longitude = Number(memberOf(content, 'longitude') ?? -3.7038)
    const label = textOf(content, 'name') || 'Puerta del Sol, Madrid'
    const info: Field[] = [['Location_X', String(latitude)], ['Location_Y', String(longitude)], ['Scale', '15'], ['Label', label], ['Poiname', '']]
    return { fields: [['Event', type], ['EventKey', key], ['SendLocationInfo', info]], after: { kind: 'location', latitude, longitude, name: label } }
  }
  return { fields: [['Event', 'CLICK'], ['EventKey', key]] }
}
