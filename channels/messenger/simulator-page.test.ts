import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { phone } from './phone.js'
import { simulator } from './simulator.js'
import { actions } from './simulator/acts.js'
import { bench, START, type Bench } from './simulator/desk-for-tests.js'
import { list, record, type Json } from './simulator/json.js'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const screen = (b: Bench) => simulator.screen(b.world, b.customer.id)
const profile = (b: Bench, body: Json) => b.call('POST', `/v26.0/me/messenger_profile`, body)
const postbacks = (b: Bench): Json[] => b.events('postback').map((event) => record(event['postback']))
const MENU = [{ locale: 'default', composer_input_disabled: false, call_to_actions: [{ type: 'postback', title: 'Track my order', payload: 'TRACK' }] }, { locale: 'es_ES', composer_input_disabled: false, call_to_actions: [{ type: 'postback', title: 'Mi pedido', payload: 'PEDIDO' }, { type: 'web_url', title: 'Tienda', url: 'https://optica.example' }] }]
const QUESTIONS = [{ locale: 'default', call_to_actions: [{ question: '¿Qué horario tenéis?', payload: 'HORARIO' }, { question: 'Quiero cita', payload: 'CITA' }] }]

describe('the Messenger profile', () => {
  it('is written, read and deleted field by field', async () => {
    const b = await bench()
    expect((await profile(b, { persistent_menu: MENU, ice_breakers: QUESTIONS })).body).toEqual({ result: 'success' })
    const read = async (fields: string) => (await b.call('GET', `/v26.0/me/messenger_profile?fields=${fields}`)).body['data']
    expect(await read('persistent_menu,ice_breakers,get_started')).toEqual([{ get_started: { payload: 'GET_STARTED' }, persistent_menu: MENU, ice_breakers: QUESTIONS }])
    expect((await b.call('DELETE', '/v26.0/me/messenger_profile', { fields: ['ice_breakers'] })).body).toEqual({ result: 'success' })
    expect(await read('ice_breakers')).toEqual([])
  })

  it.each([
    ['a menu without Get Started', { persistent_menu: MENU }, true], ['a menu without a default', { persistent_menu: MENU.slice(1) }, false],
    ['21 entries', { persistent_menu: [{ locale: 'default', call_to_actions: Array.from({ length: 21 }, (_, at) => ({ type: 'postback', title: `E${at}`, payload: `P${at}` })) }] }, false],
    ['a title of 31', { persistent_menu: [{ locale: 'default', call_to_actions: [{ type: 'postback', title: 'a'.repeat(31), payload: 'P' }] }] }, false],
    ['a payload of 1,001', { persistent_menu: [{ locale: 'default', call_to_actions: [{ type: 'postback', title: 'a', payload: 'p'.repeat(1001) }] }] }, false],
    ['a nested menu', { persistent_menu: [{ locale: 'default', call_to_actions: [{ type: 'nested', title: 'Más', call_to_actions: [] }] }] }, false],
    ['a link without scheme', { persistent_menu: [{ locale: 'default', call_to_actions: [{ type: 'web_url', title: 'a', url: 'optica.example' }] }] }, false],
    ['no entries and no typing', { persistent_menu: [{ locale: 'default', composer_input_disabled: true, call_to_actions: [] }] }, false],
    ['five questions', { ice_breakers: [{ locale: 'default', call_to_actions: Array.from({ length: 5 }, (_, at) => ({ question: `¿${at}?`, payload: 'P' })) }] }, false],
    ['a question of 81', { ice_breakers: [{ question: 'a'.repeat(81), payload: 'P' }] }, false], ['a greeting of 161', { greeting: [{ locale: 'default', text: 'a'.repeat(161) }] }, false], ['a start without payload', { get_started: {} }, false], ['nothing known', { colour: 'red' }, false],
  ])('refuses %s', async (_, body, withoutStart) => {
    const b = await bench()
    if (withoutStart) await b.call('DELETE', '/v26.0/me/messenger_profile', { fields: ['get_started'] })
    const answer = await profile(b, body)
    expect([answer.status, answer.code]).toEqual([400, 100])
  })

  it('keeps Get Started while there is a menu', async () => {
    const b = await bench()
    await profile(b, { persistent_menu: MENU })
    expect((await b.call('DELETE', '/v26.0/me/messenger_profile', { fields: ['get_started'] })).code).toBe(100)
    expect((await b.call('DELETE', '/v26.0/me/messenger_profile', { fields: ['get_started', 'persistent_menu'] })).ok).toBe(true)
  })

  it('changes ten times in ten minutes at most', async () => {
    const b = await bench()
    const change = () => profile(b, { get_started: { payload: 'GO' } })
    for (let one = 0; one < 10; one++) expect((await change()).ok).toBe(true)
    expect((await change()).code).toBe(613)
    await b.world.advance(10 * MINUTE)
    expect((await change()).ok).toBe(true)
  })

  it('has a menu of one person, before the one of all', async () => {
    const b = await bench()
    const path = '/v26.0/me/custom_user_settings'
    const own = [{ locale: 'default', call_to_actions: [{ type: 'postback', title: 'Mi cita', payload: 'MI_CITA' }] }]
    expect((await b.call('POST', path, { psid: b.customer.address, persistent_menu: own })).code).toBe(100)
    await b.write()
    await profile(b, { persistent_menu: MENU })
    expect((await b.call('POST', path, { psid: b.customer.address, persistent_menu: own })).body).toEqual({ result: 'success' })
    expect((await b.call('GET', `${path}?psid=${b.customer.address}`)).body).toEqual({ data: [{ user_level_persistent_menu: own, page_level_persistent_menu: MENU }] })
    await b.act('menu')
    expect(screen(b).at(-1)?.options).toEqual([{ id: 'MI_CITA', title: 'Mi cita' }])
    expect((await b.call('DELETE', `${path}?psid=${b.customer.address}&params=${encodeURIComponent('["persistent_menu"]')}`)).body).toEqual({ result: 'success' })
    await b.act('menu')
    expect(screen(b).at(-1)?.options).toEqual([{ id: 'PEDIDO', title: 'Mi pedido' }, { id: 'https://optica.example', title: 'Tienda', url: 'https://optica.example' }])
  })
})

