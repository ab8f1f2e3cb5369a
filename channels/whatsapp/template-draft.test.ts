import type { DraftFaultCode, TemplateDraft } from '@recado/channel-kit'
import { describe, expect, test } from 'vitest'
import { readSubmission, review } from './simulator/template-review.js'
import { componentsOf } from './template-components.js'
import { check, languageOf } from './template-draft.js'

const draft = (change: Partial<TemplateDraft> = {}): TemplateDraft => ({ name: 'order_ready', language: 'es', category: 'utility', body: 'Hola, {{name}}: su pedido {{order}} está listo para recoger.', examples: { name: 'Ana', order: 'A-1' }, ...change })

/** What the platform's side makes of it: refused, rejected, filed elsewhere - or taken as it was asked for. */
function platform(one: TemplateDraft): 'taken' | 'not taken' {
  try {
    const verdict = review(readSubmission({ name: one.name, language: languageOf(one.language), category: one.category.toUpperCase(), parameter_format: 'NAMED', components: componentsOf(one) }))
    return verdict.status === 'APPROVED' && verdict.category === one.category.toUpperCase() ? 'taken' : 'not taken'
  } catch { return 'not taken' }
}

const quick = (text: string) => ({ type: 'quick_reply' as const, text })
const url = (address: string) => ({ type: 'url' as const, text: 'Ver', url: address })

describe('our check and the platform agree', () => {
  test.each<[string, Partial<TemplateDraft>, DraftFaultCode]>([
    ['capitals in the name', { name: 'Order' }, 'name_form'],
    ['no text', { body: '' }, 'empty'],
    ['a long text', { body: `${'palabra '.repeat(130)}{{name}} fin` }, 'too_long'],
    ['a placeholder first', { body: '{{name}}, su pedido {{order}} está listo para recoger.' }, 'variable_at_edge'],
    ['a placeholder last', { body: 'Hola, {{name}}: ya está listo para recoger su pedido {{order}}.' }, 'variable_at_edge'],
    ['two placeholders in a row', { body: 'Hola, señora {{name}} {{order}} ya está listo para recoger hoy.' }, 'variables_adjacent'],
    ['more placeholders than words', { body: 'Hola {{name}} y {{order}} listo' }, 'too_many_variables'],
    ['a placeholder in the footer', { footer: 'Para {{name}}' }, 'variable_not_allowed'],
    ['a long footer', { footer: 'x'.repeat(61) }, 'too_long'],
    ['a long header', { header: 'x'.repeat(61) }, 'too_long'],
    ['words that sell', { body: 'Hola, {{name}}: su pedido {{order}} tiene hoy un descuento.' }, 'reads_as_marketing'],
    ['a one-time code', { body: 'Hola, {{name}}: su código de verificación es {{order}} y caduca pronto.' }, 'reads_as_code'],
    ['a shortened link', { body: 'Hola, {{name}}: su pedido {{order}} está en https://bit.ly/x para verlo.' }, 'short_link'],
    ['a long button', { buttons: [quick('x'.repeat(26))] }, 'too_long'],
    ['three links', { buttons: [url('https://a.example'), url('https://b.example'), url('https://c.example')] }, 'too_many_buttons'],
    ['a placeholder inside an address', { buttons: [url('https://a.example/{{order}}/x')] }, 'button_form'],
    ['quick replies apart', { buttons: [quick('Sí'), url('https://a.example'), quick('No')] }, 'buttons_mixed'],
  ])('%s', (_name, change, code) => {
    expect(check(draft(change)).map((fault) => fault.code)).toContain(code)
    expect(platform(draft(change))).toBe('not taken')
  })

  test('a value without a sample is found before it is sent', () => expect(check(draft({ examples: { name: 'Ana' } })).map((fault) => fault.code)).toEqual(['example_missing']))

  test.each<[string, Partial<TemplateDraft>]>([
    ['a plain notice', {}], ['header, footer and buttons', { header: 'Pedido {{order}}', footer: 'Óptica Ribera', buttons: [quick('Paso hoy'), quick('Más tarde'), url('https://a.example/{{order}}')] }],
    ['marketing that says so', { category: 'marketing', body: 'Hola, {{name}}: hoy hay un descuento en toda la tienda.', examples: { name: 'Ana' } }], ['Chinese', { language: 'zh', body: '您好，{{name}}：\n您的订单 {{order}} 已到店，\n可以来取了，\n谢谢。' }],
    ['exactly the longest footer', { footer: 'x'.repeat(60) }], ['exactly the longest button', { buttons: [quick('x'.repeat(25))] }],
  ])('%s is taken', (_name, change) => {
    expect(check(draft(change))).toEqual([])
    expect(platform(draft(change))).toBe('taken')
  })
})
