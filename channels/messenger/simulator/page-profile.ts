/** Get Started, greeting, menu, ice breakers and commands; for all, and the menu for one person. Source: https://developers.facebook.com/docs/messenger-platform/reference/messenger-profile-api (2026-03) and /send-messages/persistent-menu (2026-04). */
import type { RawRequest, SimulatorAnswer, World } from '@recado/channel-kit'
import type { Instant } from '@recado/core'
import { answerJson, badParameter, bodyOf, GraphRefusal, noSuchPerson } from './graph.js'
import { isRecord, lengthOf, list, record, text, type Json } from './json.js'
import { customerByPsid, savePage, threadOf, type CustomerRow, type PageRow } from './state.js'

const LIMITS = { entries: 20, entryTitle: 30, payload: 1000, iceBreakers: 4, question: 80, greeting: 160 } as const
const KEYS = ['get_started', 'greeting', 'persistent_menu', 'ice_breakers', 'whitelisted_domains', 'account_linking_url', 'commands']
/** Ten calls in ten minutes for each Page; here those that change something. */
const CALLS = { most: 10, withinMs: 600_000 } as const

export function pageProfile(page: PageRow, request: RawRequest): SimulatorAnswer {
  const fields = (request.query['fields'] ?? KEYS.join(',')).split(',').map((field) => field.trim())
  const unknown = fields.find((field) => !KEYS.includes(field))
  if (unknown !== undefined) throw badParameter(`Param fields must be one of {${KEYS.join(', ')}} - got "${unknown}".`)
  const set = Object.fromEntries(Object.entries(page.profile).filter(([key]) => fields.includes(key)))
  return answerJson({ data: Object.keys(set).length > 0 ? [set] : [] })
}

export function setPageProfile(world: World, page: PageRow, request: RawRequest): SimulatorAnswer {
  takeChange(world, page)
  const { body } = bodyOf(request)
  if (request.method === 'DELETE') {
    const gone = list(body['fields']).map(String)
    if (gone.length === 0) throw badParameter('The parameter fields is required.')
    const rest = Object.fromEntries(Object.entries(page.profile).filter(([key]) => !gone.includes(key)))
    checkMenuHasStart(rest)
    savePage(world, { ...page, profile: rest })
    return answerJson({ result: 'success' })
  }
  const given = Object.entries(body).filter(([key]) => KEYS.includes(key))
  if (given.length === 0) throw badParameter(`A call must set at least one of {${KEYS.join(', ')}}.`)
  const next = { ...page.profile, ...Object.fromEntries(given) }
  for (const [key, value] of given) CHECKS[key]?.(value)
  checkMenuHasStart(next)
  savePage(world, { ...page, profile: next })
  return answerJson({ result: 'success' })
}

function takeChange(world: World, page: PageRow): void {
  const since = world.now() - CALLS.withinMs
  const calls = (world.get<{ at: Instant[] }>('profile_calls', page.id)?.at ?? []).filter((at) => at > since)
  if (calls.length >= CALLS.most) throw new GraphRefusal(613, 'Calls to this api have exceeded the rate limit.', undefined, true)
  world.put('profile_calls', page.id, { at: [...calls, world.now()] })
}

function checkMenuHasStart(profile: Json): void {
  if (profile['persistent_menu'] !== undefined && profile['get_started'] === undefined) throw badParameter('You must set a Get Started button if you also wish to use persistent menu')
}

const CHECKS: Readonly<Record<string, (value: unknown) => void>> = {
  get_started: (value) => checkPayload(record(value)['payload'], 'get_started[payload]'),
  greeting: (value) => {
    const greetings = perLocale(value, 'greeting')
    for (const [at, greeting] of greetings.entries()) checkLength(greeting['text'], `greeting[${at}][text]`, LIMITS.greeting)
  },
  persistent_menu: (value) => checkMenu(value),
  ice_breakers: (value) => {
    // The older form has the questions themselves, without a locale.
    const older = list(value).map(record).every((one) => one['call_to_actions'] === undefined)
    for (const [at, locale] of (older ? [{ call_to_actions: value }] : perLocale(value, 'ice_breakers')).entries()) {
      const questions = list(locale['call_to_actions']).map(record)
      if (questions.length === 0 || questions.length > LIMITS.iceBreakers) throw badParameter(`Param ice_breakers[${at}][call_to_actions] must hold 1 to ${LIMITS.iceBreakers} questions.`)
      for (const one of questions) {
        checkLength(one['question'], `ice_breakers[${at}][question]`, LIMITS.question)
        checkPayload(one['payload'], `ice_breakers[${at}][payload]`)
      }
    }
  },
}

