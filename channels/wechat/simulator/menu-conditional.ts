/**
 * Menus for some of the followers, by tag or by kind of phone. Source: https://developers.weixin.qq.com/doc/service/api/custommenu/api_addconditionalmenu.html
 * and https://developers.weixin.qq.com/doc/offiaccount/Custom_Menus/Personalized_menu_interface.html
 */
import { bodyOf, OK, wordOf, type Call, type Endpoint } from './call.js'
import { readButtons, type Button } from './menu-shape.js'
import { conditionalMenus, menuFor, menuOf, newMenuId, type ConditionalMenu } from './menu-store.js'
import { Refusal } from './refusals.js'
import { findPerson } from './rows.js'
import { memberOf } from './wire.js'

/** Links of all conditional menus lead to at most so many domains. */
const DOMAINS = 3
/** Filtering by what is private was ended: such a rule is refused. */
const PRIVATE = ['sex', 'country', 'province', 'city', 'language']

export const conditionalEndpoints: Readonly<Record<string, Endpoint>> = {
  '/cgi-bin/menu/addconditional': { method: 'POST', answer: add },
  '/cgi-bin/menu/delconditional': { method: 'POST', answer: ({ world, account, request }) => {
    const id = wordOf(bodyOf(request), 'menuid')
    if (!world.get(`conditionalMenus:${account.id}`, id)) throw new Refusal(65301)
    world.remove(`conditionalMenus:${account.id}`, id)
    return OK
  } },
  '/cgi-bin/menu/trymatch': { method: 'POST', answer: ({ world, account, request }) => {
    const person = findPerson(world, wordOf(bodyOf(request), 'user_id'))
    if (!person || person.account !== account.id || !person.following) throw new Refusal(65302)
    const menu = menuFor(world, account, person)
    if (menu?.from !== 'api') throw new Refusal(46003)
    return { button: menu.button }
  } },
}

function add({ world, account, request }: Call): object {
  const body = bodyOf(request)
  if (!menuOf(world, account)) throw new Refusal(65303)
  const asked = memberOf(body, 'matchrule')
  if (PRIVATE.some((key) => wordOf(asked, key) !== '')) throw new Refusal(65320)
  const tag = wordOf(asked, 'tag_id') || wordOf(asked, 'group_id')
  const platform = wordOf(asked, 'client_platform_type')
  if (tag === '' && platform === '') throw new Refusal(65304)
  if (tag !== '' && !world.get(`tags:${account.id}`, tag)) throw new Refusal(45159)
  if (platform !== '' && !['1', '2', '3'].includes(platform)) throw new Refusal(40035)
  const button = readButtons(world, account, body)
  if (domainsOf([...conditionalMenus(world, account).flatMap((menu) => menu.button), ...button]).size > DOMAINS) throw new Refusal(65316)
  const menuId = newMenuId(world)
  world.put<ConditionalMenu>(`conditionalMenus:${account.id}`, String(menuId), { menuId, button, matchrule: { ...(tag ? { tag_id: tag } : {}), ...(platform ? { client_platform_type: platform } : {}) } })
  return { menuid: String(menuId) }
}

function domainsOf(buttons: readonly Button[]): Set<string> {
  return new Set(buttons.flatMap((button) => [button, ...(button.sub_button ?? [])]).flatMap(({ url }) => (url && URL.canParse(url) ? [new URL(url).hostname] : [])))
}
