/** What her app offers besides typing: the welcome screen of an empty chat, the persistent menu, commands, and links that lead into the chat. */
import type { World } from '@recado/channel-kit'
import type { Action } from './acts.js'
import { adOf } from './ads.js'
import { list, record, text, type Json } from './json.js'
import { userMenu } from './page-profile.js'
import { closeMenu, itemsOf, MENU, nextNumber, pageOf, saveItem, threadOf, type CustomerRow, type ItemRow, type PageRow, type TapOption } from './state.js'
import { line, pageFor, tell } from './tell.js'
import type { Opener } from './window.js'

/** Id of what stands on her screen in an empty chat and is no message. */
export const WELCOME = 'welcome'
const LONGEST_REF = 2_083

export const wroteBefore = (world: World, customer: CustomerRow): boolean => threadOf(world, customer.id).openedAt !== null

/** The entry for her language: her country's first, then any of the language, then the default. */
function forHer(entries: unknown, customer: CustomerRow): Json {
  const all = list(entries).map(record)
  const language = customer.language.slice(0, 2)
  const locale = (one: Json): string => text(one['locale']) ?? 'default'
  return all.find((one) => locale(one) === `${language}_${customer.country}`) ?? all.find((one) => locale(one).startsWith(`${language}_`)) ?? all.find((one) => locale(one) === 'default') ?? {}
}

/** The older form of ice breakers has the questions themselves. */
function questionsFor(page: PageRow, customer: CustomerRow): TapOption[] {
  const given = list(page.profile['ice_breakers']).map(record)
  const questions = given.some((one) => one['call_to_actions']) ? list(forHer(given, customer)['call_to_actions']).map(record) : given
  return questions.map((one) => ({ id: text(one['payload']) ?? '', title: text(one['question']) ?? '', kind: 'postback' }))
}

const startTitle = (customer: CustomerRow): string => (customer.language.startsWith('es') ? 'Empezar' : 'Get Started')

function greetingFor(page: PageRow, customer: CustomerRow): string {
  const whole = `${customer.firstName} ${customer.lastName}`.trim()
  return (text(forHer(page.profile['greeting'], customer)['text']) ?? page.name).replaceAll('{{user_first_name}}', customer.firstName).replaceAll('{{user_last_name}}', customer.lastName).replaceAll('{{user_full_name}}', whole)
}

/** The first time she sees the chat: the greeting, and ice breakers, or else Get Started. */
export function welcome(world: World, customer: CustomerRow): ItemRow | null {
  const page = pageOf(world, customer.account)
  if (!page || customer.blocks || wroteBefore(world, customer) || itemsOf(world, customer.id).some((item) => item.from !== 'system')) return null
  const questions = questionsFor(page, customer)
  const start = text(record(page.profile['get_started'])['payload'])
  const options: TapOption[] = questions.length > 0 ? questions : start === undefined ? [] : [{ id: start, title: startTitle(customer), kind: 'get_started' }]
  if (options.length === 0 && page.profile['greeting'] === undefined) return null
  return { id: WELCOME, order: 0, at: world.now(), from: 'business', content: { kind: 'text', text: greetingFor(page, customer) }, options }
}

/** Her own menu, or the Page's. Commands hide both. */
export function menuFor(world: World, page: PageRow, customer: CustomerRow): { options: TapOption[]; typingOff: boolean } {
  const commands = list(forHer(page.profile['commands'], customer)['commands']).map(record)
  if (commands.length > 0) return { typingOff: false, options: commands.map((one) => ({ id: `/${text(one['name']) ?? ''}`, title: `/${text(one['name']) ?? ''}`, description: text(one['description']) ?? '', kind: 'command' })) }
  const menu = forHer(userMenu(world, customer) ?? page.profile['persistent_menu'], customer)
  return {
    typingOff: menu['composer_input_disabled'] === true,
    options: list(menu['call_to_actions']).map(record).map((one): TapOption => (one['type'] === 'web_url' ? { id: text(one['url']) ?? '', title: text(one['title']) ?? '', kind: 'url' } : { id: text(one['payload']) ?? '', title: text(one['title']) ?? '', kind: 'postback' })),
  }
}

/** A menu may be all that a Page lets people use. */
export function mayType(world: World, customer: CustomerRow): void {
  const page = pageOf(world, customer.account)
  if (page && menuFor(world, page, customer).typingOff) throw new Error(`${page.name} takes taps on its menu only.`)
}

/** A tap that comes back as a postback; the first one of all brings along how she came. */
export async function postback(world: World, customer: CustomerRow, title: string, payload: string, opener: Opener = 'postback'): Promise<void> {
  const came = takeCame(world, customer)
  const referral = came?.referral
  await tell(world, customer, { field: 'messaging_postbacks', opener: referral?.['source'] === 'ADS' ? 'ad' : opener, shown: { kind: 'choice', id: payload, title }, rest: (mid) => ({ postback: { mid, title, payload, ...(referral ? { referral } : {}) } }) })
}

