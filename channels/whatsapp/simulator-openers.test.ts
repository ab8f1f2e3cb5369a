import { qrMatrix } from '@recado/channel-kit/testing/qr-matrix'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { phone } from './phone.js'
import { simulator } from './simulator.js'
import { actions } from './simulator/acts.js'
import { bench, type Bench } from './simulator/desk-for-tests.js'
import { list, record, type Json } from './simulator/json.js'

const DAY = 24 * 3_600_000
const act = (b: Bench, action: string, ref?: string, content?: Json): Promise<void> => simulator.act(b.world, b.customer.id, { action, ...(ref === undefined ? {} : { ref }), ...(content ? { content } : {}) })
const post = (b: Bench, path: string, body: Json) => b.call('POST', `/v26.0/${b.account}${path}`, body)
const words = (b: Bench): unknown[] => b.received().map((one) => record(one['text'])['body'])
const screen = (b: Bench) => simulator.screen(b.world, b.customer.id)

describe('ice breakers, commands and the welcome event', () => {
  const PROMPTS = ['¿Qué horario tenéis?', 'Quiero pedir cita']
  const COMMANDS = [{ command_name: 'cita', command_description: 'Pedir cita para graduar la vista' }, { command_name: 'pedido', command_description: 'Ver cómo va tu pedido' }]
  const set = (b: Bench, body: Json = { enable_welcome_message: false, prompts: PROMPTS, commands: COMMANDS }) => post(b, '/conversational_automation', body)

  it('are written, read at the number, and left as they are when not named', async () => {
    const b = await bench()
    expect((await set(b)).body).toEqual({ success: true })
    const read = async () => (await b.call('GET', `/v26.0/${b.account}?fields=conversational_automation`)).body['conversational_automation']
    expect(await read()).toEqual({ enable_welcome_message: false, prompts: PROMPTS, commands: COMMANDS, id: b.account })
    await set(b, { prompts: [] })
    expect(await read()).toMatchObject({ prompts: [], commands: COMMANDS })
    expect((await b.call('GET', `/v26.0/${b.account}/conversational_automation`)).body).toMatchObject({ conversational_automation: { commands: COMMANDS } })
  })

  it('takes lists inside a query, as the documents write them', async () => {
    const b = await bench()
    await b.call('POST', `/v26.0/${b.account}/conversational_automation?prompts=${encodeURIComponent(JSON.stringify(PROMPTS))}&enable_welcome_message=true`)
    expect((await b.call('GET', `/v26.0/${b.account}?fields=conversational_automation`)).body).toMatchObject({ conversational_automation: { prompts: PROMPTS, enable_welcome_message: true } })
  })

  it.each([
    ['five prompts', { prompts: ['a', 'b', 'c', 'd', 'e'] }], ['a prompt of 81', { prompts: ['a'.repeat(81)] }], ['an empty prompt', { prompts: [' '] }], ['an emoji', { prompts: ['Hola 👋'] }],
    ['31 commands', { commands: Array.from({ length: 31 }, (_, at) => ({ command_name: `c${at}`, command_description: 'x' })) }], ['a slash in a name', { commands: [{ command_name: '/cita', command_description: 'x' }] }],
    ['a name of 33', { commands: [{ command_name: 'a'.repeat(33), command_description: 'x' }] }], ['a hint of 257', { commands: [{ command_name: 'a', command_description: 'x'.repeat(257) }] }],
    ['the same name twice', { commands: [{ command_name: 'a', command_description: 'x' }, { command_name: 'a', command_description: 'y' }] }], ['a welcome of words', { enable_welcome_message: 'hola' }],
  ])('refuses %s', async (_, body) => {
    const answer = await set(await bench(), body)
    expect([answer.status, record(answer.body['error'])['code']]).toEqual([400, 100])
  })

  it('stand in the empty chat; a tap sends one as her own text, and they are gone', async () => {
    const b = await bench()
    await set(b)
    expect(screen(b)).toEqual([expect.objectContaining({ id: 'ice-breakers', from: 'business', options: PROMPTS.map((title) => ({ id: title, title })) })])
    await act(b, 'tap', 'ice-breakers', { id: 'Quiero pedir cita' })
    expect(words(b)).toEqual(['Quiero pedir cita'])
    expect(b.received()[0]).not.toHaveProperty('context')
    expect(screen(b).map((item) => item.from)).toEqual(['me'])
  })

  it('shows the commands after "/", to be tapped or typed', async () => {
    const b = await bench()
    await expect(act(b, 'menu')).rejects.toThrow(/no commands/)
    await set(b)
    await act(b, 'menu')
    expect(screen(b).at(-1)).toMatchObject({ id: 'commands', options: [{ id: '/cita', title: '/cita', description: 'Pedir cita para graduar la vista' }, { id: '/pedido', title: '/pedido', description: 'Ver cómo va tu pedido' }] })
    await act(b, 'tap', 'commands', { id: '/pedido' })
    await act(b, 'menu', 'cita')
    await act(b, 'menu')
    await b.write('no, nada')
    expect(words(b)).toEqual(['/pedido', '/cita', 'no, nada'])
    expect(screen(b).every((item) => item.id !== 'commands')).toBe(true)
    await expect(act(b, 'menu', 'baile')).rejects.toThrow(/no command \/baile/)
  })

  it('tells of the first opening once, and only when asked to; it opens the window', async () => {
    const b = await bench()
    await act(b, 'open_chat')
    expect(b.received()).toEqual([])
    await set(b, { enable_welcome_message: true })
    await act(b, 'open_chat')
    await act(b, 'open_chat')
    expect(b.received()).toEqual([expect.objectContaining({ type: 'request_welcome', from: '34600000317' })])
    expect((await b.text('¡Hola!')).ok).toBe(true)
  })
})

