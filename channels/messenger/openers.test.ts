import { openerFaults, type Openers, profileFaults } from '@recado/core'
import { describe, expect, it } from 'vitest'
import channel from './index.js'
import { answer, PAGE, PERSON, platform, settings } from './testing/platform.js'

const openers = channel.connector.openers!
const profile = channel.connector.businessProfile!
const page = `https://graph.facebook.com/v25.0/${PAGE}`
const ok = () => answer(200, { result: 'success' })

const full: Openers = { sets: [
  { audience: null, greeting: 'Hola, {{user_first_name}}', iceBreakers: [{ title: '¿Abren hoy?', key: 'HOURS' }], menu: [{ title: 'Horario', type: 'postback', values: { payload: 'HOURS' } }, { title: 'Tienda', type: 'web_url', values: { url: 'https://sol.example' } }], commands: [] },
  { audience: { kind: 'language', value: 'zh_CN' }, greeting: '你好', iceBreakers: [], menu: [{ title: '时间', type: 'postback', values: { payload: 'HOURS' } }], commands: [] },
] }
const body = {
  get_started: { payload: 'GET_STARTED' },
  greeting: [{ text: 'Hola, {{user_first_name}}', locale: 'default' }, { text: '你好', locale: 'zh_CN' }],
  ice_breakers: [{ call_to_actions: [{ question: '¿Abren hoy?', payload: 'HOURS' }], locale: 'default' }],
  persistent_menu: [
    { composer_input_disabled: false, call_to_actions: [{ type: 'postback', title: 'Horario', payload: 'HOURS' }, { type: 'web_url', title: 'Tienda', url: 'https://sol.example', webview_height_ratio: 'full' }], locale: 'default' },
    { composer_input_disabled: false, call_to_actions: [{ type: 'postback', title: '时间', payload: 'HOURS' }], locale: 'zh_CN' },
  ],
}

describe('openers', () => {
  it('go in one call with Get Started; what is empty is taken away', async () => {
    const { context, calls } = platform(ok)
    expect(openerFaults(openers.editor, full)).toEqual([])
    await openers.write(full, context)
    expect(calls.map(({ method, path, request }) => [method, path, request.body])).toEqual([['POST', `${page}/messenger_profile`, body], ['DELETE', `${page}/messenger_profile`, { fields: ['commands'] }]])
  })
  it('are read back as they were written', async () => {
    const { context, calls } = platform(() => answer(200, { data: [body] }))
    expect(await openers.read(context)).toEqual(full)
    expect(calls[0]).toMatchObject({ method: 'GET', query: { fields: 'greeting,ice_breakers,persistent_menu,commands' } })
  })
  it('keep the payload that another tool gave to Get Started', async () => {
    const { context, calls } = platform(ok, { settings: { ...settings, getStartedPayload: 'START_BOT' } })
    await openers.write(full, context)
    expect(calls[0]?.request.body).toMatchObject({ get_started: { payload: 'START_BOT' } })
  })
  it('of nothing are taken away with Get Started, in one call: a menu cannot stand without it', async () => {
    const { context, calls } = platform(ok)
    await openers.write({ sets: [{ audience: null, greeting: ' ', menu: [] }] }, context)
    expect(calls.map(({ method, request }) => [method, request.body])).toEqual([['DELETE', { fields: ['greeting', 'ice_breakers', 'persistent_menu', 'commands', 'get_started'] }]])
  })
  it.each([
    ['nothing', [], { sets: [{ audience: null, greeting: '', iceBreakers: [], menu: [], commands: [] }] }],
    ['questions of before 2022', [{ ice_breakers: [{ question: '¿Precio?', payload: 'P' }] }], { sets: [{ audience: null, greeting: '', iceBreakers: [{ title: '¿Precio?', key: 'P' }], menu: [], commands: [] }] }],
    ['a menu with a level below', [{ persistent_menu: [{ locale: 'default', call_to_actions: [{ type: 'nested', title: 'Más', call_to_actions: [{ type: 'postback', title: 'A', payload: 'A' }] }] }] }], { sets: [{ audience: null, greeting: '', iceBreakers: [], menu: [{ title: 'A', type: 'postback', values: { payload: 'A' } }], commands: [] }] }],
    ['commands', [{ commands: [{ locale: 'default', commands: [{ name: 'cita', description: 'Pedir cita' }] }] }], { sets: [{ audience: null, greeting: '', iceBreakers: [], menu: [], commands: [{ name: 'cita', hint: 'Pedir cita' }] }] }],
  ])('%s can be read', async (_sentence, data, expected) => expect(await openers.read(platform(() => answer(200, { data })).context)).toEqual(expected))
  it('say what is refused', async () => await expect(openers.write(full, platform(() => answer(400, { error: { code: 100, message: '(#100) Param' } })).context)).rejects.toMatchObject({ detail: { code: 'bad_request', platformCode: '100' } }))

  it('arrive by the words she tapped, and by their key', () => {
    const tap = { object: 'page', entry: [{ id: PAGE, time: 1, messaging: [{ sender: { id: PERSON }, recipient: { id: PAGE }, timestamp: 1, postback: { mid: 'm_1', title: '¿Abren hoy?', payload: 'HOURS' } }] }] }
    expect(channel.connector.readInbound(JSON.stringify(tap), { settings, arrivedAt: 1 })).toMatchObject([{ type: 'message', content: { kind: 'choice', id: 'HOURS', title: '¿Abren hoy?' } }])
  })
})

