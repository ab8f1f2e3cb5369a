import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { simulator } from './simulator.js'
import { bench, START, type Bench } from './simulator/desk-for-tests.js'
import { graphJson, record, type Json } from './simulator/json.js'

const SECOND = 1_000
const HOUR = 3_600_000
const DAY = 24 * HOUR
const template = (name: string, parameters: Json[], language = 'es', more: Json[] = []): Json => ({ type: 'template', template: { name, language: { code: language }, components: [...more, { type: 'body', parameters }] } })
const named = (values: Record<string, string>): Json[] => Object.entries(values).map(([parameter_name, value]) => ({ type: 'text', parameter_name, text: value }))
const orderReady = (): Json => template('pedido_listo', named({ nombre: 'Lucía', pedido: 'A-4471' }))
const image = { type: 'header', parameters: [{ type: 'image', image: { link: 'https://media.optica.example/sol.jpg' } }] }
const offer = (): Json => template('oferta_sol_otono', named({ nombre: 'Lucía', fecha: '30 de noviembre' }), 'es', [image])

describe('webhooks', () => {
  it('signs the escaped bytes, as in the vectors of the documents', () => {
    const value = { text: 'días, ¿tenéis?', url: 'https://x/y', emoji: '👍' }
    expect(graphJson(value)).toBe('{"text":"d\\u00edas, \\u00bften\\u00e9is?","url":"https:\\/\\/x\\/y","emoji":"\\ud83d\\udc4d"}')
    expect(JSON.parse(graphJson(value))).toEqual(value)
  })

  it('tells of a text in the documented envelope, signed over the raw body', async () => {
    const b = await bench()
    await b.write('Buenos días, ¿tenéis cita?')
    const posted = b.world.posted.at(-1)
    const body = posted?.request.body ?? ''
    expect(posted?.request.headers['x-hub-signature-256']).toBe(`sha256=${createHmac('sha256', String(b.settings['appSecret'])).update(body).digest('hex')}`)
    expect(body).not.toMatch(/[^\x20-\x7e]/)
    const customer = simulator.customers(b.world, b.account)[0]
    expect(JSON.parse(body)).toEqual({
      object: 'whatsapp_business_account',
      entry: [{
        id: b.settings['wabaId'],
        changes: [{
          field: 'messages',
          value: {
            messaging_product: 'whatsapp', metadata: { display_phone_number: '34600000210', phone_number_id: b.account },
            contacts: [{ profile: { name: 'Lucía Ferrer' }, wa_id: '34600000317', user_id: customer?.state['userId'] }],
            messages: [{ from: '34600000317', from_user_id: customer?.state['userId'], id: expect.stringMatching(/^wamid\./) as string, timestamp: String(START / 1000), type: 'text', text: { body: 'Buenos días, ¿tenéis cita?' } }],
          },
        }],
      }],
    })
  })

  it.each([
    ['the right challenge', { status: 200, body: 'same' }, true],
    ['another body', { status: 200, body: 'ok' }, false],
    ['a refusal', { status: 403, body: '' }, false],
    ['silence', { status: null, body: '' }, false],
  ])('connects after %s: %o', async (_, answer, ok) => {
    const b = await bench()
    b.world.onPost((_account, request) => ({ ...answer, body: answer.body === 'same' ? (request.query?.['hub.challenge'] ?? '') : answer.body, ms: 1 }))
    expect((await simulator.connect(b.world, b.account)).ok).toBe(ok)
    expect(b.world.posted.at(-1)?.request.query).toMatchObject({ 'hub.mode': 'subscribe', 'hub.verify_token': b.settings['verifyToken'] })
  })

  it('repeats an unanswered webhook with the same bytes and signature, ever more rarely, for seven days', async () => {
    const b = await bench()
    b.world.onPost(() => ({ status: 500, body: '', ms: 1 }))
    await b.write()
    await b.world.advance(8 * DAY)
    const tries = b.world.posted.filter((one) => one.request.method === 'POST')
    expect(new Set(tries.map((one) => one.request.body)).size).toBe(1)
    expect(new Set(tries.map((one) => one.request.headers['x-hub-signature-256'])).size).toBe(1)
    const gaps = tries.slice(1).map((one, index) => one.at - (tries[index]?.at ?? 0))
    expect(gaps).toEqual([...gaps].sort((x, y) => x - y))
    const last = (tries.at(-1)?.at ?? 0) - START
    expect(last).toBeGreaterThan(6 * DAY)
    expect(last).toBeLessThanOrEqual(7 * DAY)
  })

  it('stops repeating once answered', async () => {
    const b = await bench()
    let left = 2
    b.world.onPost(() => ({ status: left-- > 0 ? 503 : 200, body: '', ms: 1 }))
    await b.write()
    await b.world.advance(DAY)
    expect(b.world.posted.filter((one) => one.request.method === 'POST')).toHaveLength(3)
  })

  it('sends nothing to an app that is not subscribed, and again after POST subscribed_apps', async () => {
    const b = await bench()
    await b.call('DELETE', `/v26.0/${String(b.settings['wabaId'])}/subscribed_apps`)
    await b.write('uno')
    await b.call('POST', `/v26.0/${String(b.settings['wabaId'])}/subscribed_apps`)
    await b.write('dos')
    expect(b.received().map((one) => record(one['text'])['body'])).toEqual(['dos'])
  })

  it('takes up after a killed process what was on its way', async () => {
    const b = await bench()
    let stuck = true
    b.world.onPost(() => (stuck ? new Promise(() => undefined) : { status: 200, body: '', ms: 1 }))
    void b.write('perdido')
    stuck = false
    await simulator.resume?.(b.world)
    await b.world.advance(0)
    expect(b.received().map((one) => record(one['text'])['body'])).toEqual(['perdido'])
  })
})

describe('the customer-service window', () => {
  it.each([
    ['never written', null, 131047],
    ['at once', 0, undefined],
    ['a millisecond before 24 h', DAY - 1, undefined],
    ['at 24 h', DAY, 131047],
    ['a day later', 2 * DAY, 131047],
  ] as const)('%s', async (_, age, code) => {
    const b = await bench()
    if (age !== null) {
      await b.write()
      await b.world.advance(age)
    }
    expect((await b.text()).code).toBe(code)
  })

  it('counts from the timestamp of the message, whole seconds', async () => {
    const b = await bench({ startAt: START + 700 })
    await b.write()
    await b.world.advanceTo(START + DAY - 1)
    expect((await b.text()).ok).toBe(true)
    await b.world.advanceTo(START + DAY)
    expect((await b.text()).code).toBe(131047)
  })

  it.each([
    ['call', {}, true],
    ['unsupported', { type: 'poll' }, true],
    ['order', {}, true],
    ['change_number', { phone: '+34600000999' }, false],
    ['stop_marketing', {}, false],
  ])('%s opens it: %o %s', async (action, content, opens) => {
    const b = await bench()
    await simulator.act(b.world, b.customer.id, { action, content })
    const to = action === 'change_number' ? '+34600000999' : b.customer.address
    expect((await b.send({ to, type: 'text', text: { body: 'Hola' } })).ok).toBe(opens)
  })

  it.each([[true, true], [false, false]])('a reaction restarts it when the reading says so (%s)', async (reading, open) => {
    const b = await bench({ simulation: { reactionsOpen: reading } })
    await b.write()
    const item = simulator.screen(b.world, b.customer.id)[0]
    await b.world.advance(DAY + HOUR)
    await simulator.act(b.world, b.customer.id, { action: 'react', ref: item?.id ?? '', content: { emoji: '👍' } })
    expect((await b.text()).ok).toBe(open)
  })

  it('refuses late as a failed status when the number works that way', async () => {
    const b = await bench({ simulation: { refusesLate: true } })
    const sent = await b.text()
    expect(sent.ok).toBe(true)
    await b.world.advance(5 * SECOND)
    expect(b.statuses(sent.id)).toEqual([expect.objectContaining({ status: 'failed', errors: [expect.objectContaining({ code: 131047, title: 'Re-engagement message' })] })])
  })

  it('does not open by what the business sends', async () => {
    const b = await bench()
    expect((await b.send(orderReady())).ok).toBe(true)
    await b.world.advance(HOUR)
    expect((await b.text()).code).toBe(131047)
  })
})

