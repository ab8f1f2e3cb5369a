/** The menu at the foot of the chat: read, written and taken away. Source: https://developers.weixin.qq.com/doc/service/api/custommenu/api_getmenu */
import { PlatformRefusal, type CallContext, type OpenersConnector } from '@recado/channel-kit'
import type { Audience, MenuButton, Openers, OpenerSet } from '@recado/core'
import { call } from './client.js'
import { importMenu } from './menu-import.js'
import { menuEditor } from './menu-editor.js'
import { listOf, objectOf, textOf, type Json } from './menu-json.js'

/** "No menu": what an account without one is refused with. */
const NO_MENU = '46003'

/** What WeChat says about a menu in a sentence; its own words follow. Source: its list of global return codes. */
const refusals: Readonly<Record<string, string>> = {
  40015: 'This kind of menu is not known.', 40016: 'The number of buttons is wrong.', 40017: 'A button’s kind is not allowed for this account.', 40018: 'The name of a button is empty or too long.',
  40019: 'The key of a button is empty or too long.', 40020: 'The address of a button is not valid.', 40022: 'The number of levels is wrong.', 40023: 'The number of buttons below another is wrong.',
  40024: 'The kind of a button below another is not allowed.', 40025: 'The name of a button below another is empty or too long.', 40026: 'The key of a button below another is empty or too long.', 40027: 'The address of a button below another is not valid.',
  40054: 'The address of a button below another is not allowed.', 40055: 'The address of a button is not allowed.', 40007: 'The material of a button does not exist.', 45159: 'There is no such tag.',
  65301: 'There is no such menu.', 65302: 'There is no such follower.', 65303: 'A menu for a group needs a menu for everybody first.', 65304: 'The group of a menu is empty.', 65305: 'The account has too many menus for groups.', 65306: 'The account may not have menus for groups.',
  65307: 'A menu for a group has no buttons.', 65308: 'A button does nothing.', 65309: 'Menus for groups are switched off in WeChat.', 65310: 'The group names a region without its country.', 65311: 'The group names a city without its province.', 65312: 'WeChat does not know the country.', 65313: 'WeChat does not know the province.', 65314: 'WeChat does not know the city.',
  65316: 'The menus for groups lead to more than 3 web sites.', 65317: 'An address is not valid.', 65320: 'WeChat no longer allows groups by gender, region or language.',
}

/** A refusal about the menu in words that the owner can act on. */
export async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const sentence = error instanceof PlatformRefusal ? refusals[error.detail.platformCode] : undefined
    if (!(error instanceof PlatformRefusal) || sentence === undefined) throw error
    throw new PlatformRefusal({ ...error.detail, code: 'platform_refused', message: `${sentence} WeChat: ${error.detail.message}`, scope: 'account' })
  }
}

async function standing(context: CallContext): Promise<{ menu: Json; conditional: Json[] } | null> {
  try {
    const answer = await call(context, { method: 'GET', path: '/cgi-bin/menu/get' })
    // The newest is tried first on the phone.
    return { menu: objectOf(answer.menu), conditional: listOf(answer.conditionalmenu).map(objectOf).sort((a, b) => Number(textOf(b.menuid)) - Number(textOf(a.menuid))) }
  } catch (error) {
    if (error instanceof PlatformRefusal && error.detail.platformCode === NO_MENU) return null
    throw error
  }
}

const VALUES = ['key', 'url', 'appid', 'pagepath', 'media_id', 'article_id'] as const

/** A button as WeChat lists it. */
export function buttonOf(value: unknown): MenuButton {
  const button = objectOf(value)
  const title = textOf(button.name)
  const below = listOf(button.sub_button)
  if (below.length > 0) return { title, below: below.map(buttonOf) }
  return { title, type: textOf(button.type) || 'click', values: Object.fromEntries(VALUES.flatMap((name) => (textOf(button[name]) ? [[name, textOf(button[name])]] : []))) }
}

/** Groups by the kind of phone, which WeChat's older document allows beside tags. */
const phones: Readonly<Record<string, string>> = { 1: 'iPhone', 2: 'Android', 3: 'Other phones' }
const PHONE = 'client_platform_type:'

/** The group of a menu; null for one by gender, region or language, which WeChat has put out of force. */
function audienceOf(rule: Json): Audience | null {
  const tag = textOf(rule.tag_id) || textOf(rule.group_id)
  if (tag) return { kind: 'tag', value: tag }
  const phone = textOf(rule.client_platform_type)
  return phone ? { kind: 'tag', value: `${PHONE}${phone}`, label: phones[phone] ?? phone } : null
}

const ruleOf = ({ value }: Audience): Json => (value.startsWith(PHONE) ? { client_platform_type: value.slice(PHONE.length) } : { tag_id: value })

async function read(context: CallContext): Promise<Openers> {
  const found = await standing(context)
  const sets = (found?.conditional ?? []).flatMap((one): OpenerSet[] => {
    const audience = audienceOf(objectOf(one.matchrule))
    return audience ? [{ audience, menu: listOf(one.button).map(buttonOf) }] : []
  })
  return { sets: [{ audience: null, menu: listOf(found?.menu.button).map(buttonOf) }, ...sets] }
}

function toWechat(button: MenuButton): Json {
  const name = button.title.trim()
  return button.below && button.below.length > 0 ? { name, sub_button: button.below.map(toWechat) } : { type: button.type, name, ...button.values }
}

async function remove(context: CallContext): Promise<void> {
  await told(() => call(context, { method: 'GET', path: '/cgi-bin/menu/delete' })) // takes the menus for groups along
}

/** WeChat changes no menu for a group: the old ones go, then all are made anew, the last of our list first, since the phone tries the newest first. */
async function write(openers: Openers, context: CallContext): Promise<void> {
  const [everybody, ...groups] = openers.sets
  if (!everybody?.menu || everybody.menu.length === 0) return remove(context)
  const before = await standing(context)
  await told(() => call(context, { method: 'POST', path: '/cgi-bin/menu/create', body: { button: everybody.menu!.map(toWechat) } })) // looked at above
  for (const one of before?.conditional ?? []) await told(() => call(context, { method: 'POST', path: '/cgi-bin/menu/delconditional', body: { menuid: textOf(one.menuid) } }))
  for (const group of groups.toReversed())
    if (group.audience) await told(() => call(context, { method: 'POST', path: '/cgi-bin/menu/addconditional', body: { button: (group.menu ?? []).map(toWechat), matchrule: ruleOf(group.audience!) } })) // looked at in this line
}

/** The account's tags. Source: https://developers.weixin.qq.com/doc/service/api/usermanage/tags/api_gettags */
async function audiences(context: CallContext): Promise<{ value: string; label: string }[]> {
  const { tags } = await call(context, { method: 'GET', path: '/cgi-bin/tags/get' })
  return listOf(tags).map(objectOf).map((tag) => ({ value: textOf(tag.id), label: textOf(tag.name) })).filter((tag) => tag.value !== '')
}

/** The menu as an optional part of the connector. */
export const openers: OpenersConnector = { editor: menuEditor, read, write, remove, import: importMenu, audiences }
