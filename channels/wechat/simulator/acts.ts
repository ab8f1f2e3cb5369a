/** What she does with her phone, and what the account is told of it. Where the app has no such button, the act throws a sentence. */
import type { ActInput, World } from '@recado/channel-kit'
import { noteReader } from './article-page.js'
import { interact, pushHead } from './interactions.js'
import { nextMsgId, written } from './messages.js'
import { tapMenu } from './menu-taps.js'
import { answerPopup, confirmOneOff, noticesOf, withdrawNotices } from './notices.js'
import { pressConsole } from './console.js'
import { push } from './push.js'
import { findQr, isPage, newQr, sceneOf } from './qr.js'
import { accountOf, changePerson, personOf, type Account, type Person } from './rows.js'
import { deliverWaiting, screenOf, show, showSystemLine } from './screen.js'
import { memberOf, textOf, type Field } from './wire.js'

export async function act(world: World, openid: string, input: ActInput): Promise<void> {
  const person = personOf(world, openid)
  const account = accountOf(world, person.account)
  if (input.action === 'online') return online(world, person)
  if (!person.online) throw new Error('Her phone is offline.')
  const content = input.content ?? {}
  switch (input.action) {
    case 'write': return write(world, account, person, content, input.ref)
    case 'tap': return tap(world, account, person, textOf(content, 'id') || (input.ref ?? ''), input.ref)
    case 'menu': return tapMenu(world, account, stay(world, person), input.ref, content)
    case 'follow': return follow(world, account, person, input.ref)
    case 'ad': return fromAd(world, account, person, content)
    case 'unfollow': return unfollow(world, account, person)
    case 'scan': case 'open_link': return scan(world, account, person, input.ref ?? (textOf(content, 'scene') || textOf(content, 'ticket') || textOf(content, 'text')))
    case 'location': return reportPlace(world, account, stay(world, person), content)
    case 'block': return void changePerson(world, openid, () => ({ refuses: true }))
    case 'unblock': return void changePerson(world, openid, () => ({ refuses: false }))
    case 'offline': return void changePerson(world, openid, () => ({ online: false }))
    case 'read': return // WeChat tells nobody that something was read.
    case 'accept_notice': return answerPopup(world, account, openid, noticeIds(world, account, content, input.ref).map((id) => ({ id, accept: true })), content.scene === 'article' ? 2 : 1)
    case 'reject_notice': return answerPopup(world, account, openid, noticeIds(world, account, content, input.ref).map((id) => ({ id, accept: false })), content.scene === 'article' ? 2 : 1)
    case 'withdraw_notice': return withdrawNotices(world, account, openid, noticeIds(world, account, content, input.ref))
    case 'confirm_one_off': return confirmOneOff(world, openid, textOf(content, 'scene') || '1000', textOf(content, 'templateId'))
    case 'read_article': return readArticle(world, account, openid, input.ref, false)
    case 'share_article': return readArticle(world, account, openid, input.ref, true)
    case 'platform': return pressConsole(world, account, { id: input.ref ?? '', value: textOf(content, 'value') })
    default: throw new Error(`WeChat has no "${input.action}" for an official account.`)
  }
}

/** She can use the chat: she follows, or has done so since before anybody looked. Who has left must come back first. */
function stay(world: World, person: Person): Person {
  if (person.following) return person
  if (person.hasLeft) throw new Error('She does not follow the account: the app shows no chat to write in.')
  return changePerson(world, person.openid, () => ({ following: true, subscribedAt: person.createdAt, subscribeScene: 'ADD_SCENE_SEARCH' }))
}

async function write(world: World, account: Account, stranger: Person, content: Record<string, unknown>, quoted: string | undefined): Promise<void> {
  const message = written(world, account, content)
  const person = stay(world, stranger)
  show(world, person.openid, { from: 'me', content: message.shown, ...(quoted ? { quoted } : {}) })
  interact(world, account, person.openid, 'message')
  await push(world, account, person.openid, [...pushHead(world, account, person.openid), ...message.fields], { inChat: true })
}

/** A tap on a line of a msgmenu: it arrives as text, but counts as a menu click. Other bubbles have links, which tell nobody anything. */
async function tap(world: World, account: Account, stranger: Person, id: string, ref: string | undefined): Promise<void> {
  const person = stay(world, stranger)
  const menus = screenOf(world, person.openid).filter((item) => item.from === 'business')
  const menu = menus.findLast((item) => item.content.kind === 'choices' && (item.id === ref || item.content.options.some((option) => option.id === id)))
  if (!menu) {
    if (menus.some((item) => item.id === ref)) return
    throw new Error(`There is nothing to tap called "${id}".`)
  }
  const option = menu.content.kind === 'choices' ? menu.content.options.find((one) => one.id === id) : undefined
  if (!option) throw new Error(`The message has no line "${id}".`)
  show(world, person.openid, { from: 'me', content: { kind: 'text', text: option.title } })
  interact(world, account, person.openid, 'menu')
  const fields: Field[] = [['MsgType', 'text'], ['Content', option.title], ['MsgId', nextMsgId(world)], ['bizmsgmenuid', option.id]]
  await push(world, account, person.openid, [...pushHead(world, account, person.openid), ...fields], { inChat: true })
}

/** Where she found the account, as user/info tells it: https://developers.weixin.qq.com/doc/service/guide/product/unionid.html */
const FOUND: Readonly<Record<string, string>> = { search: 'ADD_SCENE_SEARCH', card: 'ADD_SCENE_PROFILE_CARD', article: 'ADD_SCENE_PROFILE_LINK', article_menu: 'ADD_SCENE_PROFILE_ITEM', paid: 'ADD_SCENE_PAID', ad: 'ADD_SCENE_WECHAT_ADVERTISEMENT', other: 'ADD_SCENE_OTHERS' }

