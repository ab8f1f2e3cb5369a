import { describe, expect, it, test } from 'vitest'
import { hasOpeners, type MenuButton, openerFaults, type Openers, type OpenersEditor, type OpenerSet, openerTitles, sameOpeners } from '../index.js'

const source = 'https://platform.example'
const editor: OpenersEditor<string> = {
  source, shows: '', notes: [], greeting: { maxLength: 10, unit: 'characters', source, help: '' }, iceBreakers: { most: 2, maxLength: 8, unit: 'characters', keyMaxLength: 4, noEmoji: true, source, help: '' },
  commands: { most: 2, nameLength: 4, hintLength: 8, namePattern: '^[a-z]+$', source, help: '' },
  menu: {
    most: 3, below: 5, title: { maxLength: 16, unit: 'bytes', source }, titleBelow: { maxLength: 60, unit: 'bytes', source }, layout: 'bar',
    types: [{ type: 'click', label: '', help: '', source, answeredBy: 'key', values: [{ key: 'key', label: '', kind: 'key', maxLength: 8, unit: 'bytes', required: true }] }, { type: 'view', label: '', help: '', source, values: [{ key: 'url', label: '', kind: 'link', maxLength: 30, unit: 'bytes', required: true }] }],
  },
  audience: { kind: 'tag', label: '', help: '', parts: ['menu'], mostHosts: 1 },
}
const click = (title: string, key = 'K'): MenuButton => ({ title, type: 'click', values: { key } })
const view = (title: string, url: string): MenuButton => ({ title, type: 'view', values: { url } })
const told = (...sets: Partial<OpenerSet>[]) => openerFaults(editor, { sets: sets.map((set) => ({ audience: null, ...set })) }).map(({ path, code, limit }) => [path, code, limit].filter((part) => part !== undefined).join(' '))
const tag = (value: string, set: Partial<OpenerSet>): Partial<OpenerSet> => ({ audience: { kind: 'tag', value }, ...set })
const menu = { menu: [click('Inicio')] }

