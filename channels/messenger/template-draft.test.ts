import type { DraftFaultCode, TemplateDraft } from '@recado/channel-kit'
import { expect, test } from 'vitest'
import { check, componentsOf, templateCreation } from './template-draft.js'
import { answer, PAGE, platform } from './testing/platform.js'

const draft = (change: Partial<TemplateDraft> = {}): TemplateDraft => ({ name: 'order_ready', language: 'zh', category: 'utility', body: 'Hola, {{name}}: su pedido está listo para recoger.', examples: { name: 'Ana' }, buttons: [{ type: 'quick_reply', text: 'Paso hoy' }, { type: 'url', text: 'Ver', url: 'https://a.example/{{name}}' }], ...change })

test.each<[string, Partial<TemplateDraft>, DraftFaultCode]>([
  ['another category', { category: 'marketing' }, 'category_not_taken'], ['words that sell', { body: 'Hola, {{name}}: hoy hay rebajas en la tienda.' }, 'reads_as_marketing'], ['a placeholder last', { body: 'Hola, {{name}}' }, 'variable_at_edge'],
  ['a long button', { buttons: [{ type: 'quick_reply', text: 'x'.repeat(21) }] }, 'too_long'], ['four buttons', { buttons: ['a', 'b', 'c', 'd'].map((text) => ({ type: 'quick_reply' as const, text })) }, 'too_many_buttons'],
  ['a call button', { buttons: [{ type: 'phone', text: 'Llamar', phone: '+34600000000' }] }, 'component_not_taken'], ['a value without a sample', { examples: {} }, 'example_missing'],
])('%s is refused before it is sent', (_name, change, code) => expect(check(draft(change)).map((fault) => fault.code)).toContain(code))

test('what passes is handed to the Page as it is', async () => {
  const { context, calls } = platform(() => answer(200, { id: '77', status: 'PENDING' }))
  expect(check(draft())).toEqual([])
  expect(await templateCreation.create!(draft(), context)).toMatchObject({ externalId: '77', name: 'order_ready', language: 'zh_CN', category: 'UTILITY', status: 'pending', parameters: [{ component: 'body', name: 'name', example: 'Ana' }, { component: 'button' }] })
  expect(calls[0]).toMatchObject({ method: 'POST', path: expect.stringContaining(`/${PAGE}/message_templates`), request: { body: { language: 'zh_CN', category: 'UTILITY', parameter_format: 'NAMED', components: componentsOf(draft()) } } })
})
