import { describe, expect, test } from 'vitest'
import { adaptDraft, emptyDraft, inCategory, lintTemplate, type FindingCode, type FindingField, type TemplateBuilder, type TemplateDraft } from './index.js'

const builder: TemplateBuilder = {
  source: 's', reviewSource: 'r', name: { pattern: '^[a-z0-9_]+$', most: 20 }, languages: ['es', 'en_US'],
  categories: [{ id: 'utility', components: ['header', 'body', 'footer', 'buttons', 'ttl'], source: 's' }, { id: 'marketing', components: ['header', 'body', 'footer', 'buttons', 'offer', 'carousel'], source: 's' }, { id: 'authentication', components: ['code', 'ttl'], source: 's' }],
  formats: ['named', 'positional'], header: { kinds: ['text', 'image'], most: 10, variables: 1, media: { image: { mimes: ['image/png'], maxBytes: 9 } } }, body: { most: 80 }, footer: { most: 10 },
  buttons: { most: 3, label: 8, url: 60, code: 5, phone: 20, kinds: [{ type: 'quick_reply', most: 3 }, { type: 'url', most: 1 }, { type: 'phone', most: 1 }, { type: 'copy_code', most: 1, categories: ['marketing'] }, { type: 'catalog', most: 1, alone: true }] },
  carousel: { least: 2, most: 3, body: 20, buttons: 1, kinds: ['url'], media: {} }, offer: { most: 6, body: 40 }, code: { minutes: [1, 90], label: 8, apps: 2, buttons: ['copy_code', 'one_tap'] }, ttl: { utility: [30, 100] },
  rules: [
    { check: 'variable_at_edge', level: 'error', ignores: String.raw`[\s\p{P}]*`, source: 'r' }, { check: 'variables_adjacent', level: 'warning', source: 'r' }, { check: 'too_many_variables', level: 'error', perVariable: 2, plus: 1, source: 'r' },
    { check: 'variable_form', level: 'error', pattern: '^[a-z_][a-z0-9_]*$', source: 'r' }, { check: 'variables_not_numbered', level: 'warning', source: 'r' }, { check: 'example_missing', level: 'warning', source: 'r' }, { check: 'example_form', level: 'warning', pattern: '\\n', source: 'r' },
    { check: 'pattern', code: 'reads_as_marketing', level: 'warning', categories: ['utility'], fields: ['body', 'buttons'], says: 'category', pattern: 'oferta', flags: 'i', source: 'r' }, { check: 'duplicate_text', level: 'warning', source: 'r' },
    { check: 'buttons_mixed', level: 'error', type: 'quick_reply', source: 'r' }, { check: 'button_twice', level: 'error', source: 'r' }, { check: 'cards_unlike', level: 'error', source: 'r' }, { check: 'offer_needs_code', level: 'error', source: 'r' }, { check: 'no_opt_out', level: 'hint', categories: ['marketing'], pattern: 'baja', source: 'r' },
  ],
}
const good: TemplateDraft = { name: 'pedido', language: 'es', category: 'utility', body: 'Hola, {{name}}: tu pedido ya está aquí.', examples: { name: 'Ana' } }
const selling: Partial<TemplateDraft> = { category: 'marketing', body: 'Hola a todos, para dejarlo: baja.', examples: {} }
const quick = (text: string) => ({ type: 'quick_reply' as const, text })
const card = (url = 'https://a.example', kind: 'image' | 'video' = 'image') => ({ header: { kind, mediaId: 'm' }, body: 'Gafa', buttons: [{ type: 'url' as const, text: 'Ver', url }] })
const found = (change: Partial<TemplateDraft>, others?: { name: string; language: string; body: string }[]) => lintTemplate(builder, { ...good, ...change }, others ? { others } : {})

test('a sound draft has no finding', () => expect(found({})).toEqual([]))