/** Entries by locale, of which one must be the default. */
function perLocale(value: unknown, path: string): Json[] {
  const entries = list(value).map(record)
  if (entries.length === 0) throw badParameter(`Param ${path} must be a non-empty array.`)
  const locales = entries.map((one) => text(one['locale']) ?? '')
  if (!locales.includes('default')) throw badParameter(`Param ${path} must hold an entry with locale "default".`)
  if (new Set(locales).size < locales.length || locales.some((one) => one !== 'default' && !/^[a-z]{2,3}_[A-Z]{2}$/.test(one))) throw badParameter(`Param ${path} holds a locale twice, or one that is not supported.`)
  return entries
}

function checkMenu(value: unknown): void {
  for (const [at, menu] of perLocale(value, 'persistent_menu').entries()) {
    const entries = list(menu['call_to_actions'])
    const path = `persistent_menu[${at}][call_to_actions]`
    if (entries.length > LIMITS.entries) throw badParameter(`Param ${path} must hold at most ${LIMITS.entries} items.`)
    if (entries.length === 0 && menu['composer_input_disabled'] === true) throw badParameter(`Param ${path} is required when composer_input_disabled is true.`)
    for (const entry of entries) {
      if (!isRecord(entry)) throw badParameter(`Param ${path} must hold objects.`)
      checkLength(entry['title'], `${path}[title]`, LIMITS.entryTitle)
      if (entry['type'] === 'postback') checkPayload(entry['payload'], `${path}[payload]`)
      else if (entry['type'] !== 'web_url') throw badParameter(`Param ${path}[type] must be one of {postback, web_url}.`)
      else if (!/^https?:\/\/\S+$/.test(text(entry['url']) ?? '')) throw badParameter(`Param ${path}[url] is not a valid URL.`)
    }
  }
}

function checkLength(value: unknown, path: string, longest: number): void {
  if (typeof value !== 'string' || value.trim() === '') throw badParameter(`Param ${path} must be a non-empty UTF-8 encoded string`)
  if (lengthOf(value) > longest) throw badParameter(`Length of param ${path} must be less than or equal to ${longest}`)
}

const checkPayload = (value: unknown, path: string): void => checkLength(value, path, LIMITS.payload)

const menuOfPerson = (customer: CustomerRow): string => `menu:${customer.account}/${customer.id}`

/** `/{page}/custom_user_settings`: the menu of one person. */
export function userSettings(world: World, page: PageRow, request: RawRequest): SimulatorAnswer {
  const { body } = bodyOf(request)
  const psid = text(body['psid']) ?? request.query['psid']
  if (!psid) throw badParameter('The parameter psid is required.')
  const customer = customerByPsid(world, page.id, psid)
  if (!customer || threadOf(world, customer.id).openedAt === null) throw noSuchPerson()
  if (request.method === 'GET') {
    const own = userMenu(world, customer)
    const shared = page.profile['persistent_menu']
    return answerJson({ data: own || shared ? [{ ...(own ? { user_level_persistent_menu: own } : {}), ...(shared ? { page_level_persistent_menu: shared } : {}) }] : [] })
  }
  if (request.method === 'DELETE') {
    const what = body['params'] ?? request.query['params'] ?? ''
    if (!(Array.isArray(what) ? what.join(',') : String(what)).includes('persistent_menu')) throw badParameter('Param params must hold "persistent_menu".')
    world.remove('user_menu', menuOfPerson(customer))
  } else {
    if (page.profile['get_started'] === undefined) throw badParameter('You must set a Get Started button if you also wish to use persistent menu')
    checkMenu(body['persistent_menu'])
    world.put('user_menu', menuOfPerson(customer), { menu: list(body['persistent_menu']).map(record) })
  }
  return answerJson({ result: 'success' })
}

export const userMenu = (world: World, customer: CustomerRow): Json[] | undefined => world.get<{ menu: Json[] }>('user_menu', menuOfPerson(customer))?.menu
