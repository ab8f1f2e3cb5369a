import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { simulator } from './simulator.js'
import { bench, START, type Bench } from './simulator/desk-for-tests.js'
import { graphJson, list, record, type Json } from './simulator/json.js'

const SECOND = 1_000
const MINUTE = 60_000
const HOUR = 3_600_000
const DAY = 24 * HOUR
const WEEK = 7 * DAY
const approved = { settings: { humanAgentApproved: true } }
const tagged = { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' }
const idOf = (answer: { body: Json }): string => String(answer.body['id'])
const said = (b: Bench, key = 'message'): Json[] => b.events(key).map((event) => record(event[key])).filter((message) => message['is_echo'] !== true)

describe('webhooks', () => {
  // Body, secret and digest as printed in the fact sheet's signature example.
  it('writes and signs as the documents show', () => {
    const body = '{"object":"page","entry":[{"id":"100200300400500","time":1795312800363,"messaging":[{"sender":{"id":"7300112233445566"},"recipient":{"id":"100200300400500"},"timestamp":1795312800123,"message":{"mid":"m_AbC-0001","text":"Hola, \\u00bften\\u00e9is la talla 42?"}}]}]}'
    expect(graphJson(JSON.parse(body))).toBe(body)
    expect(createHmac('sha256', 'a1b2c3d4e5f60718293a4b5c6d7e8f90').update(body).digest('hex')).toBe('f67112c084c3c6b1bff920949bee90657291b6046dec5fb533f48a4566f57e05')
  })

  it('tells of a text', async () => {
    const b = await bench()
    await b.write('¿Tenéis la talla 42?')
    const posted = b.world.posted.at(-1)
    expect(posted?.request.headers['x-hub-signature-256']).toBe(`sha256=${createHmac('sha256', String(b.settings['appSecret'])).update(posted?.request.body ?? '').digest('hex')}`)
    expect(JSON.parse(posted?.request.body ?? '')).toEqual({
      object: 'page',
      entry: [{ id: b.account, time: START, messaging: [{ sender: { id: b.customer.address }, recipient: { id: b.account }, timestamp: START, message: { mid: expect.stringMatching(/^m_/) as string, text: '¿Tenéis la talla 42?' } }] }],
    })
  })

  it.each([
    ['fails for 59 minutes', 59 * MINUTE, true],
    ['fails for an hour', 61 * MINUTE, false],
  ])('repeats the same bytes; an app that %s', async (_, ms, stays) => {
    const b = await bench()
    b.world.onPost(() => ({ status: 500, body: '', ms: 1 }))
    await b.write()
    await b.world.advance(ms)
    const posts = b.world.posted.filter((one) => one.request.method === 'POST')
    expect(posts.length).toBeGreaterThan(5)
    expect(new Set(posts.map((one) => one.request.body + (one.request.headers['x-hub-signature-256'] ?? ''))).size).toBe(1)
    b.world.onPost(() => ({ status: 200, body: '', ms: 1 }))
    const subscribed = list((await b.call('GET', `/v26.0/${b.account}/subscribed_apps`)).body['data']).length > 0
    expect(subscribed).toBe(stays)
    const before = b.world.posted.length
    await b.write('otra')
    expect(b.world.posted.length > before).toBe(stays)
    await b.call('POST', `/v26.0/${b.account}/subscribed_apps?subscribed_fields=messages`)
    await b.write('de vuelta')
    expect(said(b).at(-1)?.['text']).toBe('de vuelta')
  })

  it('one answer in between starts the hour anew', async () => {
    const b = await bench()
    let healthy = false
    b.world.onPost(() => ({ status: healthy ? 200 : 500, body: '', ms: 1 }))
    await b.write()
    await b.world.advance(50 * MINUTE)
    healthy = true
    await b.write()
    healthy = false
    await b.write()
    await b.world.advance(50 * MINUTE)
    expect(list((await b.call('GET', `/v26.0/${b.account}/subscribed_apps`)).body['data'])).toHaveLength(1)
  })

  it('tells only what the app subscribed to', async () => {
    const b = await bench()
    await b.call('POST', `/v26.0/${b.account}/subscribed_apps`, { subscribed_fields: ['messages', 'message_reads'] })
    await b.write()
    await b.text()
    await b.world.advance(2 * SECOND)
    expect(b.events('message')).toHaveLength(1)
    expect(b.events('delivery')).toHaveLength(0)
    expect(b.events('read')).toHaveLength(1)
    expect((await b.call('POST', `/v26.0/${b.account}/subscribed_apps`, { subscribed_fields: ['messages', 'wishes'] })).code).toBe(100)
  })

  it('takes up after a killed process what was on its way', async () => {
    const b = await bench()
    let stuck = true
    b.world.onPost(() => (stuck ? new Promise(() => undefined) : { status: 200, body: '', ms: 1 }))
    void b.write('perdido')
    stuck = false
    await simulator.resume?.(b.world)
    await b.world.advance(0)
    expect(said(b).map((message) => message['text'])).toEqual(['perdido'])
  })
})

describe('the window', () => {
  it.each([
    ['a millisecond before 24 h', DAY - 1, {}, undefined, undefined],
    ['at 24 h', DAY, {}, 10, 2018278],
    ['an update inside', DAY - 1, { messaging_type: 'UPDATE' }, undefined, undefined],
    ['an update outside', DAY, { messaging_type: 'UPDATE' }, 10, 2018278],
    ['a person after 24 h', DAY, tagged, undefined, undefined],
    ['a person a millisecond before 7 days', WEEK - 1, tagged, undefined, undefined],
    ['a person at 7 days', WEEK, tagged, 10, 2018278],
    ['a tag without its type', 0, { tag: 'HUMAN_AGENT' }, 100, undefined],
    ['a type without its tag', DAY, { messaging_type: 'MESSAGE_TAG' }, 100, undefined],
    ['a retired tag', DAY, { messaging_type: 'MESSAGE_TAG', tag: 'ACCOUNT_UPDATE' }, 100, 1893061],
    ['a retired tag, inside the window', 0, { messaging_type: 'MESSAGE_TAG', tag: 'CONFIRMED_EVENT_UPDATE' }, 100, 1893061],
    ['an unknown type', 0, { messaging_type: 'PROMOTION' }, 100, undefined],
  ] as const)('%s', async (_, age, more, code, subcode) => {
    const b = await bench(approved)
    await b.write()
    await b.world.advance(age)
    const answer = await b.text(more)
    expect([answer.code, answer.subcode]).toEqual([code, subcode])
  })

  it('a person may go on only when the feature is approved', async () => {
    const b = await bench()
    await b.write()
    await b.world.advance(DAY)
    expect((await b.text(tagged)).code).toBe(10)
    expect((await b.text(tagged)).subcode).toBeUndefined()
    await b.act('platform', {}, 'approve_human_agent')
    expect((await b.text(tagged)).ok).toBe(true)
  })

  it.each([[Date.UTC(2026, 3, 27) - 1, undefined], [Date.UTC(2026, 3, 27), 1893061]])('the three tags ended on 27 April 2026 (%i)', async (at, subcode) => {
    const b = await bench({ startAt: at - 2 * DAY })
    await b.write()
    await b.world.advanceTo(at)
    expect((await b.text({ messaging_type: 'MESSAGE_TAG', tag: 'POST_PURCHASE_UPDATE' })).subcode).toBe(subcode)
  })

  const openers: [string, (b: Bench) => Promise<void>, boolean][] = [
    ['a message', (b) => b.write(), true],
    ['a reaction', (b) => b.act('react', { emoji: '❤️' }, firstItem(b)), true],
    ['taking a reaction back', async (b) => { await b.act('unreact', {}, firstItem(b)) }, false],
    ['an m.me link', (b) => b.act('referral', {}, 'qr-1'), true],
    ['an ad alone', (b) => b.act('referral', {}, 'ad:1'), false],
    ['an ad and a message', (b) => b.act('ad', { kind: 'text', text: 'Hola' }, 'ad:1'), true],
    ['a comment', (b) => b.act('comment', { text: 'Bonitas' }), false],
    ['an opt-in', (b) => b.act('optin'), false],
    ['an edit', async (b) => { await b.world.advance(0); await expect(b.act('edit', { text: 'b' }, firstItem(b))).rejects.toThrow(/15 minutes/) }, false],
    ['reading', (b) => b.act('read'), false],
  ]
  it.each(openers)('%s', async (_, open, opens) => {
    const b = await bench()
    await b.write()
    await b.act('react', { emoji: '👍' }, firstItem(b))
    await b.world.advance(2 * DAY)
    await open(b)
    expect((await b.text()).ok).toBe(opens)
  })
  const firstItem = (b: Bench): string => simulator.screen(b.world, b.customer.id)[0]?.id ?? ''

  it('nobody can be written to before the first act', async () => {
    const b = await bench()
    expect([(await b.text()).code, (await b.text()).subcode]).toEqual([100, 2018001])
    await b.act('get_started')
    expect(said(b, 'postback')).toEqual([expect.objectContaining({ title: 'Empezar', payload: 'GET_STARTED' })])
    expect((await b.text()).ok).toBe(true)
  })

  it.each([[true, true], [false, false]])('an ad opens seven days only where the Page has them (%s)', async (adWindowLong, ok) => {
    const b = await bench({ settings: { simulation: { adWindowLong } } })
    await b.act('ad', { kind: 'text', text: 'Hola' })
    expect(said(b)[0]?.['referral']).toMatchObject({ source: 'ADS', type: 'OPEN_THREAD' })
    await b.world.advance(6 * DAY)
    expect((await b.text()).ok).toBe(ok)
  })

  it('answers a comment once, within seven days, and opens nothing by it', async () => {
    const b = await bench()
    const commentId = async (): Promise<string> => {
      await b.act('comment', { text: '¿Precio?' })
      return String(record(list(b.entries().at(-1)?.['changes']).map(record)[0]?.['value'])['comment_id'])
    }
    const answer = (comment_id: string) => b.call('POST', '/v26.0/me/messages', { recipient: { comment_id }, message: { text: 'Hola Ana' } })
    const first = await commentId()
    expect((await answer(first)).ok).toBe(true)
    expect((await answer(first)).code).toBe(10900)
    expect((await b.text()).subcode).toBe(2018001)
    const second = await commentId()
    await b.world.advance(WEEK - 1)
    expect((await answer(second)).ok).toBe(true)
    const third = await commentId()
    await b.world.advance(WEEK)
    expect((await answer(third)).code).toBe(10903)
  })
})

describe('sending', () => {
  const reply = (title: string, payload = 'P'): Json => ({ content_type: 'text', title, payload })
  const button = (title: string): Json => ({ type: 'postback', title, payload: 'P' })
  const template = (payload: Json): Json => ({ attachment: { type: 'template', payload } })
  it.each([
    ['text of 2000', { text: 'x'.repeat(2000) }, undefined],
    ['text of 2001', { text: 'x'.repeat(2001) }, 100],
    ['an empty text', { text: ' ' }, 100],
    ['nothing', {}, 100],
    ['metadata of 1000', { text: 'a', metadata: 'x'.repeat(1000) }, undefined],
    ['metadata of 1001', { text: 'a', metadata: 'x'.repeat(1001) }, 100],
    ['13 quick replies', { text: 'a', quick_replies: Array.from({ length: 13 }, () => reply('Sí')) }, undefined],
    ['14 quick replies', { text: 'a', quick_replies: Array.from({ length: 14 }, () => reply('Sí')) }, 100],
    ['a title of 20', { text: 'a', quick_replies: [reply('x'.repeat(20))] }, undefined],
    ['a title of 21', { text: 'a', quick_replies: [reply('x'.repeat(21))] }, 100],
    ['the own number', { text: 'a', quick_replies: [{ content_type: 'user_phone_number' }] }, undefined],
    ['three buttons', template({ template_type: 'button', text: 'x'.repeat(640), buttons: [button('a'), button('b'), button('c')] }), undefined],
    ['four buttons', template({ template_type: 'button', text: 'a', buttons: [button('a'), button('b'), button('c'), button('d')] }), 100],
    ['button text of 641', template({ template_type: 'button', text: 'x'.repeat(641), buttons: [button('a')] }), 100],
    ['a button of 21', template({ template_type: 'button', text: 'a', buttons: [button('x'.repeat(21))] }), 100],
    ['ten cards', template({ template_type: 'generic', elements: Array.from({ length: 10 }, () => ({ title: 'x'.repeat(80), subtitle: 'y'.repeat(80) })) }), undefined],
    ['eleven cards', template({ template_type: 'generic', elements: Array.from({ length: 11 }, () => ({ title: 'a', subtitle: 'b' })) }), 100],
    ['a card title of 81', template({ template_type: 'generic', elements: [{ title: 'x'.repeat(81), subtitle: 'b' }] }), 100],
    ['a public picture', { attachment: { type: 'image', payload: { url: 'https://desk.example/a.jpg' } } }, undefined],
    ['a picture nobody reaches', { attachment: { type: 'image', payload: { url: 'http://127.0.0.1:3000/a.jpg' } } }, 100],
    ['text and a picture', { text: 'a', attachment: { type: 'image', payload: { url: 'https://desk.example/a.jpg' } } }, 100],
    ['six pictures', { attachments: Array.from({ length: 6 }, () => ({ type: 'image', payload: { url: 'https://desk.example/a.jpg' } })) }, undefined],
    ['seven pictures', { attachments: Array.from({ length: 7 }, () => ({ type: 'image', payload: { url: 'https://desk.example/a.jpg' } })) }, 100],
    ['an unknown attachment id', { attachment: { type: 'image', payload: { attachment_id: '1' } } }, 100],
  ])('%s', async (_, message, code) => {
    const b = await bench()
    await b.write()
    expect((await b.send(message)).code).toBe(code)
  })

  const MB = 1024 * 1024
  it.each([['image/png', 'image', 25 * MB, true], ['image/png', 'image', 25 * MB + 1, false], ['audio/mpeg', 'image', 10, false], ['application/pdf', 'file', 10, true]] as const)('uploads %s as %s of %i bytes: %s', async (mime, type, size, ok) => {
    const b = await bench()
    await b.write()
    const field = (name: string, value: string): string => `--B\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
    const answer = await simulator.handle(b.world, {
      method: 'POST', path: `/v26.0/${b.account}/messages`, query: { access_token: String(b.settings['pageAccessToken']) }, headers: { 'content-type': 'multipart/form-data; boundary=B' },
      body: Buffer.concat([Buffer.from(`${field('recipient', JSON.stringify({ id: b.customer.address }))}${field('messaging_type', 'RESPONSE')}${field('message', JSON.stringify({ attachment: { type, payload: { is_reusable: true } } }))}--B\r\nContent-Disposition: form-data; name="filedata"; filename="a.png"\r\nContent-Type: ${mime}\r\n\r\n`), Buffer.alloc(size, 7), Buffer.from('\r\n--B--\r\n')]),
    })
    expect(answer.status === 200).toBe(ok)
    if (!ok) return
    const id = record(JSON.parse(answer.body.toString()))['attachment_id']
    expect((await b.send({ attachment: { type, payload: { attachment_id: id } } })).ok).toBe(true)
    await b.world.advance(2 * SECOND)
    expect(simulator.screen(b.world, b.customer.id).at(-1)?.content).toMatchObject({ kind: type === 'image' ? 'image' : 'document', media: { bytes: size, url: expect.stringContaining('/_files/') as string } })
  })

  it('cannot reach somebody who blocks the Page', async () => {
    const b = await bench()
    await b.write()
    await b.act('block')
    const refused = await b.text()
    expect([refused.code, refused.subcode]).toEqual([551, 1545041])
    await expect(b.write()).rejects.toThrow(/Unblock/)
    await b.act('unblock')
    expect((await b.text()).ok).toBe(true)
  })

  it.each([['text', { text: 'a' }, 300], ['video', { attachment: { type: 'video', payload: { url: 'https://desk.example/a.mp4' } } }, 10]] as const)('takes %s calls up to the second\'s share', async (_, message, most) => {
    const b = await bench()
    await b.write()
    const people = await Promise.all(Array.from({ length: 2 }, async () => {
      const person = simulator.createCustomer(b.world, { account: b.account })
      await simulator.act(b.world, person.id, { action: 'write', content: { kind: 'text', text: 'Hola' } })
      return person
    }))
    expect(people).toHaveLength(2)
    for (let sent = 0; sent < most; sent++) expect((await b.send(message)).code).toBeUndefined()
    expect((await b.send(message)).code).toBe(613)
    await b.world.advance(SECOND)
    expect((await b.send(message)).ok).toBe(true)
  })

  it('takes 200 calls a day for each person engaged', async () => {
    const b = await bench()
    await b.write()
    for (let sent = 0; sent < 200; sent++) expect((await b.text()).ok).toBe(true)
    await b.world.advance(SECOND)
    expect((await b.text()).code).toBe(613)
    const other = simulator.createCustomer(b.world, { account: b.account })
    await simulator.act(b.world, other.id, { action: 'write', content: { kind: 'text', text: 'Hola' } })
    expect((await b.text()).ok).toBe(true)
  })

  it.each([
    ['a wrong token', 'nope', 190, 401], ['no token', '', 190, 401],
  ])('%s', async (_, token, code, status) => {
    const b = await bench()
    expect(await b.call('POST', '/v26.0/me/messages', {}, token)).toMatchObject({ code, status })
  })

  it('knows a dead token, a restricted Page and a false proof', async () => {
    const b = await bench()
    await b.write()
    b.world.fault('revoke_token', 1)
    expect((await b.text()).code).toBe(190)
    await b.act('platform', {}, 'policy_block')
    expect([(await b.text()).code, (await b.text()).subcode]).toEqual([10, 1893063])
    expect(record(b.entries().flatMap((entry) => list(entry['messaging'])).map(record).at(-1)?.['policy_enforcement'])['action']).toBe('block')
    await b.act('platform', {}, 'policy_unblock')
    expect((await b.text()).ok).toBe(true)
    const proof = createHmac('sha256', String(b.settings['appSecret'])).update(String(b.settings['pageAccessToken'])).digest('hex')
    expect((await b.call('GET', `/v26.0/${b.account}?fields=name&appsecret_proof=${proof}`)).body).toEqual({ id: b.account, name: 'Óptica Ribera' })
    expect((await b.call('GET', `/v26.0/${b.account}?fields=name&appsecret_proof=0`)).code).toBe(100)
  })
})

describe('utility templates', () => {
  const utility = (parameters: Json[], name = 'pedido_enviado'): Json => ({ template: { name, language: { code: 'es' }, components: [{ type: 'body', parameters }, { type: 'buttons', parameters: [{ type: 'URL', url: '8812' }] }] } })
  const values = [{ type: 'text', parameter_name: 'customer_name', text: 'Ana' }, { type: 'text', parameter_name: 'order_id', text: '8812' }]
  it.each([
    ['a month later, in the Philippines', 'PH', utility(values), undefined],
    ['in Spain', 'ES', utility(values), 100],
    ['one value too few', 'PH', utility(values.slice(1)), 100],
    ['a wrong name', 'PH', utility([{ ...values[0], parameter_name: 'x' }, values[1] ?? {}]), 100],
    ['unknown', 'PH', utility(values, 'otra'), 100],
    ['an address without its end', 'PH', { template: { name: 'pedido_enviado', language: { code: 'es' }, components: [{ type: 'body', parameters: values }] } }, 100],
    ['another picture than the template’s', 'PH', { template: { name: 'pedido_enviado', language: { code: 'es' }, components: [{ type: 'header', parameters: [{ type: 'image', image: { link: 'https://a.example/x.jpg' } }] }, ...list(record(utility(values)['template'])['components'])] } }, 100],
  ])('%s', async (_, country, message, code) => {
    const b = await bench({ country })
    await b.write()
    await b.world.advance(30 * DAY)
    expect((await b.send(message, { messaging_type: 'UTILITY' })).code).toBe(code)
  })

  it.each([['Tu pedido {{1}} ya está de camino.', 'APPROVED', 'NONE'], ['Hoy hay un descuento para ti.', 'REJECTED', 'TAG_SHOULD_BE_MARKETING'], ['Va {{1}} ya.', 'REJECTED', 'PARAMS_TO_WORD_RATIO_EXCEED_LIMIT']])('reviews "%s" within minutes', async (text, event, reason) => {
    const b = await bench()
    const made = await b.call('POST', `/v26.0/${b.account}/message_templates`, { name: 'nuevo', language: 'es', category: 'UTILITY', components: [{ type: 'BODY', text, example: { body_text: [['8812']] } }] })
    expect(made.body['status']).toBe('PENDING')
    await b.world.advance(MINUTE)
    expect(b.entries().flatMap((entry) => list(entry['changes'])).map((change) => record(record(change)['value'])).map((value) => [value['event'], value['reason']])).toEqual([[event, reason]])
    expect((await b.call('GET', `/v26.0/${idOf(made)}?fields=status,rejected_reason`)).body).toEqual({ id: idOf(made), status: event, rejected_reason: reason })
  })

  describe('a change', () => {
    const words = 'Tu pedido {{1}} ya está de camino.'
    const changed = { components: [{ type: 'BODY', text: 'Tu pedido {{1}} sale hoy mismo.', example: { body_text: [['8812']] } }] }
    const made = async (): Promise<{ b: Bench; id: string }> => {
      const b = await bench()
      const answer = await b.call('POST', `/v26.0/${b.account}/message_templates`, { name: 'nuevo', language: 'es', category: 'UTILITY', components: [{ type: 'BODY', text: words, example: { body_text: [['8812']] } }] })
      return { b, id: idOf(answer) }
    }
    it('of its parts goes back to review; name, language and category are none of its parameters', async () => {
      const { b, id } = await made()
      await b.world.advance(MINUTE)
      expect((await b.call('POST', `/v26.0/${id}`, { ...changed, name: 'otro', language: 'de', category: 'MARKETING' })).body).toEqual({ success: true })
      const row = async () => (await b.call('GET', `/v26.0/${id}?fields=name,language,category,status,components`)).body
      expect(await row()).toMatchObject({ name: 'nuevo', language: 'es', category: 'UTILITY', status: 'PENDING', components: changed.components })
      await b.world.advance(MINUTE)
      expect(await row()).toMatchObject({ status: 'APPROVED' })
    })
    it('is not taken while a review runs, nor with parts that a new one may not have', async () => {
      const { b, id } = await made()
      expect((await b.call('POST', `/v26.0/${id}`, changed)).code).toBe(100)
      await b.world.advance(MINUTE)
      for (const components of [[{ type: 'BODY', text: 'Hola' }, { type: 'FOOTER', text: 'x' }], [{ type: 'BODY', text: 'Hola' }, { type: 'HEADER', format: 'VIDEO' }], [{ type: 'BODY', text: 'Hola' }, { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['4:made:up'] } }], [{ type: 'BODY', text: 'Hola, {{1}}' }]])
        expect((await b.call('POST', `/v26.0/${id}`, { components })).code).toBe(100)
      expect((await b.call('GET', `/v26.0/${id}?fields=status`)).body['status']).toBe('APPROVED')
    })
    it('takes a picture that was uploaded to the app', async () => {
      const { b, id } = await made()
      await b.world.advance(MINUTE)
      const session = String((await b.call('POST', `/v26.0/${String(b.settings['appId'])}/uploads?file_length=3&file_type=image%2Fpng`, {})).body['id'])
      const { h } = (await b.call('POST', `/v26.0/${session}`, Buffer.from('png'))).body
      expect((await b.call('POST', `/v26.0/${id}`, { components: [...changed.components, { type: 'HEADER', format: 'IMAGE', example: { header_handle: [h] } }] })).body).toEqual({ success: true })
    })
  })

  it('lists the fields that a template has, and refuses the list for one that it has not', async () => {
    const b = await bench()
    expect((await b.call('GET', `/v26.0/${b.account}/message_templates?fields=name,status,parameter_format`)).body['data']).toContainEqual(expect.objectContaining({ name: 'pedido_enviado', parameter_format: 'NAMED' }))
    expect((await b.call('GET', `/v26.0/${b.account}/message_templates?fields=name,quality_score`)).code).toBe(100)
  })
})

describe('receipts and echoes', () => {
  it('echoes ours with its metadata, then delivery and read watermarks', async () => {
    const b = await bench({ seed: 5 })
    await b.write()
    const sent = await b.send({ text: 'Hola', metadata: 'recado:msg:1' })
    await b.world.advance(3 * SECOND)
    expect(b.events('message').map((event) => record(event['message'])).filter((message) => message['is_echo'])).toEqual([{ is_echo: true, app_id: Number(b.settings['appId']), metadata: 'recado:msg:1', mid: sent.id, text: 'Hola' }])
    expect(b.events('delivery').map((event) => event['delivery'])).toEqual([{ mids: [sent.id], watermark: START }])
    expect(b.events('read').map((event) => event['read'])).toEqual([{ watermark: START }])
  })

  it('echoes what a colleague writes in the Page Inbox under another app', async () => {
    const b = await bench()
    await b.write()
    await b.act('page_inbox', { text: 'Te atiende Lucía' })
    await b.world.advance(3 * SECOND)
    const echo = b.events('message').map((event) => ({ ...event, message: record(event['message']) })).find((event) => event.message['is_echo'])
    expect(echo).toMatchObject({ sender: { id: b.account }, recipient: { id: b.customer.address }, message: { app_id: 263902037430900, text: 'Te atiende Lucía' } })
    expect(simulator.screen(b.world, b.customer.id).at(-1)).toMatchObject({ from: 'business', content: { text: 'Te atiende Lucía' } })
  })

  it('delivers to an offline phone once it is back', async () => {
    const b = await bench({ seed: 5 })
    await b.write()
    await b.act('offline')
    await b.text()
    await b.world.advance(HOUR)
    expect(b.events('read')).toEqual([])
    await b.act('online')
    await b.world.advance(3 * SECOND)
    expect(b.events('read')).toHaveLength(1)
  })

  it('keeps reports back while withheld, not the echo', async () => {
    const b = await bench()
    await b.write()
    b.world.fault('withhold_reports')
    await b.text()
    await b.world.advance(HOUR)
    expect([b.events('delivery').length, b.events('read').length, b.events('message').length]).toEqual([0, 0, 2])
  })

  it('shows seen and typing on her phone', async () => {
    const b = await bench()
    await b.write()
    const action = (sender_action: string) => b.call('POST', '/v26.0/me/messages', { recipient: { id: b.customer.address }, sender_action })
    await action('mark_seen')
    expect(simulator.screen(b.world, b.customer.id)[0]?.ticks).toBe('read')
    await action('typing_on')
    const typing = () => simulator.customers(b.world, b.account)[0]?.state['typing']
    expect(typing()).toBe(true)
    await b.world.advance(20 * SECOND)
    expect(typing()).toBe(false)
    expect((await action('dance')).code).toBe(100)
  })
})

describe('on her phone', () => {
  it('taps quick replies and buttons; quick replies vanish', async () => {
    const b = await bench()
    await b.write()
    await b.send({ text: '¿En qué te ayudo?', quick_replies: [{ content_type: 'text', title: 'Mi pedido', payload: 'R|track' }] })
    await b.world.advance(2 * SECOND)
    await b.act('tap', { id: 'R|track' })
    expect(said(b).at(-1)).toMatchObject({ text: 'Mi pedido', quick_reply: { payload: 'R|track' } })
    await expect(b.act('tap', { id: 'R|track' })).rejects.toThrow(/nothing/)
    await b.send({ attachment: { type: 'template', payload: { template_type: 'button', text: 'Tu pedido', buttons: [{ type: 'postback', title: 'Cambiar', payload: 'R|change' }, { type: 'web_url', title: 'Ver', url: 'https://shop.example/1' }] } } })
    await b.world.advance(2 * SECOND)
    await b.act('tap', { id: 'R|change' })
    expect(said(b, 'postback')).toEqual([expect.objectContaining({ title: 'Cambiar', payload: 'R|change' })])
    const posts = b.world.posted.length
    await b.act('tap', { id: 'https://shop.example/1' })
    expect(b.world.posted).toHaveLength(posts)
  })

  it('quick replies are gone once something was written after them', async () => {
    const b = await bench()
    await b.write()
    await b.send({ text: '¿Sí?', quick_replies: [{ content_type: 'text', title: 'Sí', payload: 'Y' }] })
    await b.world.advance(2 * SECOND)
    await b.write('otra cosa')
    await expect(b.act('tap', { id: 'Y' })).rejects.toThrow(/gone/)
  })

  const picture = { base64: Buffer.from('PNG').toString('base64'), mime: 'image/png' }
  it.each([
    [Date.UTC(2026, 5, 1) - 1, ['image']], [Date.UTC(2026, 5, 1), ['sticker', 'image']], [Date.UTC(2026, 7, 30) - 1, ['sticker', 'image']], [Date.UTC(2026, 7, 30), ['sticker']],
  ])('a sticker at %i comes as %j', async (startAt, types) => {
    const b = await bench({ startAt })
    await b.act('write', { kind: 'sticker', media: picture })
    expect(list(said(b)[0]?.['attachments']).map((one) => record(one)['type'])).toEqual(types)
  })

  it('sends several pictures as one message with links that die', async () => {
    const b = await bench()
    await b.act('write', { kind: 'image', items: [{ media: picture }, { media: picture }] })
    expect(said(b)).toHaveLength(1)
    expect(simulator.screen(b.world, b.customer.id)).toHaveLength(2)
    const links = list(said(b)[0]?.['attachments']).map((one) => String(record(record(one)['payload'])['url']))
    expect(links).toHaveLength(2)
    const path = (links[0] ?? '').replace('http://platform.test', '')
    expect((await b.call('GET', path, undefined, '')).raw.toString()).toBe('PNG')
    await b.world.advance(HOUR)
    expect((await b.call('GET', path, undefined, '')).status).toBe(403)
  })

  it('quotes, edits and comes by link', async () => {
    const b = await bench()
    await b.write('uno')
    const [first] = simulator.screen(b.world, b.customer.id)
    await simulator.act(b.world, b.customer.id, { action: 'write', ref: first?.id ?? '', content: { kind: 'text', text: 'dos' } })
    expect(said(b)[1]?.['reply_to']).toEqual({ mid: first?.id, is_self_reply: true })
    await b.act('edit', { text: 'uno y medio' }, first?.id)
    expect(said(b, 'message_edit')).toEqual([{ mid: first?.id, text: 'uno y medio', num_edit: 1 }])
    await b.act('referral', {}, 'qr-3')
    expect(said(b, 'referral')).toEqual([{ source: 'SHORTLINK', type: 'OPEN_THREAD', ref: 'qr-3' }])
    await expect(b.act('get_started')).rejects.toThrow(/begun already/)
  })

  it('shows name and picture, unless she hides them', async () => {
    const b = await bench()
    const ask = () => b.call('GET', `/v26.0/${b.customer.address}?fields=first_name,last_name,profile_pic`)
    expect((await ask()).code).toBe(100)
    await b.write()
    const { body } = await ask()
    expect(body).toMatchObject({ first_name: 'Ana', last_name: 'Benítez', id: b.customer.address })
    const picturePath = String(body['profile_pic']).replace('http://platform.test', '')
    expect((await b.call('GET', picturePath, undefined, '')).raw.toString().slice(1, 4)).toBe('PNG')
    await b.act('hide_profile')
    expect((await ask()).subcode).toBe(2018218)
  })

  it('lets the desk read what it missed', async () => {
    const b = await bench()
    await b.call('DELETE', `/v26.0/${b.account}/subscribed_apps`)
    await b.write('perdido')
    const { body } = await b.call('GET', `/v26.0/${b.account}/conversations?platform=messenger&fields=messages{message,created_time}`)
    expect(list(record(record(list(body['data'])[0])['messages'])['data'])).toEqual([expect.objectContaining({ message: 'perdido', created_time: '2026-11-23T09:00:00+0000' })])
  })
})
