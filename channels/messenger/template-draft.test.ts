/** Drafts of ours against the bodies of Meta's page on utility messages, and against its side as the simulator plays it. */
import type { DraftFaultCode, TemplateDraft } from '@recado/channel-kit'
import { PlatformRefusal } from '@recado/channel-kit'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readSubmission, review } from './simulator/template-review.js'
import { check, componentsOf, templateCreation } from './template-draft.js'
import { readTemplate } from './templates.js'
import { answer, PAGE, platform } from './testing/platform.js'

const draft = (change: Partial<TemplateDraft> = {}): TemplateDraft => ({ name: 'order_ready', language: 'zh', category: 'utility', body: 'Hola, {{name}}: su pedido está listo para recoger.', examples: { name: 'Ana' }, buttons: [{ type: 'quick_reply', text: 'Paso hoy' }, { type: 'url', text: 'Ver', url: 'https://a.example/{{name}}' }], ...change })
const picture = (text?: string) => ({ kind: 'image' as const, mediaId: 'm1', ...(text === undefined ? {} : { text }) })
const bodyOf = (one: TemplateDraft) => ({ parameter_format: one.format === 'positional' ? 'POSITIONAL' : 'NAMED', components: componentsOf(one, '4:image') })

/** What Meta's side makes of it: refused at once, turned down, or taken. */
function meta(one: TemplateDraft): string {
  try { return review(readSubmission(bodyOf(one), (handle) => handle === '4:image')).reason } catch { return 'refused' }
}

describe('a draft is what Meta’s page shows', () => {
  const bare = { buttons: [] as const }
  const both = { body_text_named_params: [{ param_name: 'order_id', example: '566701' }, { param_name: 'customer_name', example: 'John' }] }
  const words = 'Good news! Your order #{{order_id}} is on its way. Thank you for your order, {{customer_name}}, and see you!'
  const examples = { order_type: 'Order', order_id: '566701', customer_name: 'John' }
  test.each<[string, Partial<TemplateDraft>, unknown[]]>([
    ['a text header', { ...bare, header: '{{order_type}} Update', body: words, examples }, [{ type: 'HEADER', format: 'TEXT', text: '{{order_type}} Update', example: { header_text_named_params: [{ param_name: 'order_type', example: 'Order' }] } }, { type: 'BODY', text: words, example: both }]],
    ['a picture with a line under it', { ...bare, header: picture('{{order_type}} Update'), body: words, examples }, [{ type: 'HEADER', format: 'IMAGE', text: '{{order_type}} Update', example: { header_handle: ['4:image'], header_text_named_params: [{ param_name: 'order_type', example: 'Order' }] } }, { type: 'BODY', text: words, example: both }]],
    ['a picture alone', { ...bare, header: picture() }, [{ type: 'HEADER', format: 'IMAGE', example: { header_handle: ['4:image'] } }, { type: 'BODY', text: draft().body, example: { body_text_named_params: [{ param_name: 'name', example: 'Ana' }] } }]],
    ['numbers, counted anew in each part', { ...bare, format: 'positional', header: '{{1}} Update', body: 'Good news! Your order #{{1}} is on its way. Thank you!', examples: { 'header.1': 'Order', 1: '566701' } }, [{ type: 'HEADER', format: 'TEXT', text: '{{1}} Update', example: { header_text: ['Order'] } }, { type: 'BODY', text: 'Good news! Your order #{{1}} is on its way. Thank you!', example: { body_text: [['566701']] } }]],
    ['an address with an end of its own, a tap with a payload', {}, [{ type: 'BODY', text: draft().body, example: { body_text_named_params: [{ param_name: 'name', example: 'Ana' }] } }, { type: 'BUTTONS', buttons: [{ type: 'POSTBACK', text: 'Paso hoy', payload: 'Paso hoy' }, { type: 'URL', text: 'Ver', url: 'https://a.example/{{1}}', example: { url_suffix_example: 'https://a.example/Ana' } }] }]],
  ])('%s', (_name, change, components) => {
    const one = draft(change)
    expect(componentsOf(one, '4:image')).toEqual(components)
    expect([check(one), meta(one)]).toEqual([[], 'NONE'])
    // And back: the same parts, but for the picture, which stays with Meta and is chosen anew.
    const back = templateCreation.draftOf!(readTemplate({ ...bodyOf(one), id: '1', name: one.name, language: 'zh_CN', status: 'APPROVED' })!)
    expect(componentsOf(back!, '4:image')).toEqual(components)
  })
})

