/** A notice whose platform names no limit of edits, over the wire: changed while approved as often as one likes, its name and language with it. */
import type { Problem, Template, TemplateDetail } from '@recado/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openWire, type Wire } from '../testing/wire.js'

let wire: Wire
let account: string
let platform: string
beforeAll(async () => {
  wire = await openWire()
  account = (await wire.ask<{ id: string }>('POST', '/api/v1/channel-accounts', { channel: 'messenger', name: 'Página', settings: {}, simulated: true })).body.id
  platform = (await wire.ask<{ items: { id: string; channelAccountId: string }[] }>('GET', '/simulator/control/platform-accounts')).body.items.find((one) => one.channelAccountId === account)!.id
  await press('by_hand')
})
afterAll(() => wire?.close())

const press = (id: string, value?: string) => wire.ask('POST', `/simulator/control/platform-accounts/${encodeURIComponent(platform)}/press`, { id, ...(value ? { value } : {}) })
const draft = (change: Record<string, unknown> = {}) => ({ name: 'pedido_listo', language: 'es', category: 'utility', body: 'Hola, {{name}}: tu pedido {{order}} ya está listo en la tienda.', examples: { name: 'Ana', order: 'A-7' }, ...change })
const detail = async (id: string) => (await wire.ask<TemplateDetail>('GET', `/api/v1/templates/${id}`)).body
const becomes = (id: string, status: string) => expect.poll(async () => (await detail(id)).template.status, { timeout: 15_000 }).toBe(status)

test('is handed in, approved, changed twice in a day, turned down and put right', async () => {
  const made = await wire.ask<Template>('POST', '/api/v1/templates', { channelAccountId: account, draft: draft() })
  expect(made).toMatchObject({ status: 201, body: { status: 'pending' } })
  const { id } = made.body
  const { items } = (await wire.ask<{ items: { id: string; facts: { id: string; label: { en: string } }[] }[] }>('GET', '/simulator/control/platform-accounts')).body
  const key = items.find((one) => one.id === platform)!.facts.find((fact) => fact.label.en.startsWith('pedido_listo ('))!.id
  expect((await detail(id)).deeds.edit).toEqual({ why: 'status' })
  await press(`approve:${key}`)
  await becomes(id, 'approved')
  for (const header of ['Pedido {{order}}', undefined]) {
    expect(await detail(id)).toMatchObject({ deeds: { edit: null }, editsLeft: null })
    const changed = await wire.ask<Template>('PUT', `/api/v1/templates/${id}`, { draft: draft({ name: 'otra', language: 'de', ...(header ? { header } : {}) }) })
    expect(changed.body).toMatchObject({ name: 'pedido_listo', language: 'es', status: 'pending', preview: header ? { header } : {} })
    await press(`approve:${key}`)
    await becomes(id, 'approved')
  }
  expect((await wire.ask<Problem>('PUT', `/api/v1/templates/${id}`, { draft: draft({ footer: 'Óptica' }), anyway: true })).body).toMatchObject({ code: 'template_refused', fields: [{ field: 'draft.footer', message: 'component_not_taken' }] })
  await wire.ask('PUT', `/api/v1/templates/${id}`, { draft: draft({ body: 'Hola, {{name}}: tu pedido {{order}} está en rebajas en la tienda.' }), anyway: true })
  await press(`reject:${key}`)
  await becomes(id, 'rejected')
  expect((await detail(id)).template.reason).toBe('TAG_SHOULD_BE_MARKETING')
  expect((await wire.ask<Template>('PUT', `/api/v1/templates/${id}`, { draft: draft() })).body.status).toBe('pending')
  expect((await detail(id)).versions.length).toBeGreaterThan(3)
})