describe('the welcome screen', () => {
  it('greets her by name and offers Get Started', async () => {
    const b = await bench()
    await profile(b, { greeting: [{ locale: 'default', text: 'Hello {{user_first_name}}' }, { locale: 'es_ES', text: 'Hola, {{user_first_name}}: ¿en qué ayudamos?' }] })
    expect(screen(b)).toEqual([expect.objectContaining({ id: 'welcome', content: { kind: 'text', text: 'Hola, Ana: ¿en qué ayudamos?' }, options: [{ id: 'GET_STARTED', title: 'Empezar' }] })])
    await b.act('tap', { id: 'GET_STARTED' }, 'welcome')
    expect(postbacks(b)).toEqual([expect.objectContaining({ title: 'Empezar', payload: 'GET_STARTED' })])
    expect(screen(b).map((item) => item.from)).toEqual(['me'])
  })

  it('offers ice breakers instead, which the Page hears as postbacks', async () => {
    const b = await bench()
    await profile(b, { ice_breakers: QUESTIONS })
    expect(screen(b)[0]?.options).toEqual([{ id: 'HORARIO', title: '¿Qué horario tenéis?' }, { id: 'CITA', title: 'Quiero cita' }])
    await b.act('tap', { id: 'CITA' })
    expect(postbacks(b)).toEqual([expect.objectContaining({ title: 'Quiero cita', payload: 'CITA' })])
    expect((await b.text()).ok).toBe(true)
  })

  it('takes the older form of ice breakers', async () => {
    const b = await bench()
    await profile(b, { ice_breakers: [{ question: 'Hola', payload: 'HOLA' }] })
    expect(screen(b)[0]?.options).toEqual([{ id: 'HOLA', title: 'Hola' }])
  })
})

