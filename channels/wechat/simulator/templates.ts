/**
 * Template messages: service notices to followers, no reply quota.
 * Source: https://developers.weixin.qq.com/doc/service/guide/product/template_message/Template_Message_Interface.html
 */
import type { World } from '@recado/channel-kit'
import { monthOf, secondOf } from './calendar.js'
import { bodyOf, OK, wordOf, type Call, type Endpoint } from './call.js'
import { LIBRARY, type LibraryTemplate } from './template-library.js'
import { linkOf, rendered, valuesOf } from './template-text.js'
import { push } from './push.js'
import { Refusal } from './refusals.js'
import { accountOf, findPerson, type Account } from './rows.js'
import { show } from './screen.js'
import { recipient } from './send-custom.js'
import { listOf, memberOf, type Field } from './wire.js'

export interface Template { id: string; shortId: string; title: string; category: string; content: string; example: string }
interface Categories { chosen: string[]; month: string; changes: number }

const CATEGORIES = 5
const CHANGES_A_MONTH = 5
const TEMPLATES = 25
/** Within this a repeated client_msg_id is the same message (about ten minutes: not verified). */
const SAME_MESSAGE_MS = 600_000

export const templateEndpoints: Readonly<Record<string, Endpoint>> = {
  '/cgi-bin/message/template/send': { method: 'POST', answer: send },
  '/cgi-bin/template/get_all_private_template': { method: 'any', answer: ({ world, account }) => ({
    template_list: templatesOf(world, account).map(({ id, title, category, content, example }) => ({ template_id: id, title, primary_industry: category, deputy_industry: '', content, example })),
  }) },
  '/cgi-bin/template/api_add_template': { method: 'POST', answer: ({ world, account, request }) => {
    const body = bodyOf(request)
    const row = LIBRARY.find((one) => one.shortId === wordOf(body, 'template_id_short'))
    if (!row || !categoriesOf(world, account).chosen.includes(row.category)) throw new Refusal(40037)
    const wanted = listOf(body, 'keyword_name_list').filter((name): name is string => typeof name === 'string')
    return { ...OK, template_id: addTemplate(world, account, row, wanted).id }
  } },
  '/cgi-bin/template/del_private_template': { method: 'POST', answer: ({ world, account, request }) => {
    const id = wordOf(bodyOf(request), 'template_id')
    if (!world.get(`templates:${account.id}`, id)) throw new Refusal(40037)
    world.remove(`templates:${account.id}`, id)
    return OK
  } },
  '/cgi-bin/template/get_industry': { method: 'any', answer: ({ world, account }) => {
    const [first = '', second = ''] = categoriesOf(world, account).chosen
    return { primary_industry: { first_class: first, second_class: first }, secondary_industry: { first_class: second, second_class: second } }
  } },
}

export const templatesOf = (world: World, account: Account): Template[] => world.all<Template>(`templates:${account.id}`)

/** Takes a template of the library into use; `wanted` are its keywords' names, in order, all unless given. */
export function addTemplate(world: World, account: Account, row: LibraryTemplate, wanted: readonly string[] = []): Template {
  if (templatesOf(world, account).length >= TEMPLATES) throw new Refusal(45026)
  const keywords = wanted.length === 0 ? row.keywords : wanted.map((name) => row.keywords.find((keyword) => keyword.name === name)).filter((keyword) => keyword !== undefined)
  if (keywords.length === 0) throw new Refusal(40035)
  const content = keywords.map((keyword) => `${keyword.name}：{{${keyword.key}.DATA}}`).join('\n')
  const example = keywords.map((keyword) => `${keyword.name}:${keyword.example}`).join('\n')
  const template: Template = { id: world.token(43), shortId: row.shortId, title: row.title, category: row.category, content, example }
  world.put(`templates:${account.id}`, template.id, template)
  return template
}

export function categoriesOf(world: World, account: Account): Categories {
  return world.get<Categories>('categories', account.id) ?? { chosen: [], month: '', changes: 0 }
}

/** The owner chooses categories in the console: five at most, changed five times a month; giving one up deletes its templates. */
export function chooseCategories(world: World, account: Account, chosen: string[]): void {
  if (chosen.length > CATEGORIES) throw new Error(`An account has at most ${CATEGORIES} template categories.`)
  const before = categoriesOf(world, account)
  const month = monthOf(world.now())
  const changes = before.month === month ? before.changes : 0
  if (before.chosen.length > 0 && changes >= CHANGES_A_MONTH) throw new Error(`Categories can be changed ${CHANGES_A_MONTH} times a month.`)
  world.put<Categories>('categories', account.id, { chosen, month, changes: before.chosen.length > 0 ? changes + 1 : changes })
  for (const template of templatesOf(world, account)) if (!chosen.includes(template.category)) world.remove(`templates:${account.id}`, template.id)
}

function send({ world, account, request }: Call): object {
  const body = bodyOf(request)
  const person = recipient(world, account, wordOf(body, 'touser'))
  const template = world.get<Template>(`templates:${account.id}`, wordOf(body, 'template_id'))
  if (!template) throw new Refusal(40037)
  const values = valuesOf(template.content, memberOf(body, 'data'))
  if (person.blacklisted) throw new Refusal(43019)
  if (!person.following) throw new Refusal(43004)
  const clientId = wordOf(body, 'client_msg_id')
  const before = clientId ? world.get<{ msgid: string; at: number }>(`templateSends:${account.id}`, clientId) : undefined
  if (before && world.now() < before.at + SAME_MESSAGE_MS) return { ...OK, msgid: BigInt(before.msgid) }
  // Beyond 2^53 on purpose, as the real ones are: a reader that goes through a double loses the last digits.
  const msgid = 3_700_000_000_000_000_000n + BigInt(secondOf(world.now()) % 1_000_000) * 10_000_000_000n + BigInt(Math.floor(world.random() * 10_000_000_000))
  if (clientId) world.put(`templateSends:${account.id}`, clientId, { msgid: String(msgid), at: world.now() })
  const reached = !person.refuses
  // Template messages of overseas accounts cannot carry a jump link (.../api/notify/template/api_sendtemplatemessage.html).
  const link = account.overseas ? undefined : linkOf(body, 'url')
  if (reached) show(world, person.openid, { from: 'business', content: { kind: 'template', templateId: template.id, name: template.title, parameters: values, text: rendered(template.title, template.content, values), ...(link ? { link } : {}) } })
  world.schedule(world.now() + 1000 + Math.floor(world.random() * 1000), 'template_result', { account: account.id, openid: person.openid, msgid: String(msgid), status: reached ? 'success' : 'failed:user block' })
  return { ...OK, msgid }
}

/** TEMPLATESENDJOBFINISH, some seconds later. */
export async function reportTemplate(world: World, data: Record<string, unknown>): Promise<void> {
  const account = accountOf(world, String(data.account))
  const openid = String(data.openid)
  if (!findPerson(world, openid) || world.faulted('withhold_reports', account.appId)) return
  const fields: Field[] = [
    ['ToUserName', account.id], ['FromUserName', openid], ['CreateTime', secondOf(world.now())], ['MsgType', 'event'],
    ['Event', 'TEMPLATESENDJOBFINISH'], ['MsgID', BigInt(String(data.msgid))], ['Status', String(data.status)],
  ]
  await push(world, account, openid, fields, { inChat: false })
}
