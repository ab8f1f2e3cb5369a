import { expect, it } from 'vitest'
import { simulator } from '../simulator.js'
import { bench } from './desk-for-tests.js'

it('the business is shown with its profile, its commands and its codes', async () => {
  const b = await bench()
  await b.call('POST', `/v26.0/${b.account}/whatsapp_business_profile`, { messaging_product: 'whatsapp', about: 'Gafas y lentillas', address: 'Calle de Atocha 45', email: 'hola@optica.example', websites: ['https://optica.example'] })
  await b.call('POST', `/v26.0/${b.account}/conversational_automation`, { commands: [{ command_name: 'horario', command_description: 'Cuándo abrimos' }] })
  const made = await b.call('POST', `/v26.0/${b.account}/message_qrdls`, { prefilled_message: 'Vengo del escaparate' })
  const business = simulator.business?.(b.world, b.customer.id)
  expect(business).toMatchObject({ name: 'Óptica Ribera', about: 'Gafas y lentillas', badge: { es: 'Cuenta de empresa' }, starters: [], commands: [{ title: '/horario', act: { action: 'menu', ref: '/horario' } }] })
  expect(business?.rows.map((row) => row.value)).toEqual([expect.stringMatching(/^\+\d+$/), 'Calle de Atocha 45', 'hola@optica.example', 'https://optica.example'])
  expect(business?.codes).toEqual([{ title: 'Vengo del escaparate', ref: made.body['deep_link_url'], picture: expect.stringMatching(/\/qr\/[A-Z2-7]{14}\.svg$/) }])
  await simulator.act(b.world, b.customer.id, { action: 'scan', ref: business?.codes?.[0]?.ref ?? '' })
  expect(simulator.screen(b.world, b.customer.id).at(-1)).toMatchObject({ from: 'me', content: { kind: 'text', text: 'Vengo del escaparate' } })
})

it('what is not filled in is not there', async () => {
  const b = await bench()
  await b.call('POST', `/v26.0/${b.account}/whatsapp_business_profile`, { messaging_product: 'whatsapp', address: '', email: '', description: '', websites: [] })
  const business = simulator.business?.(b.world, b.customer.id)
  expect([business?.rows.map((row) => row.label.en), business?.commands, business?.codes]).toEqual([['Phone'], undefined, []])
})
