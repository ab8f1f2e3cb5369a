import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { simulator } from './simulator.js'
import { bench, START, type Bench } from './simulator/desk-for-tests.js'
import { list, record, type Json } from './simulator/json.js'
import { png } from './simulator/png.js'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const node = async (b: Bench, fields: string): Promise<Json> => (await b.call('GET', `/v26.0/${b.account}?fields=${fields}`)).body
const post = (b: Bench, path: string, body: Json = {}) => b.call('POST', `/v26.0/${b.account}${path}`, body)
const errorOf = (answer: { body: Json }): Json => record(answer.body['error'])
const platform = (b: Bench, ref: string, content: Json = {}): Promise<void> => simulator.act(b.world, b.customer.id, { action: 'platform', ref, content })
const notice: Json = { type: 'template', template: { name: 'pedido_listo', language: { code: 'es' }, components: [{ type: 'body', parameters: [{ type: 'text', parameter_name: 'nombre', text: 'Ana' }, { type: 'text', parameter_name: 'pedido', text: 'A-1' }] }] } }

describe('the number', () => {
  it('tells every field the account page shows', async () => {
    const b = await bench()
    expect(await node(b, 'verified_name,code_verification_status,display_phone_number,quality_rating,name_status,new_name_status,status,platform_type,throughput,whatsapp_business_manager_messaging_limit,messaging_limit_tier,account_mode,is_on_biz_app,is_pin_enabled,last_onboarded_time,certificate')).toEqual({
      verified_name: 'Óptica Ribera', code_verification_status: 'VERIFIED', display_phone_number: '+34 600 00 02 10', quality_rating: 'GREEN', name_status: 'APPROVED', new_name_status: 'NONE', status: 'CONNECTED', platform_type: 'CLOUD_API',
      throughput: { level: 'STANDARD' }, whatsapp_business_manager_messaging_limit: 'TIER_2K', messaging_limit_tier: 'TIER_2K', account_mode: 'LIVE', is_on_biz_app: false, is_pin_enabled: true, last_onboarded_time: '2026-11-23T09:00:00+0000',
      certificate: expect.any(String) as string, id: b.account,
    })
  })

  it('refuses the whole call for a field that does not exist, as Graph does', async () => {
    const b = await bench()
    const answer = await b.call('GET', `/v26.0/${b.account}?fields=verified_name,opening_hours`)
    expect([answer.status, errorOf(answer)['message']]).toEqual([400, '(#100) Tried accessing nonexisting field (opening_hours) on node type (WhatsAppBusinessPhoneNumber)'])
  })

  it('reads fields of fields', async () => {
    const b = await bench()
    expect((await b.call('GET', `/v26.0/${String(b.settings['wabaId'])}?fields=name,phone_numbers{verified_name,quality_rating}`)).body).toMatchObject({ name: 'Óptica Ribera', phone_numbers: { data: [{ verified_name: 'Óptica Ribera', quality_rating: 'GREEN' }] } })
    expect(await node(b, 'health_status{can_send_message},throughput{level}')).toEqual({ health_status: { can_send_message: 'AVAILABLE' }, throughput: { level: 'STANDARD' }, id: b.account })
  })

  it('of a world kept from before has the same answers', async () => {
    const b = await bench()
    const row = b.world.get<Json>('number', b.account) ?? {}
    b.world.put('number', b.account, Object.fromEntries(Object.entries(row).filter(([key]) => !['nameStatus', 'onboardedAt', 'everRegistered'].includes(key))))
    expect(await node(b, 'status,name_status,code_verification_status,health_status,conversational_automation,last_onboarded_time')).toMatchObject({ status: 'CONNECTED', name_status: 'APPROVED', code_verification_status: 'VERIFIED', health_status: { can_send_message: 'AVAILABLE' }, conversational_automation: { prompts: [] } })
    expect((await post(b, '/register', { messaging_product: 'whatsapp', pin: '418207' })).body).toEqual({ success: true })
  })

  it('is a sandbox on Meta’s test number', async () => {
    const b = await bench({ simulation: { testRecipients: ['+34600000999'] } })
    expect(await node(b, 'account_mode,name_status')).toMatchObject({ account_mode: 'SANDBOX', name_status: 'AVAILABLE_WITHOUT_REVIEW' })
  })
})

