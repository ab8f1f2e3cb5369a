/** Drafts and published articles. Source: https://developers.weixin.qq.com/doc/service/guide/product/publish.html and .../guide/product/draft.html */
import type { ScreenItem, World } from '@recado/channel-kit'
import { bodyOf, OK, wordOf, type Call, type Endpoint } from './call.js'
import { secondOf } from './calendar.js'
import { keptHtml } from './article-html.js'
import { mediaFor } from './media-store.js'
import { push } from './push.js'
import { Refusal } from './refusals.js'
import { accountOf, nextNumber, type Account } from './rows.js'
import { listOf, memberOf, type Field } from './wire.js'

const CONTENT_CHARACTERS = 20_000
const CONTENT_BYTES = 1_000_000
const ARTICLES = 8
const TITLE_CHARACTERS = 64

/** One article as it stands on its page. `cover` is a file of the world. */
export interface Article { title: string; author: string; digest: string; content: string; source: string; cover: string; url: string }
export interface Draft { id: string; account: string; articles: Article[] }
interface Publication { id: string; status: 0 | 1; articleId: string; urls: string[] }

export const articleEndpoints: Readonly<Record<string, Endpoint>> = {
  '/cgi-bin/draft/add': { method: 'POST', answer: addDraft },
  // The older way to the same thing, still answered for programs that were never changed.
  '/cgi-bin/media/uploadnews': { method: 'POST', answer: (call) => ({ type: 'news', ...addDraft(call), created_at: secondOf(call.world.now()) }) },
  '/cgi-bin/draft/update': { method: 'POST', answer: updateDraft },
  '/cgi-bin/draft/get': { method: 'POST', answer: ({ world, account, request }) => ({ news_item: draftOf(world, account, wordOf(bodyOf(request), 'media_id')).articles.map(told) }) },
  '/cgi-bin/draft/count': { method: 'any', answer: ({ world, account }) => ({ total_count: world.all(`drafts:${account.id}`).length }) },
  '/cgi-bin/draft/delete': { method: 'POST', answer: ({ world, account, request }) => {
    world.remove(`drafts:${account.id}`, draftOf(world, account, wordOf(bodyOf(request), 'media_id')).id)
    return OK
  } },
  '/cgi-bin/freepublish/submit': { method: 'POST', notForTest: true, answer: ({ world, account, request }) => {
    const draft = draftOf(world, account, wordOf(bodyOf(request), 'media_id'))
    const number = nextNumber(world, 'publish')
    const row: Publication = { id: String(100_000_000 + number), status: 1, articleId: world.token(43), urls: draft.articles.map(({ url }) => url) }
    world.put(`publications:${account.id}`, row.id, row)
    world.put<Draft>(`articles:${account.id}`, row.articleId, { ...draft, id: row.articleId })
    world.schedule(world.now() + 5000, 'publish_result', { account: account.id, id: row.id })
    return { ...OK, publish_id: row.id, msg_data_id: String(206_227_000 + number) }
  } },
  '/cgi-bin/freepublish/get': { method: 'POST', answer: ({ world, account, request }) => {
    const row = world.get<Publication>(`publications:${account.id}`, wordOf(bodyOf(request), 'publish_id'))
    if (!row) throw new Refusal(40035)
    return row.status === 1 ? { publish_id: row.id, publish_status: 1, fail_idx: [] } : { publish_id: row.id, publish_status: 0, article_id: row.articleId, article_detail: { count: row.urls.length, item: row.urls.map((url, n) => ({ idx: n + 1, article_url: url })) }, fail_idx: [] }
  } },
}

/** A draft of this account. */
export function draftOf(world: World, account: Account, id: string): Draft {
  const row = id === '' ? undefined : world.get<Draft>(`drafts:${account.id}`, id)
  if (!row) throw new Refusal(40007)
  return row
}

const told = ({ title, author, digest, content, source, url }: Article): object => ({ title, author, digest, content, content_source_url: source, url, show_cover_pic: 0 })

