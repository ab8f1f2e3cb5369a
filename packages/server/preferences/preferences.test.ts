import type { PreferenceLink } from '@recado/api'
import { days } from '@recado/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeStand, PRIVACY, type Stand } from '../opt-in/testing/stand.js'
import { formProof } from './link.js'

let s: Stand
let path: string
let contactId: string
beforeEach(async () => {
  s = await makeStand()
  await s.publish({ privacyUrl: PRIVACY })
  const code = await s.codeFor('whatsapp', [s.topics.offers, s.topics.news], { language: 'en' })
  await s.arrive('whatsapp', '34600000001', { text: `(#${code})` })
  contactId = (await s.rows<{ contact_id: string }>('select contact_id from contact'))[0]!.contact_id
  path = /\/p\/[\w-]+/.exec((await s.said())[0]!)![0]
})
afterEach(() => s.close())

const page = (language = 'en') => s.request('GET', `${path}?language=${language}`, undefined, null)
/** Presses the button that her page shows for a topic, as a browser without a script does. */
async function press(button: string, within = ''): Promise<{ status: number; body: string }> {
  const { body } = await page()
  const form = [...body.matchAll(/<form[^]*?<\/form>/g)].map((match) => match[0]).find((one) => one.includes(`value="${button}"`) && one.includes(within))
  if (!form) return { status: 0, body }
  const fields = new URLSearchParams([...form.matchAll(/name="(\w+)" value="([^"]*)"/g)].map((match) => [match[1]!, match[2]!]))
  const answer = await s.app.inject({ method: 'POST', url: path, headers: { host: 'localhost:3000', 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'Her browser' }, payload: fields.toString() })
  return { status: answer.statusCode, body: answer.statusCode === 303 ? (await s.request('GET', String(answer.headers.location), undefined, null)).body : answer.body }
}
const states = async () => (await s.consents()).map((one) => [one.state, one.source, one.category_id, one.channel])

describe('her page', () => {
  test('shows each topic and app, since when and by which words, and asks nobody who she is', async () => {
    const { body, headers } = await page()
    expect(body.match(/You receive this/g)?.length).toBe(2)
    expect(body).toContain('since November 22, 2026')
    expect(body).toContain(s.form.draft.texts.en!.wording.replaceAll("'", '&#39;'))
    expect(body).toContain(`href="${PRIVACY}"`)
    expect([headers['set-cookie'], String(headers['content-security-policy']).startsWith(`default-src 'none'; style-src 'sha256-`)]).toEqual([undefined, true])
    expect(body).not.toContain(contactId)
    expect(path).not.toContain(contactId)
  })
  test('ends a topic with one press, and takes it back with another, by the words beside the button', async () => {
    expect((await press('stop', s.topics.offers)).body).toContain('Your choice has been saved.')
    expect((await states()).at(-1)).toEqual(['withdrawn', 'preference_page', s.topics.offers, 'whatsapp'])
    expect((await page()).body.match(/You receive this/g)?.length).toBe(1)
    s.wall.now += 1_000
    await press('start', s.topics.offers)
    expect((await states()).at(-1)).toEqual(['confirmed', 'preference_page', s.topics.offers, 'whatsapp'])
    const last = (await s.consents()).at(-1)!
    expect(await s.rows('select text, privacy_url from consent_wording where wording_id = $1', [last.wording_id])).toEqual([{ text: 'By pressing “Receive this” I agree that Company sends me messages about “Offers” in WhatsApp. I can withdraw my consent here at any time, or by answering STOP.', privacy_url: PRIVACY }])
  })
  test('ends everything at once, on every app, also what waits to go out', async () => {
    const [conversation] = await s.rows<{ conversation_id: string }>('select conversation_id from conversation')
    const queued = await s.request('POST', `/api/v1/conversations/${conversation!.conversation_id}/messages`, { clientId: 'ad', content: { kind: 'text', text: 'Ofertas' }, purpose: 'marketing', category: 'offers' })
    expect(queued.statusCode, queued.body).toBe(201)
    expect((await press('nothing')).body).toContain('You no longer receive advertising from Company.')
    expect((await states()).at(-1)).toEqual(['withdrawn', 'preference_page', null, null])
    expect(await s.rows(`select status, error->>'code' as code from message where client_id = 'ad'`)).toEqual([{ status: 'failed', code: 'opted_out' }])
    expect((await page()).body.match(/You receive this/g)).toBeNull()
  })
  test.each([['es', 'Tus preferencias', 'ltr'], ['ar', 'اختياراتك', 'rtl'], ['zh-CN', '您的选择', 'ltr']])('speaks %s', async (language, title, dir) => {
    const { body } = await page(language)
    expect(body).toContain(`<h1 tabindex="-1">${title}</h1>`)
    expect(body).toContain(`<html lang="${language}" dir="${dir}">`)
  })
})

describe('the link', () => {
  const post = (fields: Record<string, string>, headers: Record<string, string> = {}) => s.app.inject({ method: 'POST', url: path, headers: { host: 'localhost:3000', 'content-type': 'application/x-www-form-urlencoded', ...headers }, payload: new URLSearchParams(fields).toString() })
  test('is the same all day, another one the next, and over after its time', async () => {
    const ask = async () => (await s.request('POST', `/api/v1/contacts/${contactId}/preference-link`)).json<PreferenceLink>()
    const first = await ask()
    expect(first.url).toBe(`http://localhost:3000${path}`)
    s.wall.now = Date.parse(first.expiresAt) - 1
    expect((await page()).statusCode).toBe(200)
    s.wall.now += 1
    expect([(await page()).statusCode, (await page()).body.includes('answer STOP')]).toEqual([404, true])
    expect((await ask()).url).not.toBe(first.url)
    expect(Date.parse(first.expiresAt)).toBeLessThanOrEqual(Date.UTC(2026, 10, 22, 9, 1) + days(181))
  })
  test('with any letter changed opens nothing', async () => {
    const token = path.slice(3)
    for (const at of [0, 1, 20, 45, token.length - 2]) {
      const changed = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`
      expect((await s.request('GET', `/p/${changed}`, undefined, null)).statusCode).toBe(404)
    }
  })
  test('changes nothing without the page’s own proof, from another site, or by being opened', async () => {
    const before = await states()
    for (const answer of [await post({ do: 'nothing' }), await post({ do: 'nothing', proof: `${s.wall.now}.x` }), await post({ do: 'nothing', proof: await formProof(s.services, 'another', s.wall.now) }), await post({ do: 'nothing', proof: await formProof(s.services, path.slice(3), s.wall.now - days(1)) })]) expect(answer.statusCode).toBe(400)
    expect((await post({ do: 'nothing', proof: await formProof(s.services, path.slice(3), s.wall.now) }, { origin: 'https://evil.example' })).statusCode).toBe(403)
    await s.request('GET', `${path}?do=nothing`, undefined, null)
    expect(await states()).toEqual(before)
  })
  test('of somebody who was erased is none', async () => {
    await s.rows('update contact set erased_at = now() where contact_id = $1', [contactId])
    expect((await page()).statusCode).toBe(404)
  })
  test('stands in the places of a saved reply for whoever may hand it out, and for nobody else', async () => {
    const [conversation] = await s.rows<{ conversation_id: string }>('select conversation_id from conversation')
    const values = async (as: Awaited<ReturnType<Stand['addPerson']>>) => (await s.request('GET', `/api/v1/conversations/${conversation!.conversation_id}/reply-values`, undefined, as)).json().values.preferences
    expect(await values(s.owner)).toBe(`http://localhost:3000${path}`)
    expect(await values(await s.addPerson('viewer'))).toBe('')
    expect((await s.request('POST', `/api/v1/contacts/${contactId}/preference-link`, undefined, await s.addPerson('viewer'))).statusCode).toBe(403)
  })
})
