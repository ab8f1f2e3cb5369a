/** Placeholders found, filled, checked at their edges and shown as the customer will read them. */
import type { TemplateParameter } from '@recado/core'
import { describe, expect, test } from 'vitest'
import { templateBody } from './outbound-template.js'
import { neutralise } from './template-values.js'
import { checkTemplate, templateOf } from './templates.js'

const row = (components: object[], more: object = {}) => templateOf({ id: '1', name: 't', language: 'es', status: 'APPROVED', category: 'UTILITY', components, ...more })
const body = (text: string) => row([{ type: 'BODY', text }])
const value = (more: Partial<TemplateParameter>): TemplateParameter => ({ component: 'body', type: 'text', ...more })

describe('the list', () => {
  test.each([['APPROVED', 'approved'], ['IN_APPEAL', 'pending'], ['PAUSED', 'paused'], ['PENDING_DELETION', 'archived'], ['SOMETHING_NEW', 'something_new']])('%s is %s', (status, ours) => expect(row([], { status }).status).toBe(ours))
  test('a reason is shown, NONE is none', () => {
    expect(row([], { rejected_reason: 'PROMOTIONAL' }).reason).toBe('PROMOTIONAL')
    expect(row([], { rejected_reason: 'NONE' })).not.toHaveProperty('reason')
  })
  test('an unknown category is taken as marketing, the strictest', () => expect(templateOf({}).category).toBe('MARKETING'))
  test.each([['IMAGE', 'image'], ['VIDEO', 'video'], ['GIF', 'video'], ['DOCUMENT', 'document'], ['LOCATION', 'location']])('a %s header wants one', (format, type) => expect(row([{ type: 'HEADER', format }]).parameters).toEqual([{ component: 'header', type, label: 'header' }]))
  test('named placeholders carry their example', () => {
    expect(row([{ type: 'BODY', text: 'Hola, {{nombre}}.', example: { body_text_named_params: [{ param_name: 'nombre', example: 'Berta' }] } }]).parameters).toEqual([{ component: 'body', type: 'text', label: 'nombre', example: 'Berta', name: 'nombre' }])
  })
  test('a placeholder used twice is one', () => expect(body('{{1}} y {{1}} y {{2}}').parameters.map((one) => one.label)).toEqual(['1', '2']))
  test('a header’s number is not the body’s', () => {
    expect(row([{ type: 'HEADER', format: 'TEXT', text: 'Cita {{1}}' }, { type: 'BODY', text: 'Hola, {{1}}.' }]).parameters.map(({ label, maxLength }) => [label, maxLength])).toEqual([['header.1', 60], ['1', undefined]])
  })
  test('buttons: an address, a coupon, products', () => {
    const template = row([{ type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Ir', url: 'https://a.example/{{1}}' }, { type: 'COPY_CODE', example: 'X' }, { type: 'MPM', text: 'Ver' }, { type: 'URL', text: 'Fijo', url: 'https://a.example' }, { type: 'QUICK_REPLY', text: 'Sí' }] }])
    expect(template.parameters.map(({ index, type, maxLength }) => [index, type, maxLength])).toEqual([[0, 'text', 2_000], [1, 'coupon_code', 15], [2, 'action', undefined]])
    expect(template.preview.buttons).toHaveLength(5)
  })
  test('a code’s text is Meta’s own, also when the list leaves it out', () => {
    const template = row([{ type: 'BODY' }, { type: 'FOOTER', code_expiration_minutes: 5 }], { category: 'AUTHENTICATION' })
    expect(template).toMatchObject({ preview: { body: '{{1}}', footer: '5 min' }, parameters: [{ label: '1', maxLength: 15 }] })
  })
})

describe('missing', () => {
  const template = row([{ type: 'HEADER', format: 'IMAGE' }, { type: 'BODY', text: 'Hola, {{1}}: {{2}}.' }, { type: 'BUTTONS', buttons: [{ type: 'URL', url: 'https://a.example/{{1}}' }] }])
  test.each<[string, unknown, string[]]>([
    ['nothing given', [], ['header', '1', '2', 'button.0']], ['no list at all', null, ['header', '1', '2', 'button.0']], ['a record', { header: 'm1', 1: 'Berta' }, ['2', 'button.0']], ['blank is not given', { header: 'm1', 1: ' ', 2: 'x', 'button.0': '9' }, ['1']],
    ['a list', [value({ component: 'header', type: 'image', mediaId: 'm1' }), value({ position: 0, text: 'Berta' }), value({ position: 1, text: 'ya' }), value({ component: 'button', index: 0, text: '9' })], []],
    ['a list with the file in the wrong place', [value({ component: 'header', type: 'text', text: 'x' })], ['header', '1', '2', 'button.0']],
  ])('%s', (_what, parameters, missing) => expect(checkTemplate(template, parameters).missing).toEqual(missing))
  test('names of the language itself are no values', () => expect(checkTemplate(body('Hola, {{constructor}}.'), {}).missing).toEqual(['constructor']))
  test('a place wants both numbers', () => {
    const place = row([{ type: 'HEADER', format: 'LOCATION' }])
    expect(checkTemplate(place, { header: '43.2' }).missing).toEqual(['header'])
    expect(checkTemplate(place, { header: '43.2,-2.9, Plaza' }).missing).toEqual([])
  })
})

describe('at the edge', () => {
  const url = row([{ type: 'BUTTONS', buttons: [{ type: 'URL', url: 'https://a.example/{{1}}' }] }])
  const coupon = row([{ type: 'BUTTONS', buttons: [{ type: 'COPY_CODE' }] }])
  const code = row([{ type: 'BODY' }], { category: 'AUTHENTICATION' })
  const header = row([{ type: 'HEADER', format: 'TEXT', text: 'Cita {{1}}' }])
  test.each<[string, ReturnType<typeof row>, string, number, string, string?]>([
    ['a filled body of 1,024', body('Hola, {{1}}.'), '1', 1_024 - 'Hola, .'.length, 'body:too_long'],
    ['a filled header of 60', header, 'header.1', 60 - 'Cita '.length, 'header:too_long'],
    ['an address of 2,000', url, 'button.0', 2_000 - 'https://a.example/'.length, 'button.0:too_long'],
    ['a coupon of 15', coupon, 'button.0', 15, 'button.0:too_long'],
    ['a code of 15', code, '1', 15, '1:too_long'],
    ['four spaces in a row', body('Hola, {{1}}.'), '1', 4, '1:spaces', ' '],
  ])('%s', (_what, template, label, most, bad, letter = 'x') => {
    const given = (n: number) => ({ [label]: letter === ' ' ? `a${' '.repeat(n)}b` : letter.repeat(n) })
    expect(checkTemplate(template, given(most))).not.toHaveProperty('badValue')
    expect(checkTemplate(template, given(most + 1)).badValue).toBe(bad)
  })
  test.each(['\n', '\r', '\t'])('no line break or tab: %j', (letter) => expect(checkTemplate(body('Hola, {{1}}.'), { 1: `a${letter}b` }).badValue).toBe('1:line_break'))
})

describe('shown', () => {
  test('as the customer reads it', () => {
    const template = row([{ type: 'HEADER', format: 'TEXT', text: 'Cita {{1}}' }, { type: 'BODY', text: 'Hola, {{1}}: {{2}}.' }, { type: 'FOOTER', text: 'Aurora' }, { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Sí' }] }])
    expect(checkTemplate(template, { 'header.1': 'lunes', 1: 'Berta' })).toEqual({ missing: ['2'], rendered: { header: 'Cita lunes', body: 'Hola, Berta: {{2}}.', footer: 'Aurora', buttons: ['Sí'] } })
  })
  test('a value that looks like a placeholder is not filled again', () => expect(checkTemplate(body('{{1}} {{2}}'), { 1: '{{2}}', 2: 'x' }).rendered.body).toBe('{{2}} x'))
  test.each([['*Ana*', '∗Ana∗'], ['un _poco_ más', 'un ˍpocoˍ más'], ['~no~', '∼no∼'], ['`x`', 'ˋxˋ'], ['A_44_B', 'A_44_B'], ['2*3*4', '2*3*4'], ['5 * 3', '5 * 3'], ['*sola', '*sola']])('marks of a customer’s name do not format our text: %s', (written, safe) => {
    expect(neutralise(written)).toBe(safe)
    expect(checkTemplate(body('Hola, {{1}}.'), { 1: written }).rendered.body).toBe(`Hola, ${safe}.`)
    expect(templateBody({ kind: 'template', parameters: { 1: written } }, body('Hola, {{1}}.'), {})).toMatchObject({ components: [{ parameters: [{ text: safe }] }] })
  })
})

describe('sent', () => {
  const built = (parameters: TemplateParameter[], template?: ReturnType<typeof row>) => templateBody({ kind: 'template', name: 't', language: 'es_ES', parameters }, template, { m1: 'up-1' }).components
  test.each<[string, TemplateParameter, object]>([
    ['money', value({ type: 'currency', text: '24,90 €', currency: { code: 'EUR', amount1000: 24_900 } }), { type: 'body', parameters: [{ type: 'currency', currency: { fallback_value: '24,90 €', code: 'EUR', amount_1000: 24_900 } }] }],
    ['a moment', value({ type: 'date_time', text: 'lunes' }), { type: 'body', parameters: [{ type: 'date_time', date_time: { fallback_value: 'lunes' } }] }],
    ['a film', value({ component: 'header', type: 'video', mediaId: 'm1' }), { type: 'header', parameters: [{ type: 'video', video: { id: 'up-1' } }] }],
    ['a document with its name', value({ component: 'header', type: 'document', mediaId: 'm1', text: 'a.pdf' }), { type: 'header', parameters: [{ type: 'document', document: { id: 'up-1', filename: 'a.pdf' } }] }],
    ['a place', value({ component: 'header', type: 'location', location: { latitude: 1, longitude: 2, name: 'P' } }), { type: 'header', parameters: [{ type: 'location', location: { latitude: 1, longitude: 2, name: 'P' } }] }],
    ['a form’s token', value({ component: 'button', index: 1, type: 'action', text: 'tok' }), { type: 'button', sub_type: 'flow', index: '1', parameters: [{ type: 'action', action: { flow_token: 'tok' } }] }],
    ['a product on the catalogue button', value({ component: 'button', index: 0, type: 'product', text: 'SKU' }), { type: 'button', sub_type: 'catalog', index: '0', parameters: [{ type: 'action', action: { thumbnail_product_retailer_id: 'SKU' } }] }],
    ['a product as header', value({ component: 'header', type: 'product', text: 'SKU', value: { catalogId: '7' } }), { type: 'header', parameters: [{ type: 'product', product: { product_retailer_id: 'SKU', catalog_id: '7' } }] }],
    ['the end of an offer', value({ component: 'header', name: 'limited_time_offer', type: 'date_time', text: '2026-12-01T00:00:00Z' }), { type: 'limited_time_offer', parameters: [{ type: 'limited_time_offer', limited_time_offer: { expiration_time_ms: 1_796_083_200_000 } }] }],
  ])('%s', (_what, parameter, component) => expect(built([parameter])).toEqual([component]))
  test('the button’s kind is the template’s', () => {
    const template = row([{ type: 'BUTTONS', buttons: [{ type: 'MPM', text: 'Ver' }] }])
    expect(built([value({ component: 'button', index: 0, type: 'action', value: { sections: [] } })], template)).toEqual([{ type: 'button', sub_type: 'mpm', index: '0', parameters: [{ type: 'action', action: { sections: [] } }] }])
  })
  test('without values there are no components', () => expect(templateBody({ kind: 'template', name: 't', language: 'es', parameters: [] }, undefined, {})).toEqual({ name: 't', language: { code: 'es' } }))
})