/** `ref` says how she came upon it; by searching when it is absent. */
async function follow(world: World, account: Account, person: Person, ref = 'search'): Promise<void> {
  if (person.following) throw new Error('She follows the account already.')
  const subscribeScene = FOUND[ref]
  if (!subscribeScene) throw new Error(`Nobody comes upon an account by "${ref}": ${Object.keys(FOUND).join(', ')}.`)
  await subscribe(world, account, person, { EventKey: '' }, { subscribeScene, qrScene: 0, qrSceneStr: '' })
}

/** An advertisement in Moments leads to the profile page. Only a follow is told, and of the ad only that it was one. */
async function fromAd(world: World, account: Account, person: Person, content: Record<string, unknown>): Promise<void> {
  const headline = textOf(content, 'headline')
  showSystemLine(world, person.openid, 'from_ad', headline ? { text: headline } : {})
  if (!person.following) await follow(world, account, person, 'ad')
}

async function scan(world: World, account: Account, person: Person, ref: string): Promise<void> {
  if (ref === '') {
    // The code of the account itself has no scene: who follows already only sees its profile.
    if (!person.following) await subscribe(world, account, person, { EventKey: '' }, { subscribeScene: 'ADD_SCENE_QR_CODE', qrScene: 0, qrSceneStr: '' })
    return
  }
  const known = findQr(world, account, ref)
  if (!known && isPage(ref)) throw new Error('That code opens a web page; it is no code of this account.')
  const qr = known ?? newQr(world, account, { sceneId: 0, sceneStr: ref.slice(0, 64), diesAt: null })
  if (qr.diesAt !== null && world.now() >= qr.diesAt) throw new Error('The QR code has expired.')
  if (!person.following) {
    await subscribe(world, account, person, { EventKey: `qrscene_${sceneOf(qr)}`, Ticket: qr.ticket }, { subscribeScene: 'ADD_SCENE_QR_CODE', qrScene: qr.sceneId, qrSceneStr: qr.sceneStr })
    return
  }
  showSystemLine(world, person.openid, 'scanned', { scene: sceneOf(qr) })
  interact(world, account, person.openid, 'scan')
  const fields: Field[] = [['MsgType', 'event'], ['Event', 'SCAN'], ['EventKey', sceneOf(qr)], ['Ticket', qr.ticket]]
  await push(world, account, person.openid, [...pushHead(world, account, person.openid), ...fields], { inChat: true })
}

async function subscribe(world: World, account: Account, person: Person, event: Record<string, string>, how: Pick<Person, 'subscribeScene' | 'qrScene' | 'qrSceneStr'>): Promise<void> {
  changePerson(world, person.openid, () => ({ following: true, subscribedAt: world.now(), refuses: false, ...how }))
  showSystemLine(world, person.openid, 'followed')
  interact(world, account, person.openid, 'follow')
  const fields: Field[] = [['MsgType', 'event'], ['Event', 'subscribe'], ...Object.entries(event)]
  await push(world, account, person.openid, [...pushHead(world, account, person.openid), ...fields], { inChat: true })
}

/** Everything between the two ends with it: tags, remark, and what could still have been answered. */
async function unfollow(world: World, account: Account, stranger: Person): Promise<void> {
  const { openid } = stay(world, stranger)
  changePerson(world, openid, () => ({ following: false, hasLeft: true, windows: {}, tags: [], remark: '', typingUntil: 0 }))
  showSystemLine(world, openid, 'unfollowed')
  await push(world, account, openid, [...pushHead(world, account, openid), ['MsgType', 'event'], ['Event', 'unsubscribe'], ['EventKey', '']], { inChat: false })
}

/** Her phone reports where she is, as she has allowed: on entering the chat. */
async function reportPlace(world: World, account: Account, person: Person, content: Record<string, unknown>): Promise<void> {
  const number = (name: string, otherwise: number): number => Number(memberOf(content, name) ?? otherwise)
  const fields: Field[] = [['MsgType', 'event'], ['Event', 'LOCATION'], ['Latitude', number('latitude', 40.4168)], ['Longitude', number('longitude', -3.7038)], ['Precision', 65.5]]
  await push(world, account, person.openid, [...pushHead(world, account, person.openid), ...fields], { inChat: false })
}

function online(world: World, person: Person): void {
  changePerson(world, person.openid, () => ({ online: true }))
  deliverWaiting(world, person.openid)
}

/** She opens an article that was posted to her, or passes it on: the one named by its address, else the newest on her screen. */
function readArticle(world: World, account: Account, openid: string, ref: string | undefined, shared: boolean): void {
  const cards = screenOf(world, openid).flatMap((item) => (item.from === 'business' && item.content.kind === 'link' ? [item.content.url, ...(item.options ?? []).flatMap(({ url }) => url ?? [])] : [])).filter((url) => url.includes('/s/') && url.includes('?'))
  const found = ref ? cards.findLast((url) => url.startsWith(ref)) : cards.at(-1)
  if (!found) throw new Error('There is no article on her phone.')
  const url = new URL(found)
  noteReader(world, account.id, { dataId: url.searchParams.get('d') ?? '', article: Number(url.pathname.split('/').at(-1)), openid, shared })
}

/** The notices named, or all that the account offers. */
function noticeIds(world: World, account: Account, content: Record<string, unknown>, ref: string | undefined): string[] {
  const named = memberOf(content, 'templateIds')
  if (Array.isArray(named) && named.length > 0) return named.map(String)
  return ref ? [ref] : noticesOf(world, account).map((notice) => notice.id)
}