describe('the free entry point', () => {
  const pricingAfter = async (b: Bench, wait: number, message?: Json) => {
    await b.world.advance(wait)
    const sent = await b.send(message ?? { type: 'text', text: { body: 'Hola' } })
    await b.world.advance(5 * SECOND)
    return b.statuses(sent.id)[0]
  }

  it('runs 72 h from an answer within 24 h and stands in the statuses', async () => {
    const b = await bench()
    await b.write('Quiero la promoción', 'ad:120238866412270718')
    expect(record(b.received()[0]?.['referral'])).toMatchObject({ source_type: 'ad', source_id: '120238866412270718', ctwa_clid: expect.any(String) as string })
    const first = await pricingAfter(b, HOUR)
    expect(first).toMatchObject({ status: 'sent', pricing: { billable: false, type: 'free_entry_point', category: 'referral_conversion' }, conversation: { origin: { type: 'referral_conversion' }, expiration_timestamp: String((START + HOUR + 72 * HOUR) / 1000) } })
    // It does not widen what may be said: after 24 h only a template goes, and it is free.
    await b.world.advanceTo(START + 30 * HOUR)
    expect((await b.text()).code).toBe(131047)
    expect(await pricingAfter(b, 0, orderReady())).toMatchObject({ pricing: { type: 'free_entry_point' } })
    await b.world.advanceTo(START + HOUR + 72 * HOUR)
    const after = await pricingAfter(b, 0, orderReady())
    expect(after).toMatchObject({ pricing: { billable: true, category: 'utility' } })
    expect(after).not.toHaveProperty('conversation')
  })

  it.each([
    ['a post', 'post:777', HOUR, false],
    ['an ad', 'ad:1', HOUR, true],
    ['an ad in Status', 'status:1', HOUR, true],
    ['an ad, answered after a day', 'ad:1', DAY, false],
  ])('%s', async (_, ref, wait, opens) => {
    const b = await bench()
    await b.write('Hola', ref)
    const status = await pricingAfter(b, wait, orderReady())
    expect(record(status?.['pricing'])['type'] === 'free_entry_point').toBe(opens)
  })
})

describe('rates', () => {
  it('lends 45 in one span of six seconds, then wants each waited off', async () => {
    const b = await bench({ simulation: { messagesPerSecond: 1000 } })
    await b.write()
    for (let sent = 0; sent < 45; sent++) expect((await b.text()).code).toBeUndefined()
    expect((await b.text()).code).toBe(131056)
    await b.world.advance(45 * 6 * SECOND - 1)
    expect((await b.text()).code).toBe(131056)
    await b.world.advance(1)
    expect((await b.text()).ok).toBe(true)
  })

  it('twenty at once mean two minutes of silence', async () => {
    const b = await bench()
    await b.write()
    for (let sent = 0; sent < 20; sent++) await b.text()
    await b.world.advance(2 * 60 * SECOND - 1)
    expect((await b.text()).code).toBe(131056)
    await b.world.advance(1)
    expect((await b.text()).ok).toBe(true)
  })

  it('never takes more than the time elapsed has paid for, and 45 on top', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.integer({ min: 1, max: 7_000 }) }, { weight: 1, arbitrary: fc.integer({ min: 7_000, max: 400_000 }) }), { minLength: 30, maxLength: 120 }), async (waits) => {
      const b = await bench({ simulation: { messagesPerSecond: 1000 } })
      await b.write()
      b.world.playedBy({ run: async () => undefined }) // reports are of no interest here
      let accepted = 0
      for (const wait of waits) {
        await b.world.advance(wait)
        if ((await b.text()).ok) accepted++
        expect(accepted * 6 * SECOND).toBeLessThanOrEqual(b.world.now() - START + 45 * 6 * SECOND)
      }
    }), { numRuns: 30 })
  })

  it('a refused message adds no debt', async () => {
    const b = await bench()
    for (let tries = 0; tries < 10; tries++) expect((await b.text()).code).toBe(131047)
    await b.write()
    expect((await b.text()).ok).toBe(true)
    await b.world.advance(6 * SECOND)
    expect((await b.text()).ok).toBe(true)
  })

  it('one every six seconds goes for ever', async () => {
    const b = await bench()
    await b.write()
    for (let sent = 0; sent < 60; sent++) {
      expect((await b.text()).ok).toBe(true)
      await b.world.advance(6 * SECOND)
    }
  })

  it('takes 80 messages a second in and out, and not the 81st', async () => {
    const b = await bench()
    await b.write()
    const people = Array.from({ length: 81 }, (_, index) => simulator.createCustomer(b.world, { account: b.account, phone: `+346111${String(index).padStart(5, '0')}` }))
    const codes: (number | undefined)[] = []
    for (const person of people) codes.push((await b.send({ ...orderReady(), to: person.address })).code)
    expect(codes.slice(0, 79).every((code) => code === undefined)).toBe(true)
    expect(codes.slice(79)).toEqual([130429, 130429])
    await b.world.advance(SECOND)
    expect((await b.send({ ...orderReady(), to: people[80]?.address ?? '' })).ok).toBe(true)
  })

  it('reaches 250 unique people outside the window per moving day, shared by the portfolio', async () => {
    const b = await bench({ simulation: { tier: 'TIER_250', messagesPerSecond: 1000 } })
    const phones = Array.from({ length: 252 }, (_, index) => `+346222${String(index).padStart(5, '0')}`)
    for (const phone of phones) simulator.createCustomer(b.world, { account: b.account, phone })
    for (const phone of phones.slice(0, 250)) expect((await b.send({ ...orderReady(), to: phone })).ok).toBe(true)
    expect((await b.send({ ...orderReady(), to: phones[250] ?? '' })).code).toBe(131048)
    await b.world.advance(7 * SECOND)
    expect((await b.send({ ...orderReady(), to: phones[0] ?? '' })).ok).toBe(true) // the same person again is nobody new
    await b.write()
    expect((await b.send(orderReady())).ok).toBe(true) // inside her window nobody is counted
    await b.world.advanceTo(START + DAY)
    expect((await b.send({ ...orderReady(), to: phones[251] ?? '' })).ok).toBe(true)
  })

  it('takes 200 management calls an hour', async () => {
    const b = await bench()
    const path = `/v26.0/${String(b.settings['wabaId'])}/message_templates?limit=1`
    for (let call = 0; call < 200; call++) expect((await b.call('GET', path)).status).toBe(200)
    expect(record((await b.call('GET', path)).body['error'])).toMatchObject({ code: 80007, is_transient: true })
    await b.world.advance(HOUR)
    expect((await b.call('GET', path)).status).toBe(200)
  })
})