const quick = (text: string) => ({ type: 'quick_reply' as const, text })
test.each<[string, Partial<TemplateDraft>, DraftFaultCode, string]>([
  ['no text', { body: ' ' }, 'empty', 'refused'], ['a long text', { body: `${'palabra '.repeat(130)}{{name}} fin` }, 'too_long', 'refused'],
  ['a placeholder first', { body: '{{name}}, su pedido está listo para recoger.' }, 'variable_at_edge', 'refused'], ['a placeholder last', { body: 'Su pedido está listo para recoger, {{name}}.' }, 'variable_at_edge', 'refused'],
  ['a long header', { header: 'x'.repeat(61) }, 'too_long', 'refused'], ['a long line under a picture', { header: picture('x'.repeat(61)) }, 'too_long', 'refused'], ['two values in the header', { header: 'De {{a}} a {{b}} hoy', examples: { name: 'A', a: 'B', b: 'C' } }, 'too_many_variables', 'refused'],
  ['a long button', { buttons: [quick('x'.repeat(21))] }, 'too_long', 'refused'], ['four buttons', { buttons: ['a', 'b', 'c', 'd'].map(quick) }, 'too_many_buttons', 'refused'], ['a placeholder inside an address', { buttons: [{ type: 'url', text: 'Ver', url: 'https://a.example/{{name}}/x' }] }, 'button_form', 'refused'],
  ['words that sell', { body: 'Hola, {{name}}: hoy hay rebajas en la tienda de siempre.' }, 'reads_as_marketing', 'TAG_SHOULD_BE_MARKETING'], ['a value without a sample', { examples: {}, buttons: [] }, 'example_missing', 'INCORRECT_PARAMS'],
  ['one brace too few', { body: 'Hola, {name}}: su pedido está listo.' }, 'variable_form', 'INCORRECT_PARAMS'], ['a number skipped', { format: 'positional', body: 'Hola, {{1}}: su pedido {{3}} está listo para recoger hoy.', examples: { 1: 'Ana', 3: 'A-1' }, buttons: [] }, 'variables_not_numbered', 'INCORRECT_PARAMS'],
  ['more values than words', { body: 'Hola {{name}} y {{order}} listo', examples: { name: 'Ana', order: 'A-1' } }, 'too_many_variables', 'PARAMS_TO_WORD_RATIO_EXCEED_LIMIT'],
])('%s: we say so, and Meta does not take it', (_name, change, code, reason) => expect([check(draft(change)).map((fault) => fault.code).includes(code), meta(draft(change))]).toEqual([true, reason]))

test.each<[string, Partial<TemplateDraft>, DraftFaultCode]>([
  ['another category', { category: 'marketing' }, 'category_not_taken'], ['a call button', { buttons: [{ type: 'phone', text: 'Llamar', phone: '+34600000000' }] }, 'component_not_taken'], ['a footer', { footer: 'Óptica' }, 'component_not_taken'],
  ['a video above the text', { header: { kind: 'video', mediaId: 'm1' } }, 'component_not_taken'], ['a picture that nobody has chosen', { header: { kind: 'image', mediaId: null } }, 'media_missing'], ['an empty line under a picture', { header: picture(' ') }, 'empty'],
])('%s cannot be said to Meta, so it is found here', (_name, change, code) => expect(check(draft(change)).map((fault) => fault.code)).toContain(code))

test('whatever is written: what we pass without a finding, Meta takes', () => {
  // Faults are rare, so that sound drafts are common: those are what the property is about.
  const word = fc.oneof({ weight: 20, arbitrary: fc.constantFrom('Hola', 'su', 'pedido', 'listo', 'para', 'recoger') }, { weight: 8, arbitrary: fc.constantFrom('{{name}}', '{{order}}') }, { weight: 1, arbitrary: fc.constantFrom('{{x', 'rebajas', 'hoy.') })
  const line = (most: number) => fc.array(word, { minLength: 1, maxLength: most }).map((words) => words.join(' '))
  fc.assert(fc.property(line(9), fc.option(line(4), { nil: undefined, freq: 1 }), fc.boolean(), fc.oneof({ weight: 4, arbitrary: fc.constant<string[]>([]) }, { weight: 1, arbitrary: fc.array(fc.constantFrom('Sí', 'No', 'x'.repeat(21)), { maxLength: 4 }) }), (body, header, isPicture, labels) => {
    const one = draft({ body, examples: { name: 'Ana', order: 'A-1' }, buttons: labels.map(quick), ...(header === undefined ? {} : { header: isPicture ? picture(header) : header }) })
    if (check(one).length === 0) expect(meta(one)).toBe('NONE')
    if (meta(one) === 'refused') expect(check(one)).not.toEqual([])
  }), { numRuns: 400 })
})