describe('openers', () => {
  it.each<[string, Partial<OpenerSet>[], string[]]>([
    ['of nothing', [{}], []], ['without a set for everybody', [], ['sets.0 default_missing']], ['whose first set is for some', [tag('2', {})], ['sets.0 default_missing']],
    ['three times five', [{ menu: [1, 2, 3].map((top) => ({ title: `T${top}`, below: [1, 2, 3, 4, 5].map((at) => click(`B${at}`)) })) }], []],
    ['a fourth button', [{ menu: [click('1'), click('2'), click('3'), click('4')] }], ['sets.0.menu too_many 3']],
    ['a sixth below', [{ menu: [{ title: 'T', below: [1, 2, 3, 4, 5, 6].map((at) => click(String(at))) }] }], ['sets.0.menu.0.below too_many 5']],
    ['five Chinese letters and one byte', [{ menu: [click('联系我们好a')] }], []], ['six Chinese letters above', [{ menu: [click('联系我们好吗')] }], ['sets.0.menu.0.title too_long 16']],
    ['six Chinese letters below', [{ menu: [{ title: 'T', below: [click('联系我们好吗')] }] }], []], ['twenty-one below', [{ menu: [{ title: 'T', below: [click('联'.repeat(21))] }] }], ['sets.0.menu.0.below.0.title too_long 60']],
    ['a third level', [{ menu: [{ title: 'T', below: [{ title: 'U', below: [click('V')] }] }] }], ['sets.0.menu.0.below.0.below not_here']],
    ['a button without a name', [{ menu: [click(' ')] }], ['sets.0.menu.0.title required']], ['a button that does nothing', [{ menu: [{ title: 'T' }] }], ['sets.0.menu.0.type not_a_choice']],
    ['no key', [{ menu: [click('T', '')] }], ['sets.0.menu.0.values.key required']], ['a key too long', [{ menu: [click('T', '菜单在')] }], ['sets.0.menu.0.values.key too_long 8']],
    ['no address', [{ menu: [view('T', 'tienda.es')] }], ['sets.0.menu.0.values.url not_a_link']],
    ['a question too many, too long, without key', [{ iceBreakers: [{ title: 'a', key: 'a' }, { title: 'b'.repeat(9), key: 'b' }, { title: 'c' }] }], ['sets.0.iceBreakers too_many 2', 'sets.0.iceBreakers.1.title too_long 8', 'sets.0.iceBreakers.2.key required']],
    ['a question with a pictograph, a greeting with one', [{ iceBreakers: [{ title: 'Hola 👋', key: 'a' }], greeting: 'Hola 👋' }], ['sets.0.iceBreakers.0.title no_emoji']],
    ['a command badly named, twice, without a word', [{ commands: [{ name: 'Ñu', hint: 'x' }, { name: 'a', hint: '' }] }], ['sets.0.commands.0.name bad_name', 'sets.0.commands.1.hint required']], ['a command twice', [{ commands: [{ name: 'a', hint: 'x' }, { name: 'a', hint: 'x' }] }], ['sets.0.commands.1.name twice']],
    ['a greeting too long', [{ greeting: 'Bienvenidas' }], ['sets.0.greeting too_long 10']],
    ['a menu by tag', [menu, tag('2', menu)], []], ['the same tag twice', [menu, tag('2', menu), tag('2', menu)], ['sets.2.audience twice']], ['no tag', [menu, tag(' ', menu)], ['sets.1.audience required']],
    ['a tag without anything', [menu, tag('2', { menu: [] })], ['sets.1 required']], ['a menu by tag alone', [{}, tag('2', menu)], ['sets.0.menu default_missing']], ['a greeting by tag', [menu, tag('2', { greeting: 'Hola' })], ['sets.1.greeting not_here']],
    ['two hosts by tag', [menu, tag('2', { menu: [view('A', 'https://a.es/1'), view('B', 'https://b.es')] })], ['sets.1.menu too_many_hosts 1']], ['two hosts for everybody', [{ menu: [view('A', 'https://a.es'), view('B', 'https://b.es')] }], []],
  ])('%s', (_sentence, sets, faults) => expect(told(...sets)).toEqual(faults))

  it('of a part that the platform lacks', () => expect(openerFaults({ source, shows: '', notes: [] }, { sets: [{ audience: null, greeting: 'Hola', menu: [click('T')] }] }).map(({ path }) => path)).toEqual(['sets.0.greeting', 'sets.0.menu']))
})

test('a tap is called by its button; the set for everybody has the word', () => {
  const openers: Openers = { sets: [{ audience: null, menu: [{ title: 'Ayuda', below: [click('Horario', 'H'), view('Tienda', 'https://a.es')] }], iceBreakers: [{ title: '¿Abren hoy?', key: 'Q' }] }, { audience: { kind: 'tag', value: '2' }, menu: [click('Horas', 'H'), click('Socios', 'S')] }] }
  expect(openerTitles(openers)).toEqual({ H: 'Horario', 'https://a.es': 'Tienda', Q: '¿Abren hoy?', S: 'Socios' })
})

test('neither empty parts nor the order in which a database keeps them make a difference', () => {
  const order = { menu: [{ values: { url: 'https://a.es', appid: 'x' }, title: 'T', type: 'miniprogram' }], audience: null }
  expect(sameOpeners({ sets: [order] }, { sets: [{ audience: null, greeting: ' ', commands: [], menu: [{ title: 'T', type: 'miniprogram', values: { appid: 'x', url: 'https://a.es', pagepath: '' } }] }] })).toBe(true)
  expect([sameOpeners({ sets: [order] }, { sets: [{ audience: null }] }), sameOpeners({ sets: [{ audience: null, menu: [click('T'), click('U')] }] }, { sets: [{ audience: null, menu: [click('U'), click('T')] }] })]).toEqual([false, false])
})

test('an empty set is nothing', () => expect([hasOpeners({ sets: [{ audience: null, greeting: '', menu: [] }] }), hasOpeners({ sets: [{ audience: null, menu: [click('T')] }] })]).toEqual([false, true]))