describe('prices', () => {
  const priced = async (startAt: number, message: Json, inWindow: boolean) => {
    const b = await bench({ startAt })
    if (inWindow) await b.write()
    const sent = await b.send(message)
    await b.world.advance(5 * SECOND)
    return { pricing: record(b.statuses(sent.id)[0]?.['pricing']), billed: sent.billed }
  }
  const flip = Date.UTC(2026, 9, 1)
  const text = { type: 'text', text: { body: 'Hola' } }
  it.each([
    ['service, the last millisecond of September 2026', flip - 1, text, true, { billable: false, type: 'free_customer_service', category: 'service' }],
    ['service on 1 October, within the 1,000', flip, text, true, { billable: false, type: 'free_customer_service', category: 'service' }],
    ['utility in the window, September', flip - 1, orderReady(), true, { billable: false, type: 'free_customer_service', category: 'utility' }],
    ['utility in the window, October', flip, orderReady(), true, { billable: true, type: 'regular', category: 'utility' }],
    ['utility outside, September', flip - 1, orderReady(), false, { billable: true, type: 'regular', category: 'utility' }],
    ['marketing in the window', flip, offer(), true, { billable: true, type: 'regular', category: 'marketing' }],
    ['before July 2025 a conversation', Date.UTC(2025, 5, 30), text, true, { pricing_model: 'CBP' }],
  ])('%s', async (_, at, message, inWindow, expected) => {
    const { pricing } = await priced(at, message, inWindow)
    expect(pricing).toMatchObject({ pricing_model: 'PMP', ...expected })
  })

  it('charges the 1,001st service message of the month, in the account\'s own month', async () => {
    const nearMidnight = Date.UTC(2026, 9, 31, 22, 50) // 23:50 in Madrid
    const b = await bench({ startAt: nearMidnight, simulation: { messagesPerSecond: 100_000 } })
    const people = Array.from({ length: 23 }, (_, index) => simulator.createCustomer(b.world, { account: b.account, phone: `+346333${String(index).padStart(5, '0')}` }))
    for (const person of people) await simulator.act(b.world, person.id, { action: 'write', content: { kind: 'text', text: 'Hola' } })
    const type = (answer: { billed: unknown }): unknown => record(answer.billed)['class']
    let sent = 0
    for (const person of people) for (let more = 0; more < 45 && sent < 1_000; more++, sent++) await b.send({ to: person.address, ...text })
    await b.world.advance(2 * SECOND)
    const last = people.at(-1)?.address ?? ''
    const charged = await b.send({ to: last, ...text })
    expect(charged.billed).toEqual({ class: 'service', amount: '0.0200', currency: 'USD' })
    await b.world.advanceTo(Date.UTC(2026, 9, 31, 23)) // midnight in Madrid
    expect(type(await b.send({ to: last, ...text }))).toBe('free_customer_service')
  })

  it.each([['+34600000555', '0.0707'], ['+4915112345678', '0.1365'], ['+525512345678', '0.0397'], ['+2348012345678', '0.0604']])('marketing to %s costs %s', async (phone, amount) => {
    const b = await bench({ phone })
    expect((await b.send(offer())).billed).toMatchObject({ class: 'marketing', amount })
  })
})