describe('the Page’s profile', () => {
  const shown = {
    id: PAGE, name: 'Zapatería Sol', about: 'Zapatos', description: 'Desde 1950', phone: '+34 910 000 000', emails: ['hola@sol.example'], website: 'https://sol.example', location: { street: 'Sol 1', city: 'Madrid', zip: '28013', country: 'Spain', latitude: 40 },
    hours: { mon_1_open: '09:30', mon_1_close: '14:00', mon_2_open: '17:00', mon_2_close: '20:30', sat_1_open: '10:00', sat_1_close: '14:00' }, picture: { data: { url: 'https://scontent.example/p.jpg', is_silhouette: false } },
  }
  const values = {
    picture: { url: 'https://scontent.example/p.jpg' }, name: 'Zapatería Sol', about: 'Zapatos', description: 'Desde 1950', phone: '+34 910 000 000', email: 'hola@sol.example', website: ['https://sol.example'],
    hours: { mon: [{ from: '09:30', to: '14:00' }, { from: '17:00', to: '20:30' }], sat: [{ from: '10:00', to: '14:00' }] }, location: { street: 'Sol 1', zip: '28013', city: 'Madrid', country: 'Spain' },
  }
  it('is read', async () => expect(await profile.read(platform(() => answer(200, shown)).context)).toEqual(values))
  it('of a bare Page is empty, and the grey figure is no photo', async () => {
    const found = await profile.read(platform(() => answer(200, { id: PAGE, name: 'Sol', picture: { data: { url: 'https://x.example/grey', is_silhouette: true } } })).context)
    expect(found).toEqual({ picture: null, name: 'Sol', about: '', description: '', phone: '', email: '', website: [], hours: {}, location: {} })
  })
  it('is written in Meta’s parameters, the photo by itself', async () => {
    const { context, calls } = platform(() => answer(200, { success: true }))
    const { name: _, picture: _shown, ...changed } = values
    const wish = { ...changed, picture: { mediaId: 'm1' } }
    expect(profileFaults(profile.editor, wish)).toEqual([])
    await profile.write(wish, context)
    const { id: _id, name: _name, picture: _picture, location: { latitude: _latitude, ...location }, ...texts } = shown
    expect(calls.map(({ method, path }) => [method, path])).toEqual([['POST', page], ['POST', `${page}/picture`]])
    expect(calls[0]?.request.body).toEqual({ ...texts, location })
    expect(calls[1]?.request.form).toEqual([{ name: 'source', value: Buffer.from('bytes'), filename: 'foto.jpg', contentType: 'image/jpeg' }])
  })
  it('is cleared', async () => {
    const { context, calls } = platform(() => answer(200, { success: true }))
    await profile.write({ about: null, email: '', website: [], hours: {} }, context)
    expect(calls.map(({ request }) => request.body)).toEqual([{ about: '', emails: [], website: '', hours: {} }])
  })
  it('says when the permission is missing', async () => await expect(profile.write({ about: 'x' }, platform(() => answer(403, { error: { code: 200, message: 'x' } })).context)).rejects.toMatchObject({ detail: { code: 'permission_missing' } }))
})
