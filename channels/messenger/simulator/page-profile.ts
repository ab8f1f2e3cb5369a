/** Get Started, greeting, menu and ice breakers. Source: https://developers.facebook.com/docs/messenger-platform/send-messages/persistent-menu (2026-04). */
import type { RawRequest, SimulatorAnswer, World } from '@recado/channel-kit'
import { answerJson, badParameter, bodyOf } from './graph.js'
import { lengthOf, list, record, text } from './json.js'
import { savePage, type PageRow } from './state.js'

const MENU_ENTRIES = 20
const ICE_BREAKERS = 4
const GREETING = 160
const KEYS = ['get_started', 'greeting', 'persistent_menu', 'ice_breakers', 'whitelisted_domains', 'commands']

export function pageProfile(page: PageRow, request: RawRequest): SimulatorAnswer {
  const fields = (request.query['fields'] ?? KEYS.join(',')).split(',')
  const set = Object.fromEntries(Object.entries(page.profile).filter(([key]) => fields.includes(key)))
  return answerJson({ data: Object.keys(set).length > 0 ? [set] : [] })
}

export function setPageProfile(world: World, page: PageRow, request: RawRequest): SimulatorAnswer {
  const { body } = bodyOf(request)
  if (request.method === 'DELETE') {
    const gone = list(body['fields']).map(String)
    savePage(world, { ...page, profile: Object.fromEntries(Object.entries(page.profile).filter(([key]) => !gone.includes(key))) })
    return answerJson({ result: 'success' })
  }
  const next = { ...page.profile, ...Object.fromEntries(Object.entries(body).filter(([key]) => KEYS.includes(key))) }
  if (next['persistent_menu'] !== undefined && next['get_started'] === undefined) throw badParameter('A persistent menu needs a Get Started button.')
  for (const menu of list(next['persistent_menu']).map(record)) if (list(menu['call_to_actions']).length > MENU_ENTRIES) throw badParameter(`A persistent menu has at most ${MENU_ENTRIES} entries.`)
  for (const locale of list(next['ice_breakers']).map(record)) if (list(locale['call_to_actions']).length > ICE_BREAKERS) throw badParameter(`There are at most ${ICE_BREAKERS} ice breakers per locale.`)
  for (const greeting of list(next['greeting']).map(record)) if (lengthOf(text(greeting['text']) ?? '') > GREETING) throw badParameter(`A greeting has at most ${GREETING} characters.`)
  savePage(world, { ...page, profile: next })
  return answerJson({ result: 'success' })
}
