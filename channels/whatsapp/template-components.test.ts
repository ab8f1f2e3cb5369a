/** Drafts of ours against bodies written by hand from Meta's pages on templates, and back. */
import type { TemplateDraft } from '@recado/channel-kit'
import { describe, expect, test } from 'vitest'
import { readSubmission, review } from './simulator/template-review.js'
import { componentsOf, draftOf } from './template-components.js'
import { check } from './template-draft.js'
import { templateOf } from './templates.js'

type Case = [name: string, draft: TemplateDraft, components: unknown[]]
const HANDLES = { m1: '4::h1', m2: '4::h2' }
const base = { name: 'prueba', language: 'es', examples: {} }

const cases: Case[] = [
  ['named variables in header, text and address', { ...base, category: 'utility', header: 'Pedido {{order}}', body: 'Hola, {{name}}: tu pedido {{order}} ya está listo aquí.', footer: 'Óptica', buttons: [{ type: 'quick_reply', text: 'Vale' }, { type: 'url', text: 'Ver', url: 'https://a.example/{{order}}' }, { type: 'phone', text: 'Llamar', phone: '+34 600 000 000' }], examples: { name: 'Ana', order: 'A-1' } }, [
    { type: 'HEADER', format: 'TEXT', text: 'Pedido {{order}}', example: { header_text_named_params: [{ param_name: 'order', example: 'A-1' }] } },
    { type: 'BODY', text: 'Hola, {{name}}: tu pedido {{order}} ya está listo aquí.', example: { body_text_named_params: [{ param_name: 'name', example: 'Ana' }, { param_name: 'order', example: 'A-1' }] } },
    { type: 'FOOTER', text: 'Óptica' },
    { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'Vale' }, { type: 'URL', text: 'Ver', url: 'https://a.example/{{1}}', example: ['https://a.example/A-1'] }, { type: 'PHONE_NUMBER', text: 'Llamar', phone_number: '+34600000000' }] },
  ]],
  ['numbers, counted anew in each part', { ...base, category: 'utility', format: 'positional', header: 'Cita {{1}}', body: 'Hola, {{1}}: te esperamos el {{2}} en la tienda.', examples: { 'header.1': 'nueva', 1: 'Ana', 2: 'jueves' } }, [
    { type: 'HEADER', format: 'TEXT', text: 'Cita {{1}}', example: { header_text: ['nueva'] } }, { type: 'BODY', text: 'Hola, {{1}}: te esperamos el {{2}} en la tienda.', example: { body_text: [['Ana', 'jueves']] } },
  ]],
  ['an offer with its code, its page and a picture', { ...base, category: 'marketing', header: { kind: 'image', mediaId: 'm1' }, offer: { text: 'Hasta el lunes', expires: true }, body: 'Hola a todos: las gafas de sol están rebajadas hoy.', buttons: [{ type: 'copy_code', code: 'SOL50' }, { type: 'url', text: 'Ver', url: 'https://a.example/sol' }] }, [
    { type: 'HEADER', format: 'IMAGE', example: { header_handle: ['4::h1'] } }, { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Hasta el lunes', has_expiration: true } }, { type: 'BODY', text: 'Hola a todos: las gafas de sol están rebajadas hoy.' },
    { type: 'BUTTONS', buttons: [{ type: 'COPY_CODE', example: 'SOL50' }, { type: 'URL', text: 'Ver', url: 'https://a.example/sol' }] },
  ]],
  ['a carousel', { ...base, category: 'marketing', body: 'Estas son las monturas nuevas.', cards: (['m1', 'm2'] as const).map((mediaId) => ({ header: { kind: 'image' as const, mediaId }, body: 'Montura para {{name}} en la tienda de siempre', buttons: [{ type: 'url' as const, text: 'Ver', url: 'https://a.example/m' }] })), examples: { name: 'Ana' } }, [
    { type: 'BODY', text: 'Estas son las monturas nuevas.' },
    { type: 'CAROUSEL', cards: ['4::h1', '4::h2'].map((handle) => ({ components: [{ type: 'HEADER', format: 'IMAGE', example: { header_handle: [handle] } }, { type: 'BODY', text: 'Montura para {{name}} en la tienda de siempre', example: { body_text_named_params: [{ param_name: 'name', example: 'Ana' }] } }, { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Ver', url: 'https://a.example/m' }] }] })) },
  ]],
  ['a code that one tap fills in', { ...base, category: 'authentication', format: 'positional', body: '', code: { button: 'one_tap', securityAdvice: true, minutes: 10, label: 'Copiar', apps: [{ packageName: 'com.example.shop', signatureHash: 'K8a/AINcGX7' }] } }, [
    { type: 'BODY', add_security_recommendation: true }, { type: 'FOOTER', code_expiration_minutes: 10 }, { type: 'BUTTONS', buttons: [{ type: 'OTP', otp_type: 'ONE_TAP', text: 'Copiar', supported_apps: [{ package_name: 'com.example.shop', signature_hash: 'K8a/AINcGX7' }] }] },
  ]],
  ['a place and a form', { ...base, category: 'utility', header: { kind: 'location' }, body: 'Te esperamos hoy en esta tienda.', buttons: [{ type: 'flow', text: 'Pedir cita', flowId: '123456789', screen: 'START' }] }, [
    { type: 'HEADER', format: 'LOCATION' }, { type: 'BODY', text: 'Te esperamos hoy en esta tienda.' }, { type: 'BUTTONS', buttons: [{ type: 'FLOW', text: 'Pedir cita', flow_id: '123456789', flow_action: 'navigate', navigate_screen: 'START' }] },
  ]],
  ['the catalogue', { ...base, category: 'marketing', body: 'Mira todo lo que tenemos en la tienda.', buttons: [{ type: 'catalog', text: 'Ver catálogo' }] }, [{ type: 'BODY', text: 'Mira todo lo que tenemos en la tienda.' }, { type: 'BUTTONS', buttons: [{ type: 'CATALOG', text: 'Ver catálogo' }] }]],
  ['some products', { ...base, category: 'marketing', body: 'Mira estas gafas que acaban de llegar.', buttons: [{ type: 'products', text: 'Ver gafas' }] }, [{ type: 'BODY', text: 'Mira estas gafas que acaban de llegar.' }, { type: 'BUTTONS', buttons: [{ type: 'MPM', text: 'Ver gafas' }] }]],
]

const bodyOf = (draft: TemplateDraft) => ({ name: draft.name, language: draft.language, category: draft.category.toUpperCase(), parameter_format: draft.format === 'positional' ? 'POSITIONAL' : 'NAMED', components: componentsOf(draft, HANDLES) })

describe.each(cases)('%s', (_name, draft, components) => {
  test('is what Meta asks for', () => expect(componentsOf(draft, HANDLES)).toEqual(components))
  test('our check and the platform both take it', () => {
    expect(check(draft)).toEqual([])
    expect(review(readSubmission(bodyOf(draft)))).toMatchObject({ status: 'APPROVED', category: draft.category.toUpperCase() })
  })
  test('reads back as the same draft, but for the files that stayed with Meta', () => {
    const back = draftOf(templateOf({ ...bodyOf(draft), id: '1', status: 'APPROVED' }))
    const again = componentsOf(back!, {})
    const bare = (value: unknown): unknown => JSON.parse(JSON.stringify(value, (key, one: unknown) => (key === 'header_handle' ? [''] : one)))
    expect(bare(again)).toEqual(bare(components))
  })
})

test('a part that this form cannot say is not edited away', () => expect(draftOf(templateOf({ id: '1', name: 'x', language: 'es', category: 'MARKETING', status: 'APPROVED', components: [{ type: 'BODY', text: 'Hola' }, { type: 'BUTTONS', buttons: [{ type: 'SPM', text: 'Ver' }] }] }))).toBeNull())
