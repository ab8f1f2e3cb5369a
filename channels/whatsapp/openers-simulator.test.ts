/** Profile, questions and commands against the simulated platform, which was written from Meta's documents and knows nothing of our editors. */
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
  const made = simulator.createAccount(world, { name: 'Óptica Sol', settings: {} })
  return { ...callContext(world, simulator, 'a', { ...made.settings, baseUrl: world.baseUrl }), world }
}
const one = (iceBreakers: string[], commands: [string, string][] = []): Openers => ({ sets: [{ audience: null, iceBreakers: iceBreakers.map((title) => ({ title })), commands: commands.map(([name, hint]) => ({ name, hint })) }] })

test('openers read back as they were written, and go', async () => {
  const context = stage()
  for (const wish of [one(['¿Abren hoy?', 'ñ'.repeat(80)], [['cita', 'Pedir cita'], ['x'.repeat(30), 'y'.repeat(256)]]), one([])]) {
    expect(openerFaults(openers.editor, wish)).toEqual([])
    await openers.write(wish, context)
    expect(sameOpeners(await openers.read(context), wish)).toBe(true)
  }
})

it.each([
  ['a fifth question', one(['1', '2', '3', '4', '5'])], ['81 letters', one(['x'.repeat(81)])], ['a pictograph', one(['Hola 👋'])], ['a command with an accent', one([], [['citación', 'x']])], ['a command twice', one([], [['cita', 'x'], ['cita', 'y']])], ['a command without a word', one([], [['cita', '']])],
])('%s is refused by both', async (_sentence, wish) => {
  expect(openerFaults(openers.editor, wish).length).toBeGreaterThan(0)
  await expect(openers.write(wish, stage())).rejects.toMatchObject({ detail: { platformCode: '100' } })
})

test('the profile reads back as it was written, photo and all, and is cleared', async () => {
  const context = stage()
  const values = { about: 'Gafas', description: 'D'.repeat(256), address: 'Atocha 45', email: 'hola@optica.example', websites: ['https://optica.example', 'http://cita.example'], vertical: 'RETAIL' }
  expect(profileFaults(profile.editor, values)).toEqual([])
  await profile.write({ ...values, profile_picture: { mediaId: 'photo' } }, context)
  const found = await profile.read(context)
  expect(found).toMatchObject(values)
  const { url } = found.profile_picture as { url: string }
  expect(context.world.file(url.split('/').at(-1) ?? '')?.bytes).toEqual((await context.media.load('photo')).bytes)
  await profile.write({ email: '', websites: [] }, context)
  expect(await profile.read(context)).toMatchObject({ about: 'Gafas', email: '', websites: [], profile_picture: { url } })
})

it.each([['about', ''], ['about', 'x'.repeat(140)], ['email', 'nobody'], ['websites', ['optica.example']], ['websites', ['https://a.es', 'https://b.es', 'https://c.es']], ['vertical', 'SHOP']])('%s %j is refused by both', async (key, value) => {
  expect(profileFaults(profile.editor, { [key]: value }).length).toBeGreaterThan(0)
  await expect(profile.write({ [key]: value }, stage())).rejects.toMatchObject({ detail: { platformCode: '100' } })
})
