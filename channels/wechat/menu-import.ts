/**
 * Menu and automatic replies made on WeChat's own site, in the form that can be published from here. Buttons that hold a text, a picture or
 * articles exist only on that site: they become keys, with an automatic reply that says the same.
 * Source: https://developers.weixin.qq.com/doc/service/api/custommenu/api_getcurrentselfmenuinfo
 */
import type { CallContext, ImportedOpeners } from '@recado/channel-kit'
import type { ImportedReply, ImportNote, MenuButton, PlatformMedia } from '@recado/core'
import { call } from './client.js'
import { menuEditor } from './menu-editor.js'
import { listOf, objectOf, textOf, type Json } from './menu-json.js'

type Reply = ImportedReply<PlatformMedia['source']>
type Say = Reply['say']

/** The same words for both: `img` in menus, `image` is seen as well. */
const MEDIA: Readonly<Record<string, 'image' | 'voice' | 'video'>> = { img: 'image', image: 'image', voice: 'voice', video: 'video' }

/** Articles as a text: a passive or service message carries one card only, a text as many links as there are. */
const linesOf = (articles: readonly Json[]): string => articles.map((one) => [textOf(one.title), textOf(one.content_url)].filter(Boolean).join('\n')).join('\n\n')

/** What a reply of WeChat's site says; empty where it cannot be said from here. */
function sayOf(type: string, content: string, news: unknown): Say {
  const media = MEDIA[type]
  if (type === 'text') return content ? [{ kind: 'text', text: content }] : []
  // Pictures and sounds are temporary uploads that live three days; a film comes as an address.
  if (media) return content ? [{ kind: media, media: /^https?:/.test(content) ? { kind: 'url', url: content } : { kind: 'id', id: content } }] : []
  const articles = listOf(news).map(objectOf)
  return type === 'news' && articles.length > 0 ? [{ kind: 'text', text: linesOf(articles) }] : []
}

const known = new Set(menuEditor.menu?.types.map((one) => one.type))

class MenuReader {
  readonly replies: Reply[] = []
  readonly notes: ImportNote[] = []

  read(value: unknown, place: string): MenuButton {
    const button = objectOf(value)
    const title = textOf(button.name)
    const below = listOf(button.sub_button)
    if (below.length > 0) return { title, below: below.map((one, at) => this.read(one, `${place}_${at + 1}`)) }
    const type = textOf(button.type)
    const content = textOf(button.value)
    if (type === 'news') return this.articles(button, title, place)
    if (type === 'text' || MEDIA[type]) return this.keyed(title, place, type, sayOf(type, content, undefined))
    if (known.has(type)) return { title, type, values: this.valuesOf(button, type) }
    return this.keyed(title, place, type, [])
  }

  private valuesOf(button: Json, type: string): Record<string, string> {
    const wanted = menuEditor.menu?.types.find((one) => one.type === type)?.values ?? []
    // Some of the site's buttons keep in `value` what the interface names.
    return Object.fromEntries(wanted.map(({ key }, at) => [key, textOf(button[key]) || (at === 0 ? textOf(button.value) : '')]))
  }

  private articles(button: Json, title: string, place: string): MenuButton {
    const articles = listOf(button.news_info).map(objectOf)
    const url = textOf(articles[0]?.content_url)
    if (articles.length === 1 && url) {
      this.notes.push({ code: 'became_link', title, was: 'news' })
      return { title, type: 'view', values: { url } }
    }
    const [say] = sayOf('news', '', button.news_info)
    if (say) return this.keyed(title, place, 'news', [say])
    // The library's own id of the articles is permanent.
    return textOf(button.value) ? { title, type: 'media_id', values: { media_id: textOf(button.value) } } : this.keyed(title, place, 'news', [])
  }

  /** A button that asks us, and the reply that says what the button held. */
  private keyed(title: string, place: string, was: string, say: Say): MenuButton {
    const key = `MENU_${place}`
    this.notes.push({ code: say.length === 0 ? 'lost' : was === 'news' ? 'became_text' : 'became_key', title, was: was || 'empty' })
    if (say.length > 0) this.replies.push({ on: { kind: 'key', key, title }, name: title, active: true, mode: 'all', say })
    return { title, type: 'click', values: { key } }
  }
}

/** Rules for followers, keywords and everything else. Source: https://developers.weixin.qq.com/doc/service/api/notify/autoreplies/api_getcurrentautoreplyinfo */
function rulesOf(answer: Json, notes: ImportNote[]): Reply[] {
  const keep = (reply: Reply, was: string): Reply[] => {
    if (reply.say.length > 0) return [reply]
    notes.push({ code: 'lost', title: reply.name, was })
    return []
  }
  const single = (value: unknown, on: Reply['on'], name: string, active: boolean): Reply[] => {
    const rule = objectOf(value)
    const type = textOf(rule.type)
    return type === '' ? [] : keep({ on, name, active, mode: 'all', say: sayOf(type, textOf(rule.content), rule.news_info) }, type)
  }
  const replying = textOf(answer.is_autoreply_open) === '1'
  const keywords = listOf(answer.keyword_autoreply_info).map(objectOf).flatMap((rule): Reply[] => {
    const words = listOf(rule.keyword_list_info).map(objectOf).flatMap((word) => (textOf(word.content) ? [{ text: textOf(word.content), match: textOf(word.match_mode) === 'equal' ? 'equals' as const : 'contains' as const }] : []))
    const parts = listOf(rule.reply_list_info).map(objectOf)
    const name = textOf(rule.rule_name) || words.map((word) => word.text).join(', ')
    const say = parts.flatMap((part) => {
      const said = sayOf(textOf(part.type), textOf(part.content), part.news_info)
      if (said.length === 0) notes.push({ code: 'lost', title: name, was: textOf(part.type) || 'empty' })
      return said
    })
    return words.length > 0 && say.length > 0 ? [{ on: { kind: 'keywords', words }, name, active: replying, mode: textOf(rule.reply_mode) === 'random_one' ? 'one' : 'all', say }] : []
  })
  return [
    ...single(answer.add_friend_autoreply_info, { kind: 'follow' }, 'follow', textOf(answer.is_add_friend_reply_open) === '1'), ...keywords,
    ...single(answer.message_default_autoreply_info, { kind: 'otherwise' }, 'otherwise', replying),
  ]
}

/** Everything that stands, read before the server configuration is switched on. */
export async function importMenu(context: CallContext): Promise<ImportedOpeners> {
  const [menu, rules] = [await call(context, { method: 'GET', path: '/cgi-bin/get_current_selfmenu_info' }), await call(context, { method: 'GET', path: '/cgi-bin/get_current_autoreply_info' })]
  const reader = new MenuReader()
  const buttons = listOf(objectOf(menu.selfmenu_info).button).map((button, at) => reader.read(button, String(at + 1)))
  return { openers: { sets: [{ audience: null, menu: buttons }] }, replies: [...reader.replies, ...rulesOf(rules, reader.notes)], notes: reader.notes }
}
