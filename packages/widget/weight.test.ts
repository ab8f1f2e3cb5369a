import { gzipSync } from 'node:zlib'
import { type OptInPublic, OPT_IN_LANGUAGES, widgetStyle, wordsOf } from '@recado/api'
import { expect, test } from 'vitest'
import { buildWidget } from './build.js'

const LIMIT = 25 * 1024
const text = (i: number, length: number): string => Array.from({ length }, (_, at) => String.fromCodePoint(97 + ((at * 7 + i * 13 + at * at) % 26))).join('')

/** The heaviest form that anybody will publish: six languages, three apps, a dozen topics with what they are. */
const form: OptInPublic = {
  slug: 'boletin-abc234', version: 1, company: 'Óptica Gil', purpose: 'marketing', languages: [...OPT_IN_LANGUAGES], privacyUrl: 'https://optica.example/privacidad', look: { accent: '#0b6b74', page: '#eef1f1', corners: 'round', side: 'end' },
  texts: Object.fromEntries(OPT_IN_LANGUAGES.map((language, i) => [language, { title: text(i, 60), text: text(i, 200), wording: text(i, 400), thanks: text(i, 80), button: text(i, 20) }])),
  categories: Array.from({ length: 12 }, (_, n) => ({ id: `018f0000-0000-7000-8000-0000000000${10 + n}`, names: Object.fromEntries(OPT_IN_LANGUAGES.map((language, i) => [language, text(i + n, 16)])), descriptions: Object.fromEntries(OPT_IN_LANGUAGES.map((language, i) => [language, text(i + n, 60)])) })),
  apps: Array.from({ length: 3 }, (_, n) => ({ id: `018f0000-0000-7000-8000-00000000000${n}`, channel: 'c', name: 'WhatsApp', logo: `data:image/svg+xml;base64,${text(n, 800)}`, how: 'text', scanOnly: false, delivery: { only: null, except: ['US', 'CN'] } })),
}

test('the widget weighs 25 KB at most as it comes over the wire, whatever its form says', async () => {
  const script = await buildWidget()
  const words = Object.fromEntries(OPT_IN_LANGUAGES.map((language) => [language, wordsOf(language)]))
  const whole = `(()=>{${script}\nRecadoOptIn.start(${JSON.stringify({ form, words, style: widgetStyle(form.look), timeZone: 'Europe/Madrid' })})})()`
  const bytes = gzipSync(whole, { level: 9 }).length
  expect(bytes).toBeLessThanOrEqual(LIMIT)
  expect(gzipSync(script, { level: 9 }).length).toBeLessThanOrEqual(8 * 1024)
}, 60_000)

test('it carries nothing that asks anybody else, keeps anything in the browser, or runs text', async () => {
  const script = await buildWidget()
  expect(script.match(/https?:\/\/[\w.-]+/g) ?? []).toEqual([])
  expect(script).not.toMatch(/localStorage|sessionStorage|document\.cookie|indexedDB|\beval\(|new Function|importScripts|sendBeacon/)
  expect(await buildWidget()).toBe(script)
}, 60_000)
