/** A template from draft to its end, over the wire, with the platform's reviewers played by its console. */
import type { HealthItem, Problem, Template, TemplateDetail, TemplateDraftRow, TemplateFinding } from '@recado/api'
import { hours } from '@recado/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openWire, type Wire } from '../testing/wire.js'

let wire: Wire
let account: string
let platform: string

beforeAll(async () => {
  wire = await openWire()
  account = (await wire.ask<{ id: string }>('POST', '/api/v1/channel-accounts', { channel: 'whatsapp', name: 'Tienda', settings: {}, simulated: true })).body.id
  const { items } = (await wire.ask<{ items: { id: string; channelAccountId: string }[] }>('GET', '/simulator/control/platform-accounts')).body
  platform = items.find((one) => one.channelAccountId === account)!.id
  await press('by_hand')
})
afterAll(() => wire?.close())

const press = (id: string, value?: string) => wire.ask('POST', `/simulator/control/platform-accounts/${encodeURIComponent(platform)}/press`, { id, ...(value ? { value } : {}) })
const draft = (change: Record<string, unknown> = {}) => ({ name: 'pedido_en_camino', language: 'es', category: 'utility', body: 'Hola, {{name}}: tu pedido {{order}} va de camino a tu casa.', examples: { name: 'Ana', order: 'A-7' }, ...change })
const detail = async (id: string) => (await wire.ask<TemplateDetail>('GET', `/api/v1/templates/${id}`)).body
const external = async (name: string): Promise<string> => {
  const { items } = (await wire.ask<{ items: { id: string; facts: { id: string; label: { en: string } }[] }[] }>('GET', '/simulator/control/platform-accounts')).body
  return items.find((one) => one.id === platform)!.facts.find((fact) => fact.label.en.startsWith(`${name} (`))!.id
}
const becomes = (id: string, status: string) => expect.poll(async () => (await detail(id)).template.status, { timeout: 15_000 }).toBe(status)

describe('from draft to its end', () => {
  let id: string
  let key: string

  test('a draft is kept unfinished, and its faults are named', async () => {
    const kept = await wire.ask<TemplateDraftRow>('POST', '/api/v1/template-drafts', { channelAccountId: account, draft: draft({ body: '{{name}} ya', examples: {} }) })
    expect(kept.status).toBe(201)
    const found = (await wire.ask<{ findings: TemplateFinding[] }>('POST', '/api/v1/templates/check', { channelAccountId: account, draft: kept.body.draft })).body.findings
    expect(found.map((one) => [one.code, one.field, one.level])).toEqual(expect.arrayContaining([['variable_at_edge', 'body', 'error'], ['too_many_variables', 'body', 'error'], ['example_missing', 'examples', 'warning']]))
    expect((await wire.ask<Problem>('POST', `/api/v1/template-drafts/${kept.body.id}/submit`, { anyway: true })).body).toMatchObject({ code: 'template_refused', fields: [{ field: 'draft.body', message: 'variable_at_edge' }, { field: 'draft.body', message: 'too_many_variables' }] })
    await wire.ask('PUT', `/api/v1/template-drafts/${kept.body.id}`, { draft: draft() })
    const made = await wire.ask<Template>('POST', `/api/v1/template-drafts/${kept.body.id}/submit`, {})
    expect(made).toMatchObject({ status: 200, body: { status: 'pending', name: 'pedido_en_camino', origin: 'draft' } })
    expect((await wire.ask('GET', `/api/v1/template-drafts/${kept.body.id}`)).status).toBe(404)
    id = made.body.id
    key = await external('pedido_en_camino')
  })

  test('rejected with a reason it may be corrected at once, as often as one likes', async () => {
    expect((await detail(id)).deeds.edit).toEqual({ why: 'status' })
    await press(`reject:${key}`, 'Say who writes.')
    await becomes(id, 'rejected')
    expect((await detail(id)).template).toMatchObject({ reason: 'Say who writes.', advice: expect.any(String) })
    for (const body of ['Hola, {{name}}: tu pedido {{order}} de Óptica va de camino.', 'Hola, {{name}}: tu pedido {{order}} de la Óptica va de camino.']) {
      expect((await wire.ask<Template>('PUT', `/api/v1/templates/${id}`, { draft: draft({ body }) })).body).toMatchObject({ status: 'pending' })
      await press(`reject:${key}`, 'Not yet.')
      await becomes(id, 'rejected')
    }
    await wire.ask('PUT', `/api/v1/templates/${id}`, { draft: draft() })
    await press(`approve:${key}`)
    await becomes(id, 'approved')
    const { versions, history, template } = await detail(id)
    expect(versions.map((one) => [one.version, one.by.kind, one.preview.body])).toEqual([[4, 'token', draft().body], [3, 'token', expect.stringContaining('la Óptica')], [2, 'token', expect.stringContaining('de Óptica')], [1, 'token', draft().body]])
    expect(history.map((one) => one.became)).toEqual(['approved', 'pending', 'rejected', 'pending', 'rejected', 'pending', 'rejected', 'pending'])
    expect(template.reason).toBeUndefined()
  })

  test('an approved one is edited once a day; the next moment is told', async () => {
    await wire.pass(hours(25))
    expect(await detail(id)).toMatchObject({ editsLeft: 1, deeds: { edit: null } })
    expect((await wire.ask<Problem>('PUT', `/api/v1/templates/${id}`, { draft: draft({ category: 'marketing' }) })).body).toMatchObject({ code: 'template_refused', fields: [{ field: 'draft.category' }] })
    expect((await wire.ask('PUT', `/api/v1/templates/${id}`, { draft: draft({ footer: 'Óptica Ribera' }) })).status).toBe(200)
    await press(`approve:${key}`)
    await becomes(id, 'approved')
    expect((await detail(id)).deeds.edit).toMatchObject({ why: 'too_often', again: expect.any(String) })
    expect((await wire.ask<Problem>('PUT', `/api/v1/templates/${id}`, { draft: draft() })).body.code).toBe('template_not_editable')
  })

  test('paused for three hours, then six, then for good, with an item of health each time', async () => {
    for (const pause of [3, 6]) {
      await press(`pause:${key}`)
      await becomes(id, 'paused')
      const { template } = await detail(id)
      // The platform tells its moments in whole seconds.
      expect(template.pauses).toBe(pause / 3)
      expect(Math.abs(Date.parse(template.pausedUntil!) - Date.parse(template.statusAt!) - hours(pause))).toBeLessThanOrEqual(1_000)
      const items = (await wire.ask<{ items: HealthItem[] }>('GET', '/api/v1/health-items')).body.items
      expect(items).toContainEqual(expect.objectContaining({ code: 'template_paused', channelAccountId: account }))
      await wire.pass(hours(pause))
      await becomes(id, 'approved')
      expect((await wire.ask<{ items: HealthItem[] }>('GET', '/api/v1/health-items')).body.items.filter((one) => one.code === 'template_paused')).toEqual([])
    }
    await press(`quality:${key}`, 'RED')
    await becomes(id, 'disabled')
  })

  test('deleted, it is gone from the list, and its name is blocked', async () => {
    expect((await wire.ask('DELETE', `/api/v1/templates/${id}`)).status).toBe(204)
    expect((await wire.ask('GET', `/api/v1/templates/${id}`)).status).toBe(404)
    expect((await wire.ask<{ items: Template[] }>('GET', `/api/v1/templates?account=${account}&name=pedido_en_camino`)).body.items).toEqual([])
  })
})

