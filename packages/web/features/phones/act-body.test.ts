import { expect, test } from 'vitest'
import { actBody, actionsAt, bubbleActions, commandsFor, entryAction, footActions, refusalLine } from './act-body.js'
import type { PhoneAction, ScreenItem } from './types.js'

const action = (id: string, where: PhoneAction['where'], more: Partial<PhoneAction> = {}): PhoneAction => ({ id, action: id, label: id, icon: 'x', where, ...more })
const item = (more: Partial<ScreenItem>): ScreenItem => ({ id: 'm1', at: '2026-11-22T10:00:00.000Z', from: 'me', content: { kind: 'text', text: 'Hola' }, ...more })
const ids = (actions: readonly PhoneAction[]) => actions.map(({ id }) => id)

const menu = ['offline', 'online', 'block', 'unblock', 'follow', 'unfollow', 'call'].map((id) => action(id, 'menu'))
test.each([
  ['everything told', { online: true, blocked: false, following: true }, ['offline', 'block', 'unfollow', 'call']],
  ['offline and blocking', { online: false, blocked: true, following: true }, ['online', 'unblock', 'unfollow', 'call']],
  ['an app that has no following', { online: true, blocked: false }, ['offline', 'block', 'follow', 'unfollow', 'call']],
  ['nothing told', {}, ids(menu)],
])('of a pair only the half that fits is there: %s', (_, state, expected) => expect(ids(actionsAt('menu', menu, state))).toEqual(expected))

test('the foot has the microphone and, before the first word, what the app begins with', () => {
  const foot = [action('get_started', 'bottom'), action('voice', 'bottom', { action: 'write', input: 'voice' }), action('photo', 'attach')]
  const empty = footActions(foot, {}, true)
  expect([empty.voice?.id, ids(empty.first)]).toEqual(['voice', ['get_started']])
  expect(footActions(foot, {}, false).first).toEqual([])
})

test('what the business itself offers stands there instead, even if that is nothing', () => {
  const foot = [action('get_started', 'bottom')]
  const starters = [{ id: 'hours', title: '¿Abrís hoy?', act: { action: 'menu', ref: 'HOURS' } }]
  const shown = (starts: typeof starters, isEmpty: boolean) => { const { first, starters: own } = footActions(foot, {}, isEmpty, { name: 'Óptica', rows: [], starters: starts }); return [ids(first), own.map(({ id }) => id)] }
  expect([shown(starters, true), shown([], true), shown(starters, false)]).toEqual([[[], ['hours']], [[], []], [[], []]])
})

const commands = ['/horario', '/hora', '/cita'].map((title) => ({ id: title, title, act: { action: 'menu', ref: title } }))
test.each([['/', ['/horario', '/hora', '/cita']], ['/Ho', ['/horario', '/hora']], ['/horario ', []], ['hola /', []], ['', []]])('after "%s" the commands that fit', (text, titles) => expect(commandsFor(text, commands).map(({ title }) => title)).toEqual(titles))

test('an entry of a menu is an act that may ask for something first', () => {
  expect(entryAction({ id: '0.1', title: 'Foto', act: { action: 'menu', ref: 'PHOTO' }, input: 'photo' })).toEqual({ id: '0.1', label: 'Foto', icon: 'menu', where: 'bottom', action: 'menu', ref: 'PHOTO', input: 'photo' })
  expect(entryAction({ id: '1', title: 'Web', url: 'https://optica.example/' })).toBeNull()
})

const onBubble = ['reply', 'edit', 'revoke', 'unreact', 'play'].map((id) => action(id, 'bubble'))
test.each([
  ['her text', item({}), ['reply', 'edit', 'revoke']],
  ['her photo', item({ content: { kind: 'unsupported', type: 'poll' } }), ['reply', 'revoke']],
  ['our text with her reaction', item({ from: 'business', reaction: '👍' }), ['reply', 'unreact']],
  ['our voice note', item({ from: 'business', content: { kind: 'audio', media: { id: 'f', url: '', mime: 'audio/ogg', bytes: 1 } } }), ['reply', 'play']],
])('on a message: %s', (_, at, expected) => expect(ids(bubbleActions(onBubble, {}, at))).toEqual(expected))

test.each([
  ['as it is', action('offline', 'menu'), {}, { action: 'offline' }],
  ['its own key', action('hours', 'bottom', { action: 'menu', ref: 'HOURS' }), {}, { action: 'menu', ref: 'HOURS' }],
  ['content of both', action('photo', 'attach', { action: 'write', content: { kind: 'image' } }), { content: { caption: 'Así' } }, { action: 'write', content: { kind: 'image', caption: 'Así' } }],
  ['the scene she typed', action('scan', 'menu', { ref: 'tienda-madrid' }), { ref: 'escaparate' }, { action: 'scan', ref: 'escaparate' }],
])('an act with %s', (_, from, given, expected) => expect(actBody(from, given)).toEqual(expected))

const lines = { offline: 'Sin conexión', business_blocked: 'Bloqueaste a esta empresa.', 'Too old.': 'Demasiado tarde.' }
test.each([
  ['its own translation', { online: false }, 'Too old.', 'Demasiado tarde.'],
  ['no connection', { online: false }, 'Her phone is offline.', 'Sin conexión'],
  ['blocked', { online: true, blocked: true }, 'You blocked Óptica Ribera.', 'Bloqueaste a esta empresa.'],
  ['anything else', { online: true }, 'A reaction is one emoji.', 'A reaction is one emoji.'],
])('a refusal in the words of the app: %s', (_, state, reason, expected) => expect(refusalLine(lines, state, reason)).toBe(expected))
