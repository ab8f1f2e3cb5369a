import type { OptInForm } from '@recado/api'
import { hours } from '@recado/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sweepWorkspace } from '../jobs/cleaner.js'
import { openForPerson } from '../people/person-keys.js'
import { makeStand, PRIVACY, type Stand } from './testing/stand.js'

let s: Stand
beforeEach(async () => {
  s = await makeStand()
  await s.publish({ privacyUrl: PRIVACY, languages: ['es', 'en'], texts: { es: { ...s.form.draft.texts.en!, title: 'Novedades', wording: 'Acepto recibir mensajes.', thanks: '¡Gracias!' }, en: s.form.draft.texts.en! } })
})
afterEach(() => s.close())

const evidenceOf = async (consentId: string): Promise<Record<string, string>> => {
  const [row] = await s.rows<{ contact_id: string; evidence_sealed: Buffer; person_key_id: string }>('select contact_id, evidence_sealed, person_key_id from consent_entry where consent_id = $1', [consentId])
  const text = await s.services.db.inWorkspace(s.workspaceId, (tx) => openForPerson(tx, s.services, s.workspaceId, row!.person_key_id, 'consent.evidence', row!.evidence_sealed))
  return JSON.parse(text!) as Record<string, string>
}

describe('a visitor signs up', () => {
  test('on WhatsApp: nothing happens until her own message brings the code, then each topic is consent with its proof', async () => {
    const code = await s.codeFor('whatsapp', [s.topics.offers, s.topics.news])
    expect([await s.consents(), await s.said()]).toEqual([[], []])
    const messageId = await s.arrive('whatsapp', '34600000001', { text: `¡Hola! Quiero recibir mensajes sobre: Ofertas (#${code.toLowerCase()})` })
    const consents = await s.consents()
    expect(consents.map(({ state, source, purpose, category_id, channel, at }) => ({ state, source, purpose, category_id, channel, at }))).toEqual([s.topics.offers, s.topics.news].map((category_id) => ({ state: 'confirmed', source: 'opt_in_page', purpose: 'marketing', category_id, channel: 'whatsapp', at: s.wall.now })))
    expect(await evidenceOf(consents[0]!.consent_id)).toMatchObject({ form: 'Boletín de otoño', slug: s.form.slug, version: 1, code, language: 'es', country: 'ES', messageId, ip: '127.0.0.1', userAgent: 'Firefox of the visitor', chosenAt: '2026-11-22T09:00:00.000Z' })
    expect(await s.rows('select text, privacy_url, version from consent_wording where wording_id = $1', [consents[0]!.wording_id])).toEqual([{ text: 'Acepto recibir mensajes.', privacy_url: PRIVACY, version: 1 }])
    const [answer] = await s.said()
    expect(answer).toContain('¡Gracias!\n\nTe escribiremos por aquí sobre: Ofertas y Gafas nuevas.')
    expect(answer).toMatch(/responde BAJA .*\nCambia lo que has elegido: http:\/\/localhost:3000\/p\/[\w-]{87}$/u)
    expect(await s.rows(`select content->>'event' as event, content->'data' as data from message where kind = 'system'`)).toEqual([{ event: 'opt_in', data: { form: 'Boletín de otoño', topics: 'Ofertas · Gafas nuevas' } }])
  })
  test('on Messenger the app hands the code back, where it delivers', async () => {
    await s.publish({ purpose: 'notification', accountIds: Object.values(s.accounts).map((account) => account.id) })
    expect((await s.choose({ topic: s.topics.offers, app: s.accounts.messenger.id, country: 'ES' })).status).toBe(400)
    const code = await s.codeFor('messenger', [s.topics.offers], { country: 'US', language: 'en' })
    await s.arrive('messenger', 'psid-1', { act: 'referral', acts: ['referral'], content: { kind: 'system', event: 'referral', data: { ref: code } } } as never)
    expect((await s.consents()).map((one) => [one.purpose, one.channel, one.state])).toEqual([['notification', 'messenger', 'confirmed']])
  })
  test('on WeChat she scans a code of her own, and following brings it', async () => {
    const code = await s.codeFor('wechat', [s.topics.news])
    const page = await s.request('GET', `/j/${s.form.slug}/${code}`, undefined, null)
    expect(page.body).toContain('Escanea este código en WeChat.')
    expect(s.calls.some((call) => String(call.body).includes(code) && String(call.body).includes('"expire_seconds":86400'))).toBe(true)
    await s.arrive('wechat', 'oRECADOexample0000000000001a', { act: 'follow', acts: ['follow'], content: { kind: 'system', event: 'follow', data: { scene: code } } } as never)
    expect((await s.consents()).map((one) => [one.channel, one.category_id, one.state])).toEqual([['wechat', s.topics.news, 'confirmed']])
  })
  test('the wording changes and her proof does not', async () => {
    const code = await s.codeFor('whatsapp', [s.topics.offers])
    await s.publish({ texts: { ...s.form.draft.texts, es: { ...s.form.draft.texts.es!, wording: 'Otra cosa muy distinta.' } } })
    await s.arrive('whatsapp', '34600000001', { text: `(#${code})` })
    const wordingOf = async () => (await s.rows<{ text: string }>('select w.text from consent_entry e join consent_wording w using (workspace_id, wording_id)'))[0]!.text
    expect(await wordingOf()).toBe('Acepto recibir mensajes.')
    await s.publish({ texts: { ...s.form.draft.texts, es: { ...s.form.draft.texts.es!, wording: 'Y otra.' } } })
    expect(await wordingOf()).toBe('Acepto recibir mensajes.')
    expect((await s.request('GET', `/api/v1/opt-in-forms/${s.form.id}/versions`)).json().items.map((one: { version: number }) => one.version)).toEqual([3, 2, 1])
    await expect(s.rows('update opt_in_version set version = 9')).rejects.toThrow()
    await expect(s.services.db.pool.query('update opt_in_version set version = 9')).rejects.toThrow('does not change')
  })
})