describe('verifying and registering', () => {
  const fresh = () => bench({ simulation: { verified: false } })
  const askCode = (b: Bench) => post(b, '/request_code', { code_method: 'SMS', language: 'es_ES' })

  it('goes from an unverified number to one that sends', async () => {
    const b = await fresh()
    expect(await node(b, 'status,code_verification_status,platform_type')).toMatchObject({ status: 'PENDING', code_verification_status: 'NOT_VERIFIED', platform_type: 'NOT_APPLICABLE' })
    expect(errorOf(await post(b, '/register', { messaging_product: 'whatsapp', pin: '111222' }))['code']).toBe(133006)
    expect((await askCode(b)).body).toEqual({ success: true })
    expect((await post(b, '/verify_code', { code: '000210' })).body).toEqual({ success: true, id: b.account })
    expect((await post(b, '/register', { messaging_product: 'whatsapp', pin: '111222' })).body).toEqual({ success: true })
    expect(await node(b, 'status,code_verification_status,is_pin_enabled')).toMatchObject({ status: 'CONNECTED', code_verification_status: 'VERIFIED', is_pin_enabled: true })
    await b.write()
    expect((await b.text()).ok).toBe(true)
  })

  it.each([
    ['no method', '/request_code', { language: 'es_ES' }, 100],
    ['no language', '/request_code', { code_method: 'VOICE' }, 100],
    ['a code nobody asked for', '/verify_code', { code: '000210' }, 136025],
    ['letters for a code', '/verify_code', { code: 'abcdef' }, 100],
    ['a PIN of five digits', '/register', { messaging_product: 'whatsapp', pin: '12345' }, 100],
    ['no product', '/register', { pin: '123456' }, 100],
  ])('refuses %s', async (_, path, body, code) => {
    const answer = await post(await fresh(), path, body)
    expect([answer.status, errorOf(answer)['code']]).toEqual([400, code])
  })

  it('lets a code die after ten minutes and after five wrong ones', async () => {
    const b = await fresh()
    await askCode(b)
    for (let tries = 0; tries < 5; tries++) expect(errorOf(await post(b, '/verify_code', { code: '999999' }))['code']).toBe(136025)
    expect(errorOf(await post(b, '/verify_code', { code: '000210' }))['code']).toBe(136025)
    await askCode(b)
    await b.world.advance(10 * MINUTE)
    expect(errorOf(await post(b, '/verify_code', { code: '000210' }))['code']).toBe(136025)
    await askCode(b)
    expect((await post(b, '/verify_code', { code: '000210' })).status).toBe(200)
    expect(errorOf(await askCode(b))['code']).toBe(136024)
  })

  it('asks for the PIN that is set, and blocks guessing', async () => {
    const b = await bench()
    const register = (pin: string) => post(b, '/register', { messaging_product: 'whatsapp', pin })
    expect((await post(b, '', { pin: '424242' })).body).toEqual({ success: true })
    expect(b.told('security')).toEqual([expect.objectContaining({ event: 'PIN_CHANGED', display_phone_number: '34600000210' })])
    for (let guess = 0; guess < 5; guess++) expect(errorOf(await register('418207'))['code']).toBe(133005)
    expect(errorOf(await register('424242'))['code']).toBe(133008)
    await b.world.advance(HOUR)
    expect((await register('424242')).status).toBe(200)
  })

  it('leaves, and says that it has left', async () => {
    const b = await bench()
    expect((await post(b, '/deregister')).body).toEqual({ success: true })
    expect(await node(b, 'status,health_status')).toMatchObject({ status: 'DISCONNECTED', health_status: { can_send_message: 'BLOCKED' } })
    expect(errorOf(await post(b, '/deregister'))).toMatchObject({ code: 100, error_subcode: 2207051 })
    await b.write()
    expect((await b.text()).code).toBe(133010)
  })

  it('does neither for a number of the Business app', async () => {
    const b = await bench({ simulation: { coexistence: true } })
    expect([errorOf(await post(b, '/deregister'))['code'], errorOf(await post(b, '/register', { messaging_product: 'whatsapp', pin: '418207' }))['code']]).toEqual([100, 100])
  })

  it('adds a number to the account, which must be verified first', async () => {
    const b = await bench()
    const waba = String(b.settings['wabaId'])
    const add = (body: Json) => b.call('POST', `/v26.0/${waba}/phone_numbers`, body)
    const made = await add({ cc: '34', phone_number: '600000733', verified_name: 'Óptica Ribera Valencia' })
    const id = String(made.body['id'])
    expect((await b.call('GET', `/v26.0/${id}?fields=display_phone_number,status,code_verification_status,name_status`)).body).toMatchObject({ display_phone_number: '+34 600 00 07 33', status: 'PENDING', code_verification_status: 'NOT_VERIFIED', name_status: 'PENDING_REVIEW' })
    expect(list((await b.call('GET', `/v26.0/${waba}/phone_numbers?fields=id`)).body['data'])).toHaveLength(2)
    const claimed = simulator.createAccount(b.world, { name: 'Valencia', settings: { phoneNumberId: id } })
    expect(claimed).toMatchObject({ externalId: id, settings: { phoneNumberId: id, wabaId: waba, accessToken: b.settings['accessToken'], displayPhoneNumber: '+34 600 00 07 33' } })
    expect(() => simulator.createAccount(b.world, { name: 'Valencia', settings: { phoneNumberId: id } })).toThrow(/already in this world/)
    expect(errorOf(await add({ cc: '34', phone_number: '600000733', verified_name: 'Otra' }))['code']).toBe(100)
    expect(errorOf(await add({ cc: '34', phone_number: '600000744', verified_name: 'x' }))['code']).toBe(100)
  })

  it('lets a business that is not verified have two numbers', async () => {
    const b = await bench({ simulation: { tier: 'TIER_250' } })
    const add = (phone: string) => b.call('POST', `/v26.0/${String(b.settings['wabaId'])}/phone_numbers`, { cc: '34', phone_number: phone, verified_name: 'Óptica Ribera Norte' })
    expect((await add('600000801')).status).toBe(200)
    expect((await add('600000802')).status).toBe(400)
    await platform(b, 'business_verified')
    expect(b.told('business_capability_update')).toEqual([expect.objectContaining({ max_daily_conversations_per_business: 'TIER_2K' })])
    expect((await add('600000802')).status).toBe(200)
  })
})