interface Came { referral: Json }

/** How a new person came: kept until her first tap. */
function takeCame(world: World, customer: CustomerRow): Came | undefined {
  const came = world.get<Came>('came', customer.id)
  if (came) world.remove('came', customer.id)
  return came
}

const getStarted: Action = async (world, customer, input) => {
  if (wroteBefore(world, customer)) throw new Error('This chat has begun already: there is no Get Started button.')
  const page = pageFor(world, customer)
  const payload = text(record(page.profile['get_started'])['payload'])
  if (!payload) throw new Error('This Page has no Get Started button.')
  if (input.ref !== undefined) world.put('came', customer.id, { referral: readEntry(world, page, input.ref, record(input.content)).referral } satisfies Came)
  await postback(world, customer, startTitle(customer), payload, 'get_started')
}

interface Entry { referral: Json; words: string }

/** `ad:<id>`, a link `m.me/<page>?ref=...&text=...`, or the bare ref of one. Source: https://developers.facebook.com/docs/messenger-platform/discovery/m-me-links */
function readEntry(world: World, page: PageRow, ref: string, content: Json): Entry {
  if (ref.startsWith('ad:')) return { referral: adOf(world, page, ref, content), words: '' }
  const link = /^(?:https?:\/\/)?m\.me\/([^/?#]+)\/?(?:\?(.*))?$/.exec(ref)
  if (link && link[1] !== page.id) throw new Error(`This link opens the chat with ${pageOf(world, link[1] ?? '')?.name ?? 'another Page'}.`)
  if (!link && /^https?:\/\//.test(ref)) throw new Error('That is no link of Messenger.')
  const search = new URLSearchParams(link?.[2] ?? '')
  const name = link ? (search.get('ref') ?? '') : ref
  if (name.length > LONGEST_REF || !/^[\w=-]*$/.test(name)) throw new Error('The ref of a link holds up to 2,083 letters, digits, -, _ and =.')
  return { referral: { source: 'SHORTLINK', type: 'OPEN_THREAD', ...(name ? { ref: name } : {}) }, words: search.get('text') ?? '' }
}

/** She follows a link or scans its code. In a chat that has begun this alone opens the window; a new person taps Get Started, or an ice breaker of her choice. */
const openLink: Action = async (world, customer, input) => {
  const page = pageFor(world, customer)
  const { referral, words } = readEntry(world, page, input.ref ?? 'qr-mostrador-3', record(input.content))
  const isAd = referral['source'] === 'ADS'
  const known = wroteBefore(world, customer)
  if (referral['ref'] !== undefined || isAd) {
    if (!isAd) line(world, customer, 'followed_link')
    if (known) await tell(world, customer, { field: 'messaging_referrals', opener: isAd ? null : 'referral', rest: () => ({ referral }) })
    else world.put('came', customer.id, { referral } satisfies Came)
  }
  if (!known && questionsFor(page, customer).length === 0 && page.profile['get_started'] !== undefined) await getStarted(world, customer, { action: 'get_started' })
  if (words) await tell(world, customer, { field: 'messages', opener: 'message', shown: { kind: 'text', text: words }, rest: (mid) => ({ message: { mid, text: words } }) })
}

/** The menu shows what can be tapped; with `ref` or `content.id` she takes one of its entries, or an ice breaker, at once. */
const menu: Action = async (world, customer, input) => {
  const page = pageFor(world, customer)
  const { options } = menuFor(world, page, customer)
  const wanted = input.ref ?? text(record(input.content)['id'])
  if (wanted !== undefined) {
    const option = [...options, ...(wroteBefore(world, customer) ? [] : questionsFor(page, customer))].find((one) => one.id === wanted || one.title === wanted)
    if (!option) throw new Error('This Page has no such menu entry.')
    return tapOpening(world, customer, option)
  }
  if (options.length === 0) throw new Error('This Page has no menu.')
  saveItem(world, customer.id, { id: MENU, order: nextNumber(world, 'item'), at: world.now(), from: 'business', content: { kind: 'text', text: customer.language.startsWith('es') ? 'Menú' : 'Menu' }, options })
}

export async function tapOpening(world: World, customer: CustomerRow, option: TapOption): Promise<void> {
  switch (option.kind) {
    case 'get_started': return getStarted(world, customer, { action: 'get_started' })
    case 'command': return void await tell(world, customer, { field: 'messages', opener: 'message', shown: { kind: 'text', text: option.title }, rest: (mid) => ({ message: { mid, text: option.title } }) })
    case 'url': return closeMenu(world, customer.id) // opens a page on her phone; the Page is not told
    default: return postback(world, customer, option.title, option.id)
  }
}

export const openingActs: Readonly<Record<string, Action>> = { get_started: getStarted, follow: getStarted, referral: openLink, scan: openLink, open_link: openLink, menu }
