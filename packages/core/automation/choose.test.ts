import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { days, hours, minutes } from '../model/ids.js'
import { fillPlaces, languageByScript, languageOfWords, unknownPlaces, variantFor } from './answer.js'
import { chooseRules } from './choose.js'
import { foundWord } from './keyword.js'
import type { Circumstances, KeywordMatch, Occasion, Reason, Rule, Silence, Trigger } from './rule.js'

const NOW = Date.UTC(2026, 10, 22, 20)
const rule = (id: string, trigger: Trigger, change: Partial<Rule> = {}): Rule => ({ id, trigger, enabled: true, answers: true, enabledAt: null, ...change })
const wrote = (text: string, change: Partial<Occasion> = {}): Occasion => ({ kind: 'message', at: NOW, text, key: null, entry: false, ...change })
const act = (key: string | null, entry = false): Occasion => ({ kind: 'act', at: NOW, text: '', key, entry })
const facts = (change: Partial<Circumstances> = {}): Circumstances =>
  ({ now: NOW, lastBeforeAt: null, hours: { open: true, period: '1' }, toldAway: false, colleagueAt: null, quietMs: minutes(10), stopped: false, loop: false, past: false, ...change })

const known = { lastBeforeAt: NOW - days(3) }
const shut = { hours: { open: false, period: '1' } }

describe('one rule alone', () => {
  it.each<[string, Trigger, Occasion, Partial<Circumstances>, Reason | null]>([
    ['her first message ever', { kind: 'greeting', afterDays: null }, wrote('hola'), {}, null],
    ['her second', { kind: 'greeting', afterDays: null }, wrote('hola'), known, 'known_person'],
    ['after 14 days of silence', { kind: 'greeting', afterDays: 14 }, wrote('hola'), { lastBeforeAt: NOW - days(14) }, null],
    ['a millisecond earlier', { kind: 'greeting', afterDays: 14 }, wrote('hola'), { lastBeforeAt: NOW - days(14) + 1 }, 'known_person'],
    ['a follow is not greeted as a message', { kind: 'greeting', afterDays: null }, act(null, true), {}, 'not_this'],
    ['outside the hours', { kind: 'away' }, wrote('hola'), shut, null],
    ['while it is open', { kind: 'away' }, wrote('hola'), {}, 'open_now'],
    ['told in this closed stretch', { kind: 'away' }, wrote('hola'), { ...shut, toldAway: true }, 'told_already'],
    ['no hours are set', { kind: 'away' }, wrote('hola'), { hours: null }, 'no_hours'],
    ['a menu entry outside the hours', { kind: 'away' }, act('HOURS'), shut, 'not_this'],
    ['the word', { kind: 'keyword', match: 'word', words: ['precio', 'horario'] }, wrote('¿Qué HORARIO tenéis?'), known, null],
    ['another word', { kind: 'keyword', match: 'word', words: ['precio'] }, wrote('hola'), known, 'no_word'],
    ['a picture without words', { kind: 'keyword', match: 'contains', words: ['a'] }, wrote(''), known, 'not_this'],
    ['the menu key', { kind: 'menu', keys: ['HOURS'] }, act('HOURS'), known, null],
    ['another key', { kind: 'menu', keys: ['HOURS'] }, act('PRICES'), known, 'other_key'],
    ['keys are the platform’s and exact', { kind: 'menu', keys: ['hours'] }, act('HOURS'), known, 'other_key'],
    ['a tapped button is a message and has a key', { kind: 'menu', keys: ['1'] }, wrote('Sí', { key: '1' }), known, null],
    ['a message without a key', { kind: 'menu', keys: ['1'] }, wrote('1'), known, 'not_this'],
    ['she follows', { kind: 'follow' }, act(null, true), known, null],
    ['she only clicks', { kind: 'follow' }, act('HOURS'), known, 'not_this'],
  ])('%s', (_name, trigger, occasion, change, reason) => {
    expect(chooseRules([rule('a', trigger)], occasion, facts(change)).judgements).toEqual([{ ruleId: 'a', applies: reason === null, reason }])
  })

  it('is silent when off, and about what came before it was switched on', () => {
    const greeting: Trigger = { kind: 'greeting', afterDays: null }
    expect(chooseRules([rule('a', greeting, { enabled: false })], wrote('x'), facts()).judgements[0]!.reason).toBe('off')
    expect(chooseRules([rule('a', greeting, { enabledAt: NOW + 1 })], wrote('x'), facts()).judgements[0]!.reason).toBe('too_early')
    expect(chooseRules([rule('a', greeting, { enabledAt: NOW })], wrote('x'), facts()).speaker).toBe('a')
  })
})

