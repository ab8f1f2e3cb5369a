/** Taps on the menu at the foot of the chat. Source: https://developers.weixin.qq.com/doc/service/guide/product/menu/Custom_Menu_Push_Events.html */
import { createHash } from 'node:crypto'
import type { World } from '@recado/channel-kit'
import { customerFile } from '@recado/channel-kit/testing/customer-media'
import { interact, pushHead } from './interactions.js'
import { buttonsOf, menuOf, type Button } from './menu.js'
import { written } from './messages.js'
import { push } from './push.js'
import type { Account, Person } from './rows.js'
import { show, showSystemLine } from './screen.js'
import { memberOf, textOf, type Field } from './wire.js'

/** Taps of these kinds, and no others, let the account answer. */
const ANSWERABLE = new Set(['click', 'scancode_push', 'scancode_waitmsg'])

/** `ref` is a button's key, address, page path or name; the first one with a key when it is absent. */
export async function tapMenu(world: World, account: Account, person: Person, ref: string | undefined, content: Record<string, unknown>): Promise<void> {
  const menu = menuOf(world, account)
  if (!menu) throw new Error('The chat has no menu.')
  const buttons = buttonsOf(menu)
  const button = ref === undefined || ref === '' ? buttons.find((one) => one.type === 'click') : buttons.find((one) => [one.key, one.url, one.pagepath, one.name].includes(ref))
  if (!button) throw new Error(`The menu has no button "${ref ?? ''}".`)
  const type = button.type ?? 'click'
  if (type === 'media_id' || type === 'article_id' || type === 'view_limited' || type === 'article_view_limited') return // the app opens what the button holds and tells nobody
  if (ANSWERABLE.has(type)) interact(world, account, person.openid, 'menu')
  showSystemLine(world, person.openid, 'menu_tapped', { name: button.name })
  const { fields, after } = told(world, button, type, menu.menuId, content)
  await push(world, account, person.openid, [...pushHead(world, account, person.openid), ['MsgType', 'event'], ...fields], { inChat: ANSWERABLE.has(type) })
  if (!after) return
  // What she chose follows as a message of its own, and a message it counts as.
  const message = written(world, account, after)
  show(world, person.openid, { from: 'me', content: message.shown })
  interact(world, account, person.openid, 'message')
  await push(world, account, person.openid, [...pushHead(world, account, person.openid), ...message.fields], { inChat: true })
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
