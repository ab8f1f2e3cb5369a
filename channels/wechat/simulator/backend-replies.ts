/** The backend's automatic replies at work: on a follow, by keyword, and to any other message once an hour. */
import type { World } from '@recado/channel-kit'
import { backend, type BackendReply } from './backend.js'
import type { Account } from './rows.js'
import type { Draft } from './articles.js'
import { show, shownFile, shownText } from './screen.js'
import type { Field } from './wire.js'

/** The reply to messages that no keyword meets comes once in this time: https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Getting_Rules_for_Auto_Replies.html */
const DEFAULT_EVERY_MS = 60 * 60_000

/** Plays the backend's part for what would have been a push. */
export function replyFromBackend(world: World, account: Account, openid: string, fields: readonly Field[]): void {
  const rules = backend(world, account)
  if (!rules) return
  const word = (name: string): string => { const value = fields.find(([key]) => key === name)?.[1]; return typeof value === 'string' ? value : '' }
  if (word('MsgType') === 'event') {
    if (word('Event') === 'subscribe' && rules.onFollow) showReply(world, account, openid, rules.onFollow)
    return
  }
  const said = word('Content')
  const rule = said === '' ? undefined : rules.rules.find(({ keywords }) => keywords.some(({ text, whole }) => (whole ? said === text : said.includes(text))))
  if (rule) {
    const chosen = rule.all ? rule.replies : rule.replies.slice(Math.floor(world.random() * rule.replies.length)).slice(0, 1)
    for (const reply of chosen) showReply(world, account, openid, reply)
    return
  }
  const last = world.get<{ at: number }>(`backendReplied:${account.id}`, openid)?.at
  if (!rules.onMessage || (last !== undefined && world.now() < last + DEFAULT_EVERY_MS)) return
  world.put(`backendReplied:${account.id}`, openid, { at: world.now() })
  showReply(world, account, openid, rules.onMessage)
}

/** A text, file or article of the backend in her chat. */
export function showReply(world: World, account: Account, openid: string, reply: BackendReply): void {
  if (reply.type === 'text') show(world, openid, { from: 'business', content: { kind: 'text', text: shownText(reply.text ?? '') } })
  else if (reply.type === 'news') {
    const article = world.get<Draft>(`drafts:${account.id}`, reply.news ?? '')?.articles[0]
    if (article) show(world, openid, { from: 'business', content: { kind: 'link', text: '', title: article.title, description: article.digest, url: article.url } })
  } else if (reply.file) {
    const media = shownFile(world, reply.file.id, reply.file.name)
    show(world, openid, { from: 'business', content: reply.type === 'voice' ? { kind: 'audio', media, voice: true } : { kind: reply.type === 'video' ? 'video' : 'image', media } })
  }
}
