import { expect, it } from 'vitest'
import { simulator } from '../simulator.js'
import { bench } from './desk-for-tests.js'

const START = { get_started: { payload: 'GET_STARTED' } }

it('the Page is shown with its hours, its picture and its menu, every entry of which can be tapped', async () => {
  const b = await bench()
  await b.call('POST', '/v26.0/me/messenger_profile', { ...START, persistent_menu: [{ locale: 'default', call_to_actions: [{ type: 'postback', title: 'Mi pedido', payload: 'PEDIDO' }, { type: 'web_url', title: 'Tienda', url: 'https://optica.example' }] }] })
  await b.write()
  const business = simulator.business?.(b.world, b.customer.id)
  expect(business).toMatchObject({
    name: 'Óptica Ribera', picture: expect.stringMatching(/^http/), about: 'Gafas, lentillas y audífonos', starters: [],
    menu: { style: 'list', entries: [{ id: 'PEDIDO', title: 'Mi pedido', act: { action: 'menu', ref: 'PEDIDO' } }, { id: 'https://optica.example', title: 'Tienda', url: 'https://optica.example' }] },
  })
  expect(business?.rows.map((row) => [row.label.en, row.value])).toEqual([
    ['Hours', { en: 'Mon–Fri 10:00–20:00', es: 'lun–vie 10:00–20:00' }], ['Address', 'C/ de Atocha 45, Madrid, Spain, 28012'], ['Phone', '+34910000000'], ['E-mail', 'hola@optica.example'], ['Website', 'https://optica.example'],
  ])
  await b.act('menu', {}, 'PEDIDO')
  expect(b.events('postback').at(-1)).toMatchObject({ postback: { title: 'Mi pedido', payload: 'PEDIDO' } })
})

it('commands stand where the menu would', async () => {
  const b = await bench()
  await b.call('POST', '/v26.0/me/messenger_profile', { ...START, commands: [{ locale: 'default', commands: [{ name: 'horario', description: 'Cuándo abrimos' }] }] })
  await b.write()
  expect(simulator.business?.(b.world, b.customer.id)).toMatchObject({ commands: [{ title: '/horario', description: 'Cuándo abrimos', act: { action: 'menu', ref: '/horario' } }] })
  expect(simulator.business?.(b.world, b.customer.id).menu).toBeUndefined()
})

it('days are told together only where they follow each other with the same hours', async () => {
  const b = await bench()
  const hours = { mon_1_open: '10:00', mon_1_close: '14:00', mon_2_open: '17:00', mon_2_close: '20:00', tue_1_open: '10:00', tue_1_close: '14:00', thu_1_open: '10:00', thu_1_close: '14:00', fri_1_open: '10:00', fri_1_close: '14:00' }
  expect((await b.call('POST', `/v26.0/${b.account}`, { hours })).ok).toBe(true)
  expect(simulator.business?.(b.world, b.customer.id).rows[0]?.value).toMatchObject({ es: 'lun 10:00–14:00, 17:00–20:00\nmar 10:00–14:00\njue–vie 10:00–14:00' })
})
