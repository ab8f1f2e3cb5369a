/** The three simulated platforms, over the wire: what she writes in her app, and what her phone shows. */
import type { ChannelAccount, Conversation, Message } from '@recado/api'
import type { ScreenItem } from '@recado/channel-kit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWire, type Wire } from '../../testing/wire.js'

let wire: Wire
beforeAll(async () => { wire = await openWire() })
afterAll(() => wire.close())

const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
  const answer = await wire.ask<T>(method, path, body)
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}
let serial = 0

interface Phone { account: ChannelAccount; conversation(): Promise<Conversation>; act(action: string, more?: object): Promise<void>; write(text: string): Promise<void>; shown(): Promise<string[]>; messages(): Promise<Message[]>; states(): Promise<string[]> }

/** A customer with a phone on an account of its own. */
async function phoneOn(channel: string, language = 'es'): Promise<Phone> {
  const account = await ask<ChannelAccount>('POST', '/api/v1/channel-accounts', { channel, name: `Óptica ${++serial}`, settings: {}, simulated: true })
  const { customerId } = await ask<{ customerId: string }>('POST', '/simulator/control/customers', { channel, channelAccountId: account.id, name: 'Ana Ruiz', country: channel === 'wechat' ? 'CN' : 'ES', language })
  const act: Phone['act'] = async (action, more = {}) => { await ask('POST', `/simulator/control/customers/${customerId}/act`, { action, ...more }); await wire.pass(10_000) }
  const conversation = async (): Promise<Conversation> => (await ask<{ items: Conversation[] }>('GET', `/api/v1/conversations?account=${account.id}`)).items[0]! // she has acted
  return {
    account, act, conversation,
    write: (text) => act('write', { content: { kind: 'text', text } }),
    shown: async () => (await ask<{ items: ScreenItem[] }>('GET', `/simulator/control/customers/${customerId}/screen`)).items.filter((item) => item.from === 'business').map((item) => ('text' in item.content ? String(item.content.text) : item.content.kind)),
    messages: async () => (await ask<{ items: Message[] }>('GET', `/api/v1/conversations/${(await conversation()).id}/messages`)).items,
    states: async () => (await ask<{ items: { state: string; source: string; channel: string | null }[] }>('GET', `/api/v1/consents?contactId=${(await conversation()).contact.id}`)).items.map((one) => `${one.state} ${one.source} ${one.channel ?? 'everywhere'}`).reverse(),
  }
}

describe.each(['whatsapp', 'wechat', 'messenger'])('%s', (channel) => {
  it('"planta baja" ends nothing and asks the desk; "Baja." ends it, and her phone shows the answer', async () => {
    await ask('PATCH', '/api/v1/workspace', { language: 'es' })
    const her = await phoneOn(channel)
    await her.write('¿Está en la planta baja?')
    expect(await her.shown()).toEqual([])
    await expect.poll(async () => (await her.messages()).map((one) => one.question?.state ?? null), { timeout: 30_000 }).toContain('open')
    await her.write('Baja.')
    await expect.poll(() => her.shown(), { timeout: 30_000 }).toEqual([expect.stringContaining('no te enviará más publicidad en ninguna aplicación')])
    await expect.poll(() => her.states(), { timeout: 30_000 }).toEqual(['withdrawn keyword everywhere'])

    const { id } = await her.conversation()
    const refused = await wire.ask<{ code: string }>('POST', `/api/v1/conversations/${id}/messages`, { clientId: `ad-${serial}`, content: { kind: 'text', text: 'Rebajas' }, purpose: 'marketing' })
    expect([refused.status, refused.body.code]).toEqual([422, 'opted_out'])
    await ask('POST', `/api/v1/conversations/${id}/messages`, { clientId: `order-${serial}`, content: { kind: 'text', text: 'Tu pedido está listo' }, purpose: 'notification' })
    await wire.pass(10_000)
    await expect.poll(async () => (await her.shown()).at(-1), { timeout: 30_000 }).toBe('Tu pedido está listo')
  }, 60_000)

  it('"ALTA" asks as the app can, and a number or a yes is her choice', async () => {
    const her = await phoneOn(channel)
    await her.write('ALTA')
    await expect.poll(async () => (await her.shown()).join('\n'), { timeout: 30_000 }).toContain('publicidad')
    await her.write('Sí')
    await expect.poll(async () => (await her.shown()).at(-1), { timeout: 30_000 }).toContain('Hecho')
    await expect.poll(() => her.states(), { timeout: 30_000 }).toEqual([`given keyword ${channel}`])
  }, 60_000)
})

describe('the platforms’ own switches', () => {
  it('WhatsApp’s stop ends it there, resuming creates nothing', async () => {
    const her = await phoneOn('whatsapp')
    await her.write('hola')
    await her.act('stop_marketing')
    await her.act('resume_marketing')
    await expect.poll(() => her.states(), { timeout: 30_000 }).toEqual(['withdrawn platform whatsapp'])
  }, 60_000)

  it('leaving on WeChat ends it there, coming back begins nothing', async () => {
    const her = await phoneOn('wechat')
    await her.act('follow')
    await her.act('unfollow')
    await her.act('follow')
    await expect.poll(() => her.states(), { timeout: 30_000 }).toEqual(['withdrawn platform wechat'])
  }, 60_000)
})

it('a server that was stopped obeys what came in before', async () => {
  const her = await phoneOn('whatsapp')
  await her.write('Baja')
  await wire.restart()
  await expect.poll(() => her.states(), { timeout: 30_000 }).toEqual(['withdrawn keyword everywhere'])
  await expect.poll(() => her.shown(), { timeout: 30_000 }).toHaveLength(1)
}, 60_000)
