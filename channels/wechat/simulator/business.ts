/** The account as a follower's app shows it: its profile page, its menu, its codes. Hours, address and e-mail have no place there. */
import type { PhoneBusiness, PhoneEntry, World } from '@recado/channel-kit'
import type { BackendButton } from './backend.js'
import type { Button } from './menu-shape.js'
import { menuFor } from './menu-store.js'
import { codesOf, sceneOf } from './qr.js'
import { accountOf, personOf } from './rows.js'
import { shownStanding } from './verification.js'

const CODES_SHOWN = 20

export function businessOf(world: World, openid: string): PhoneBusiness {
  const person = personOf(world, openid)
  const account = accountOf(world, person.account)
  // Who does not follow sees the profile page, and no menu.
  const menu = person.hasLeft ? undefined : menuFor(world, account, person)
  const codes = codesOf(world, account).filter((qr) => qr.diesAt === null || world.now() < qr.diesAt).slice(-CODES_SHOWN).reverse()
  return {
    name: account.name, ...(account.about ? { about: account.about } : {}),
    ...(shownStanding(world, account) === 'verified' ? { badge: { en: 'Verified by WeChat', es: 'Verificada por WeChat', zh: '微信认证' } } : {}),
    rows: [{ label: { en: 'Kind of account', es: 'Tipo de cuenta', zh: '账号类型' }, value: '服务号 Service Account' }, { label: { en: 'Original ID', es: 'ID original', zh: '原始ID' }, value: account.id }],
    ...(menu ? { menu: { style: 'bar', entries: menu.button.map((button, index) => entry(button, String(index))) } } : {}),
    codes: codes.map((qr) => ({ title: sceneOf(qr), ref: qr.ticket, picture: `${world.baseUrl}/cgi-bin/showqrcode?ticket=${encodeURIComponent(qr.ticket)}` })),
  }
}

const ASKS: Readonly<Record<string, PhoneEntry['input']>> = { pic_sysphoto: 'photo', pic_photo_or_album: 'photo', pic_weixin: 'photo', location_select: 'location', scancode_push: 'text', scancode_waitmsg: 'text' }

function entry(button: Button | BackendButton, id: string): PhoneEntry {
  const below: (Button | BackendButton)[] = button.sub_button ?? []
  if (below.length > 0) return { id, title: button.name, entries: below.map((one, index) => entry(one, `${id}.${index}`)) }
  const asks = ASKS[button.type ?? '']
  // Names may be alike: what tells a button apart is its key, address or material.
  const made = button as Button // the backend's buttons have none of these members but `url`
  const ref = made.key ?? made.media_id ?? made.article_id ?? (button.type === 'miniprogram' ? button.pagepath : button.url) ?? button.name
  return { id, title: button.name, act: { action: 'menu', ref }, ...(asks ? { input: asks } : {}), ...(button.type === 'view' && button.url ? { url: button.url } : {}) }
}