describe('templates', () => {
  it.each([
    ['as approved', orderReady(), undefined],
    ['another language does not fall back', template('pedido_listo', named({ nombre: 'a', pedido: 'b' }), 'es_ES'), 132001],
    ['unknown', template('no_existe', []), 132001],
    ['one parameter too few', template('pedido_listo', named({ nombre: 'Lucía' })), 132000],
    ['a wrong name', template('pedido_listo', named({ nombre: 'Lucía', order: 'A' })), 132012],
    ['without names', template('pedido_listo', [{ type: 'text', text: 'Lucía' }, { type: 'text', text: 'A' }]), 132012],
    ['a line break in a value', template('pedido_listo', named({ nombre: 'Lucía', pedido: 'A\nB' })), 132008],
    ['five spaces', template('pedido_listo', named({ nombre: 'Lucía', pedido: 'A     B' })), 132008],
    ['four spaces', template('pedido_listo', named({ nombre: 'Lucía', pedido: 'A    B' })), undefined],
    ['too long when filled', template('pedido_listo', named({ nombre: 'x'.repeat(1_000), pedido: 'A' })), 132005],
    ['no picture in the header', template('oferta_sol_otono', named({ nombre: 'a', fecha: 'b' })), 132012],
    ['positional, link without its part', template('cita_recordatorio', [{ type: 'text', text: 'Lucía' }, { type: 'text', text: 'jueves' }]), 131008],
    ['positional, complete', { type: 'template', template: { name: 'cita_recordatorio', language: { code: 'es' }, components: [{ type: 'body', parameters: [{ type: 'text', text: 'Lucía' }, { type: 'text', text: 'jueves' }] }, { type: 'button', sub_type: 'quick_reply', index: '0', parameters: [{ type: 'payload', payload: 'SI' }] }, { type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: '88121' }] }] } }, undefined],
  ])('%s', async (_, message, code) => {
    const b = await bench()
    expect((await b.send(message)).code).toBe(code)
  })

  const code = (): Json => ({ type: 'template', template: { name: 'codigo_acceso', language: { code: 'es' }, components: [{ type: 'body', parameters: [{ type: 'text', text: '418207' }] }, { type: 'button', sub_type: 'url', index: 0, parameters: [{ type: 'text', text: '418207' }] }] } })

  it('sends a code to a phone and not to a user id', async () => {
    const b = await bench()
    expect((await b.send(code())).ok).toBe(true)
    const userId = simulator.customers(b.world, b.account)[0]?.state['userId']
    expect((await b.send({ ...code(), to: undefined, recipient: userId })).code).toBe(131062)
    expect((await b.send({ ...orderReady(), to: undefined, recipient: userId })).ok).toBe(true)
  })

  const body = (text: string, more: Json = {}): Json => ({ name: 'aviso_nuevo', language: 'es', category: 'UTILITY', components: [{ type: 'BODY', text, example: { body_text: [['uno', 'dos']] }, ...more }] })
  it.each([
    ['a variable at the start', body('{{1}}, tu pedido ya está listo para recoger'), 2388299],
    ['a variable at the end', body('Tu pedido ya está listo para recoger, {{1}}.'), 2388299],
    ['too many variables', body('a {{1}} b {{2}} c'), 2388293],
    ['too long', body('x'.repeat(1_025)), 2388040],
    ['a footer with a variable', { ...body('Tu pedido ya está listo'), components: [{ type: 'BODY', text: 'Tu pedido ya está listo' }, { type: 'FOOTER', text: 'Hola {{1}} tú' }] }, 2388073],
    ['a name and language that exist', { ...body('Tu pedido ya está listo'), name: 'pedido_listo' }, 2388024],
  ])('refuses at once: %s', async (_, submission, subcode) => {
    const b = await bench()
    const answer = await b.call('POST', `/v26.0/${String(b.settings['wabaId'])}/message_templates`, submission)
    expect(record(answer.body['error'])).toMatchObject({ code: 100, error_subcode: subcode })
  })

  it.each([
    ['sound', body('Hola, tu pedido {{1}} ya está listo y te espera en la tienda.'), 'APPROVED', 'UTILITY', 'NONE'],
    ['variables side by side', body('Hola, tu pedido {{1}} {{2}} ya está listo y te espera hoy en la tienda.'), 'REJECTED', 'UTILITY', 'INVALID_FORMAT'],
    ['a gap in the numbers', body('Hola, tu pedido {{1}} ya está listo y te espera {{3}} en la tienda.'), 'REJECTED', 'UTILITY', 'INVALID_FORMAT'],
    ['no example', body('Hola, tu pedido {{1}} ya está listo y te espera en la tienda.', { example: undefined }), 'REJECTED', 'UTILITY', 'INVALID_FORMAT'],
    ['a code under another name', body('Hola, tu código de verificación es {{1}} y nadie debe verlo.'), 'REJECTED', 'UTILITY', 'INCORRECT_CATEGORY'],
    ['an offer that says it is service', body('Hola, tu pedido {{1}} ya está listo y hoy hay un descuento en monturas.'), 'APPROVED', 'MARKETING', 'NONE'],
  ])('reviews later: %s', async (_, submission, event, category, reason) => {
    const b = await bench()
    const created = await b.call('POST', `/v26.0/${String(b.settings['wabaId'])}/message_templates`, submission)
    expect(created.body).toMatchObject({ status: 'PENDING', category })
    expect((await b.send(template('aviso_nuevo', [{ type: 'text', text: 'x' }]))).code).toBe(132001)
    await b.world.advance(2 * 60 * SECOND)
    expect(b.told('message_template_status_update')).toEqual([expect.objectContaining({ event, message_template_name: 'aviso_nuevo', message_template_id: Number(created.body['id']), message_template_category: category, reason })])
  })

  it('pauses a disliked template for 3 h, then 6 h, then for good', async () => {
    const b = await bench()
    const score = (value: string) => simulator.act(b.world, b.customer.id, { action: 'platform', ref: 'template_quality', content: { name: 'pedido_listo', score: value } })
    for (const hours of [3, 6]) {
      await score('RED')
      await b.world.advance(7 * SECOND)
      expect((await b.send(orderReady())).code).toBe(132015)
      await b.world.advance(hours * HOUR - 8 * SECOND)
      expect((await b.send(orderReady())).code).toBe(132015)
      await b.world.advance(7 * SECOND)
      expect((await b.send(orderReady())).ok).toBe(true)
    }
    await score('RED')
    expect((await b.send(orderReady())).code).toBe(132016)
    expect(b.told('message_template_status_update').map((one) => [one['event'], record(one['other_info'])['title']])).toEqual([
      ['PAUSED', 'FIRST_PAUSE'], ['REINSTATED', 'UNPAUSED'], ['PAUSED', 'SECOND_PAUSE'], ['REINSTATED', 'UNPAUSED'], ['DISABLED', undefined],
    ])
  })

  it('lists pages', async () => {
    const b = await bench()
    const names: unknown[] = []
    let path: string | undefined = `/v26.0/${String(b.settings['wabaId'])}/message_templates?limit=3&fields=name,language,status`
    while (path) {
      const { body: page } = await b.call('GET', path)
      names.push(...(page['data'] as Json[]).map((row) => `${String(row['name'])}/${String(row['language'])}`))
      const next = record(page['paging'])['next']
      path = typeof next === 'string' ? next.replace('http://platform.test', '') : undefined
    }
    expect(names).toHaveLength(8)
    expect(new Set(names).size).toBe(8)
    expect(names).toEqual(expect.arrayContaining(['pedido_listo/es', 'cita_recordatorio/en', 'oferta_sol_otono/es', 'codigo_acceso/en']))
  })

  it('holds new marketing after its sample, releases it, and drops it when the sample went badly', async () => {
    for (const bad of [false, true]) {
      const b = await bench({ simulation: { messagesPerSecond: 1000 } })
      const { body: made } = await b.call('POST', `/v26.0/${String(b.settings['wabaId'])}/message_templates`, { name: 'rebajas', language: 'es', category: 'MARKETING', components: [{ type: 'BODY', text: 'Hoy empiezan las rebajas en todas las tiendas.' }] })
      await b.world.advance(2 * 60 * SECOND)
      const states: unknown[] = []
      for (let index = 0; index < 22; index++) {
        const person = simulator.createCustomer(b.world, { account: b.account, phone: `+346444${String(index).padStart(5, '0')}` })
        const sent = await b.send({ to: person.address, type: 'template', template: { name: 'rebajas', language: { code: 'es' } } })
        states.push(record((sent.body['messages'] as Json[])[0])['message_status'])
      }
      expect(states.filter((state) => state === 'held_for_quality_assessment')).toHaveLength(2)
      expect(made['status']).toBe('PENDING')
      if (bad) await simulator.act(b.world, b.customer.id, { action: 'platform', ref: 'template_quality', content: { name: 'rebajas', score: 'RED' } })
      await b.world.advance(HOUR)
      const outcomes = b.statuses().filter((status) => status['status'] === 'sent' || status['status'] === 'failed')
      expect(outcomes.filter((status) => status['status'] === 'failed').map((status) => record((status['errors'] as Json[])[0])['code'])).toEqual(bad ? [132015, 132015] : [])
      expect(outcomes).toHaveLength(22)
    }
  })
})

describe('marketing', () => {
  it.each([
    ['a Spaniard', '+34600000444', []],
    ['a US number', '+12025550123', [131049]],
    ['a Canadian number', '+14165550123', 'either'],
  ])('%s', async (_, phone, expected) => {
    const b = await bench({ phone })
    const sent = await b.send(offer())
    expect(sent.ok).toBe(true)
    await b.world.advance(5 * SECOND)
    const failed = b.statuses(sent.id).filter((status) => status['status'] === 'failed').map((status) => record((status['errors'] as Json[])[0])['code'])
    if (expected !== 'either') expect(failed).toEqual(expected)
    else expect([[], [131049]]).toContainEqual(failed)
  })

  it('stops and resumes by her own hand', async () => {
    const b = await bench()
    await simulator.act(b.world, b.customer.id, { action: 'stop_marketing' })
    expect(b.told('user_preferences')[0]).toMatchObject({ user_preferences: [{ wa_id: '34600000317', category: 'marketing_messages', value: 'stop', timestamp: START / 1000 }] })
    const refused = await b.send(offer())
    await b.world.advance(7 * SECOND)
    expect(b.statuses(refused.id)).toEqual([expect.objectContaining({ status: 'failed', errors: [expect.objectContaining({ code: 131050 })] })])
    expect((await b.send(orderReady())).ok).toBe(true)
    await simulator.act(b.world, b.customer.id, { action: 'resume_marketing' })
    await b.world.advance(7 * SECOND)
    const sent = await b.send(offer())
    await b.world.advance(7 * SECOND)
    expect(b.statuses(sent.id).map((status) => status['status'])).toContain('read')
  })
})

