/** The page of an article, as anybody sees it who has its address, and the readers whom the platform counts. */
import type { SimulatorAnswer, World } from '@recado/channel-kit'
import { escapeHtml } from './article-html.js'
import type { Draft } from './articles.js'
import { dayOf } from './calendar.js'
import { accountOf, findPerson } from './rows.js'

const STYLE = 'body{margin:0;background:#fff;color:#111;font:17px/1.7 system-ui,sans-serif}main{max-width:40rem;margin:auto;padding:1.25rem}h1{font-size:1.4rem;line-height:1.35}img{max-width:100%;height:auto;border-radius:4px}.by{color:#777;font-size:.9rem}blockquote{border-inline-start:3px solid #ccc;margin:0;padding-inline-start:1rem;color:#555}@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}}'

/** One reader of one article on one day of the platform's calendar: whoever opens it twice is one. */
export interface Reading { dataId: string; article: number; openid: string; day: string; shared: boolean }

const gone = (text: string): SimulatorAnswer => page(`<h1>${text}</h1>`, 404)

function page(inner: string, status = 200, title = ''): SimulatorAnswer {
  return {
    status, headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox allow-popups", 'referrer-policy': 'no-referrer' },
    body: `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${STYLE}</style><main>${inner}</main></html>`,
  }
}

/** `/s/{id}/{n}`; `u` and `d` say on whose phone it was opened, and from which post. */
export function articlePage(world: World, path: string, query: Readonly<Record<string, string>>): SimulatorAnswer {
  const [, , id = '', place = '1'] = path.split('/')
  const draft = world.get<Draft>('pages', id)
  const article = draft?.articles[Number(place) - 1]
  if (!draft || !article) return gone('页面不存在')
  if (query.d && world.get('deletedPosts', query.d)) return gone('该内容已被发布者删除')
  const account = accountOf(world, draft.account)
  if (query.u && query.d) noteReader(world, account.id, { dataId: query.d, article: Number(place), openid: query.u })
  const by = [article.author, account.name].filter(Boolean).map(escapeHtml).join(' · ')
  const more = article.source ? `<p><a href="${escapeHtml(article.source)}" target="_blank" rel="noopener noreferrer">阅读原文</a></p>` : ''
  return page(`<h1>${escapeHtml(article.title)}</h1><p class="by">${by}</p><img src="${escapeHtml(`${world.baseUrl}/mmbiz/${article.cover}/0`)}" alt="">${article.content}${more}`, 200, article.title)
}

/** She has opened, or passed on, an article of a post. */
export function noteReader(world: World, account: string, { dataId, article, openid, shared = false }: { dataId: string; article: number; openid: string; shared?: boolean }): void {
  if (findPerson(world, openid)?.account !== account) return
  const day = dayOf(world.now())
  const id = `${dataId}_${article} ${openid} ${day}`
  const before = world.get<Reading>(`readings:${account}`, id)
  world.put<Reading>(`readings:${account}`, id, { dataId, article, openid, day, shared: shared || (before?.shared ?? false) })
}
