/** The menu at the foot of the chat, by the API. Source: https://developers.weixin.qq.com/doc/service/api/custommenu/api_getmenu.html */
import type { World } from '@recado/channel-kit'
import { backendMenu, backendOf } from './backend.js'
import { bodyOf, OK, type Endpoint } from './call.js'
import { readButtons, type Button } from './menu-shape.js'
import { conditionalMenus, menuOf, putMenu, removeMenus, type MatchRule } from './menu-store.js'
import { Refusal } from './refusals.js'
import type { Account } from './rows.js'

export const menuEndpoints: Readonly<Record<string, Endpoint>> = {
  '/cgi-bin/menu/create': { method: 'POST', unverified: true, answer: ({ world, account, request }) => {
    putMenu(world, account, readButtons(world, account, bodyOf(request)))
    return OK
  } },
  '/cgi-bin/menu/get': { method: 'any', unverified: true, answer: ({ world, account }) => {
    const menu = menuOf(world, account)
    if (!menu) throw new Refusal(46003)
    const conditional = conditionalMenus(world, account).map(({ menuId, button, matchrule }) => ({ button: shownButtons(button), matchrule: shownRule(matchrule), menuid: menuId }))
    return { menu: { button: shownButtons(menu.button), menuid: menu.menuId }, ...(conditional.length > 0 ? { conditionalmenu: conditional.toReversed() } : {}) }
  } },
  '/cgi-bin/menu/delete': { method: 'any', unverified: true, answer: ({ world, account }) => {
    removeMenus(world, account)
    return OK
  } },
  '/cgi-bin/get_current_selfmenu_info': { method: 'any', unverified: true, answer: ({ world, account }) => currentMenu(world, account) },
}

/**
 * The menu in force, whoever made it. Its submenus stand in `sub_button.list`, and the backend's buttons have types of their own (text, img, voice,
 * video, news with `value`). Source: https://developers.weixin.qq.com/doc/service/api/custommenu/api_getcurrentselfmenuinfo.html
 */
function currentMenu(world: World, account: Account): object {
  const menu = menuOf(world, account)
  const button = menu ? menu.button.map((one) => listed(one, (each) => ({ ...each }))) : backendMenu(world, account).map((one) => listed(one, (each) => backendOf(world, account, each)))
  return button.length === 0 ? { is_menu_open: 0 } : { is_menu_open: 1, selfmenu_info: { button } }
}

function listed<B extends { name: string; sub_button?: B[] }>(button: B, shown: (one: B) => object): object {
  return button.sub_button && button.sub_button.length > 0 ? { name: button.name, sub_button: { list: button.sub_button.map(shown) } } : shown(button)
}

/** As menu/get tells it: every button has a list below it. */
const shownButtons = (buttons: readonly Button[]): object[] => buttons.map((button) => ({ ...button, sub_button: shownButtons(button.sub_button ?? []) }))

/** The tag under its older name, too. */
const shownRule = (rule: MatchRule): object => ({ ...(rule.tag_id ? { group_id: Number(rule.tag_id), tag_id: rule.tag_id } : {}), ...(rule.client_platform_type ? { client_platform_type: Number(rule.client_platform_type) } : {}) })