describe('delivery', () => {
  const states = (b: Bench, id: string | undefined): unknown[] => b.statuses(id).map((status) => status['status'])

  it('goes sent, delivered, read within two seconds and echoes our data', async () => {
    const b = await bench({ seed: 3 })
    await b.write()
    const sent = await b.send({ type: 'text', text: { body: 'Hola' }, biz_opaque_callback_data: 'recado:msg=1' })
    await b.world.advance(2 * SECOND)
    expect(states(b, sent.id)).toEqual(['sent', 'delivered', 'read'])
    expect(b.statuses(sent.id).every((status) => status['biz_opaque_callback_data'] === 'recado:msg=1' && status['recipient_id'] === '34600000317')).toBe(true)
    expect(b.statuses(sent.id).map((status) => 'pricing' in status)).toEqual([true, true, false])
  })

  it('sometimes reports read alone, then with the price', async () => {
    const b = await bench()
    let alone = 0
    for (let index = 0; index < 60; index++) {
      await b.write()
      const sent = await b.text()
      await b.world.advance(6 * SECOND)
      const seen = states(b, sent.id)
      if (seen.includes('delivered')) continue
      alone++
      expect(seen).toEqual(['sent', 'read'])
      expect(b.statuses(sent.id)[1]).toHaveProperty('pricing')
    }
    expect(alone).toBeGreaterThan(0)
    expect(alone).toBeLessThan(30)
  })

  it('stays at sent for offline people until they are back, and for ever for those who block', async () => {
    const b = await bench()
    await b.write()
    await simulator.act(b.world, b.customer.id, { action: 'offline' })
    const waiting = await b.text()
    await b.world.advance(HOUR)
    expect(states(b, waiting.id)).toEqual(['sent'])
    await simulator.act(b.world, b.customer.id, { action: 'online' })
    await b.world.advance(2 * SECOND)
    expect(states(b, waiting.id).at(-1)).toBe('read')
    await simulator.act(b.world, b.customer.id, { action: 'block' })
    const lost = await b.text()
    await b.world.advance(HOUR)
    await simulator.act(b.world, b.customer.id, { action: 'unblock' })
    await b.world.advance(HOUR)
    expect(states(b, lost.id)).toEqual(['sent'])
    expect(simulator.screen(b.world, b.customer.id).map((item) => item.id)).not.toContain(lost.id)
  })

  it('lets a code die after ten minutes and other messages after 30 days', async () => {
    const b = await bench()
    await simulator.act(b.world, b.customer.id, { action: 'offline' })
    const sent = await b.send({ type: 'template', template: { name: 'codigo_acceso', language: { code: 'es' }, components: [{ type: 'body', parameters: [{ type: 'text', text: '1' }] }, { type: 'button', sub_type: 'url', index: 0, parameters: [{ type: 'text', text: '1' }] }] } })
    await b.world.advance(600 * SECOND)
    await simulator.act(b.world, b.customer.id, { action: 'online' })
    await b.world.advance(2 * SECOND)
    expect(states(b, sent.id)).toEqual(['sent'])
  })

  it('reports no reading when receipts are off, and never for reactions', async () => {
    const b = await bench({ seed: 3 })
    await b.write()
    await simulator.act(b.world, b.customer.id, { action: 'receipts_off' })
    const text = await b.text()
    const hers = simulator.screen(b.world, b.customer.id)[0]
    const reaction = await b.send({ type: 'reaction', reaction: { message_id: hers?.id, emoji: '❤️' } })
    await b.world.advance(HOUR)
    expect(states(b, text.id)).toEqual(['sent', 'delivered'])
    expect(states(b, reaction.id)).toEqual(['sent'])
    expect(b.statuses(reaction.id)[0]).not.toHaveProperty('pricing')
    expect(simulator.screen(b.world, b.customer.id)[0]?.reaction).toBe('❤️')
  })

  it('fails for a phone without WhatsApp, minutes after 200', async () => {
    const b = await bench()
    const sent = await b.send({ ...orderReady(), to: '+34699999999' })
    await b.world.advance(5 * SECOND)
    expect(b.statuses(sent.id)).toEqual([expect.objectContaining({ status: 'failed', recipient_id: '34699999999', errors: [expect.objectContaining({ code: 131026 })] })])
  })

  it('bundles what is due at once in one webhook', async () => {
    const b = await bench()
    await b.write()
    for (let more = 0; more < 3; more++) await b.text()
    b.world.playedBy({ run: async () => undefined })
    await b.world.advance(SECOND)
    const before = b.world.posted.length
    await simulator.run(b.world, { name: 'whatsapp.reports', data: { account: b.account } })
    expect(b.world.posted).toHaveLength(before + 1)
    expect(b.statuses().map((status) => status['status'])).toEqual(['sent', 'sent', 'sent'])
  })

  it('with two devices one message can be delivered and failed', async () => {
    const b = await bench({ seed: 3 })
    await b.write()
    await simulator.act(b.world, b.customer.id, { action: 'second_device' })
    const sent = await b.text()
    await b.world.advance(5 * SECOND)
    expect(states(b, sent.id)).toEqual(expect.arrayContaining(['sent', 'failed', 'read']))
  })

  it('reports what she reads herself', async () => {
    const b = await bench({ seed: 3 })
    await b.write()
    await simulator.act(b.world, b.customer.id, { action: 'receipts_off' })
    const sent = await b.text()
    await b.world.advance(5 * SECOND)
    await simulator.act(b.world, b.customer.id, { action: 'receipts_on' })
    await simulator.act(b.world, b.customer.id, { action: 'read' })
    expect(states(b, sent.id)).toEqual(['sent', 'delivered', 'read'])
  })

  it('keeps reports back while they are withheld', async () => {
    const b = await bench()
    await b.write()
    b.world.fault('withhold_reports')
    await b.text()
    await b.world.advance(HOUR)
    expect(b.statuses()).toEqual([])
    expect(simulator.screen(b.world, b.customer.id).at(-1)?.from).toBe('business')
  })

  it('tells of the first play of a voice message', async () => {
    const b = await bench()
    await b.write()
    const id = await uploaded(b, 'audio/ogg', Buffer.from('OggS'))
    const sent = await b.send({ type: 'audio', audio: { id, voice: true } })
    await b.world.advance(2 * SECOND)
    await simulator.act(b.world, b.customer.id, { action: 'play', ref: sent.id ?? '' })
    expect(states(b, sent.id).at(-1)).toBe('played')
  })
})

