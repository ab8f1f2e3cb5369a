import { createHash } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { OPT_IN_LANGUAGES, OPT_IN_WORDS } from '@recado/api'
import { buildWidget } from '../../widget/build.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PREFERENCE_WORDS } from '../preferences/words.js'
import { makeStand, PRIVACY, type Stand } from './testing/stand.js'

let s: Stand
beforeAll(async () => {
  const webDir = mkdtempSync(join(tmpdir(), 'recado-web-'))
  writeFileSync(join(webDir, 'index.html'), '<!doctype html>')
  writeFileSync(join(webDir, 'widget.js'), await buildWidget())
  s = await makeStand({ config: { webDir } })
  await s.publish({
    privacyUrl: PRIVACY, languages: ['es', 'en'],
    texts: { es: { title: 'Novedades <b>ya</b>', text: 'Hola', wording: 'Acepto & firmo.\nDos líneas.', thanks: 'Gracias', button: 'Apúntate' }, en: { title: 'News', text: '', wording: 'I agree.', thanks: 'Thanks', button: 'Sign up' } },
    accountIds: Object.values(s.accounts).map((account) => account.id), purpose: 'notification',
  })
  await s.publish({ purpose: 'marketing', accountIds: [s.accounts.whatsapp.id, s.accounts.wechat.id] })
})
afterAll(() => s.close())

const get = (path: string, headers: Record<string, string> = {}) => s.request('GET', path, undefined, null, headers)
const shown = (body: string) => [...body.matchAll(/name="app" value="([^"]+)"/g)].map((match) => Object.entries(s.accounts).find(([, account]) => account.id === match[1])?.[0])

