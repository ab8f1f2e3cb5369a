/**
 * Subscription notifications: one acceptance, one message. And the older one-off subscription message with its scenes.
 * Source: https://developers.weixin.qq.com/doc/service/guide/product/subscription_messages/intro.html
 */
import type { World } from '@recado/channel-kit'
import { secondOf } from './calendar.js'
import { bodyOf, OK, wordOf, type Call, type Endpoint } from './call.js'
import { push } from './push.js'
import { Refusal } from './refusals.js'
import { accountOf, nextNumber, type Account } from './rows.js'
import { show } from './screen.js'
import { recipient } from './send-custom.js'
import { NOTICES, type LibraryNotice } from './template-library.js'
import { linkOf, rendered, valuesOf } from './template-text.js'
import { listOf, memberOf, type Field } from './wire.js'

export interface Notice { id: string; tid: string; title: string; content: string; example: string; type: 2 | 3 }
/** What she has accepted of one notice: so many messages, or as many as they like. */
export interface Consent { left: number; forever: boolean }

const KEYWORDS_LEAST = 2
const KEYWORDS_MOST = 5
const SCENE_CHARACTERS = 15
/** The one-off subscription message (both figures not verified). */
const ONE_OFF_TITLE = 15
const ONE_OFF_CONTENT = 200

export const subscribeEndpoints: Readonly<Record<string, Endpoint>> = {
  '/cgi-bin/message/subscribe/bizsend': { method: 'POST', notForTest: true, answer: send },
  '/cgi-bin/message/template/subscribe': { method: 'POST', answer: sendOneOff },
  '/wxaapi/newtmpl/gettemplate': { method: 'GET', answer: ({ world, account }) => ({ ...OK, data: noticesOf(world, account).map(({ id, title, content, example, type }) => ({ priTmplId: id, title, content, example, type })) }) },
  '/wxaapi/newtmpl/getcategory': { method: 'GET', answer: () => ({ ...OK, data: [...new Set(NOTICES.map((notice) => notice.category))].map((name, index) => ({ id: 600 + index, name })) }) },
  '/wxaapi/newtmpl/getpubtemplatetitles': { method: 'GET', answer: () => ({ ...OK, count: NOTICES.length, data: NOTICES.map(({ shortId, title, type }) => ({ tid: Number(shortId), title, type, categoryId: '600' })) }) },
  '/wxaapi/newtmpl/getpubtemplatekeywords': { method: 'GET', answer: ({ query }) => {
    const keywords = NOTICES.find((notice) => notice.shortId === query.tid)?.keywords ?? []
    return { ...OK, count: keywords.length, data: keywords.map((keyword, index) => ({ kid: index + 1, name: keyword.name, example: keyword.example, rule: keyword.key.replace(/\d+$/, '') })) }
  } },
  '/wxaapi/newtmpl/addtemplate': { method: 'POST', notForTest: true, answer: add },
  '/wxaapi/newtmpl/deltemplate': { method: 'POST', answer: ({ world, account, request }) => {
    const id = wordOf(bodyOf(request), 'priTmplId')
    if (!world.get(`notices:${account.id}`, id)) throw new Refusal(40037)
    world.remove(`notices:${account.id}`, id)
    return OK
  } },
}

export const noticesOf = (world: World, account: Account): Notice[] => world.all<Notice>(`notices:${account.id}`)

export function addNotice(world: World, account: Account, row: LibraryNotice, keywords: LibraryNotice['keywords'] = row.keywords): Notice {
  const content = keywords.map((keyword) => `${keyword.name}:{{${keyword.key}.DATA}}`).join('\n')
  const notice: Notice = { id: world.token(43), tid: row.shortId, title: row.title, content, example: keywords.map((keyword) => `${keyword.name}:${keyword.example}`).join('\n'), type: row.type }
  world.put(`notices:${account.id}`, notice.id, notice)
  return notice
}

function add({ world, account, request }: Call): object {
  const body = bodyOf(request)
  const row = NOTICES.find((notice) => notice.shortId === wordOf(body, 'tid'))
  const kids = listOf(body, 'kidList').map(Number)
  if (!row) throw new Refusal(40037)
  const keywords = kids.map((kid) => row.keywords[kid - 1]).filter((keyword) => keyword !== undefined)
  if (kids.length < KEYWORDS_LEAST || kids.length > KEYWORDS_MOST || keywords.length !== kids.length || [...wordOf(body, 'sceneDesc')].length > SCENE_CHARACTERS) throw new Refusal(40035)
  return { ...OK, priTmplId: addNotice(world, account, row, keywords).id }
}

