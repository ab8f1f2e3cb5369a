import { describe, expect, it } from 'vitest'
import type { PlatformTemplate } from '@recado/channel-kit'
import type { TemplateParameter } from '@recado/core'
import { send } from './outbound.js'
import { toTemplate } from './template-send.js'
import { checkTemplate, readTemplate, templates } from './templates.js'
import { answer, outbound, PAGE, platform, utility } from './testing/platform.js'

const row = {
  id: '99', name: 'pedido_enviado', language: 'es', category: 'UTILITY', status: 'APPROVED', rejected_reason: 'NONE',
  components: [
    { type: 'HEADER', format: 'TEXT', text: 'Pedido {{1}}', example: { header_text: ['8812'] } },
    { type: 'BODY', text: 'Hola {{1}}: {{2}}, {{1}}', example: { body_text: [['Ana', 'va de camino']] } },
    { type: 'FOOTER', text: 'Zapatería Sol' },
    { type: 'BUTTONS', buttons: [{ type: 'PHONE_NUMBER', text: 'Llamar' }, { type: 'URL', text: 'Ver', url: 'https://shop.example/{{1}}', example: { url_suffix_example: 'https://shop.example/t8812' } }] },
  ],
}
const positional = readTemplate(row)
const pictured = readTemplate({ id: '100', name: 'con_foto', language: { code: 'en' }, status: 'IN_APPEAL', components: [{ type: 'HEADER', format: 'IMAGE', text: '{{kind}} de camino', example: { header_handle: ['https://cdn.example/x'], header_text_named_params: [{ param_name: 'kind', example: 'Pedido' }] } }, { type: 'BODY', text: 'Hi {{name}}', example: { body_text_named_params: [{ param_name: 'name', example: 'Ana' }] } }] })
const given: TemplateParameter[] = [
  { component: 'header', position: 0, type: 'text', text: '8812' }, { component: 'body', position: 1, type: 'text', text: 'va de $& camino' },
  { component: 'body', position: 0, type: 'text', text: 'Ana' }, { component: 'button', index: 1, position: 0, type: 'text', text: 't8812' },
]
const must = (template: PlatformTemplate | null): PlatformTemplate => template ?? expect.unreachable('the row has an id and a name')

describe('the template list', () => {
  it('reads every part and placeholder', () => {
    expect(positional).toEqual({
      externalId: '99', name: 'pedido_enviado', language: 'es', category: 'UTILITY', status: 'approved', components: row.components,
      preview: { header: 'Pedido {{1}}', headerKind: 'text', body: 'Hola {{1}}: {{2}}, {{1}}', footer: 'Zapatería Sol', buttons: [{ type: 'phone_number', text: 'Llamar' }, { type: 'url', text: 'Ver', url: 'https://shop.example/{{1}}' }] },
      parameters: [
        { component: 'header', type: 'text', label: '1', position: 0, example: '8812' },
        { component: 'body', type: 'text', label: '1', position: 0, example: 'Ana' }, { component: 'body', type: 'text', label: '2', position: 1, example: 'va de camino' },
        { component: 'button', type: 'text', label: '1', position: 0, index: 1, example: 't8812' },
      ],
    })
    expect(pictured).toMatchObject({ language: 'en', status: 'in_appeal', category: 'UTILITY', preview: { headerKind: 'image', header: '{{kind}} de camino' }, parameters: [{ component: 'header', name: 'kind', example: 'Pedido' }, { name: 'name', example: 'Ana' }] })
  })

  it('follows the pages to their end, and leaves out what cannot be sent', async () => {
    const pages = [{ data: [row, { id: '1' }, null], paging: { cursors: { after: 'c1' }, next: 'https://x' } }, { data: [{ ...row, id: '98' }], paging: { cursors: { after: 'c2' } } }]
    const { context, calls } = platform((call) => answer(200, pages[call.query.after === 'c1' ? 1 : 0]))
    expect((await templates(context)).map((one) => one.externalId)).toEqual(['99', '98'])
    expect(calls.map((call) => [call.path, call.query.after])).toEqual([[`https://graph.facebook.com/v25.0/${PAGE}/message_templates`, undefined], [`https://graph.facebook.com/v25.0/${PAGE}/message_templates`, 'c1']])
  })

  it('ends even if the platform never does', async () => {
    const { context, calls } = platform(() => answer(200, { data: [], paging: { cursors: { after: 'again' }, next: 'https://x' } }))
    expect(await templates(context)).toEqual([])
    expect(calls).toHaveLength(100)
  })
})