describe('the menu on her phone', () => {
  it('opens, is tapped and closes', async () => {
    const b = await bench()
    await expect(b.act('menu')).rejects.toThrow(/no menu/)
    await profile(b, { persistent_menu: MENU })
    await b.act('menu')
    const posts = b.world.posted.length
    await b.act('tap', { id: 'https://optica.example' }, 'menu')
    expect(b.world.posted).toHaveLength(posts)
    await b.act('menu')
    await b.act('tap', { id: 'PEDIDO' }, 'menu')
    await b.act('menu', {}, 'Mi pedido')
    expect(postbacks(b).map((one) => one['payload'])).toEqual(['PEDIDO', 'PEDIDO'])
    await b.act('menu')
    await b.write()
    expect(screen(b).some((item) => item.id === 'menu')).toBe(false)
    await expect(b.act('menu', {}, 'BAILE')).rejects.toThrow(/no such menu entry/)
  })

  it('may be all that a Page takes', async () => {
    const b = await bench()
    await profile(b, { persistent_menu: [{ ...MENU[0], composer_input_disabled: true }] })
    await expect(b.write()).rejects.toThrow(/menu only/)
    await b.act('menu', {}, 'TRACK')
    expect(postbacks(b)).toHaveLength(1)
  })

  it('is hidden by commands, which are sent as text', async () => {
    const b = await bench()
    await profile(b, { persistent_menu: MENU, commands: [{ locale: 'default', commands: [{ name: 'pedido', description: 'Ver tu pedido' }] }] })
    await b.act('menu')
    await b.act('tap', { id: '/pedido' }, 'menu')
    expect(postbacks(b)).toEqual([])
    expect(b.events('message').map((event) => record(event['message'])['text'])).toEqual(['/pedido'])
  })
})

describe('links and ads', () => {
  const link = (b: Bench, search: string): string => `https://m.me/${b.account}?${search}`

  it('brings a new person by Get Started with the ref, and a known one by referral', async () => {
    const b = await bench()
    await b.act('open_link', {}, link(b, 'ref=escaparate'))
    expect(postbacks(b)).toEqual([expect.objectContaining({ payload: 'GET_STARTED', referral: { source: 'SHORTLINK', type: 'OPEN_THREAD', ref: 'escaparate' } })])
    expect(screen(b)[0]?.content).toEqual({ kind: 'system', event: 'followed_link' })
    await b.world.advance(2 * DAY)
    await b.act('scan', {}, 'mostrador-3')
    expect(b.events('referral').map((event) => event['referral'])).toEqual([{ source: 'SHORTLINK', type: 'OPEN_THREAD', ref: 'mostrador-3' }])
    expect((await b.text()).ok).toBe(true)
  })

  it('waits for the ice breaker she chooses, which brings the ref along once', async () => {
    const b = await bench()
    await profile(b, { ice_breakers: QUESTIONS })
    await b.act('open_link', {}, link(b, 'ref=carta'))
    expect(postbacks(b)).toEqual([])
    await b.act('tap', { id: 'HORARIO' })
    await profile(b, { persistent_menu: MENU })
    await b.act('menu', {}, 'PEDIDO')
    expect(postbacks(b).map((one) => record(one['referral'])['ref'])).toEqual(['carta', undefined])
  })

  it('sends the text of a link', async () => {
    const b = await bench()
    await b.write()
    await b.act('open_link', {}, link(b, 'ref=web&text=Quiero%20cita'))
    expect(b.events('referral')).toHaveLength(1)
    expect(b.events('message').map((event) => record(event['message'])['text'])).toEqual(['Hola', 'Quiero cita'])
  })

  it.each([['https://m.me/123?ref=x', /another Page/], ['https://example.org', /no link/], ['con espacios', /letters, digits/], ['a'.repeat(2084), /2,083/]])('does not open %s', async (ref, sentence) => {
    const b = await bench()
    await expect(b.act('open_link', {}, ref)).rejects.toThrow(sentence)
    expect(b.world.posted.filter((one) => one.request.method === 'POST')).toEqual([])
  })

  it('tells of an ad what she saw', async () => {
    const b = await bench()
    await b.act('ad', { title: 'Gafas de sol', postId: 'P_1', flowId: 'flow_1', adRef: 'verano26' }, '23850000000000042')
    const referral = record(record(b.events('message')[0]?.['message'])['referral'])
    expect(referral).toMatchObject({ source: 'ADS', type: 'OPEN_THREAD', ref: 'verano26', ad_id: '23850000000000042', ads_context_data: { ad_title: 'Gafas de sol', post_id: 'P_1', flow_id: 'flow_1' } })
    const picture = await b.call('GET', String(record(referral['ads_context_data'])['photo_url']).replace('http://platform.test', ''), undefined, '')
    expect([picture.status, Buffer.from(picture.raw as Buffer).subarray(1, 4).toString()]).toEqual([200, 'PNG'])
  })

  it('an ad opens the window with the first tap, and a mere click on a known chat does not', async () => {
    const b = await bench()
    await b.act('get_started', {}, 'ad:1')
    expect(postbacks(b)[0]?.['referral']).toMatchObject({ source: 'ADS', ad_id: '1' })
    await b.world.advance(DAY)
    await b.act('scan', {}, 'ad:2')
    expect(b.events('referral').map((event) => record(event['referral'])['ad_id'])).toEqual(['2'])
    expect((await b.text()).subcode).toBe(2018278)
  })
})