describe('the page', () => {
  test('runs nothing, loads nothing from elsewhere and sets no cookie: its policy names its one style', async () => {
    const page = await get(`/j/${s.form.slug}`)
    const style = /<style>([^]*?)<\/style>/.exec(page.body)![1]!
    expect(page.headers['content-security-policy']).toBe(`default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`)
    expect(page.headers['set-cookie']).toBeUndefined()
    expect(page.body).not.toMatch(/<script|<link|<iframe|\son\w+=|style="|@import|url\(/i)
    expect(page.body.match(/(?:src|href|action)="(?!data:|\/j\/)[^"]*"/g)).toEqual([`href="${PRIVACY}"`])
  })
  test('writes what anybody wrote as text', async () => {
    const { body } = await get(`/j/${s.form.slug}`, { 'accept-language': 'es' })
    expect(body).toContain('Novedades &lt;b&gt;ya&lt;/b&gt;')
    expect(body).toContain('Acepto &amp; firmo.<br>Dos líneas.')
  })
  test.each([['es-MX,es;q=0.9,en;q=0.5', 'es', 'MX'], ['en-GB,en', 'en', 'GB'], ['fr-CA,en;q=0.3', 'en', 'CA'], ['en;q=0.2,es;q=0.9', 'es', 'ES'], ['ja', 'es', 'ES']])('%s is answered in %s, for %s', async (accept, language, country) => {
    const { body } = await get(`/j/${s.form.slug}`, { 'accept-language': accept })
    expect([/<html lang="([\w-]+)"/.exec(body)?.[1], /value="(\w\w)" selected/.exec(body)?.[1]]).toEqual([language, country])
  })
  test.each([['ES', ['whatsapp', 'wechat'], null], ['US', ['wechat'], 'WhatsApp does not deliver these messages in United States.'], ['CN', ['wechat'], 'WhatsApp does not deliver these messages in China.'], ['', ['whatsapp', 'wechat'], null]])('from "%s" it offers %j and says why not the others', async (country, apps, why) => {
    const { body } = await get(`/j/${s.form.slug}?country=${country}&language=en`)
    expect(shown(body)).toEqual(apps)
    expect(body.includes('does not deliver')).toBe(why !== null)
    if (why) expect(body).toContain(why)
  })
  test.each([
    ['no topic', { country: 'ES' }, 'Elige al menos un tema.'], ['an app that does not deliver there', { topic: 'offers', country: 'US' }, 'Esta aplicación no se puede usar desde Estados Unidos.'], ['a topic of nobody', { topic: '018f0000-0000-7000-8000-000000000000', country: 'ES' }, 'Elige al menos un tema.'],
  ])('with %s it says so and keeps nothing', async (_name, fields, words) => {
    const before = await s.rows('select 1 from opt_in_sign_up')
    const answer = await s.choose({ app: s.accounts.whatsapp.id, language: 'es', ...fields, ...('topic' in fields && fields.topic === 'offers' ? { topic: s.topics.offers } : {}) })
    expect([answer.status, answer.body.includes(words)]).toEqual([400, true])
    expect(await s.rows('select 1 from opt_in_sign_up')).toEqual(before)
  })
  test('leads to the app with the message ready, and a second look says that nothing has come', async () => {
    const code = await s.codeFor('whatsapp', [s.topics.offers])
    const { body } = await get(`/j/${s.form.slug}/${code}`)
    expect(body).toContain(`href="https://wa.me/34600000000?text=${encodeURIComponent(`¡Hola! Quiero recibir mensajes sobre: Ofertas (#${code})`).replaceAll("'", '&#39;')}"`)
    expect(body).toMatch(/<path d="M4 4h7v1h-7z/)
    expect((await get(`/j/${s.form.slug}/${code}?sent=1`)).body).toContain('Tu mensaje todavía no ha llegado.')
  })
  test('from another site nobody posts', async () => {
    expect((await s.choose({ topic: s.topics.offers, app: s.accounts.whatsapp.id }, { origin: 'https://evil.example' })).status).toBe(403)
  })
  test.each(['/j/nobody-abc234', '/j/AAAA', `/p/${'A'.repeat(87)}`, '/p/x'])('%s says the same to everybody', async (path) => {
    const answer = await get(path)
    expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([404, undefined])
    expect(answer.body).not.toContain('Company')
  })
  test('a closed form is not there, and opens again under its address', async () => {
    await s.request('PATCH', `/api/v1/opt-in-forms/${s.form.id}`, { archived: true })
    expect((await get(`/j/${s.form.slug}`)).statusCode).toBe(404)
    expect((await get(`/widget/${s.form.slug}.js`)).body).toBe('')
    await s.request('PATCH', `/api/v1/opt-in-forms/${s.form.id}`, { archived: false })
    expect((await get(`/j/${s.form.slug}`)).statusCode).toBe(200)
  })
})

describe('the widget', () => {
  const post = (path: string, fields: Record<string, string>) => s.app.inject({ method: 'POST', url: `/widget/${s.form.slug}${path}`, headers: { host: 'localhost:3000', origin: 'https://optica.example', referer: 'https://optica.example/gafas', 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams(fields).toString() })

  test('is one script of at most 25 KB, for any site, with the form in it', async () => {
    const plain = await get(`/widget/${s.form.slug}.js`)
    const packed = await get(`/widget/${s.form.slug}.js`, { 'accept-encoding': 'gzip, br' })
    expect(packed.rawPayload.length).toBeLessThanOrEqual(25 * 1024)
    expect(gunzipSync(packed.rawPayload).toString()).toBe(plain.body)
    expect(gzipSync(plain.body, { level: 9 }).length).toBe(packed.rawPayload.length)
    expect(plain.headers).toMatchObject({ 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin', 'content-type': 'text/javascript; charset=utf-8' })
    expect(plain.body).toContain('Novedades \\u003cb>ya')
    expect((await get(`/widget/${s.form.slug}.js`, { 'if-none-match': String(plain.headers.etag) })).statusCode).toBe(304)
  })
  test('signs up from the company’s own site, with that page in the proof', async () => {
    const answer = await post('/sign-ups', { topic: s.topics.news, app: s.accounts.whatsapp.id, country: 'ES', language: 'es' })
    expect([answer.statusCode, answer.headers['access-control-allow-origin'], answer.headers['set-cookie']]).toEqual([201, '*', undefined])
    const { code, state } = answer.json<{ code: string; state: string }>()
    expect([state, (await get(`/widget/${s.form.slug}/tickets/${code}`)).json()]).toEqual(['waiting', { state: 'waiting' }])
    await s.arrive('whatsapp', '34600000077', { text: `(#${code})` })
    expect((await get(`/widget/${s.form.slug}/tickets/${code}`)).json()).toEqual({ state: 'arrived' })
    expect((await s.consents()).map((one) => one.source)).toEqual(['widget'])
    expect((await post('/sign-ups', { app: s.accounts.whatsapp.id })).json()).toEqual({ problem: 'noTopic' })
  })
  test('one address gets so many codes and no more', async () => {
    const answers = []
    for (let i = 0; i < 12; i++) answers.push((await s.choose({ topic: s.topics.offers, app: s.accounts.whatsapp.id, country: 'ES', language: 'es' })).status)
    expect(answers.at(-1)).toBe(429)
  })
})

test('every language says everything', () => {
  for (const language of OPT_IN_LANGUAGES) for (const words of [OPT_IN_WORDS[language], PREFERENCE_WORDS[language]]) for (const [key, text] of Object.entries(words)) expect(text, `${language} ${key}`).toMatch(/\S/)
  const places = (text: string): string => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort().join()
  for (const words of [OPT_IN_WORDS, PREFERENCE_WORDS]) for (const language of OPT_IN_LANGUAGES) for (const [key, text] of Object.entries(words[language])) expect(places(text), `${language} ${key}`).toBe(places((words.en as Record<string, string>)[key]!))
})
