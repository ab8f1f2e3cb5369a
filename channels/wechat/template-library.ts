/**
 * WeChat's texts are its own: subscription notices are taken from a library by number, with two to five of its lines.
 * Source: https://developers.weixin.qq.com/doc/service/api/notify/notify/api_addtemplate.html
 */
import type { CallContext, LibraryEntry, TemplateCreation, TemplateKey } from '@recado/channel-kit'
import { answerText, call, type Answer } from './client.js'

/** Titles asked for at once, and pages of them: the library of an account's categories is a few dozen. */
const PAGE = 30
const MOST_PAGES = 4
/** Lines of one notice, and what it is said to be for. */
const LINES_MOST = 5
const PURPOSE = 15

const rows = (answer: Answer): Answer[] => (Array.isArray(answer.data) ? answer.data.filter((row): row is Answer => typeof row === 'object' && row !== null) : [])

async function library(context: CallContext): Promise<LibraryEntry[]> {
  const categories = rows(await call(context, { method: 'GET', path: '/wxaapi/newtmpl/getcategory' }))
  const names = new Map(categories.map((row) => [answerText(row, 'id') ?? '', answerText(row, 'name') ?? '']))
  const found: LibraryEntry[] = []
  for (let page = 0; page < MOST_PAGES; page++) {
    const titles = rows(await call(context, { method: 'GET', path: '/wxaapi/newtmpl/getpubtemplatetitles', query: { ids: [...names.keys()].join(','), start: String(page * PAGE), limit: String(PAGE) } }))
    const known = new Set(found.map((entry) => entry.id))
    const fresh = titles.filter((row) => !known.has(answerText(row, 'tid') ?? ''))
    for (const row of fresh) found.push({ id: answerText(row, 'tid') ?? '', title: answerText(row, 'title') ?? '', category: names.get(answerText(row, 'categoryId') ?? '') ?? '', kind: answerText(row, 'type') === '3' ? 'subscription_long_term' : 'subscription_once', lines: await linesOf(context, answerText(row, 'tid') ?? '') })
    if (titles.length < PAGE || fresh.length === 0) break
  }
  return found
}

async function linesOf(context: CallContext, tid: string): Promise<LibraryEntry['lines']> {
  return rows(await call(context, { method: 'GET', path: '/wxaapi/newtmpl/getpubtemplatekeywords', query: { tid } })).map((row) => ({ id: answerText(row, 'kid') ?? '', label: answerText(row, 'name') ?? '', example: answerText(row, 'example') ?? '' }))
}

async function adopt({ entry, lines, purpose }: { entry: string; lines: readonly string[]; purpose: string }, context: CallContext): Promise<void> {
  await call(context, { method: 'POST', path: '/wxaapi/newtmpl/addtemplate', body: { tid: entry, kidList: lines.slice(0, LINES_MOST).map(Number), sceneDesc: [...purpose].slice(0, PURPOSE).join('') } })
}

/** Template messages have no list that an API gives: the console shows their number (https://developers.weixin.qq.com/doc/service/api/notify/template/api_addtemplate.html). */
async function adoptNumber({ number, lines }: { number: string; lines: readonly string[] }, context: CallContext): Promise<void> {
  await call(context, { method: 'POST', path: '/cgi-bin/template/api_add_template', body: { template_id_short: number, ...(lines.length > 0 ? { keyword_name_list: [...lines] } : {}) } })
}

/** Two lists, two calls (.../api_deltemplate.html of either). There is one language only. */
async function remove({ externalId, category }: TemplateKey, _scope: 'language' | 'name', context: CallContext): Promise<void> {
  await call(context, category === 'template_message'
    ? { method: 'POST', path: '/cgi-bin/template/del_private_template', body: { template_id: externalId } }
    : { method: 'POST', path: '/wxaapi/newtmpl/deltemplate', body: { priTmplId: externalId } })
}

export const templateCreation: TemplateCreation = { from: 'library', languageOf: () => 'zh_CN', check: () => [{ field: 'body', code: 'category_not_taken', source: 'https://developers.weixin.qq.com/doc/service/guide/product/subscription_messages/intro.html' }], library, adopt, adoptNumber, remove }
