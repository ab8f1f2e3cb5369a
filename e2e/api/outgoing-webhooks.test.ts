import { afterEach, expect, test } from 'vitest'
import { openReceiver, type Receiver } from '../../packages/server/webhooks/testing/receiver.js'
import { deliver, pathOf, Running, signedByMeta, together, until, whatsAppBody, whatsAppChange } from './harness.js'

const SECRET = 'app-secret-of-meta'
const PHONE = '300001'
const settings = { phoneNumberId: PHONE, wabaId: '102290129340398', accessToken: 'EAAtoken', appSecret: SECRET, verifyToken: 'verify', baseUrl: 'http://127.0.0.1:9' }

const opened: (() => Promise<void>)[] = []
afterEach(async () => { for (const close of opened.splice(0).reverse()) await close() })

const told = (receiver: Receiver) => receiver.received.filter(({ event }) => event.type === 'message.created')
const textOf = ({ event }: Receiver['received'][number]): string => (event.data.content as { text: string }).text

test('kill -9 while 300 messages are told to a receiver that fails now and then: each is told, in the order of its conversation, under one id', async () => {
  const receiver = await openReceiver()
  opened.push(() => receiver.close())
  const recado = await Running.start({ RECADO_EGRESS_ALLOW: '127.0.0.1/32' })
  opened.push(() => recado.close())
  const account = await recado.connect('whatsapp', 'Shop', settings)
  await recado.api.want('POST', '/api/v1/webhook-endpoints', { url: receiver.url, events: ['message.created'] })
  // One failure: what stands behind it waits for its second try.
  receiver.answers.unshift(...Array.from({ length: 40 }, () => ({ status: 200 })), { status: 503 })

  const [people, each] = [20, 15]
  const post = (person: number, n: number) => deliver(recado.url, signedByMeta(pathOf(account.webhookUrl), SECRET, whatsAppBody([[whatsAppChange(PHONE, [{ wamid: `wamid.hook.${person}.${n}`, from: `3462${String(person).padStart(7, '0')}`, text: `${person} ${n}` }])]])))
  const conversations = together(Array.from({ length: people }, (_, person) => person), people, async (person) => { for (let n = 0; n < each; n++) expect((await post(person, n)).status).toBe(200) })
  await conversations
  await until(async () => told(receiver).length, (count) => count >= 60, { what: 'sixty webhooks', withinMs: 60_000 })
  await recado.killAndRestart()

  const distinct = () => new Map(told(receiver).map((one) => [one.headers['webhook-id'], one]))
  await until(async () => distinct().size, (count) => count >= people * each, { what: 'a webhook for every message', withinMs: 90_000 })
  expect(distinct().size).toBe(people * each)
  expect(new Set([...distinct().values()].map(textOf)).size).toBe(people * each)
  // Repeats after the kill aside, every conversation was told in its order.
  const order = new Map<string, string[]>()
  for (const one of told(receiver)) {
    const seen = order.get(one.event.data.conversationId as string) ?? []
    if (!seen.includes(textOf(one))) seen.push(textOf(one))
    order.set(one.event.data.conversationId as string, seen)
  }
  for (const texts of order.values()) expect(texts.map((text) => Number(text.split(' ')[1]))).toEqual(Array.from({ length: each }, (_, n) => n))
})