describe('QR codes and links', () => {
  const make = async (b: Bench, text = 'Hola, vengo del escaparate') => (await post(b, '/message_qrdls', { prefilled_message: text, generate_qr_image: 'SVG' })).body

  it('are made, listed newest first, changed and deleted', async () => {
    const b = await bench()
    const first = await make(b)
    expect(first).toMatchObject({ code: expect.stringMatching(/^[A-Z2-7]{14}$/) as string, prefilled_message: 'Hola, vengo del escaparate', deep_link_url: `https://wa.me/message/${String(first['code'])}` })
    const second = await make(b, 'Hola, vengo de la carta')
    const rows = async (search = '') => list((await b.call('GET', `/v26.0/${b.account}/message_qrdls${search}`)).body['data']).map(record)
    expect((await rows()).map((row) => row['code'])).toEqual([second['code'], first['code']])
    expect((await rows('?limit=1')).map((row) => row['code'])).toEqual([second['code']])
    expect(await rows(`?code=${String(first['code'])}&fields=prefilled_message`)).toEqual([{ prefilled_message: 'Hola, vengo del escaparate' }])
    expect((await post(b, '/message_qrdls', { code: first['code'], prefilled_message: 'Hola' })).body).toMatchObject({ code: first['code'], prefilled_message: 'Hola' })
    expect((await b.call('GET', `/v26.0/${b.account}/message_qrdls/${String(first['code'])}?fields=code,qr_image_url.format(PNG)`)).body).toEqual({ data: [{ code: first['code'], qr_image_url: `http://platform.test/qr/${String(first['code'])}.png` }] })
    expect((await b.call('DELETE', `/v26.0/${b.account}/message_qrdls/${String(first['code'])}`)).body).toEqual({ success: true })
    expect(await rows()).toHaveLength(1)
    expect((await b.call('DELETE', `/v26.0/${b.account}/message_qrdls/${String(first['code'])}`)).status).toBe(400)
  })

  it('pages through many', async () => {
    const b = await bench()
    for (let one = 0; one < 30; one++) await make(b, `Mesa ${one}`)
    const page = (await b.call('GET', `/v26.0/${b.account}/message_qrdls`)).body
    expect(list(page['data'])).toHaveLength(25)
    const next = new URL(String(record(page['paging'])['next']))
    const rest = (await b.call('GET', next.pathname + next.search)).body
    expect(list(rest['data']).map((row) => record(row)['prefilled_message'])).toEqual(['Mesa 4', 'Mesa 3', 'Mesa 2', 'Mesa 1', 'Mesa 0'])
    expect(record(rest['paging'])).not.toHaveProperty('next')
  })

  it.each([
    ['no text', {}], ['a text of 141', { prefilled_message: 'a'.repeat(141) }], ['a picture as JPEG', { prefilled_message: 'Hola', generate_qr_image: 'JPG' }], ['a code nobody made', { code: 'ANED2T5QRU7HG2', prefilled_message: 'Hola' }],
  ])('refuses %s', async (_, body) => {
    expect((await post(await bench(), '/message_qrdls', body)).status).toBe(400)
  })

  it('come with a picture anybody can fetch, and which is the QR symbol of the link', async () => {
    const b = await bench()
    const { code, qr_image_url } = await make(b)
    expect(qr_image_url).toBe(`http://platform.test/qr/${String(code)}.svg`)
    const svg = await b.call('GET', `/qr/${String(code)}.svg`, undefined, '')
    expect([svg.status, svg.headers['content-type'], String(svg.raw).startsWith('<svg')]).toEqual([200, 'image/svg+xml', true])
    const image = await b.call('GET', `/qr/${String(code)}.png`, undefined, '')
    expect(Buffer.from(image.raw as Buffer).subarray(1, 4).toString()).toBe('PNG')
    expect((await b.call('GET', '/qr/AAAAAAAAAAAAAA.svg', undefined, '')).status).toBe(404)
    // Compared module by module with an independent encoder (version 3, level M, mask 0) for this link, then kept as a digest.
    const modules = qrMatrix('https://wa.me/message/ANED2T5QRU7HG1').map((row) => row.map(Number).join('')).join('\n')
    expect(createHash('sha256').update(modules).digest('hex')).toBe('73e539f1735c821770ce7405af125f493e56645e64459f6e2203a7a1aabb373a')
  })

  it('open the chat with the text filled in; she may change it', async () => {
    const b = await bench()
    const { code, deep_link_url } = await make(b)
    await act(b, 'scan', String(code))
    await act(b, 'open_link', String(deep_link_url), { text: 'Hola, vengo del escaparate de Atocha' })
    await act(b, 'open_link', 'https://wa.me/34600000210?text=Vi%20vuestra%20web')
    expect(words(b)).toEqual(['Hola, vengo del escaparate', 'Hola, vengo del escaparate de Atocha', 'Vi vuestra web'])
    expect(b.received().every((one) => !('referral' in one))).toBe(true)
    await act(b, 'open_link', 'https://wa.me/34600000210')
    expect(b.received()).toHaveLength(3)
  })

  it.each([['ANED2T5QRU7HG2', /no longer valid/], ['https://wa.me/34600999999', /opens the chat with/], ['https://example.org', /no link or code/]])('do not open %s', async (ref, sentence) => {
    const b = await bench()
    await expect(act(b, 'scan', ref)).rejects.toThrow(sentence)
    expect(b.received()).toEqual([])
  })
})

