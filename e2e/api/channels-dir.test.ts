import { cpSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Channel } from '@recado/api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '../../tools/lib/paths.mjs'
import { Running, textOf, until } from './harness.js'

// One folder somewhere on the disk, not in the clone: what a company with a messenger of its own would have.
const dir = mkdtempSync(join(tmpdir(), 'recado-channels-'))
const folder = join(dir, 'pigeon')
let recado: Running
let before: string
beforeAll(async () => {
  // A start without it first, so that the web app is certainly built already.
  await (await Running.start()).close()
  before = webApp()
  cpSync(join(root, 'e2e/made-up-channels/pigeon'), folder, { recursive: true })
  recado = await Running.start({ RECADO_CHANNELS_DIR: dir, RECADO_SIMULATOR: '1' })
})
afterAll(async () => {
  await recado?.close()
  rmSync(dir, { recursive: true, force: true })
})

/** The built web app as it lies on the disk: names, sizes and moments. */
function webApp(): string {
  const dist = join(root, 'packages/web/dist')
  return readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort()
    .map((file) => `${file} ${statSync(file).size} ${statSync(file).mtimeMs}`).join('\n')
}

test('a channel folder of somebody else is a channel like ours, without touching the clone', async () => {
  const { items } = await recado.api.want('GET', '/api/v1/channels') as { items: (Channel & Record<string, unknown>)[] }
  expect(items.map((channel) => channel.id)).toEqual(expect.arrayContaining(['messenger', 'pigeon', 'wechat', 'whatsapp']))
  const pigeon = items.find((channel) => channel.id === 'pigeon')!
  expect(pigeon).toMatchObject({ name: 'Pigeon Post', initiation: 'contact-first' })
  expect(JSON.stringify(pigeon.settings)).toContain('Loft number')
  expect(JSON.stringify(pigeon.guide)).toContain('keeper of your loft')
  const logo = await fetch(new URL(String(pigeon.logoUrl), recado.url), { headers: { authorization: `Bearer ${process.env.RECADO_API_TOKEN ?? ''}` } })
  expect([logo.status, logo.headers.get('content-type')]).toEqual([200, expect.stringContaining('svg')])

  const account = await recado.connect('pigeon', 'The loft on the roof', {}, true)
  expect(account).toMatchObject({ channel: 'pigeon', state: 'ready', simulated: true })
  const { customerId } = await recado.api.want('POST', '/simulator/control/customers', { channel: 'pigeon', channelAccountId: account.id, name: 'Paloma' })
  await recado.api.want('POST', `/simulator/control/customers/${customerId}/act`, { action: 'write', content: { kind: 'text', text: 'Is the bakery open?' } })

  const conversation = await recado.onlyConversation(account.id)
  expect(conversation).toMatchObject({ channel: 'pigeon', contact: { name: 'Paloma' }, unread: 1, lastMessage: { text: 'Is the bakery open?' }, window: { state: 'open', left: 3 } })
  const reply = await recado.reply(conversation.id, 'Until eight.')
  await until(() => recado.messages(conversation.id), (all) => all.some((one) => one.id === reply.id && one.status === 'accepted'), { what: 'the letter at the loft' })
  expect((await recado.messages(conversation.id)).map(textOf)).toEqual(['Until eight.', 'Is the bakery open?'])

  const screen = await recado.api.want('GET', `/simulator/control/customers/${customerId}/screen`)
  const shown = (Array.isArray(screen) ? screen : screen.items).map((item: { from: string; content: { text: string } }) => [item.from, item.content.text])
  expect(shown).toEqual([['me', 'Is the bakery open?'], ['business', 'Until eight.']])

  // Its own limits count like any channel's.
  const refused = await recado.api.call('POST', `/api/v1/conversations/${conversation.id}/messages`, { clientId: 'too-long', content: { kind: 'text', text: 'x'.repeat(141) } })
  expect([refused.status, refused.body.code]).toEqual([422, 'too_long'])
  expect(webApp()).toBe(before)
})