describe('the display name', () => {
  const ask = (b: Bench, name: string) => post(b, '', { new_display_name: name })

  it('is reviewed, approved, and taken up by the next registration', async () => {
    const b = await bench()
    expect((await ask(b, 'Óptica Ribera Madrid')).body).toEqual({ success: true })
    expect(await node(b, 'verified_name,new_display_name,new_name_status')).toMatchObject({ verified_name: 'Óptica Ribera', new_display_name: 'Óptica Ribera Madrid', new_name_status: 'PENDING_REVIEW' })
    await b.world.advance(10 * MINUTE)
    expect(b.told('phone_number_name_update')).toEqual([{ display_phone_number: '34600000210', decision: 'APPROVED', requested_verified_name: 'Óptica Ribera Madrid', rejection_reason: 'NONE' }])
    expect(await node(b, 'verified_name,new_name_status,new_certificate')).toMatchObject({ verified_name: 'Óptica Ribera', new_name_status: 'APPROVED', new_certificate: expect.any(String) as string })
    await post(b, '/register', { messaging_product: 'whatsapp', pin: '418207' })
    expect(await node(b, 'verified_name,name_status,new_name_status')).toMatchObject({ verified_name: 'Óptica Ribera Madrid', name_status: 'APPROVED', new_name_status: 'NONE' })
  })

  it('expires when nobody registers within 14 days', async () => {
    const b = await bench()
    await ask(b, 'Óptica Ribera Madrid')
    await b.world.advance(10 * MINUTE + 14 * DAY)
    await post(b, '/register', { messaging_product: 'whatsapp', pin: '418207' })
    expect(await node(b, 'verified_name,new_name_status')).toMatchObject({ verified_name: 'Óptica Ribera', new_name_status: 'EXPIRED' })
  })

  it('is rejected with a reason when it names nobody', async () => {
    const b = await bench()
    await ask(b, 'WhatsApp Support')
    await b.world.advance(10 * MINUTE)
    expect(b.told('phone_number_name_update')).toEqual([expect.objectContaining({ decision: 'REJECTED', rejection_reason: 'NAME_DISPLAY_NAME_GUIDELINES_VIOLATION' })])
    expect(await node(b, 'new_name_status')).toMatchObject({ new_name_status: 'DECLINED' })
  })

  it.each([['x', 100], ['y'.repeat(76), 100]])('must have a length: %s', async (name, code) => {
    const b = await bench()
    expect(errorOf(await ask(b, name))['code']).toBe(code)
  })

  it('changes ten times a month only', async () => {
    const b = await bench()
    for (let change = 0; change < 10; change++) expect((await ask(b, `Óptica Ribera ${change}`)).status).toBe(200)
    expect((await ask(b, 'Óptica Ribera once')).status).toBe(400)
  })

  it('that Meta has not decided limits the account', async () => {
    const b = await bench()
    await platform(b, 'name_deferred')
    expect(await node(b, 'name_status,health_status')).toMatchObject({ name_status: 'PENDING_REVIEW', health_status: { can_send_message: 'LIMITED' } })
    await platform(b, 'name_approved')
    expect(await node(b, 'health_status')).toMatchObject({ health_status: { can_send_message: 'AVAILABLE' } })
  })
})