describe('a code that consents to nothing', () => {
  test('one that somebody used before her', async () => {
    const code = await s.codeFor('whatsapp', [s.topics.offers])
    await s.arrive('whatsapp', '34600000001', { text: `(#${code})` })
    await s.arrive('whatsapp', '34600000002', { text: `(#${code})` })
    expect((await s.consents()).length).toBe(1)
    expect((await s.said()).at(-1)).toContain(`Este código ya se ha usado, así que no ha cambiado nada. Para apuntarte, consigue otro aquí: http://localhost:3000/j/${s.form.slug}`)
    // The log is read again from the beginning after a restart: nobody is told twice.
    const before = await s.rows('select message_id from message')
    const { OptInWorker } = await import('./worker.js')
    await new OptInWorker(s.services).look(s.workspaceId)
    expect(await s.rows('select message_id from message')).toEqual(before)
  })
  test('her own a second time changes nothing and says nothing', async () => {
    const code = await s.codeFor('whatsapp', [s.topics.offers])
    await s.arrive('whatsapp', '34600000001', { text: `(#${code})` })
    await s.arrive('whatsapp', '34600000001', { text: `otra vez (#${code})` })
    expect([(await s.consents()).length, (await s.said()).length]).toEqual([1, 1])
  })
  test.each([['at the last moment it still counts', hours(24) - 60_001, 1], ['at the instant it runs out it does not', hours(24) - 60_000, 0]])('%s', async (_name, wait, consents) => {
    const code = await s.codeFor('whatsapp', [s.topics.offers])
    s.wall.now += wait
    await s.arrive('whatsapp', '34600000001', { text: `(#${code})` })
    expect((await s.consents()).length).toBe(consents)
    if (consents === 0) expect((await s.said()).at(-1)).toContain('Este código ha caducado')
  })
  test('one for another app, or one that nobody gave', async () => {
    const code = await s.codeFor('wechat', [s.topics.offers])
    await s.arrive('whatsapp', '34600000001', { text: `(#${code})` })
    await s.arrive('whatsapp', '34600000001', { text: '(#ZZZZZZZZ)' })
    expect([await s.consents(), await s.said()]).toEqual([[], []])
  })
})

