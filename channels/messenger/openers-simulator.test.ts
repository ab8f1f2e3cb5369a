/** Page profile and openers against the simulated platform, which was written from Meta's documents and knows nothing of our editors. */
import { callContext } from '@recado/channel-kit/contract/platform-call'
import { MemoryWorld } from '@recado/channel-kit/testing/world'
import { openerFaults, type Openers, profileFaults, sameOpeners } from '@recado/core'
import { expect, it, test } from 'vitest'
import channel from './index.js'
import { simulator } from './simulator.js'

const openers = channel.connector.openers!
const profile = channel.connector.businessProfile!
const stage = () => {
  const world = new MemoryWorld({ startAt: Date.UTC(2026, 10, 22, 9), simulator })
  const made = simulator.createAccount(world, { name: 'Zapatería Sol', settings: {} })
  return { ...callContext(world, simulator, 'a', { ...made.settings, baseUrl: world.baseUrl }), world }
}
const asks = (title: string, payload = 'P') => ({ title, type: 'postback', values: { payload } })
const full: Openers = { sets: [
  { audience: null, greeting: 'Hola, {{user_first_name}}', iceBreakers: [{ title: '¿Abren hoy?', key: 'HOURS' }], menu: [asks('Horario', 'HOURS'), { title: 'Tienda', type: 'web_url', values: { url: 'https://sol.example' } }] },
  { audience: { kind: 'language', value: 'zh_CN' }, greeting: '你好', menu: [asks('时间', 'HOURS')] },
] }

test('openers read back as they were written, part by part, and go', async () => {
  const context = stage()
  for (const wish of [full, { sets: [{ audience: null, greeting: 'Hola' }] }, { sets: [{ audience: null, commands: [{ name: 'cita', hint: 'Pedir cita' }] }] }, full, { sets: [{ audience: null }] }] satisfies Openers[]) {
    expect(openerFaults(openers.editor, wish)).toEqual([])
    await openers.write(wish, context)
    const standing = await openers.read(context)
    expect(sameOpeners(standing, wish), JSON.stringify(standing)).toBe(true)
  }
})

it.each([
  ['a fifth question', { iceBreakers: ['1', '2', '3', '4', '5'].map((title) => ({ title, key: title })) }], ['a menu of 21', { menu: Array.from({ length: 21 }, (_, n) => asks(String(n))) }], ['a greeting of 161 letters', { greeting: 'x'.repeat(161) }],
])('%s is refused by both', async (_sentence, set) => {
  const wish: Openers = { sets: [{ audience: null, ...set }] }
  expect(openerFaults(openers.editor, wish).length).toBeGreaterThan(0)
  await expect(openers.write(wish, stage())).rejects.toMatchObject({ detail: { platformCode: '100' } })
})

test('the profile reads back as it was written', async () => {
  const context = stage()
  const values = { about: 'Zapatos', description: 'Desde 1950', phone: '+34 910 000 000', email: 'hola@sol.example', website: ['https://sol.example'], hours: { mon: [{ from: '09:30', to: '14:00' }, { from: '17:00', to: '20:30' }] }, location: { street: 'Sol 1', zip: '28013', city: 'Madrid', country: 'Spain' } }
  expect(profileFaults(profile.editor, values)).toEqual([])
  await profile.write(values, context)
  expect(await profile.read(context)).toMatchObject(values)
})

test('the photo becomes the Page’s', async () => {
  const context = stage()
  await profile.write({ picture: { mediaId: 'photo' } }, context)
  const { url } = (await profile.read(context)).picture as { url: string }
  expect(context.world.file(new URL(url).pathname.split('/').at(-1)?.replace(/\.\w+$/, '') ?? '')?.bytes).toEqual((await context.media.load('photo')).bytes)
})