describe('the profile', () => {
  const path = '/whatsapp_business_profile'
  const read = async (b: Bench, fields = 'about,address,description,email,websites,vertical,profile_picture_url') => record(list((await b.call('GET', `/v26.0/${b.account}${path}?fields=${fields}`)).body['data'])[0])

  it('is written field by field and read again', async () => {
    const b = await bench()
    const profile = { about: 'Óptica en Madrid', address: 'C/ de Atocha 45', description: 'Gafas y audífonos.', email: 'hola@optica.example', vertical: 'RETAIL', websites: ['https://optica.example', 'https://optica.example/citas'] }
    expect((await post(b, path, { messaging_product: 'whatsapp', ...profile })).body).toEqual({ success: true })
    expect(await read(b)).toEqual({ ...profile, messaging_product: 'whatsapp' })
    await post(b, path, { messaging_product: 'whatsapp', email: '' })
    expect(await read(b, 'email,about')).toEqual({ about: 'Óptica en Madrid', messaging_product: 'whatsapp' })
  })

  it.each([
    ['no product', { about: 'x' }], ['about of nothing', { about: '' }], ['about of 140', { about: 'a'.repeat(140) }], ['address of 257', { address: 'a'.repeat(257) }], ['description of 513', { description: 'a'.repeat(513) }],
    ['an e-mail that is none', { email: 'hola' }], ['three web sites', { websites: ['https://a.example', 'https://b.example', 'https://c.example'] }], ['a web site without https', { websites: ['optica.example'] }],
    ['a trade of its own', { vertical: 'OPTICIAN' }], ['a picture nobody uploaded', { profile_picture_handle: '4::aW1hZ2UvcG5n:nothing' }],
  ])('refuses %s', async (name, body) => {
    const b = await bench()
    const answer = await post(b, path, { ...(name === 'no product' ? {} : { messaging_product: 'whatsapp' }), ...body })
    expect([answer.status, errorOf(answer)['code']]).toEqual([400, 100])
  })

  it('has no opening hours: they exist in the app only', async () => {
    const b = await bench()
    expect((await b.call('GET', `/v26.0/${b.account}${path}?fields=hours`)).status).toBe(400)
  })

  it('takes a picture by the resumable upload, also an interrupted one', async () => {
    const b = await bench()
    const picture = png(8, 8, () => [200, 40, 40])
    const app = String(b.settings['appId'])
    const session = String((await b.call('POST', `/v26.0/${app}/uploads?file_length=${picture.length}&file_type=image/png&file_name=foto.png`)).body['id'])
    expect(session).toMatch(/^upload:/)
    const send = (bytes: Buffer, offset: number) => simulator.handle(b.world, { method: 'POST', path: `/v26.0/${session}`, query: {}, headers: { authorization: `OAuth ${String(b.settings['accessToken'])}`, file_offset: String(offset) }, body: bytes })
    expect(JSON.parse(String((await send(picture.subarray(0, 20), 0)).body))).toMatchObject({ file_offset: 20 })
    expect((await b.call('GET', `/v26.0/${session}`)).body).toEqual({ id: session, file_offset: 20 })
    expect((await send(picture.subarray(20), 0)).status).toBe(400)
    const { h } = JSON.parse(String((await send(picture.subarray(20), 20)).body)) as { h: string }
    expect((await post(b, path, { messaging_product: 'whatsapp', profile_picture_handle: h })).body).toEqual({ success: true })
    const url = String((await read(b))['profile_picture_url'])
    expect(b.world.file(url.split('/').at(-1) ?? '')?.bytes).toEqual(picture)
  })
})

