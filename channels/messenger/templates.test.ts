import { describe, expect, it } from 'vitest'
import type { PlatformTemplate } from '@recado/channel-kit'
import type { TemplateParameter } from '@recado/core'
import { send } from './outbound.js'
import { toTemplate } from './template-send.js'
import { checkTemplate, readTemplate, templates } from './templates.js'
import { answer, outbound, PAGE, platform, utility } from './testing/platform.js'

const row = {
  id: '99', name: 'pedido_enviado', language: 'es', category: 'UTILITY', status: 'APPROVED', quality_score: { score: 'GREEN' }, rejected_reason: 'NONE',
  components: [
    { type: 'HEADER', format: 'TEXT', text: 'Pedido {{1}}' },
    { type: 'BODY', text: 'Hola {{1}}: {{2}}, {{1}}', example: { body_text: [['Ana', 'va de camino']] } },
    { type: 'FOOTER', text: 'Zapatería Sol' },
    { type: 'BUTTONS', buttons: [{ type: 'PHONE_NUMBER', text: 'Llamar' }, { type: 'URL', text: 'Ver', url: 'https://shop.example/{{1}}' }] },
  ],
}
const positional = readTemplate(row)
const pictured = readTemplate({ id: '100', name: 'con_foto', language: { code: 'en' }, status: 'IN_APPEAL', components: [{ type: 'HEADER', format: 'IMAGE' }, { type: 'BODY', text: 'Hi {{name}}', example: { body_text_named_params: [{ param_name: 'name', example: 'Ana' }] } }] })
const given: TemplateParameter[] = [
  { component: 'header', position: 0, type: 'text', text: '8812' }, { component: 'body', position: 1, type: 'text', text: 'va de $& camino' },
  { component: 'body', position: 0, type: 'text', text: 'Ana' }, { component: 'button', index: 1, position: 0, type: 'text', text: 't8812' },
]
const must = (template: PlatformTemplate | null): PlatformTemplate => template ?? expect.unreachable('the row has an id and a name')

describe('the template list', () => {
  it('reads every part and placeholder', () => {
    expect(positional).toEqual({
      externalId: '99', name: 'pedido_enviado', language: 'es', category: 'UTILITY', status: 'approved', quality: 'GREEN', components: row.components,
      preview: { header: 'Pedido {{1}}', headerKind: 'text', body: 'Hola {{1}}: {{2}}, {{1}}', footer: 'Zapatería Sol', buttons: [{ type: 'phone_number', text: 'Llamar' }, { type: 'url', text: 'Ver', url: 'https://shop.example/{{1}}' }] },
      parameters: [
        { component: 'header', type: 'text', label: '1', position: 0 },
        { component: 'body', type: 'text', label: '1', position: 0, example: 'Ana' }, { component: 'body', type: 'text', label: '2', position: 1, example: 'va de camino' },
        { component: 'button', type: 'text', label: '1', position: 0, index: 1 },
      ],
    })
    expect(pictured).toMatchObject({ language: 'en', status: 'in_appeal', category: 'UTILITY', preview: { headerKind: 'image' }, parameters: [{ component: 'header', type: 'image' }, { name: 'name', example: 'Ana' }] })
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
    expect(checkTemplate(must(pictured), { name: 'Ana', header: 'media-2' })).toMatchObject({ missing: [], rendered: { body: 'Hi Ana' } })
  })
  it.each([
    ['nothing given', [], ['header.1', '1', '2', 'button.1.1']], ['nothing at all', null, ['header.1', '1', '2', 'button.1.1']], ['only blanks', { 1: ' ', 2: '', toString: 'x' }, ['header.1', '1', '2', 'button.1.1']],
    ['a value under another button', given.map((one) => ({ ...one, ...(one.component === 'button' && { index: 0 }) })), ['button.1.1']],
  ])('missing: %s', (_sentence, parameters, missing) => expect(checkTemplate(must(positional), parameters).missing).toEqual(missing))
  it('a picture needs a file', () => {
    expect(checkTemplate(must(pictured), [{ component: 'body', name: 'name', type: 'text', text: 'Ana' }]).missing).toEqual(['header.image'])
  })
})

describe('the request', () => {
  it('names every part with a placeholder, positional ones by order', () => {
    expect(toTemplate({ kind: 'template', parameters: given }, must(positional), {})).toEqual({
      name: 'pedido_enviado', language: { code: 'es' },
      components: [
        { type: 'header', parameters: [{ type: 'text', text: '8812' }] },
        { type: 'body', parameters: [{ type: 'text', text: 'Ana' }, { type: 'text', text: 'va de $& camino' }] },
        { type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: 't8812' }] },
      ],
    })
  })
  it('without placeholders has no components', () => {
    expect(toTemplate({ kind: 'template', parameters: [] }, { ...utility, parameters: [] }, {})).toEqual({ name: 'pedido_enviado', language: { code: 'es' } })
  })
  const listed: TemplateParameter[] = [{ component: 'header', type: 'image', mediaId: 'media-2' }, { component: 'body', name: 'name', type: 'text', text: 'Ana' }]
  it.each([['in a list', listed], ['in a record', { header: 'media-2', name: 'Ana' }]])('links the header’s picture, named %s', async (_sentence, parameters) => {
    const { context, calls } = platform(() => answer(200, { message_id: 'm_1' }))
    await send(outbound({ kind: 'template', templateId: '100', parameters }, { as: 'template', template: must(pictured) }), context)
    expect(calls[0]?.request.body).toMatchObject({ messaging_type: 'UTILITY', message: { template: { name: 'con_foto', language: { code: 'en' }, components: [
      { type: 'header', parameters: [{ type: 'image', image: { link: 'https://desk.example/media-2' } }] }, { type: 'body', parameters: [{ type: 'text', parameter_name: 'name', text: 'Ana' }] },
    ] } } })
  })
})