describe('placeholders', () => {
  it('filled in read as the customer reads them', () => {
    expect(checkTemplate(must(positional), given)).toEqual({ missing: [], rendered: { header: 'Pedido 8812', body: 'Hola Ana: va de $& camino, Ana', footer: 'Zapatería Sol', buttons: ['Llamar', 'Ver'] } })
  })
  it('by number in a plain record', () => {
    expect(checkTemplate(must(positional), { 1: 'Ana', 2: 'va', 'header.1': '8812', 'button.1.1': 't' })).toMatchObject({ missing: [], rendered: { header: 'Pedido 8812', body: 'Hola Ana: va, Ana' } })
    expect(checkTemplate(must(positional), { 1: 'Ana', 2: 'va', header: '8812', 'button.1': 't' })).toMatchObject({ missing: [], rendered: { header: 'Pedido 8812' } })
    expect(checkTemplate(must(pictured), { name: 'Ana', kind: 'Pedido' })).toMatchObject({ missing: [], rendered: { header: 'Pedido de camino', body: 'Hi Ana' } })
  })
  it.each([
    ['nothing given', [], ['header.1', '1', '2', 'button.1.1']], ['nothing at all', null, ['header.1', '1', '2', 'button.1.1']], ['only blanks', { 1: ' ', 2: '', toString: 'x' }, ['header.1', '1', '2', 'button.1.1']],
    ['a value under another button', given.map((one) => ({ ...one, ...(one.component === 'button' && { index: 0 }) })), ['button.1.1']],
  ])('missing: %s', (_sentence, parameters, missing) => expect(checkTemplate(must(positional), parameters).missing).toEqual(missing))
})

describe('the request', () => {
  it('names every part with a placeholder, positional ones by order', () => {
    expect(toTemplate({ kind: 'template', parameters: given }, must(positional))).toEqual({
      name: 'pedido_enviado', language: { code: 'es' },
      components: [
        { type: 'header', parameters: [{ type: 'text', text: '8812' }] },
        { type: 'body', parameters: [{ type: 'text', text: 'Ana' }, { type: 'text', text: 'va de $& camino' }] },
        { type: 'buttons', parameters: [{ type: 'URL', url: 't8812' }] },
      ],
    })
  })
  it('without placeholders has no components', () => {
    expect(toTemplate({ kind: 'template', parameters: [] }, { ...utility, parameters: [] })).toEqual({ name: 'pedido_enviado', language: { code: 'es' } })
  })
  const listed: TemplateParameter[] = [{ component: 'header', name: 'kind', type: 'text', text: 'Pedido' }, { component: 'body', name: 'name', type: 'text', text: 'Ana' }]
  it.each([['in a list', listed], ['in a record', { kind: 'Pedido', name: 'Ana' }]])('leaves the picture to the template and fills the line under it, named %s', async (_sentence, parameters) => {
    const { context, calls } = platform(() => answer(200, { message_id: 'm_1' }))
    await send(outbound({ kind: 'template', templateId: '100', parameters }, { as: 'template', template: must(pictured) }), context)
    expect(calls[0]?.request.body).toMatchObject({ messaging_type: 'UTILITY', message: { template: { name: 'con_foto', language: { code: 'en' }, components: [
      { type: 'header', parameters: [{ type: 'text', parameter_name: 'kind', text: 'Pedido' }] }, { type: 'body', parameters: [{ type: 'text', parameter_name: 'name', text: 'Ana' }] },
    ] } } })
  })
  it('gives every open button its own kind of value, in their order and without a name', () => {
    const open = must(readTemplate({ ...row, components: [{ type: 'BODY', text: 'Hola' }, { type: 'BUTTONS', buttons: [{ type: 'POSTBACK', text: 'Seguir', payload: 'order_{{number}}' }, { type: 'POSTBACK', text: 'Vale', payload: 'ok' }, { type: 'URL', text: 'Ver', url: 'https://shop.example/{{suffix}}' }] }] }))
    expect(toTemplate({ kind: 'template', parameters: { 'button.2.suffix': 't8812', 'button.0.number': '8812' } }, open).components).toEqual([{ type: 'buttons', parameters: [{ type: 'POSTBACK', payload: '8812' }, { type: 'URL', url: 't8812' }] }])
  })
})