describe('the business account', () => {
  it('tells its state', async () => {
    const b = await bench()
    const waba = String(b.settings['wabaId'])
    expect((await b.call('GET', `/v26.0/${waba}?fields=name,currency,timezone_id,account_review_status,business_verification_status,country,primary_funding_id,health_status,ownership_type`)).body).toMatchObject({
      name: 'Óptica Ribera', currency: 'USD', account_review_status: 'APPROVED', business_verification_status: 'VERIFIED', country: 'ES', primary_funding_id: expect.any(String) as string, health_status: { can_send_message: 'AVAILABLE' }, id: waba,
    })
    expect((await b.call('GET', `/v26.0/${waba}?fields=opening_hours`)).status).toBe(400)
  })

  it('is limited while the business is not verified', async () => {
    const b = await bench({ simulation: { tier: 'TIER_250' } })
    expect(record((await node(b, 'health_status'))['health_status'])).toMatchObject({ can_send_message: 'LIMITED', entities: expect.arrayContaining([expect.objectContaining({ entity_type: 'BUSINESS', can_send_message: 'LIMITED', errors: [expect.objectContaining({ error_code: 141010 })] })]) as unknown })
  })

  it('lists, takes and drops the subscribed app; without it nothing is told', async () => {
    const b = await bench()
    const path = `/v26.0/${String(b.settings['wabaId'])}/subscribed_apps`
    expect((await b.call('GET', path)).body).toMatchObject({ data: [{ whatsapp_business_api_data: { id: b.settings['appId'], name: 'Recado', link: expect.stringContaining('app_id=') as string } }] })
    await b.call('DELETE', path)
    expect((await b.call('GET', path)).body).toEqual({ data: [] })
    await b.write('perdido')
    expect(b.received()).toEqual([])
    expect((await b.call('POST', path)).body).toEqual({ success: true })
    await b.write('oído')
    expect(b.received()).toHaveLength(1)
  })

  it('takes an own callback address only from one that knows the token', async () => {
    const b = await bench()
    const path = `/v26.0/${String(b.settings['wabaId'])}/subscribed_apps`
    b.world.onPost((_, request) => (request.method === 'GET' ? { status: request.query?.['hub.verify_token'] === 'bueno' ? 200 : 403, body: request.query?.['hub.challenge'] ?? '', ms: 1 } : { status: 200, body: '', ms: 1 }))
    expect(errorOf(await b.call('POST', path, { override_callback_uri: 'https://desk.example/hook', verify_token: 'malo' }))).toMatchObject({ code: 100, error_subcode: 2200 })
    expect((await b.call('POST', path, { override_callback_uri: 'https://desk.example/hook', verify_token: 'bueno' })).body).toMatchObject({ success: true, data: [{ override_callback_uri: 'https://desk.example/hook' }] })
    expect((await post(b, '', { webhook_configuration: { override_callback_uri: 'https://desk.example/number', verify_token: 'bueno' } })).body).toEqual({ success: true })
    expect(await node(b, 'webhook_configuration')).toMatchObject({ webhook_configuration: { phone_number: 'https://desk.example/number', whatsapp_business_account: 'https://desk.example/hook' } })
  })
})