async function uploaded(b: Bench, mime: string, bytes: Buffer): Promise<unknown> {
  const answer = await upload(b, mime, bytes)
  return answer.body['id']
}
async function upload(b: Bench, mime: string, bytes: Buffer): Promise<{ status: number; body: Json }> {
  const part = (name: string, value: string): string => `--X\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  const answer = await simulator.handle(b.world, {
    method: 'POST', path: `/v26.0/${b.account}/media`, query: {}, headers: { authorization: `Bearer ${String(b.settings['accessToken'])}`, 'content-type': 'multipart/form-data; boundary=X' },
    body: Buffer.concat([Buffer.from(part('messaging_product', 'whatsapp') + part('type', mime) + `--X\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\nContent-Type: ${mime}\r\n\r\n`), bytes, Buffer.from('\r\n--X--\r\n')]),
  })
  return { status: answer.status, body: record(JSON.parse(answer.body.toString())) }
}

describe('media', () => {
  it('keeps bytes whole, gives a link for five minutes and an id for 30 days', async () => {
    const b = await bench()
    const bytes = Buffer.from([0, 255, 10, 45, 45, 88, 13, 10, 0, 13, 10])
    const id = String(await uploaded(b, 'image/png', bytes))
    const { body: about } = await b.call('GET', `/v26.0/${id}?phone_number_id=${b.account}`)
    expect(about).toMatchObject({ id, mime_type: 'image/png', file_size: bytes.length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string })
    const link = String(about['url']).replace('http://platform.test', '')
    expect((await b.call('GET', link)).raw).toEqual(bytes)
    expect((await b.call('GET', link, undefined, '')).status).toBe(401)
    await b.world.advance(5 * 60 * SECOND)
    expect((await b.call('GET', link)).status).toBe(404)
    await b.world.advanceTo(START + 30 * DAY - 1)
    expect((await b.call('GET', `/v26.0/${id}`)).status).toBe(200)
    await b.world.advance(1)
    expect((await b.call('GET', `/v26.0/${id}`)).status).toBe(400)
  })

  it('keeps a received file seven days', async () => {
    const b = await bench()
    await simulator.act(b.world, b.customer.id, { action: 'write', content: { kind: 'audio', voice: true, media: { base64: Buffer.from('OggS').toString('base64'), mime: 'audio/ogg' } } })
    const audio = record(b.received()[0]?.['audio'])
    expect(audio).toMatchObject({ mime_type: 'audio/ogg; codecs=opus', voice: true })
    await b.world.advance(7 * DAY - 1)
    expect((await b.call('GET', `/v26.0/${String(audio['id'])}`)).status).toBe(200)
    await b.world.advance(1)
    expect((await b.call('GET', `/v26.0/${String(audio['id'])}`)).status).toBe(400)
  })

  const MB = 1024 * 1024
  it.each([
    ['image/jpeg', 5 * MB, 200], ['image/jpeg', 5 * MB + 1, 400], ['image/heic', 10, 400], ['image/webp', 100 * 1024, 200], ['image/webp', 100 * 1024 + 1, 400],
    ['audio/ogg', 16 * MB, 200], ['audio/ogg', 16 * MB + 1, 400], ['video/mp4', 16 * MB + 1, 400], ['application/pdf', 20 * MB, 200], ['application/zip', 10, 400],
  ])('%s of %i bytes: %i', async (mime, size, status) => {
    expect((await upload(await bench(), mime, Buffer.alloc(size, 1))).status).toBe(status)
  })
})

describe('what a message may look like', () => {
  const buttons = (count: number, title = 'Sí'): Json => ({ type: 'interactive', interactive: { type: 'button', body: { text: '¿Cuándo?' }, action: { buttons: Array.from({ length: count }, (_, index) => ({ type: 'reply', reply: { id: `b${index}`, title: `${title}${index}` } })) } } })
  const rows = (sections: number, each: number, title?: string): Json => ({ type: 'interactive', interactive: { type: 'list', body: { text: 'Elige' }, action: { button: 'Ver', sections: Array.from({ length: sections }, (_, s) => ({ ...(title === undefined ? {} : { title }), rows: Array.from({ length: each }, (_row, r) => ({ id: `r${s}-${r}`, title: 'Fila' })) })) } } })
  it.each([
    ['text of 4096', { type: 'text', text: { body: 'x'.repeat(4096) } }, undefined],
    ['text of 4097', { type: 'text', text: { body: 'x'.repeat(4097) } }, 100],
    ['emoji count once', { type: 'text', text: { body: '😀'.repeat(4096) } }, undefined],
    ['no body', { type: 'text', text: {} }, 131008],
    ['an unknown type', { type: 'poll', poll: {} }, 100],
    ['three buttons', buttons(3), undefined],
    ['four buttons', buttons(4), 131009],
    ['a button of 20', buttons(1, 'x'.repeat(19)), undefined],
    ['a button of 21', buttons(1, 'x'.repeat(20)), 131009],
    ['ten rows', rows(1, 10), undefined],
    ['eleven rows', rows(1, 11), 131009],
    ['ten rows over two sections', rows(2, 5, 'Tiendas'), undefined],
    ['twelve rows over two sections', rows(2, 6, 'Tiendas'), 131009],
    ['two sections without titles', rows(2, 2), 131008],
    ['an https link', { type: 'image', image: { link: 'https://media.optica.example/a.jpg' } }, undefined],
    ['a link without https', { type: 'image', image: { link: 'http://127.0.0.1/a.jpg' } }, 131009],
    ['a caption of 1025', { type: 'image', image: { link: 'https://media.optica.example/a.jpg', caption: 'x'.repeat(1025) } }, 131009],
    ['a caption on audio', { type: 'audio', audio: { link: 'https://media.optica.example/a.ogg', caption: 'x' } }, 100],
    ['an unknown media id', { type: 'image', image: { id: '1' } }, 100],
    ['a place', { type: 'location', location: { latitude: '40.41', longitude: -3.7 } }, undefined],
    ['a place beyond the pole', { type: 'location', location: { latitude: 91, longitude: 0 } }, 131009],
    ['a contact', { type: 'contacts', contacts: [{ name: { formatted_name: 'Taller' } }] }, undefined],
    ['a contact without a name', { type: 'contacts', contacts: [{ name: {} }] }, 131008],
    ['callback data of 512', { type: 'text', text: { body: 'x' }, biz_opaque_callback_data: 'x'.repeat(512) }, undefined],
    ['callback data of 513', { type: 'text', text: { body: 'x' }, biz_opaque_callback_data: 'x'.repeat(513) }, 100],
    ['a reaction to nothing', { type: 'reaction', reaction: { message_id: 'wamid.X', emoji: '👍' } }, 131009],
    ['to itself', { to: '+34600000210', type: 'text', text: { body: 'x' } }, 131021],
    ['a link button', { type: 'interactive', interactive: { type: 'cta_url', body: { text: 'Tu cita' }, action: { name: 'cta_url', parameters: { display_text: 'Gestionar', url: 'https://optica.example/1' } } } }, undefined],
    ['a group', { recipient_type: 'group', type: 'text', text: { body: 'x' } }, 100],
  ])('%s', async (_, message, code) => {
    const b = await bench()
    await b.write()
    expect((await b.send(message)).code).toBe(code)
  })

  it('takes every example body of the fact sheet it can know, and reads its shape', async () => {
    const b = await bench({ simulation: { messagesPerSecond: 1000 } })
    await b.write()
    const hers = simulator.screen(b.world, b.customer.id)[0]?.id
    const shapes: Json[] = [
      { type: 'interactive', interactive: { type: 'location_request_message', body: { text: 'Compártenos dónde estás.' }, action: { name: 'send_location' } } },
      { type: 'interactive', interactive: { type: 'flow', body: { text: 'Reserva en un minuto.' }, action: { name: 'flow', parameters: { flow_message_version: '3', flow_id: '154', flow_cta: 'Reservar', flow_token: 't', flow_action: 'navigate', flow_action_payload: { screen: 'A' } } } } },
      { type: 'interactive', interactive: { type: 'product_list', header: { type: 'text', text: 'Para ti' }, body: { text: 'Mira' }, action: { catalog_id: '9', sections: [{ title: 'L', product_items: [{ product_retailer_id: 'LENT-30' }] }] } } },
      { type: 'interactive', interactive: { type: 'call_permission_request', body: { text: '¿Podemos llamarte?' }, action: { name: 'call_permission_request' } } },
      { type: 'text', context: { message_id: hers }, text: { body: 'Cita' } },
    ]
    for (const shape of shapes) expect((await b.send(shape)).code).toBeUndefined()
    await b.world.advance(3 * SECOND)
    const shown = simulator.screen(b.world, b.customer.id).filter((item) => item.from === 'business')
    expect(shown.map((item) => item.content.kind).sort()).toEqual(['form', 'products', 'request', 'request', 'text'])
    expect(shown.find((item) => item.content.kind === 'text')?.quoted).toBe(hers)
  })
})

describe('tokens and nodes', () => {
  it.each([
    ['a wrong token', 'nope', 190, 401],
    ['no token', '', 190, 401],
  ])('%s', async (_, token, code, status) => {
    const b = await bench()
    const answer = await b.call('POST', `/v26.0/${b.account}/messages`, {}, token)
    expect(answer.status).toBe(status)
    expect(record(answer.body['error'])).toMatchObject({ code, type: 'OAuthException' })
  })

  it('knows only its own numbers', async () => {
    const b = await bench()
    expect(record((await b.call('POST', '/v26.0/123456/messages', {})).body['error'])).toMatchObject({ code: 100, error_subcode: 33 })
  })

  it('refuses by 190 while the token is revoked', async () => {
    const b = await bench()
    await b.write()
    b.world.fault('revoke_token', 1)
    expect((await b.text()).code).toBe(190)
    expect((await b.text()).ok).toBe(true)
    await simulator.act(b.world, b.customer.id, { action: 'platform', ref: 'revoke_token' })
    expect((await b.text()).code).toBe(190)
  })

  it('must be registered, by the PIN', async () => {
    const b = await bench({ simulation: { registered: false } })
    await b.write()
    expect((await b.text()).code).toBe(133010)
    const register = (pin: string) => b.call('POST', `/v26.0/${b.account}/register`, { messaging_product: 'whatsapp', pin })
    expect(record((await register('000000')).body['error'])['code']).toBe(133005)
    expect((await register(String(b.settings['pin']))).body).toEqual({ success: true })
    expect((await b.text()).ok).toBe(true)
    for (let again = 0; again < 9; again++) await register(String(b.settings['pin']))
    expect(record((await register(String(b.settings['pin']))).body['error'])['code']).toBe(133016)
  })

  it('tells of a number what the desk checks', async () => {
    const b = await bench()
    expect((await b.call('GET', `/v26.0/${b.account}?fields=display_phone_number,verified_name,quality_rating,status`)).body).toEqual({ display_phone_number: '+34 600 00 02 10', verified_name: 'Óptica Ribera', quality_rating: 'GREEN', status: 'CONNECTED', id: b.account })
    expect((await b.call('GET', `/v26.0/debug_token?input_token=${String(b.settings['accessToken'])}`)).body).toMatchObject({ data: { is_valid: true, app_id: b.settings['appId'], scopes: expect.arrayContaining(['whatsapp_business_messaging']) as unknown[] } })
  })

  it('reaches test people only on a test number', async () => {
    const b = await bench({ simulation: { testRecipients: ['+34600000999'] } })
    await b.write()
    expect((await b.text()).code).toBe(131030)
  })

  it('needs a payment method for templates and nothing for the free replies', async () => {
    const b = await bench()
    await b.write()
    await simulator.act(b.world, b.customer.id, { action: 'platform', ref: 'payment_missing' })
    expect((await b.send(orderReady())).code).toBe(131042)
    expect((await b.text()).ok).toBe(true)
  })

  it.each([
    ['restrict', 'account_update', 'ACCOUNT_RESTRICTION', 368],
    ['disable', 'account_update', 'DISABLED_UPDATE', 131031],
    ['quality_red', 'phone_number_quality_update', 'FLAGGED', undefined],
  ])('%s', async (ref, field, event, code) => {
    const b = await bench()
    await simulator.act(b.world, b.customer.id, { action: 'platform', ref })
    expect(b.told(field)).toEqual([expect.objectContaining({ event })])
    expect((await b.send(orderReady())).code).toBe(code)
  })

  it('answers with the number WhatsApp keeps, which may differ from the one typed', async () => {
    const b = await bench({ phone: '+525512345678' })
    await b.write()
    const sent = await b.send({ to: '+525512345678', type: 'text', text: { body: 'Hola' } })
    expect(sent.body['contacts']).toEqual([expect.objectContaining({ input: '+525512345678', wa_id: '5215512345678' })])
  })

  it('marks read with blue ticks, shows dots, and knows only her messages', async () => {
    const b = await bench()
    await b.write('uno')
    await b.write('dos')
    const ids = simulator.screen(b.world, b.customer.id).map((item) => item.id)
    const mark = (id: string) => b.call('POST', `/v26.0/${b.account}/messages`, { messaging_product: 'whatsapp', status: 'read', message_id: id, typing_indicator: { type: 'text' } })
    expect(record((await mark('wamid.unknown')).body['error'])['code']).toBe(131009)
    expect((await mark(ids[1] ?? '')).body).toEqual({ success: true })
    expect(simulator.screen(b.world, b.customer.id).map((item) => item.ticks)).toEqual(['read', 'read'])
    const typing = () => simulator.customers(b.world, b.account)[0]?.state['typing']
    await b.world.advance(25 * SECOND - 1)
    expect(typing()).toBe(true)
    await b.world.advance(1)
    expect(typing()).toBe(false)
  })
})

describe('on her phone', () => {
  it('taps buttons, rows, quick replies and fills forms', async () => {
    const b = await bench({ simulation: { messagesPerSecond: 1000 } })
    await b.write()
    await b.send({ type: 'interactive', interactive: { type: 'button', body: { text: '¿Cuándo?' }, action: { buttons: [{ type: 'reply', reply: { id: 'h:tarde', title: 'Por la tarde' } }] } } })
    await b.send({ type: 'interactive', interactive: { type: 'list', body: { text: 'Tienda' }, action: { button: 'Ver', sections: [{ rows: [{ id: 't:atocha', title: 'Atocha', description: 'Madrid' }] }] } } })
    await b.send(orderReady())
    await b.send({ type: 'interactive', interactive: { type: 'flow', body: { text: 'Reserva' }, action: { name: 'flow', parameters: { flow_message_version: '3', flow_id: '1', flow_cta: 'Reservar', flow_token: 'cita-1' } } } })
    await b.world.advance(3 * SECOND)
    const tap = (content: Json) => simulator.act(b.world, b.customer.id, { action: 'tap', content })
    await tap({ id: 'h:tarde' })
    await tap({ id: 't:atocha' })
    await tap({ id: 'Paso hoy' })
    await tap({ values: { tienda: 'Atocha' } })
    expect(b.received().slice(1).map((one) => one['interactive'] ?? one['button'])).toEqual([
      { type: 'button_reply', button_reply: { id: 'h:tarde', title: 'Por la tarde' } },
      { type: 'list_reply', list_reply: { id: 't:atocha', title: 'Atocha', description: 'Madrid' } },
      { payload: 'Paso hoy', text: 'Paso hoy' },
      { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent', response_json: '{"flow_token":"cita-1","tienda":"Atocha"}' } },
    ])
    expect(b.received().slice(1).every((one) => record(one['context'])['from'] === '34600000210')).toBe(true)
  })

  it.each([
    ['an empty message', { action: 'write', content: { kind: 'text', text: ' ' } }, /empty/],
    ['a tap on nothing', { action: 'tap', content: { id: 'x' } }, /nothing "x"/],
    ['a reaction to nothing', { action: 'react', ref: 'x', content: { emoji: '👍' } }, /not on this phone/],
    ['an answer to nothing', { action: 'write', ref: 'wamid.x', content: { kind: 'text', text: 'a' } }, /not on this phone/],
    ['something WhatsApp has not', { action: 'follow' }, /has no "follow"/],
  ])('the app refuses %s', async (_, input, sentence) => {
    const b = await bench()
    await expect(simulator.act(b.world, b.customer.id, input)).rejects.toThrow(sentence)
    expect(b.received()).toEqual([])
  })

  it('will not write to a business it has blocked', async () => {
    const b = await bench()
    await simulator.act(b.world, b.customer.id, { action: 'block' })
    await expect(b.write()).rejects.toThrow(/Unblock/)
    await simulator.act(b.world, b.customer.id, { action: 'unblock' })
    await b.write()
    expect(b.received()).toHaveLength(1)
  })

  it('keeps what is written offline and sends it in order afterwards', async () => {
    const b = await bench()
    await simulator.act(b.world, b.customer.id, { action: 'offline' })
    await b.write('uno')
    await b.write('dos')
    expect(b.received()).toEqual([])
    expect(simulator.screen(b.world, b.customer.id).map((item) => item.ticks)).toEqual([undefined, undefined])
    await b.world.advance(HOUR)
    await simulator.act(b.world, b.customer.id, { action: 'online' })
    expect(b.received().map((one) => [record(one['text'])['body'], one['timestamp']])).toEqual([['uno', String((START + HOUR) / 1000)], ['dos', String((START + HOUR) / 1000)]])
    expect(simulator.screen(b.world, b.customer.id)).toHaveLength(2)
  })

  it.each([[true, ['text', 'edit', 'revoke']], [false, ['text']]])('tells of edits and deletions only where the number is also in the app (%s)', async (coexistence, types) => {
    const b = await bench({ simulation: { coexistence } })
    await b.write('uno')
    const id = simulator.screen(b.world, b.customer.id)[0]?.id ?? ''
    await simulator.act(b.world, b.customer.id, { action: 'edit', ref: id, content: { text: 'dos' } })
    expect(simulator.screen(b.world, b.customer.id)[0]?.content).toEqual({ kind: 'text', text: 'dos' })
    await simulator.act(b.world, b.customer.id, { action: 'revoke', ref: id })
    expect(b.received().map((one) => one['type'])).toEqual(types)
  })

  it('cannot edit after 15 minutes nor delete after two days', async () => {
    const b = await bench()
    await b.write('uno')
    const ref = simulator.screen(b.world, b.customer.id)[0]?.id ?? ''
    await b.world.advance(15 * 60 * SECOND + 1)
    await expect(simulator.act(b.world, b.customer.id, { action: 'edit', ref, content: { text: 'dos' } })).rejects.toThrow(/15 minutes/)
    await b.world.advance(2 * DAY)
    await expect(simulator.act(b.world, b.customer.id, { action: 'revoke', ref })).rejects.toThrow(/two days/)
  })

  it('hides the phone behind a username until the business has written to it', async () => {
    const b = await bench()
    await simulator.act(b.world, b.customer.id, { action: 'take_username', content: { username: 'ana.lentillas' } })
    await b.write()
    const userId = simulator.customers(b.world, b.account)[0]?.state['userId']
    expect(b.received()[0]).not.toHaveProperty('from')
    expect(b.told('messages')[0]?.['contacts']).toEqual([{ profile: { name: 'Lucía Ferrer', username: '@ana.lentillas' }, user_id: userId }])
    const answer = await b.send({ to: undefined, recipient: userId, type: 'text', text: { body: 'Hola' } })
    expect(answer.body['contacts']).toEqual([{ input: userId, user_id: userId }])
    await b.write()
    expect(b.received()[1]).not.toHaveProperty('from')
    await b.world.advance(12 * SECOND)
    await b.text()
    await b.write()
    expect(b.received()[2]).toHaveProperty('from', '34600000317')
  })

  it('moves to a new number with a new id', async () => {
    const b = await bench()
    await b.write()
    const before = simulator.customers(b.world, b.account)[0]?.state['userId']
    await simulator.act(b.world, b.customer.id, { action: 'change_number', content: { phone: '+34600000419' } })
    const after = simulator.customers(b.world, b.account)[0]?.state['userId']
    expect(after).not.toBe(before)
    expect(b.received()[1]).toMatchObject({ from: '34600000317', type: 'system', system: { type: 'user_changed_number', wa_id: '34600000419', user_id: after, previous_user_id: before } })
    expect(b.told('messages')[1]).not.toHaveProperty('contacts')
    const old = await b.send({ ...orderReady(), to: '+34600000317' })
    await b.world.advance(5 * SECOND)
    expect(b.statuses(old.id)[0]).toMatchObject({ status: 'failed', errors: [{ code: 131026 }] })
  })

  it('gives one person one id on all numbers of a portfolio', async () => {
    const b = await bench()
    const second = simulator.createAccount(b.world, { name: 'Óptica Ribera Valencia', settings: { wabaId: b.settings['wabaId'], appSecret: b.settings['appSecret'] } })
    const other = simulator.createAccount(b.world, { name: 'Otra firma', settings: {} })
    const id = (account: string): unknown => simulator.createCustomer(b.world, { account, phone: b.customer.address }).state['userId']
    const first = simulator.customers(b.world, b.account)[0]?.state['userId']
    expect(id(second.externalId)).toBe(first)
    expect(id(other.externalId)).not.toBe(first)
  })

  it('rings and is missed', async () => {
    const b = await bench()
    await simulator.act(b.world, b.customer.id, { action: 'call' })
    await b.world.advance(30 * SECOND)
    expect(b.told('calls').flatMap((value) => value['calls'] as Json[]).map((call) => [call['event'], call['direction']])).toEqual([['connect', 'USER_INITIATED'], ['terminate', 'USER_INITIATED']])
  })
})

describe('the signature vector of the fact sheet', () => {
  const vector = {
    secret: 'recado-ejemplo-app-secret-0123456789abcdef',
    body: Buffer.from('eyJvYmplY3QiOiJ3aGF0c2FwcF9idXNpbmVzc19hY2NvdW50IiwiZW50cnkiOlt7ImlkIjoiMjE1ODgzOTE0NzcwMjM2IiwiY2hhbmdlcyI6W3sidmFsdWUiOnsibWVzc2FnaW5nX3Byb2R1Y3QiOiJ3aGF0c2FwcCIsIm1ldGFkYXRhIjp7ImRpc3BsYXlfcGhvbmVfbnVtYmVyIjoiMzQ2MDAwMDAyMTAiLCJwaG9uZV9udW1iZXJfaWQiOiIzMDg2NjQxNDIzMzc3OTAifSwiY29udGFjdHMiOlt7InByb2ZpbGUiOnsibmFtZSI6Ikx1Y1x1MDBlZGEgRmVycmVyIn0sIndhX2lkIjoiMzQ2MDAwMDAzMTciLCJ1c2VyX2lkIjoiRVMuNDA4MTc3MzYyOTUxMDQ0ODIyMTMifV0sIm1lc3NhZ2VzIjpbeyJmcm9tIjoiMzQ2MDAwMDAzMTciLCJmcm9tX3VzZXJfaWQiOiJFUy40MDgxNzczNjI5NTEwNDQ4MjIxMyIsImlkIjoid2FtaWQuSEJnTE16UTJNREF3TURBek1UY1ZBZ0FTR0JRd09EQTROekU0TURORk9FSkVPRGd6TWtJeU5nQT0iLCJ0aW1lc3RhbXAiOiIxNzk0ODE2MTMxIiwidHlwZSI6InRleHQiLCJ0ZXh0Ijp7ImJvZHkiOiJCdWVub3MgZFx1MDBlZGFzLCBcdTAwYmZ0ZW5cdTAwZTlpcyBjaXRhIHBhcmEgZ3JhZHVhciBsYSB2aXN0YSBlbCBqdWV2ZXMgcG9yIGxhIHRhcmRlPyJ9fV19LCJmaWVsZCI6Im1lc3NhZ2VzIn1dfV19', 'base64').toString('utf8'),
    signature: 'sha256=1baf877186c3990e399bd94d68cd621d4a312b0101786cf705111b2f76192d6f',
  }
  it('is met by our way of writing, byte for byte', () => {
    expect(graphJson(JSON.parse(vector.body))).toBe(vector.body)
    expect(`sha256=${createHmac('sha256', vector.secret).update(graphJson(JSON.parse(vector.body))).digest('hex')}`).toBe(vector.signature)
  })
})