describe('at the wire', () => {
  test('what passes is handed to the Page as it is', async () => {
    const { context, calls } = platform(() => answer(200, { id: '77', status: 'PENDING' }))
    expect(await templateCreation.create!(draft(), context)).toMatchObject({ externalId: '77', name: 'order_ready', language: 'zh_CN', category: 'UTILITY', status: 'pending', parameters: [{ component: 'body', name: 'name', example: 'Ana' }, { component: 'button' }] })
    expect(calls[0]).toMatchObject({ method: 'POST', path: expect.stringContaining(`/${PAGE}/message_templates`), request: { body: { language: 'zh_CN', category: 'UTILITY', parameter_format: 'NAMED', components: componentsOf(draft()) } } })
  })

  const uploading = (call: { path: string }) => answer(200, call.path.endsWith('/debug_token') ? { data: { app_id: '777' } } : call.path.endsWith('/uploads') ? { id: 'upload:abc' } : call.path.endsWith('/upload:abc') ? { h: '4:aW1hZ2U=:xyz' } : { id: '78', status: 'PENDING' })
  test.each([['of the settings', '1234567890', []], ['that made the token, where the settings name none', '', ['debug_token']]])('a picture is uploaded to the app %s, and its handle handed in', async (_name, appId, before) => {
    const { context, calls } = platform(uploading)
    const made = await templateCreation.create!(draft({ header: picture('Pedido') }), { ...context, settings: { ...context.settings, appId } })
    expect(calls.map((call) => call.path.split('/v25.0/')[1])).toEqual([...before, `${appId || '777'}/uploads`, 'upload:abc', `${PAGE}/message_templates`])
    expect(calls.at(-3)!.query).toMatchObject({ file_length: '5', file_type: 'image/jpeg' })
    expect(calls.at(-2)!.request).toMatchObject({ body: Buffer.from('bytes'), headers: { authorization: 'OAuth page-token', file_offset: '0' } })
    expect(calls.at(-1)!.request.body).toMatchObject({ components: [{ type: 'HEADER', format: 'IMAGE', text: 'Pedido', example: { header_handle: ['4:aW1hZ2U=:xyz'] } }, {}, {}] })
    expect(made.preview).toMatchObject({ headerKind: 'image', header: 'Pedido' })
  })

  test('a file that is no picture is not uploaded', async () => {
    const { context, calls } = platform(uploading)
    const pdf = { ...context, media: { ...context.media, load: async () => ({ bytes: Buffer.from('x'), mime: 'application/pdf', name: 'a.pdf' }) } }
    await expect(templateCreation.create!(draft({ header: picture() }), pdf)).rejects.toBeInstanceOf(PlatformRefusal)
    expect(calls).toEqual([])
  })

  test('a change hands in parts and format to the template itself, and nothing else', async () => {
    const { context, calls } = platform(() => answer(200, { success: true }))
    const key = { externalId: '77', name: 'order_ready', language: 'zh_CN', category: 'UTILITY', status: 'approved' }
    expect(await templateCreation.edit!(key, draft({ name: 'other', language: 'de', body: 'Hola, {{name}}: ya puede recoger su pedido.' }), context)).toMatchObject({ externalId: '77', name: 'order_ready', language: 'zh_CN', category: 'UTILITY', status: 'pending', preview: { body: 'Hola, {{name}}: ya puede recoger su pedido.' } })
    expect(calls).toHaveLength(1)
    expect(calls[0]).toMatchObject({ method: 'POST', path: 'https://graph.facebook.com/v25.0/77' })
    expect(Object.keys(calls[0]!.request.body as object).sort()).toEqual(['components', 'parameter_format'])
  })
})

test.each([
  ['a footer', { components: [{ type: 'BODY', text: 'Hola' }, { type: 'FOOTER', text: 'x' }] }], ['a button that calls', { components: [{ type: 'BODY', text: 'Hola' }, { type: 'BUTTONS', buttons: [{ type: 'PHONE_NUMBER', text: 'Llamar' }] }] }],
  ['a payload of its own', { components: [{ type: 'BODY', text: 'Hola' }, { type: 'BUTTONS', buttons: [{ type: 'POSTBACK', text: 'Seguir', payload: 'order_{{1}}' }] }] }],
])('a template with %s is not edited away', (_name, row) => expect(templateCreation.draftOf!(readTemplate({ id: '1', name: 'x', language: 'es', status: 'APPROVED', ...row })!)).toBeNull())