describe('faults', () => {
  const ask = async (b: Bench, token?: string) => record((await b.call('GET', `/v26.0/debug_token?input_token=${String(b.settings['accessToken'])}`, undefined, token)).body['data'])
  const appToken = (b: Bench): string => `${String(b.settings['appId'])}|${String(b.settings['appSecret'])}`

  it.each([['revoke_token', 460, 0], ['token_expired', 463, START / 1000]] as const)('%s: every call is refused with its subcode, and debug_token says why', async (kind, subcode, expires) => {
    const b = await bench()
    await b.write()
    b.world.fault(kind, Number.POSITIVE_INFINITY, b.account)
    expect(await b.text()).toMatchObject({ ok: false, code: 190, subcode })
    expect((await b.call('GET', `/v26.0/${b.account}`)).status).toBe(401)
    expect(await ask(b, appToken(b))).toMatchObject({ is_valid: false, expires_at: expires, error: { code: 190, subcode } })
    b.world.clearFaults()
    expect((await b.text()).ok).toBe(true)
    expect(await ask(b)).toMatchObject({ is_valid: true, expires_at: 0, scopes: expect.arrayContaining(['whatsapp_business_management']) as unknown })
  })

  it('says the moment of an expiry in Meta’s words', async () => {
    const b = await bench()
    await platform(b, 'expire_token')
    expect(String(errorOf(await b.call('GET', `/v26.0/${b.account}`))['message'])).toBe('Error validating access token: Session has expired on Monday, 23-Nov-26 01:00:00 PST. The current time is Monday, 23-Nov-26 01:00:00 PST.')
  })

  it('lets a token run out by itself', async () => {
    const b = await bench()
    await b.write()
    await platform(b, 'token_expires', { days: 60 })
    expect(await ask(b)).toMatchObject({ is_valid: true, expires_at: (START + 60 * DAY) / 1000 })
    await b.world.advance(60 * DAY - 1)
    expect((await b.call('GET', `/v26.0/${b.account}`)).status).toBe(200)
    await b.world.advance(1)
    expect(errorOf(await b.call('GET', `/v26.0/${b.account}`))).toMatchObject({ code: 190, error_subcode: 463 })
    await platform(b, 'restore_token')
    expect((await b.call('GET', `/v26.0/${b.account}`)).status).toBe(200)
  })

  it('payment_missing: what is charged is refused, free replies go, and the health says so', async () => {
    const b = await bench()
    await b.write()
    b.world.fault('payment_missing', Number.POSITIVE_INFINITY, b.account)
    expect((await b.send(notice)).code).toBe(131042)
    expect((await b.text()).ok).toBe(true)
    expect(record((await node(b, 'health_status'))['health_status'])).toMatchObject({ can_send_message: 'LIMITED', entities: expect.arrayContaining([expect.objectContaining({ entity_type: 'WABA', errors: [expect.objectContaining({ error_code: 141006 })] })]) as unknown })
    expect((await b.call('GET', `/v26.0/${String(b.settings['wabaId'])}?fields=primary_funding_id`)).body).toEqual({ id: b.settings['wabaId'] })
    b.world.clearFaults()
    expect((await b.send(notice)).ok).toBe(true)
  })

  it('quality_red: the number is flagged at once, told once, and stays so until Meta takes it back', async () => {
    const b = await bench()
    b.world.fault('quality_red', Number.POSITIVE_INFINITY, b.account)
    await simulator.faultSet?.(b.world, { kind: 'quality_red', account: b.account })
    expect(b.told('phone_number_quality_update')).toEqual([{ display_phone_number: '34600000210', event: 'FLAGGED', max_daily_conversations_per_business: 'TIER_2K' }])
    expect(await node(b, 'quality_rating,status')).toMatchObject({ quality_rating: 'RED', status: 'FLAGGED' })
    await b.write()
    expect(b.told('phone_number_quality_update')).toHaveLength(1)
    b.world.clearFaults()
    expect(await node(b, 'quality_rating')).toMatchObject({ quality_rating: 'RED' })
    await platform(b, 'quality_green')
    expect(b.told('phone_number_quality_update').at(-1)).toMatchObject({ event: 'UNFLAGGED' })
    expect(await node(b, 'quality_rating,status')).toMatchObject({ quality_rating: 'GREEN', status: 'CONNECTED' })
  })

  it('unsubscribe: webhooks are dropped, the list shows it, and there is no way to read what was missed', async () => {
    const b = await bench()
    const path = `/v26.0/${String(b.settings['wabaId'])}/subscribed_apps`
    b.world.fault('unsubscribe', 1, b.account)
    expect((await b.call('GET', path)).body).toEqual({ data: [] })
    await b.write('nadie lo oye')
    expect(b.received()).toEqual([])
    expect((await b.call('GET', `/v26.0/${b.account}/conversations`)).status).toBe(400)
    await b.call('POST', path)
    await b.write('ahora sí')
    expect(b.received().map((one) => record(one['text'])['body'])).toEqual(['ahora sí'])
  })
})