describe('nothing is automatic', () => {
  it.each<[string, Partial<Circumstances>, Silence | null]>([
    ['a colleague wrote nine minutes ago', { colleagueAt: NOW - minutes(10) + 1 }, 'colleague'],
    ['ten minutes ago', { colleagueAt: NOW - minutes(10) }, null],
    ['the setting is off', { colleagueAt: NOW - 1, quietMs: 0 }, null],
    ['stopped', { stopped: true }, 'stopped'],
    ['another bot', { loop: true }, 'loop'],
    ['history', { past: true }, 'past'],
  ])('%s', (_name, change, silence) => {
    const choice = chooseRules([rule('a', { kind: 'greeting', afterDays: null })], wrote('hola'), facts(change))
    expect([choice.silence, choice.speaker, choice.rules]).toEqual(silence ? [silence, null, []] : [null, 'a', ['a']])
  })
})

describe('several rules', () => {
  const greeting = rule('greeting', { kind: 'greeting', afterDays: null })
  const away = rule('away', { kind: 'away' })
  const word = rule('word', { kind: 'keyword', match: 'contains', words: ['hola'] })
  it('the first in order speaks, the others say why not', () => {
    expect(chooseRules([away, greeting, word], wrote('hola'), facts(shut))).toEqual({
      silence: null, rules: ['away'], speaker: 'away',
      judgements: [{ ruleId: 'away', applies: true, reason: null }, { ruleId: 'greeting', applies: false, reason: 'another_first' }, { ruleId: 'word', applies: false, reason: 'another_first' }],
    })
    expect(chooseRules([word, greeting, away], wrote('hola'), facts(shut)).speaker).toBe('word')
  })
  it('one that only sets labels lets the next one speak', () => {
    expect(chooseRules([{ ...word, answers: false }, greeting, away], wrote('hola'), facts(shut))).toMatchObject({ rules: ['word', 'greeting'], speaker: 'greeting' })
  })
})