describe('each fault is found where it is', () => {
  test.each<[string, Partial<TemplateDraft>, FindingCode, FindingField]>([
    ['capitals in the name', { name: 'Pedido' }, 'name_form', 'name'], ['a long name', { name: 'a'.repeat(21) }, 'name_form', 'name'], ['another language', { language: 'fr' }, 'language_not_taken', 'language'], ['another category', { category: 'fun' }, 'category_not_taken', 'category'],
    ['no text', { body: ' ' }, 'empty', 'body'], ['a character too many', { body: 'x'.repeat(81) }, 'too_long', 'body'], ['a variable first', { body: '{{name}} tiene ya su pedido listo aquí' }, 'variable_at_edge', 'body'], ['a variable before a full stop', { body: 'Aquí está ya su pedido, {{name}}.' }, 'variable_at_edge', 'body'],
    ['variables side by side', { body: 'Hola, {{name}} {{b}} tu pedido ya está aquí mismo', examples: { name: 'A', b: 'B' } }, 'variables_adjacent', 'body'], ['few words', { body: 'Hola {{name}} ya' }, 'too_many_variables', 'body'], ['one brace', { body: 'Hola, {name}: tu pedido ya está aquí.' }, 'variable_form', 'body'],
    ['capitals in a variable', { body: 'Hola, {{Name}}: tu pedido ya está aquí.', examples: { Name: 'A' } }, 'variable_form', 'body'], ['a gap in the numbers', { format: 'positional', body: 'Hola, {{2}}: tu pedido ya está aquí.', examples: { 2: 'A' } }, 'variables_not_numbered', 'body'],
    ['a name among numbers', { format: 'positional', body: 'Hola, {{name}}: tu pedido ya está aquí.' }, 'variable_form', 'body'], ['no sample', { examples: {} }, 'example_missing', 'examples'], ['a sample of two lines', { examples: { name: 'A\nB' } }, 'example_form', 'examples'],
    ['a long header', { header: 'x'.repeat(11) }, 'too_long', 'header'], ['two variables in the header', { header: '{{a}}{{b}}', examples: { name: 'A', a: 'A', b: 'B' } }, 'too_many_variables', 'header'], ['no file', { header: { kind: 'image', mediaId: null } }, 'media_missing', 'header'], ['a place it has not', { header: { kind: 'location' } }, 'component_not_taken', 'header'],
    ['a long footer', { footer: 'x'.repeat(11) }, 'too_long', 'footer'], ['a variable in the footer', { footer: '{{name}}' }, 'variable_not_allowed', 'footer'], ['words that sell', { buttons: [quick('Oferta')] }, 'reads_as_marketing', 'category'],
    ['four buttons', { buttons: ['a', 'b', 'c', 'd'].map(quick) }, 'too_many_buttons', 'buttons'], ['a long label', { buttons: [quick('x'.repeat(9))] }, 'too_long', 'buttons'], ['two of a label', { buttons: [quick('Sí'), quick('Sí')] }, 'button_twice', 'buttons'], ['replies apart', { buttons: [quick('Sí'), { type: 'phone', text: 'L', phone: '+34600000000' }, quick('No')] }, 'buttons_mixed', 'buttons'],
    ['an address without a host', { buttons: [{ type: 'url', text: 'Ver', url: 'https://' }] }, 'button_form', 'buttons'], ['a variable inside it', { buttons: [{ type: 'url', text: 'Ver', url: 'https://a.example/{{name}}/x' }] }, 'button_form', 'buttons'], ['a number without country', { buttons: [{ type: 'phone', text: 'L', phone: '600000000' }] }, 'phone_form', 'buttons'],
    ['a code among notices', { buttons: [{ type: 'copy_code', code: 'A' }] }, 'component_not_taken', 'buttons'], ['a long code', { ...selling, buttons: [{ type: 'copy_code', code: 'ABCDEF' }] }, 'code_form', 'buttons'], ['a catalogue beside others', { buttons: [{ type: 'catalog', text: 'Ver' }, quick('No')] }, 'button_alone', 'buttons'],
    ['one card', { ...selling, cards: [card()] }, 'cards_count', 'cards'], ['cards of two shapes', { ...selling, cards: [card(), card('https://a.example', 'video')] }, 'cards_unlike', 'cards'], ['a card without a button', { ...selling, cards: [card(), { ...card(), buttons: [] }] }, 'empty', 'cards'], ['a carousel of a notice', { cards: [card(), card()] }, 'component_not_taken', 'cards'],
    ['an offer without a page', { ...selling, offer: { text: 'Hoy', expires: true } }, 'offer_needs_code', 'offer'], ['a long offer', { ...selling, offer: { text: 'Rebajas', expires: true } }, 'too_long', 'offer'], ['marketing without a way out', { ...selling, body: 'Hola a todos ustedes.' }, 'no_opt_out', 'footer'],
    ['a code for two hours', { category: 'authentication', body: '', code: { button: 'copy_code', securityAdvice: true, minutes: 120 } }, 'code_minutes', 'code'], ['one tap without an app', { category: 'authentication', body: '', code: { button: 'one_tap', securityAdvice: true } }, 'app_missing', 'code'], ['a short time', { ttlSeconds: 29 }, 'ttl_range', 'ttl'], ['a time of marketing', { ...selling, ttlSeconds: 50 }, 'ttl_range', 'ttl'],
  ])('%s', (_name, change, code, field) => expect(found(change).map((one) => [one.code, one.field])).toContainEqual([code, field]))
})