describe('what Meta tells of the account', () => {
  it.each([
    ['violation', {}, 'account_update', { event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'SCAM' } }],
    ['partner_removed', {}, 'account_update', { event: 'PARTNER_REMOVED', disconnection_info: { reason: 'PRIMARY_INACTIVITY' } }],
    ['account_deleted', {}, 'account_update', { event: 'ACCOUNT_DELETED' }],
    ['account_review', { decision: 'REJECTED' }, 'account_review_update', { decision: 'REJECTED' }],
    ['alert', { severity: 'CRITICAL' }, 'account_alerts', { alert_info: { alert_severity: 'CRITICAL' } }],
    ['tier', { tier: 'TIER_10K' }, 'business_capability_update', { max_daily_conversations_per_business: 'TIER_10K' }],
    ['payment_configuration', { status: 'Needs_Testing' }, 'payment_configuration_update', { status: 'Needs_Testing', provider_name: 'razorpay' }],
    ['pin_reset', {}, 'security', { event: 'PIN_RESET_REQUEST' }],
    ['name_rejected', { reason: 'NAME_TOO_GENERIC' }, 'phone_number_name_update', { decision: 'REJECTED', rejection_reason: 'NAME_TOO_GENERIC' }],
  ])('%s', async (ref, content, field, value) => {
    const b = await bench()
    await platform(b, ref, content)
    expect(b.told(field)).toEqual([expect.objectContaining(Object.fromEntries(Object.entries(value).map(([key, one]) => [key, typeof one === 'object' ? expect.objectContaining(one) as unknown : one])))])
  })

  it('says nothing more after the partner was removed', async () => {
    const b = await bench()
    await platform(b, 'partner_removed')
    await b.write()
    expect(b.received()).toEqual([])
  })
})

describe('templates by decree', () => {
  const submit = async (b: Bench): Promise<string> => String((await b.call('POST', `/v26.0/${String(b.settings['wabaId'])}/message_templates`, { name: 'aviso_taller', language: 'es', category: 'UTILITY', components: [{ type: 'BODY', text: 'El taller ha terminado tus gafas.' }] })).body['id'])
  const statusOf = async (b: Bench, id: string): Promise<unknown> => (await b.call('GET', `/v26.0/${id}?fields=status`)).body['status']
  const which = { name: 'aviso_taller' }

  it('rejects with a reason, and the review under way changes nothing any more', async () => {
    const b = await bench()
    const id = await submit(b)
    await platform(b, 'template_rejected', { ...which, reason: 'TAG_CONTENT_MISMATCH', explanation: 'The text does not fit the category.' })
    await b.world.advance(5 * MINUTE)
    expect(b.told('message_template_status_update')).toEqual([expect.objectContaining({ event: 'REJECTED', reason: 'TAG_CONTENT_MISMATCH', rejection_info: expect.objectContaining({ reason: 'The text does not fit the category.' }) as unknown })])
    expect(await statusOf(b, id)).toBe('REJECTED')
  })

  it('approves, pauses, reinstates and disables', async () => {
    const b = await bench()
    const id = await submit(b)
    for (const ref of ['template_approved', 'template_paused', 'template_reinstated', 'template_disabled']) await platform(b, ref, which)
    expect(b.told('message_template_status_update').map((one) => one['event'])).toEqual(['APPROVED', 'PAUSED', 'REINSTATED', 'DISABLED'])
    expect(await statusOf(b, id)).toBe('DISABLED')
  })

  it('tells of the new parts of an edited one', async () => {
    const b = await bench()
    const id = await submit(b)
    await platform(b, 'template_approved', which)
    expect(b.told('message_template_components_update')).toEqual([])
    await b.call('POST', `/v26.0/${id}`, { components: [{ type: 'BODY', text: 'El taller ha terminado tus gafas: ven cuando quieras.' }] })
    await platform(b, 'template_approved', which)
    expect(b.told('message_template_components_update')).toEqual([expect.objectContaining({ message_template_id: Number(id), message_template_element: 'El taller ha terminado tus gafas: ven cuando quieras.' })])
  })
})

it('every event of the platform is in the page about it', async () => {
  const b = await bench()
  const refusal = await platform(b, 'none').catch((error: unknown) => (error instanceof Error ? error.message : ''))
  const events = (refusal ?? '').replace(/^.*": /, '').replace('.', '').split(', ')
  const section = readFileSync(new URL('../../docs/simulated-meta.md', import.meta.url), 'utf8').split('\n## ').find((one) => one.startsWith('WhatsApp')) ?? ''
  expect(events.length).toBeGreaterThan(8)
  expect(events.filter((event) => !section.includes(`\`${event}\``))).toEqual([])
})
