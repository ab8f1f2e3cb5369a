/** Sunday, 22 November 2026, ten in the morning in Madrid. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LANGUAGES as NAMES, type Language } from '../../../i18n/languages.js'
import { understandAll } from './dates.js'
import { understand } from './understand.js'
import { WORDS } from './words.js'

const LANGUAGES = Object.keys(NAMES) as Language[]
const zone = process.env.TZ
let now: number
beforeAll(() => { process.env.TZ = 'Europe/Madrid'; now = new Date(2026, 10, 22, 10).getTime() })
afterAll(() => { if (zone === undefined) delete process.env.TZ; else process.env.TZ = zone })

const two = (n: number) => String(n).padStart(2, '0')
const said = (at: Date | null) => at && `${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`

const phrases: Record<Language, [string, string][]> = {
  en: [['next tuesday 3pm', '11-24 15:00'], ['tomorrow at 10', '11-23 10:00'], ['in 3 hours', '11-22 13:00'], ['tonight', '11-22 21:00'], ['monday', '11-23 08:00'], ['in 2 days', '11-24 08:00'], ['friday morning', '11-27 08:00'], ['at 9', '11-23 09:00'], ['10:30', '11-22 10:30'], ['next week', '11-23 08:00'], ['weekend', '11-28 10:00'], ['half an hour', '11-22 10:30'], ['tomorrow evening at 7', '11-23 19:00'], ['2h', '11-22 12:00'], ['at 3', '11-22 15:00'], ['03:00', '11-23 03:00'], ['sunday', '11-29 08:00']],
  es: [['mañana a las 10', '11-23 10:00'], ['el próximo martes a las 15:00', '11-24 15:00'], ['en 3 horas', '11-22 13:00'], ['Esta noche', '11-22 21:00'], ['el viernes por la mañana', '11-27 08:00'], ['mañana por la tarde', '11-23 15:00'], ['pasado mañana', '11-24 08:00'], ['en media hora', '11-22 10:30'], ['dentro de una hora', '11-22 11:00'], ['la próxima semana', '11-23 08:00'], ['martes 10:30', '11-24 10:30'], ['hoy a las 5', '11-22 17:00'], ['mañana a las 5 de la tarde', '11-23 17:00'], ['lunes a las 9h', '11-23 09:00'], ['a las 15h', '11-22 15:00'], ['3h', '11-22 13:00'], ['el finde', '11-28 10:00']],
  'pt-BR': [['amanhã às 10', '11-23 10:00'], ['próxima terça às 15h', '11-24 15:00'], ['em 3 horas', '11-22 13:00'], ['daqui a 3 horas', '11-22 13:00'], ['sexta de manhã', '11-27 08:00'], ['depois de amanhã', '11-24 08:00'], ['amanhã às 10h30', '11-23 10:30'], ['segunda-feira às 9', '11-23 09:00'], ['hoje à noite', '11-22 21:00'], ['meia hora', '11-22 10:30'], ['semana que vem', '11-23 08:00']],
  de: [['morgen um 10', '11-23 10:00'], ['nächsten Dienstag um 15 Uhr', '11-24 15:00'], ['in 3 Stunden', '11-22 13:00'], ['heute Abend', '11-22 19:00'], ['Freitag früh', '11-27 08:00'], ['morgen früh', '11-23 08:00'], ['Montag Morgen', '11-23 08:00'], ['übermorgen', '11-24 08:00'], ['in einer halben Stunde', '11-22 10:30'], ['Montag 9:30', '11-23 09:30'], ['nächste Woche', '11-23 08:00'], ['morgen um 5 Uhr nachmittags', '11-23 17:00']],
  'zh-CN': [['明天上午10点', '11-23 10:00'], ['下周二下午3点', '11-24 15:00'], ['3小时后', '11-22 13:00'], ['三小时后', '11-22 13:00'], ['半小时后', '11-22 10:30'], ['今晚', '11-22 19:00'], ['周五早上', '11-27 08:00'], ['后天', '11-24 08:00'], ['明天10点半', '11-23 10:30'], ['晚上8点', '11-22 20:00'], ['2天后', '11-24 08:00'], ['下周', '11-23 08:00'], ['周末', '11-28 10:00']],
  ar: [['غداً الساعة 10', '11-23 10:00'], ['الثلاثاء القادم الساعة ٣ عصراً', '11-24 15:00'], ['بعد 3 ساعات', '11-22 13:00'], ['بعد ساعتين', '11-22 12:00'], ['الليلة', '11-22 21:00'], ['بعد غد', '11-24 08:00'], ['الأسبوع القادم', '11-23 08:00'], ['غداً صباحاً', '11-23 08:00'], ['بعد نصف ساعة', '11-22 10:30'], ['الجمعة الساعة 9:30', '11-27 09:30']],
}

describe.each(LANGUAGES)('%s', (language) => {
  test.each(phrases[language])('%s', (text, at) => expect(said(understand(text, language, now))).toBe(at))
  test('English is understood besides', () => expect(said(understand('tomorrow at 10', language, now))).toBe('11-23 10:00'))
})

describe('a date with its month', () => {
  test.each<[Language, string, string]>([['en', '25 dec 9am', '12-25 09:00'], ['es', '25 de diciembre a las 9', '12-25 09:00'], ['es', '25 de diciembre', '12-25 08:00'], ['pt-BR', '25 de dezembro às 9', '12-25 09:00'], ['de', '25. Dezember um 9 Uhr', '12-25 09:00'], ['zh-CN', '12月25日9点', '12-25 09:00']])('%s: %s', async (language, text, at) => expect(said(await understandAll(text, language, now))).toBe(at))
  test.each(['quizá algún día con suerte', 'mañana con Ana', '99', '25:70', ''])('nothing is guessed from “%s”', async (text) => expect(await understandAll(text, 'es', now)).toBeNull())
})

describe('when clocks are moved', () => {
  test('ten in the morning is ten on the wall, three hours are three hours', () => {
    const evening = new Date(2026, 9, 24, 23).getTime() // summer time ends in the night
    expect(said(understand('mañana a las 10', 'es', evening))).toBe('10-25 10:00')
    expect(understand('mañana a las 10', 'es', evening)!.getTime() - evening).toBe(12 * 3_600_000)
    expect(understand('en 3 horas', 'es', new Date(2026, 9, 25, 1).getTime())!.getTime() - new Date(2026, 9, 25, 1).getTime()).toBe(3 * 3_600_000)
    const spring = new Date(2026, 2, 28, 22).getTime()
    expect(understand('mañana a las 10', 'es', spring)!.getTime() - spring).toBe(11 * 3_600_000)
  })
})

test('whatever is typed, what is understood lies ahead and not too far', () => {
  const words = (language: Language) => fc.array(fc.oneof(fc.constantFrom(...WORDS[language].map(([word]) => word)), fc.integer({ min: 0, max: 40 }).map(String), fc.constantFrom('10:30', '3点', '25h')), { maxLength: 5 }).map((all) => all.join(' '))
  for (const language of LANGUAGES) fc.assert(fc.property(words(language), (text) => {
    const at = understand(text, language, now)
    if (at) expect([text, at.getTime() > now, at.getTime() - now < 731 * 86_400_000]).toEqual([text, true, true])
  }), { numRuns: 300 })
})