function written(world: World, account: Account, asked: unknown, id: string, index: number): Article {
  const [title, content] = [wordOf(asked, 'title'), wordOf(asked, 'content')]
  if (title === '' || content.length >= CONTENT_CHARACTERS || Buffer.byteLength(content, 'utf8') >= CONTENT_BYTES) throw new Refusal(45002)
  if ([...title].length > TITLE_CHARACTERS) throw new Refusal(45003)
  const cover = mediaFor(world, account, wordOf(asked, 'thumb_media_id'))
  if (!cover || cover.diesAt !== null) throw new Refusal(40007)
  return {
    title, author: wordOf(asked, 'author'), digest: wordOf(asked, 'digest'), content: keptHtml(content, world.baseUrl), source: wordOf(asked, 'content_source_url'),
    cover: cover.file, url: `${world.baseUrl}/s/${id.slice(0, 22)}/${index + 1}`,
  }
}

function addDraft({ world, account, request }: Call): { media_id: string } {
  const asked = listOf(bodyOf(request), 'articles')
  if (asked.length === 0) throw new Refusal(44003)
  if (asked.length > ARTICLES) throw new Refusal(45008)
  const id = world.token(64)
  const draft: Draft = { id, account: account.id, articles: asked.map((one, n) => written(world, account, one, id, n)) }
  world.put<Draft>(`drafts:${account.id}`, id, draft)
  // Its page is there for whoever has the address.
  world.put<Draft>('pages', id.slice(0, 22), draft)
  return { media_id: id }
}

function updateDraft({ world, account, request }: Call): object {
  const body = bodyOf(request)
  const draft = draftOf(world, account, wordOf(body, 'media_id'))
  const index = Number(memberOf(body, 'index') ?? 0)
  if (!draft.articles[index]) throw new Refusal(40035)
  const changed: Draft = { ...draft, articles: draft.articles.map((one, n) => (n === index ? written(world, account, memberOf(body, 'articles'), draft.id, n) : one)) }
  world.put<Draft>(`drafts:${account.id}`, draft.id, changed)
  world.put<Draft>('pages', draft.id.slice(0, 22), changed)
  return OK
}

type Shown = Pick<ScreenItem, 'content' | 'options'>

/** The articles as one card: the first large, the others below it. `reader` is noted when she opens one. */
export function cardOf(articles: readonly Article[], reader?: { openid: string; dataId: string }): Shown {
  const address = (url: string): string => (reader ? `${url}?${new URLSearchParams({ u: reader.openid, d: reader.dataId }).toString()}` : url)
  const [first, ...rest] = articles
  if (!first) throw new Refusal(44003)
  return {
    content: { kind: 'link', text: '', title: first.title, description: first.digest, url: address(first.url) },
    ...(rest.length > 0 && { options: rest.map(({ title, url }, n) => ({ id: `article${n + 2}`, title, url: address(url) })) }),
  }
}

/** PUBLISHJOBFINISH. */
export async function finishPublication(world: World, data: Record<string, unknown>): Promise<void> {
  const account = accountOf(world, String(data.account))
  const row = world.get<Publication>(`publications:${account.id}`, String(data.id))
  if (!row || row.status === 0) return
  world.put<Publication>(`publications:${account.id}`, row.id, { ...row, status: 0 })
  const detail: Field[] = [['count', row.urls.length], ...row.urls.map((url, n): Field => ['item', [['idx', n + 1], ['article_url', url]]])]
  const fields: Field[] = [
    ['ToUserName', account.id], ['FromUserName', account.id], ['CreateTime', secondOf(world.now())], ['MsgType', 'event'], ['Event', 'PUBLISHJOBFINISH'],
    ['PublishEventInfo', [['publish_id', row.id], ['publish_status', 0], ['article_id', row.articleId], ['article_detail', detail]]],
  ]
  await push(world, account, account.id, fields, { inChat: false })
}
