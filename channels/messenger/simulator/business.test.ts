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
    ['Hours', 'mon–fri 10:00–20:00'], ['Address', 'C/ de Atocha 45, Madrid, Spain, 28012'], ['Phone', '+34910000000'], ['E-mail', 'hola@optica.example'], ['Website', 'https://optica.example'],
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
