/** Greeting, ice breakers, menu and commands. Source: https://developers.facebook.com/documentation/business-messaging/messenger-platform/reference/messenger-profile-api (2026-03-18). */
import type { CallContext, OpenersConnector } from '@recado/channel-kit'
import type { MenuButton, Openers, OpenerSet } from '@recado/core'
import { graph } from './client.js'
import { bodyOf } from './errors.js'
import { list, object, text } from './json.js'
import type { Json } from './json.js'
import { editor } from './openers-editor.js'

const EVERYBODY = 'default'
const PARTS = ['greeting', 'ice_breakers', 'persistent_menu', 'commands'] as const

const localeOf = (set: OpenerSet): string => set.audience?.value ?? EVERYBODY

/** A menu's button; those below another, which Messenger no longer shows, come up to its level. */
function buttonsOf(value: unknown): MenuButton[] {
  const button = object(value)
  const title = text(button.title) ?? ''
  if (button.type === 'nested') return list(button.call_to_actions).flatMap(buttonsOf)
  return [button.type === 'web_url' ? { title, type: 'web_url', values: { url: text(button.url) ?? '' } } : { title, type: 'postback', values: { payload: text(button.payload) ?? '' } }]
}

const byLocale = (value: unknown, locale: string): Json => object(list(value).find((one) => (text(object(one).locale) ?? EVERYBODY) === locale))

/** Questions stand in a list for each language, or, as before 2022, in one list for all. */
const questionsOf = (found: unknown, locale: string): readonly unknown[] =>
  list(found).some((one) => object(one).question !== undefined) ? (locale === EVERYBODY ? list(found) : []) : list(byLocale(found, locale).call_to_actions)

async function read(context: CallContext): Promise<Openers> {
  const found = object(list(object(bodyOf(await graph(context, { method: 'GET', path: 'messenger_profile', query: { fields: PARTS.join(',') } }))).data)[0])
  const locales = [...new Set(PARTS.flatMap((part) => list(found[part]).map((one) => text(object(one).locale) ?? EVERYBODY)))].filter((locale) => locale !== EVERYBODY)
  return { sets: [EVERYBODY, ...locales].map((locale): OpenerSet => ({
    audience: locale === EVERYBODY ? null : { kind: 'language', value: locale },
    greeting: text(byLocale(found.greeting, locale).text) ?? '',
    iceBreakers: questionsOf(found.ice_breakers, locale).map(object).map((one) => ({ title: text(one.question) ?? '', key: text(one.payload) ?? '' })),
    menu: list(byLocale(found.persistent_menu, locale).call_to_actions).flatMap(buttonsOf),
    commands: list(byLocale(found.commands, locale).commands).map(object).map((one) => ({ name: text(one.name) ?? '', hint: text(one.description) ?? '' })),
  })) }
}

const actionOf = ({ title, type, values }: MenuButton): Json =>
  type === 'web_url' ? { type, title: title.trim(), url: values?.url, webview_height_ratio: 'full' } : { type: 'postback', title: title.trim(), payload: values?.payload }

/** Each part in all languages that have it; the one for everybody must be among them, so it comes along empty where it has to. */
function partsOf(openers: Openers): Record<(typeof PARTS)[number], Json[]> {
  const rows = <T>(of: (set: OpenerSet) => T | null): (T & { locale: string })[] => openers.sets.flatMap((set) => {
    const row = of(set)
    return row === null ? [] : [{ ...row, locale: localeOf(set) }]
  })
  return {
    greeting: rows(({ greeting }) => (greeting?.trim() ? { text: greeting.trim() } : null)),
    ice_breakers: rows(({ iceBreakers = [] }) => (iceBreakers.length > 0 ? { call_to_actions: iceBreakers.map((one) => ({ question: one.title.trim(), payload: one.key })) } : null)),
    persistent_menu: rows(({ menu = [] }) => (menu.length > 0 ? { composer_input_disabled: false, call_to_actions: menu.map(actionOf) } : null)),
    commands: rows(({ commands = [] }) => (commands.length > 0 ? { commands: commands.map(({ name, hint }) => ({ name, description: hint.trim() })) } : null)),
  }
}

const clear = async (context: CallContext, fields: readonly string[]): Promise<void> => { await graph(context, { method: 'DELETE', path: 'messenger_profile', body: { fields } }) }

/** What is set goes in one call, so that menu and Get Started come together; what is empty is taken away afterwards. */
async function write(openers: Openers, context: CallContext): Promise<void> {
  const parts = partsOf(openers)
  const set = Object.fromEntries(Object.entries(parts).filter(([, rows]) => rows.length > 0))
  const empty = PARTS.filter((part) => parts[part].length === 0)
  if (Object.keys(set).length === 0) return remove(context)
  // Neither a menu nor a greeting is shown without it: https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/persistent-menu
  await graph(context, { method: 'POST', path: 'messenger_profile', body: { get_started: { payload: text(context.settings.getStartedPayload) ?? 'GET_STARTED' }, ...set } })
  if (empty.length > 0) await clear(context, empty)
}

const remove = (context: CallContext): Promise<void> => clear(context, [...PARTS, 'get_started'])

export const openers: OpenersConnector = { editor, read, write, remove }