describe('for any rules, occasion and circumstances', () => {
  const trigger: fc.Arbitrary<Trigger> = fc.oneof(
    fc.record({ kind: fc.constant('greeting' as const), afterDays: fc.option(fc.integer({ min: 1, max: 60 })) }), fc.constant({ kind: 'away' as const }), fc.constant({ kind: 'follow' as const }),
    fc.record({ kind: fc.constant('keyword' as const), match: fc.constantFrom<KeywordMatch>('contains', 'word', 'starts', 'exact'), words: fc.array(fc.constantFrom('hola', 'precio', '你好', '?'), { maxLength: 3 }) }),
    fc.record({ kind: fc.constant('menu' as const), keys: fc.array(fc.constantFrom('A', 'B'), { maxLength: 2 }) }))
  const rules = fc.array(fc.record({ trigger, enabled: fc.boolean(), answers: fc.boolean() }), { maxLength: 6 }).map((all) => all.map((one, i): Rule => ({ ...one, id: String(i), enabledAt: null })))
  const occasion: fc.Arbitrary<Occasion> = fc.record({ kind: fc.constantFrom('message' as const, 'act' as const), at: fc.constant(NOW), text: fc.constantFrom('', 'hola', 'HOLA!', 'precio?', '你好吗'), key: fc.constantFrom(null, 'A', 'C'), entry: fc.boolean() })
  const circumstances: fc.Arbitrary<Circumstances> = fc.record({
    now: fc.constant(NOW), lastBeforeAt: fc.option(fc.integer({ min: NOW - days(90), max: NOW })), hours: fc.option(fc.record({ open: fc.boolean(), period: fc.constant('p') })), toldAway: fc.boolean(),
    colleagueAt: fc.option(fc.integer({ min: NOW - hours(1), max: NOW })), quietMs: fc.constantFrom(0, minutes(10)), stopped: fc.boolean(), loop: fc.boolean(), past: fc.boolean(),
  })
  const check = (law: (all: Rule[], what: Occasion, how: Circumstances) => void) => fc.assert(fc.property(rules, occasion, circumstances, law), { numRuns: 2_000 })

  it('one speaks at most, it is the last that acts, and it has something to say', () => check((all, what, how) => {
    const { speaker, rules: acting, silence } = chooseRules(all, what, how)
    const byId = (id: string) => all.find((one) => one.id === id)!
    expect(acting.filter((id) => byId(id).answers)).toEqual(speaker === null ? [] : [speaker])
    if (speaker !== null) expect(acting.at(-1)).toBe(speaker)
    if (silence) expect(acting).toEqual([])
  }))
  it('every rule is judged, and says why not or acts', () => check((all, what, how) => {
    const { judgements, rules: acting, silence } = chooseRules(all, what, how)
    expect(judgements.map((one) => one.ruleId)).toEqual(all.map((one) => one.id))
    for (const one of judgements) expect(one.applies).toBe(one.reason === null)
    if (!silence) expect(judgements.filter((one) => one.applies).map((one) => one.ruleId)).toEqual(acting)
  }))
  it('rules that do not apply change nothing by being there', () => check((all, what, how) => {
    const whole = chooseRules(all, what, how)
    const rest = all.filter((one) => whole.judgements.find((judged) => judged.ruleId === one.id)!.applies)
    expect(chooseRules(rest, what, how)).toMatchObject({ speaker: whole.speaker, rules: whole.rules })
  }))
  it('no away message while it is open or twice in one closed stretch; no greeting to somebody who wrote yesterday', () => check((all, what, how) => {
    const { speaker } = chooseRules(all, what, how)
    const kind = all.find((one) => one.id === speaker)?.trigger.kind
    if (!how.hours || how.hours.open || how.toldAway) expect(kind).not.toBe('away')
    if (how.lastBeforeAt !== null && NOW - how.lastBeforeAt < days(1)) expect(kind).not.toBe('greeting')
  }))
})

