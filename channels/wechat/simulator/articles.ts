/** Drafts and published articles, as far as messages refer to them. Source: https://developers.weixin.qq.com/doc/service/guide/product/publish.html */
import { bodyOf, OK, wordOf, type Call, type Endpoint } from './call.js'
import { secondOf } from './calendar.js'
import { mediaFor } from './media-store.js'
import { push } from './push.js'
import { Refusal } from './refusals.js'
import { accountOf, nextNumber } from './rows.js'
import type { Draft } from './send-custom.js'
import { listOf, type Field } from './wire.js'
import type { World } from '@recado/channel-kit'

const CONTENT_CHARACTERS = 20_000

interface Publication { id: string; status: 0 | 1; articleId: string; url: string }

export const articleEndpoints: Readonly<Record<string, Endpoint>> = {
  '/cgi-bin/draft/add': { method: 'POST', answer: addDraft },
  '/cgi-bin/draft/count': { method: 'any', answer: ({ world, account }) => ({ total_count: world.all(`drafts:${account.id}`).length }) },
  '/cgi-bin/draft/delete': { method: 'POST', answer: ({ world, account, request }) => {
    const id = wordOf(bodyOf(request), 'media_id')
    if (!world.get(`drafts:${account.id}`, id)) throw new Refusal(40007)
    world.remove(`drafts:${account.id}`, id)
    return OK
  } },
  '/cgi-bin/freepublish/submit': { method: 'POST', notForTest: true, answer: ({ world, account, request }) => {
    const draft = world.get<Draft>(`drafts:${account.id}`, wordOf(bodyOf(request), 'media_id'))
    if (!draft) throw new Refusal(40007)
    const number = nextNumber(world, 'publish')
    const row: Publication = { id: String(100_000_000 + number), status: 1, articleId: world.token(43), url: draft.url }
    world.put(`publications:${account.id}`, row.id, row)
    world.put<Draft>(`articles:${account.id}`, row.articleId, { ...draft, id: row.articleId })
    world.schedule(world.now() + 5000, 'publish_result', { account: account.id, id: row.id })
    return { ...OK, publish_id: row.id, msg_data_id: String(206_227_000 + number) }
  } },
  '/cgi-bin/freepublish/get': { method: 'POST', answer: ({ world, account, request }) => {
    const row = world.get<Publication>(`publications:${account.id}`, wordOf(bodyOf(request), 'publish_id'))
    if (!row) throw new Refusal(40035)
    return row.status === 1 ? { publish_id: row.id, publish_status: 1, fail_idx: [] } : { publish_id: row.id, publish_status: 0, article_id: row.articleId, article_detail: { count: 1, item: [{ idx: 1, article_url: row.url }] }, fail_idx: [] }
  } },
}

function addDraft({ world, account, request }: Call): object {
  const articles = listOf(bodyOf(request), 'articles')
  const [article] = articles
  if (!article) throw new Refusal(44003)
  if (articles.some((one) => wordOf(one, 'title') === '' || wordOf(one, 'content').length >= CONTENT_CHARACTERS)) throw new Refusal(45002)
  const thumb = mediaFor(world, account, wordOf(article, 'thumb_media_id'))
  if (!thumb || thumb.diesAt !== null) throw new Refusal(40007)
  const id = world.token(64)
  world.put<Draft>(`drafts:${account.id}`, id, { id, account: account.id, title: wordOf(article, 'title'), digest: wordOf(article, 'digest'), url: wordOf(article, 'content_source_url') || `https://mp.weixin.qq.com/s/${id.slice(0, 22)}` })
  return { media_id: id }
}

/** PUBLISHJOBFINISH. */
export async function finishPublication(world: World, data: Record<string, unknown>): Promise<void> {
  const account = accountOf(world, String(data.account))
  const row = world.get<Publication>(`publications:${account.id}`, String(data.id))
  if (!row || row.status === 0) return
  world.put<Publication>(`publications:${account.id}`, row.id, { ...row, status: 0 })
  const detail: Field[] = [['count', 1], ['item', [['idx', 1], ['article_url', row.url]]]]
  const fields: Field[] = [
    ['ToUserName', account.id], ['FromUserName', account.id], ['CreateTime', secondOf(world.now())], ['MsgType', 'event'], ['Event', 'PUBLISHJOBFINISH'],
    ['PublishEventInfo', [['publish_id', row.id], ['publish_status', 0], ['article_id', row.articleId], ['article_detail', detail]]],
  ]
  await push(world, account, account.id, fields, { inChat: false })
}