describe('the Page', () => {
  const get = async (b: Bench, fields: string) => (await b.call('GET', `/v26.0/${b.account}?fields=${fields}`)).body
  const set = (b: Bench, body: Json) => b.call('POST', `/v26.0/${b.account}`, body)

  it('tells what visitors see', async () => {
    const b = await bench()
    expect(await get(b, 'name,about,hours{mon_1_open},phone,website,single_line_address,emails,verification_status,is_webhooks_subscribed,picture')).toMatchObject({
      name: 'Óptica Ribera', about: 'Gafas, lentillas y audífonos', hours: { mon_1_open: '10:00' }, phone: '+34910000000', website: 'https://optica.example', single_line_address: expect.stringContaining('Madrid') as string, emails: ['hola@optica.example'], verification_status: 'not_verified', is_webhooks_subscribed: true,
      picture: { data: { url: expect.stringContaining('/cdn/') as string, is_silhouette: true } }, id: b.account,
    })
    expect(await b.call('GET', `/v26.0/${b.account}?fields=opening_times`)).toMatchObject({ ok: false, code: 100 })
  })

  it('changes text, hours and addresses', async () => {
    const b = await bench()
    const hours = { sat_1_open: '10:00', sat_1_close: '14:00' }
    expect((await set(b, { about: 'Óptica', hours, emails: ['nueva@optica.example'], phone: '', website: 'https://nueva.example' })).body).toEqual({ success: true })
    expect(await get(b, 'about,hours,emails,phone,website')).toEqual({ about: 'Óptica', hours, emails: ['nueva@optica.example'], website: 'https://nueva.example', id: b.account })
  })

  it.each([
    ['the name', { name: 'Otra' }], ['the address line', { single_line_address: 'C/ Mayor 1' }], ['about of 256', { about: 'a'.repeat(256) }], ['a web site that is none', { website: 'nada' }], ['e-mails that are none', { emails: ['nada'] }],
    ['an hour that is none', { hours: { mon_1_open: '25:00', mon_1_close: '26:00' } }], ['a day that is none', { hours: { lun_1_open: '09:00', lun_1_close: '17:00' } }], ['an opening without an end', { hours: { mon_1_open: '09:00' } }], ['nothing', {}],
  ])('refuses %s', async (_, body) => {
    expect((await set(await bench(), body)).code).toBe(100)
  })

  it('shows and takes a picture', async () => {
    const b = await bench()
    const { url } = record((await b.call('GET', `/v26.0/${b.account}/picture?redirect=0`)).body['data'])
    expect((await b.call('GET', String(url).replace('http://platform.test', ''), undefined, '')).raw.toString().slice(1, 4)).toBe('PNG')
    expect((await b.call('POST', `/v26.0/${b.account}/picture`, { picture: 'https://optica.example/logo.png' })).body).toEqual({ success: true })
    expect((await b.call('GET', `/v26.0/${b.account}/picture?redirect=0`)).body['data']).toMatchObject({ url: 'https://optica.example/logo.png', is_silhouette: false })
    expect((await b.call('GET', `/v26.0/${b.account}/picture`)).status).toBe(302)
    expect((await b.call('POST', `/v26.0/${b.account}/picture`, {})).code).toBe(100)
  })
})