describe('words', () => {
  it.each<[KeywordMatch, string, string, boolean]>([
    ['contains', 'Quiero el CATÁLOGO', 'catalogo', true], ['contains', 'precios', 'precio', true], ['contains', 'ｐｒｅｃｉｏ', 'precio', true],
    ['word', 'precios', 'precio', false], ['word', '¿precio?', 'precio', true], ['word', 'el precio, por favor', 'PRECIO', true], ['word', 'el  precio   final', 'precio final', true],
    ['word', '营业时间是几点', '营业时间', true], ['word', 'wifi密码', 'wifi', true], ['word', '请问wifi', 'WiFi', true], ['word', 'wifis密码', 'wifi', false], ['word', 'c++ o c', 'c++', true],
    ['starts', '¡Hola! ¿Qué tal?', 'hola', true], ['starts', 'Digo hola', 'hola', false], ['starts', '你好，在吗', '你好', true],
    ['exact', '¡HOLA!', 'hola', true], ['exact', 'hola a todos', 'hola', false], ['exact', '1', '1', true], ['exact', '?', '?', true], ['exact', '👍', '👍', true], ['exact', '菜单', '菜单', true],
    ['contains', '', 'hola', false], ['contains', 'hola', ' ', false], ['contains', 'a.c', '.', true], ['word', 'abc', '.', false],
  ])('%s: "%s" and "%s": %s', (match, text, word, found) => expect(foundWord(text, match, [word])).toBe(found ? word : null))

  it('takes the first word found, and case or accents never matter', () => {
    expect(foundWord('el precio y el horario', 'word', ['tienda', 'horario', 'precio'])).toBe('horario')
    fc.assert(fc.property(fc.constantFrom<KeywordMatch>('contains', 'word', 'starts', 'exact'), fc.stringMatching(/^[a-zñáéíóúü ?!.¿¡]{1,20}$/), fc.stringMatching(/^[a-zñáéíóúü]{1,5}$/), (match, text, word) => {
      const plain = (some: string) => some.normalize('NFD').replaceAll(/\p{Mn}/gu, '')
      expect(foundWord(text.toUpperCase(), match, [word]) !== null).toBe(foundWord(plain(text), match, [plain(word).toUpperCase()]) !== null)
    }), { numRuns: 500 })
  })
  it('whatever is exact also starts so, stands as a word and is contained', () => fc.assert(fc.property(fc.string(), (text) => {
    fc.pre(foundWord(text, 'exact', [text]) !== null)
    for (const match of ['contains', 'word', 'starts'] as const) expect(foundWord(text, match, [text])).toBe(text)
  })))
})

describe('what is said', () => {
  const values = { 'contact.name': 'Ana Ruiz', 'contact.firstName': 'Ana', opening: 'mañana a las 10:00', company: 'Óptica Sol' }
  test.each<[string, string, string]>([
    ['places', 'Hola, {{contact.firstName}}: {{company}} abre {{ opening }}.', 'Hola, Ana: Óptica Sol abre mañana a las 10:00.'],
    ['an empty one goes with its blank', 'Hola {{contact.name}}, gracias', 'Hola, gracias'],
    ['one nobody knows stays', 'Pedido {{order}}', 'Pedido {{order}}'],
  ])('%s', (_name, text, said) => expect(fillPlaces(text, text.includes('gracias') ? { ...values, 'contact.name': ' ' } : values)).toBe(said))
  it('a name cannot smuggle a place in', () => expect(fillPlaces('{{contact.name}}', { ...values, 'contact.name': '{{company}} $& $1' })).toBe('{{company}} $& $1'))
  it('names the places nobody fills', () => expect(unknownPlaces('{{company}} {{order}} {{agent.name}} {{order}}')).toEqual(['order', 'agent.name']))
  test.each<[string | null, string]>([['es-MX', 'es'], ['es', 'es'], ['zh_CN', 'zh-CN'], ['zh', 'zh-CN'], ['de', '*'], [null, '*']])('the wording for %s is %s', (language, expected) => {
    expect(variantFor([{ language: 'es' }, { language: 'zh-CN' }, { language: null }], language)?.language ?? '*').toBe(expected)
  })
  it('without one for everybody, the first', () => expect(variantFor([{ language: 'es' }, { language: 'en' }], 'de')?.language).toBe('es'))
  test.each([['营业时间?', 'zh'], ['ありがとう', 'ja'], ['hola', null], ['شكرا', 'ar']])('%s is %s by its script', (text, language) => expect(languageByScript(text)).toBe(language))
  test.each([
    ['Gracias por tu mensaje. Ahora está cerrado; te respondemos {{opening}}.', 'es'], ['Thank you for your message. We are closed just now.', 'en'], ['Danke für Ihre Nachricht, wir sind wieder da', 'de'], ['Merci pour votre message', 'fr'],
    ['Grazie per il messaggio', 'it'], ['Obrigado pela mensagem, estamos fechados', 'pt'], ['Gràcies pel missatge, ara és tancat', 'ca'], ['现在休息', 'zh'], ['10–14 {{opening}}', null], ['', null],
  ])('“%s” is written in %s', (text, language) => expect(languageOfWords(text)).toBe(language))
})