describe('what a form needs', () => {
  test.each([
    ['no privacy statement', { privacyUrl: '' }, 'privacyUrl'], ['one without https', { privacyUrl: 'http://optica.example' }, 'privacyUrl'], ['no wording in one language', { texts: {} }, 'wording.es'],
    ['no topic', { categoryIds: [] }, 'categoryIds'], ['no app', { accountIds: [] }, 'accountIds'], ['a faint accent', { look: { accent: '#ffee88', page: '#ffffff', corners: 'round', side: 'end' } }, 'look.accent'], ['dark paper', { look: { accent: '#0b6b74', page: '#333333', corners: 'round', side: 'end' } }, 'look.page'],
  ])('%s cannot be published, and visitors see what was before', async (_name, change, field) => {
    await s.request('PATCH', `/api/v1/opt-in-forms/${s.form.id}`, { draft: { ...s.form.draft, ...change } })
    const answer = await s.request('POST', `/api/v1/opt-in-forms/${s.form.id}/publish`)
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'opt_in_incomplete'])
    expect(answer.json().fields.map((one: { field: string }) => one.field)).toContain(field)
    expect((await s.request('GET', `/j/${s.form.slug}`, undefined, null, { 'accept-language': 'es' })).body).toContain('Acepto recibir mensajes.')
  })
  test('an app that could never deliver on it is refused', async () => {
    await s.request('PATCH', `/api/v1/opt-in-forms/${s.form.id}`, { draft: { ...s.form.draft, accountIds: [s.accounts.messenger.id] } })
    expect((await s.request('GET', `/api/v1/opt-in-forms/${s.form.id}`)).json<OptInForm>().faults).toEqual([{ field: 'accountIds', fault: 'delivers_nowhere', id: s.accounts.messenger.id }])
  })
})

test('figures tell how many saw it, chose and arrived, and hold nobody', async () => {
  await s.request('GET', `/j/${s.form.slug}`, undefined, null)
  const code = await s.codeFor('whatsapp', [s.topics.offers, s.topics.news])
  await s.codeFor('wechat', [s.topics.offers])
  await s.arrive('whatsapp', '34600000001', { text: `(#${code})` })
  await expect.poll(async () => (await s.request('GET', `/api/v1/opt-in-forms/${s.form.id}`)).json<OptInForm>().figures, { timeout: 10_000 }).toEqual({ seen: 1, chosen: 2, arrived: 1 })
  const form = (await s.request('GET', `/api/v1/opt-in-forms/${s.form.id}`)).json<OptInForm>()
  expect(form.byApp.find((one) => one.channelAccountId === s.accounts.whatsapp.id)).toMatchObject({ chosen: 1, arrived: 1 })
  expect(form.byCategory.find((one) => one.categoryId === s.topics.offers)).toMatchObject({ chosen: 2, arrived: 1 })
})

test('sign-ups that nobody finishes are swept: the visitor when the code runs out, the rest a month later', async () => {
  await s.codeFor('whatsapp', [s.topics.offers])
  const left = () => s.rows<{ sealed: Buffer | null }>('select sealed from opt_in_sign_up')
  expect((await left())[0]!.sealed).not.toBeNull()
  s.wall.now += hours(25)
  await sweepWorkspace(s.services, s.workspaceId)
  expect(await left()).toEqual([{ sealed: null }])
  s.wall.now += hours(24 * 31)
  await sweepWorkspace(s.services, s.workspaceId)
  expect(await left()).toEqual([])
})