/** She taps "allow" or "refuse" in the sheet that a page or an article opened. */
export async function answerPopup(world: World, account: Account, openid: string, choices: readonly { id: string; accept: boolean }[], scene: 1 | 2): Promise<void> {
  for (const { id, accept } of choices) {
    const notice = world.get<Notice>(`notices:${account.id}`, id)
    if (!notice) throw new Error('The page offers no such notice.')
    const before = world.get<Consent>(`consents:${openid}`, id) ?? { left: 0, forever: false }
    if (accept) world.put<Consent>(`consents:${openid}`, id, notice.type === 3 ? { left: 0, forever: true } : { ...before, left: before.left + 1 })
  }
  const list: Field[] = choices.map(({ id, accept }) => ['List', [['TemplateId', id], ['SubscribeStatusString', accept ? 'accept' : 'reject'], ['PopupScene', scene]]])
  await event(world, account, openid, 'subscribe_msg_popup_event', ['SubscribeMsgPopupEvent', list])
}

/** She turns notices off in the settings: what she had accepted is void. */
export async function withdrawNotices(world: World, account: Account, openid: string, ids: readonly string[]): Promise<void> {
  for (const id of ids) world.remove(`consents:${openid}`, id)
  await event(world, account, openid, 'subscribe_msg_change_event', ['SubscribeMsgChangeEvent', ids.map((id) => ['List', [['TemplateId', id], ['SubscribeStatusString', 'reject']]])])
}

function send({ world, account, request }: Call): object {
  const body = bodyOf(request)
  const person = recipient(world, account, wordOf(body, 'touser'))
  const notice = world.get<Notice>(`notices:${account.id}`, wordOf(body, 'template_id'))
  if (!notice) throw new Refusal(40037)
  const page = wordOf(body, 'page')
  if (page && !/^https?:\/\//.test(page)) throw new Refusal(41030)
  const values = valuesOf(notice.content, memberOf(body, 'data'))
  const consent = world.get<Consent>(`consents:${person.openid}`, notice.id)
  if (!consent || (!consent.forever && consent.left === 0)) throw new Refusal(43101)
  if (!consent.forever) world.put<Consent>(`consents:${person.openid}`, notice.id, { ...consent, left: consent.left - 1 })
  const link = linkOf(body, 'page')
  show(world, person.openid, { from: 'business', content: { kind: 'template', templateId: notice.id, name: notice.title, parameters: values, text: rendered(notice.title, notice.content, values), ...(link ? { link } : {}) } })
  const msgid = 1_700_000_000_000_000_000n + BigInt(nextNumber(world, 'notice')) * 1_000_003n
  world.schedule(world.now() + 1000 + Math.floor(world.random() * 1000), 'notice_result', { account: account.id, openid: person.openid, notice: notice.id, msgid: String(msgid) })
  return OK
}

/** subscribe_msg_sent_event, some seconds later. */
export async function reportNotice(world: World, data: Record<string, unknown>): Promise<void> {
  const account = accountOf(world, String(data.account))
  if (world.faulted('withhold_reports', account.appId)) return
  const list: Field[] = [['List', [['TemplateId', String(data.notice)], ['MsgID', BigInt(String(data.msgid))], ['ErrorCode', 0], ['ErrorStatus', 'success']]]]
  await event(world, account, String(data.openid), 'subscribe_msg_sent_event', ['SubscribeMsgSentEvent', list])
}

/** She confirms on the older subscription page. Several confirmations of one scene are worth one message. */
export function confirmOneOff(world: World, openid: string, scene: string, templateId: string): void {
  world.put(`oneOff:${openid}`, scene, { scene, templateId })
}

function sendOneOff({ world, account, request }: Call): object {
  const body = bodyOf(request)
  const person = recipient(world, account, wordOf(body, 'touser'))
  const scene = wordOf(body, 'scene')
  const value = wordOf(memberOf(memberOf(body, 'data'), 'content'), 'value')
  if ([...wordOf(body, 'title')].length > ONE_OFF_TITLE || value === '' || [...value].length > ONE_OFF_CONTENT) throw new Refusal(47003, { field: 'content' })
  const confirmed = world.get<{ templateId: string }>(`oneOff:${person.openid}`, scene)
  if (!confirmed) throw new Refusal(43101)
  if (confirmed.templateId !== wordOf(body, 'template_id')) throw new Refusal(40037)
  world.remove(`oneOff:${person.openid}`, scene)
  const link = linkOf(body, 'url')
  show(world, person.openid, { from: 'business', content: { kind: 'template', templateId: confirmed.templateId, name: wordOf(body, 'title'), parameters: { content: value }, text: `${wordOf(body, 'title')}\n${value}`, ...(link ? { link } : {}) } })
  return OK
}

async function event(world: World, account: Account, openid: string, name: string, body: Field): Promise<void> {
  const fields: Field[] = [['ToUserName', account.id], ['FromUserName', openid], ['CreateTime', secondOf(world.now())], ['MsgType', 'event'], ['Event', name], body]
  await push(world, account, openid, fields, { inChat: false })
}