describe('App Review', () => {
  it('tells what was asked for and how it stands', async () => {
    const b = await bench()
    const review = async () => (await b.call('GET', '/v26.0/me/messaging_feature_review')).body['data']
    expect(await review()).toEqual([])
    await b.act('platform', { status: 'pending' }, 'review_human_agent')
    expect(await review()).toEqual([{ feature: 'human_agent', status: 'pending' }])
    await b.write()
    await b.world.advance(2 * DAY)
    const tagged = () => b.text({ messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' })
    expect((await tagged()).code).toBe(10)
    await b.act('platform', { status: 'approved' }, 'review_human_agent')
    expect((await tagged()).ok).toBe(true)
    await expect(b.act('platform', { status: 'maybe' }, 'review_human_agent')).rejects.toThrow(/approved, pending/)
  })
})

describe('tokens and subscription', () => {
  const ask = async (b: Bench, as?: string) => record((await b.call('GET', `/v26.0/debug_token?input_token=${String(b.settings['pageAccessToken'])}`, undefined, as)).body['data'])
  const appToken = (b: Bench): string => `${String(b.settings['appId'])}|${String(b.settings['appSecret'])}`

  it.each([['revoke_token', 460, 0], ['token_expired', 463, START / 1000]] as const)('%s: every call is refused with its subcode, and debug_token says why', async (kind, subcode, expires) => {
    const b = await bench()
    await b.write()
    b.world.fault(kind, Number.POSITIVE_INFINITY, b.account)
    expect(await b.text()).toMatchObject({ status: 401, code: 190, subcode })
    expect(await ask(b, appToken(b))).toMatchObject({ is_valid: false, expires_at: expires, error: { code: 190, subcode } })
    b.world.clearFaults()
    expect((await b.text()).ok).toBe(true)
    expect(await ask(b)).toMatchObject({ is_valid: true, expires_at: 0, profile_id: b.account, scopes: expect.arrayContaining(['pages_messaging']) as unknown })
  })

  it('runs out by itself', async () => {
    const b = await bench()
    await b.act('platform', { days: 60 }, 'token_expires')
    expect(await ask(b)).toMatchObject({ is_valid: true, expires_at: (START + 60 * DAY) / 1000 })
    await b.world.advance(60 * DAY)
    expect((await b.call('GET', `/v26.0/${b.account}`)).subcode).toBe(463)
    await b.act('platform', {}, 'restore_token')
    expect((await b.call('GET', `/v26.0/${b.account}`)).ok).toBe(true)
  })

  it('unsubscribe strikes a subscription that is there, and waits for one', async () => {
    const b = await bench()
    const path = `/v26.0/${b.account}/subscribed_apps`
    await b.call('DELETE', path)
    b.world.fault('unsubscribe', 1, b.account)
    await b.write()
    await b.call('POST', path, { subscribed_fields: 'messages' })
    expect((await b.call('GET', path)).body).toEqual({ data: [] })
  })

  it('unsubscribe: webhooks are dropped, the list shows it, and what she writes meanwhile can be read afterwards', async () => {
    const b = await bench()
    const path = `/v26.0/${b.account}/subscribed_apps`
    b.world.fault('unsubscribe', 1, b.account)
    await simulator.faultSet?.(b.world, { kind: 'unsubscribe', account: b.account })
    expect((await b.call('GET', path)).body).toEqual({ data: [] })
    await b.write('¿Hay alguien?')
    await b.world.advance(2 * HOUR)
    await b.act('write', { kind: 'image', media: { base64: Buffer.from('PNG').toString('base64'), mime: 'image/png', name: 'gafas.png' } })
    expect(b.events('message')).toEqual([])
    expect((await b.call('POST', path, { subscribed_fields: 'messages,messaging_postbacks' })).body).toEqual({ success: true })
    expect((await b.call('GET', path)).body).toMatchObject({ data: [{ id: b.settings['appId'], subscribed_fields: ['messages', 'messaging_postbacks'] }] })
    const { body } = await b.call('GET', `/v26.0/${b.account}/conversations?platform=messenger&fields=updated_time,participants,messages{id,created_time,from,message,attachments}`)
    const [thread] = list(body['data']).map(record)
    expect(thread).toMatchObject({ updated_time: '2026-11-23T11:00:00+0000', participants: { data: [{ id: b.customer.address, name: 'Ana Benítez' }, { id: b.account }] } })
    expect(list(record(thread?.['messages'])['data']).map(record)).toMatchObject([
      { created_time: '2026-11-23T11:00:00+0000', from: { id: b.customer.address }, message: '', attachments: { data: [{ mime_type: 'image/png', name: 'gafas.png', size: 3, image_data: { url: expect.stringContaining('/cdn/') as string } }] } },
      { created_time: '2026-11-23T09:00:00+0000', from: { id: b.customer.address }, message: '¿Hay alguien?' },
    ])
    await b.write('Ya estoy')
    expect(b.events('message')).toHaveLength(1)
  })
})

describe('the Conversations API', () => {
  it('lists threads by their last message, with both sides, page by page', async () => {
    const b = await bench()
    const other = simulator.createCustomer(b.world, { account: b.account, name: 'Diego Molina' })
    await b.write('uno')
    await b.world.advance(MINUTE)
    await simulator.act(b.world, other.id, { action: 'write', content: { kind: 'text', text: 'dos' } })
    await b.world.advance(MINUTE)
    await b.text()
    await b.world.advance(MINUTE)
    const first = (await b.call('GET', `/v26.0/${b.account}/conversations?platform=MESSENGER&limit=1&fields=snippet,message_count,messages.limit(1){message,from}`)).body
    expect(list(first['data'])).toMatchObject([{ id: `t_${b.customer.address}`, snippet: 'De nada', message_count: 2, messages: { data: [{ message: 'De nada', from: { id: b.account } }], paging: { next: expect.any(String) as string } } }])
    const next = new URL(String(record(first['paging'])['next']))
    const second = (await b.call('GET', `/v26.0${next.pathname}${next.search}`)).body
    expect(list(second['data'])).toMatchObject([{ id: `t_${other.address}`, snippet: 'dos' }])
    expect(record(second['paging'])).not.toHaveProperty('next')
    await b.world.advance(SECOND)
    expect(list((await b.call('GET', `/v26.0/${b.account}/conversations?user_id=${other.address}`)).body['data']).map((row) => record(row)['id'])).toEqual([`t_${other.address}`])
  })

  it('tells every id of a thread and the content of the newest twenty', async () => {
    const b = await bench()
    for (let at = 0; at < 25; at++) { await b.write(`mensaje ${at}`); await b.world.advance(SECOND) }
    const thread = `t_${b.customer.address}`
    const rows = list((await b.call('GET', `/v26.0/${thread}/messages?fields=message,created_time&limit=50`)).body['data']).map(record)
    expect(rows).toHaveLength(25)
    expect([rows[0]?.['message'], rows[19]?.['message'], rows[20]?.['message']]).toEqual(['mensaje 24', 'mensaje 5', undefined])
    expect((await b.call('GET', `/v26.0/${String(rows[19]?.['id'])}?fields=message,to,tags`)).body).toMatchObject({ message: 'mensaje 5', to: { data: [{ id: b.account }] } })
    await b.world.advance(SECOND)
    expect((await b.call('GET', `/v26.0/${String(rows[20]?.['id'])}`)).code).toBe(100)
  })

  it('leaves out lines of the app and what she unsent, and keeps taps', async () => {
    const b = await bench()
    await b.act('get_started')
    await b.write('esto no')
    await b.act('revoke', {}, screen(b).at(-1)?.id)
    await b.act('block')
    const { body } = await b.call('GET', `/v26.0/t_${b.customer.address}?fields=can_reply,messages{message}`)
    expect(body['can_reply']).toBe(false)
    expect(list(record(body['messages'])['data']).map((one) => record(one)['message'])).toEqual(['Empezar'])
  })

  it('answers two calls a second', async () => {
    const b = await bench()
    await b.write()
    const call = () => b.call('GET', `/v26.0/${b.account}/conversations`)
    expect([(await call()).code, (await call()).code, (await call()).code]).toEqual([undefined, undefined, 613])
    await b.world.advance(SECOND)
    expect((await call()).ok).toBe(true)
  })

  it.each([['platform=telegram', 100], ['fields=messages{colour}', 100], ['fields=colour', 100], ['after=zzz', 100]])('refuses %s', async (search, code) => {
    const b = await bench()
    await b.write()
    expect((await b.call('GET', `/v26.0/${b.account}/conversations?${search}`)).code).toBe(code)
  })
})

it('every button of her phone is an act the simulator knows', () => {
  expect(phone.actions.map(({ action }) => action).filter((action) => !(action in actions))).toEqual([])
})

it('every event of the platform is in the page about it', async () => {
  const b = await bench()
  const refusal = await b.act('platform', {}, 'none').catch((error: unknown) => (error instanceof Error ? error.message : ''))
  const events = (refusal ?? '').replace(/^.*": /, '').replace('.', '').split(', ')
  const section = readFileSync(new URL('../../docs/simulated-meta.md', import.meta.url), 'utf8').split('\n## ').find((one) => one.startsWith('Messenger')) ?? ''
  expect(events.length).toBeGreaterThan(8)
  expect(events.filter((event) => !section.includes(`\`${event}\``))).toEqual([])
})
