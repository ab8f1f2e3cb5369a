/**
 * What the owner has set up in the official-account backend before any server was connected: a menu and automatic replies. Both are in force until
 * developer mode is switched on, come back when it is switched off, and never ask a server.
 * Sources: https://developers.weixin.qq.com/doc/service/api/custommenu/api_getcurrentselfmenuinfo.html and
 * https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Getting_Rules_for_Auto_Replies.html
 */
import type { World } from '@recado/channel-kit'
import { secondOf } from './calendar.js'
import type { Endpoint } from './call.js'
import { storeMedia } from './media-store.js'
import type { Account } from './rows.js'
import type { Draft } from './articles.js'

/** `file` is what the console keeps; the API gives a new temporary media id of it each time. */
export interface BackendButton { type?: 'text' | 'img' | 'voice' | 'video' | 'news' | 'view' | 'miniprogram'; name: string; text?: string; file?: { id: string; mime: string; name: string }; news?: string; url?: string; appid?: string; pagepath?: string; sub_button?: BackendButton[] }
export type BackendReply = Pick<BackendButton, 'type' | 'text' | 'file' | 'news'>
export interface KeywordRule { name: string; createdAt: number; all: boolean; keywords: { text: string; whole: boolean }[]; replies: BackendReply[] }
export interface Backend { menu: BackendButton[]; onFollow: BackendReply | null; onMessage: BackendReply | null; rules: KeywordRule[] }

export const backend = (world: World, account: Account): Backend | undefined => world.get<Backend>('backends', account.id)

/** The backend's menu where it is in force. */
export const backendMenu = (world: World, account: Account): BackendButton[] => (account.inBackend ? (backend(world, account)?.menu ?? []) : [])

/** A button or reply as the API tells it: words, media id, address or article in `value` (replies: `content`). */
export function backendOf(world: World, account: Account, { name, ...one }: BackendReply & { name?: string; url?: string; appid?: string; pagepath?: string }, under: 'value' | 'content' = 'value'): object {
  const head = { ...(one.type ? { type: one.type } : {}), ...(name === undefined ? {} : { name }) }
  if (one.type === 'text') return { ...head, [under]: one.text }
  if (one.type === 'video' && one.file) return { ...head, [under]: `${world.baseUrl}/video/${one.file.id}` }
  if (one.file) return { ...head, [under]: storeMedia(world, account, { type: one.type === 'voice' ? 'voice' : 'image', file: one.file.id, mime: one.file.mime, name: one.file.name }).id }
  if (one.type === 'news') {
    const article = world.get<Draft>(`drafts:${account.id}`, one.news ?? '')?.articles[0]
    return { ...head, [under]: one.news, news_info: { list: article ? [{ title: article.title, author: account.name, digest: article.digest, show_cover: 0, cover_url: '', content_url: article.url, source_url: '' }] : [] } }
  }
  return { ...head, ...(one.url ? { url: one.url } : {}), ...(one.appid ? { appid: one.appid, pagepath: one.pagepath } : {}) }
}

export const backendEndpoints: Readonly<Record<string, Endpoint>> = {
  /** Only what was set in the backend; a server that answers by itself is not known here. */
  '/cgi-bin/get_current_autoreply_info': { method: 'any', unverified: true, answer: ({ world, account }) => {
    const rules = account.inBackend ? backend(world, account) : undefined
    if (!rules) return { is_add_friend_reply_open: 0, is_autoreply_open: 0 }
    const told = (reply: BackendReply): object => backendOf(world, account, reply, 'content')
    return {
      is_add_friend_reply_open: rules.onFollow ? 1 : 0, is_autoreply_open: rules.onMessage || rules.rules.length > 0 ? 1 : 0,
      ...(rules.onFollow ? { add_friend_autoreply_info: told(rules.onFollow) } : {}),
      ...(rules.onMessage ? { message_default_autoreply_info: told(rules.onMessage) } : {}),
      keyword_autoreply_info: { list: rules.rules.map((rule) => ({
        rule_name: rule.name, create_time: secondOf(rule.createdAt), reply_mode: rule.all ? 'reply_all' : 'random_one',
        keyword_list_info: rule.keywords.map(({ text, whole }) => ({ type: 'text', match_mode: whole ? 'equal' : 'contain', content: text })),
        reply_list_info: rule.replies.map(told),
      })) },
    }
  } },
}