test.each<[string, Partial<TemplateDraft>]>([
  ['exactly the longest text', { body: `${'x '.repeat(39)}xx`, examples: {} }], ['exactly the longest label', { buttons: [quick('x'.repeat(8))] }], ['a variable at the end of an address', { buttons: [{ type: 'url', text: 'Ver', url: 'https://a.example/{{name}}' }] }], ['replies together', { buttons: [quick('Sí'), quick('No'), { type: 'phone', text: 'L', phone: '+34 600 000 000' }] }],
  ['cards of one shape', { ...selling, cards: [card(), card()] }], ['an offer with its page', { ...selling, offer: { text: 'Hoy', expires: true }, buttons: [{ type: 'url', text: 'Ver', url: 'https://a.example' }] }], ['a code for ninety minutes', { category: 'authentication', body: '', code: { button: 'copy_code', securityAdvice: true, minutes: 90 } }],
  ['one tap with its app', { category: 'authentication', body: '', code: { button: 'one_tap', securityAdvice: true, apps: [{ packageName: 'com.example.shop', signatureHash: 'K8a/AINcGX7' }] } }], ['numbers in order', { format: 'positional', body: 'Hola, {{1}}: tu pedido {{2}} está ya aquí mismo.', examples: { 1: 'A', 2: 'B' } }], ['as long as it takes', { ttlSeconds: -1 }],
])('%s passes', (_name, change) => expect(found(change)).toEqual([]))

test('what is there already is found, under its name and by its words', () => {
  const other = { name: 'pedido', language: 'es', body: 'Otra cosa' }
  expect(found({}, [other]).map((one) => one.code)).toEqual(['name_taken'])
  expect(found({}, [{ name: 'aviso', language: 'es', body: 'Hola,  {{cliente}}: TU pedido ya está aquí.' }])).toMatchObject([{ code: 'duplicate_text', found: 'aviso' }])
  expect(found({}, [{ name: 'pedido', language: 'en_US', body: good.body }])).toEqual([])
})

test('another category takes away what it cannot have', () => {
  const draft: TemplateDraft = { ...good, category: 'marketing', header: 'Hola', offer: { text: 'Hoy', expires: true }, buttons: [quick('Sí'), { type: 'copy_code', code: 'A' }] }
  expect(inCategory(builder, draft, 'utility')).toMatchObject({ header: 'Hola', buttons: [quick('Sí')] })
  expect(inCategory(builder, draft, 'utility').offer).toBeUndefined()
  expect(inCategory(builder, draft, 'authentication')).toMatchObject({ code: { button: 'copy_code' } })
  expect(adaptDraft({ ...builder, categories: [builder.categories[0]!] }, draft)).toMatchObject({ draft: { category: 'utility' }, left: ['offer', 'buttons'] })
  expect(emptyDraft(builder, 'en-GB').language).toBe('en_US')
})