test('a notice that sells is filed as marketing when it is handed in all the same, and says so', async () => {
  const wish = { channelAccountId: account, draft: draft({ name: 'con_descuento', body: 'Hola, {{name}}: tu pedido {{order}} lleva hoy un descuento de regalo.' }) }
  expect((await wire.ask<Problem>('POST', '/api/v1/templates', wish)).body).toMatchObject({ code: 'template_refused', fields: [{ field: 'draft.category', message: 'reads_as_marketing' }] })
  const { body } = await wire.ask<Template>('POST', '/api/v1/templates', { ...wish, anyway: true })
  expect(body).toMatchObject({ category: 'MARKETING', askedCategory: 'UTILITY' })
})

test('a copy for another language is a draft; for another platform it leaves out what that one does not take', async () => {
  const page = (await wire.ask<{ id: string }>('POST', '/api/v1/channel-accounts', { channel: 'messenger', name: 'Página', settings: {}, simulated: true })).body.id
  const source = (await wire.ask<Template>('POST', '/api/v1/templates', { channelAccountId: account, draft: draft({ name: 'con_botones', buttons: [{ type: 'quick_reply', text: 'Vale' }, { type: 'phone', text: 'Llamar', phone: '+34600000000' }] }) })).body
  const copy = (channelAccountId?: string, language = 'en') => wire.ask<TemplateDraftRow>('POST', `/api/v1/templates/${source.id}/duplicate`, { language, ...(channelAccountId ? { channelAccountId } : {}) })
  expect(await copy()).toMatchObject({ status: 201, body: { channelAccountId: account, draft: { name: 'con_botones', language: 'en', buttons: [{ type: 'quick_reply' }, { type: 'phone' }] }, left: [] } })
  expect((await copy(page)).body).toMatchObject({ channelAccountId: page, draft: { buttons: [{ type: 'quick_reply', text: 'Vale' }] }, left: ['buttons'] })
})

test('where it is used: macros by its id', async () => {
  const listed = async () => (await wire.ask<{ items: Template[] }>('GET', `/api/v1/templates?account=${account}&name=pedido_listo&language=es`)).body.items
  await expect.poll(listed, { timeout: 15_000 }).toHaveLength(1)
  const [template] = await listed()
  expect((await wire.ask('POST', '/api/v1/macros', { name: 'Listo', scope: 'all', actions: { priority: 'high' }, templates: [{ channelAccountId: account, templateId: template!.id, parameters: [] }] })).status).toBe(201)
  expect((await detail(template!.id)).uses).toMatchObject({ macros: [{ name: 'Listo' }], campaigns: [], messages: { byApi: 0, byPeople: 0 } })
})