describe('coming from an ad', () => {
  const referral = (b: Bench): Json => record(b.received()[0]?.['referral'])

  it('tells headline, text, picture, ad and click', async () => {
    const b = await bench()
    await act(b, 'ad', '120238866412270999', { headline: 'Gafas de sol', adText: 'La segunda gratis', clickId: 'ARBclick', url: 'https://fb.me/abc' })
    expect(referral(b)).toMatchObject({ source_type: 'ad', source_id: '120238866412270999', source_url: 'https://fb.me/abc', headline: 'Gafas de sol', body: 'La segunda gratis', media_type: 'image', ctwa_clid: 'ARBclick' })
    const picture = await b.call('GET', String(referral(b)['image_url']).replace('http://platform.test', ''), undefined, '')
    expect([picture.status, Buffer.from(picture.raw as Buffer).subarray(1, 4).toString()]).toEqual([200, 'PNG'])
  })

  it.each([['status:1', false, 'ad'], ['post:1', false, 'post'], ['ad:1', true, 'ad']])('%s', async (ref, clicked, type) => {
    const b = await bench()
    await act(b, 'ad', ref, { video: 'https://video.example/ad.mp4' })
    expect(referral(b)).toMatchObject({ source_type: type, source_id: '1', media_type: 'video', video_url: 'https://video.example/ad.mp4', thumbnail_url: expect.stringContaining('/ads/1.png') as string })
    expect('ctwa_clid' in referral(b)).toBe(clicked)
  })

  it('is the first message only', async () => {
    const b = await bench()
    await act(b, 'ad')
    await b.world.advance(DAY)
    await b.write()
    expect(b.received().map((one) => 'referral' in one)).toEqual([true, false])
  })
})

it('every button of her phone is an act the simulator knows', () => {
  expect(phone.actions.map(({ action }) => action).filter((action) => !(action in actions))).toEqual([])
})
