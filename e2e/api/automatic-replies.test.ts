import type { Message } from '@recado/api'
import { afterEach, expect, test } from 'vitest'
import { ask, deliver, pathOf, pushedByWeChat, Running, signedByMeta, textOf, together, until, weChatText, whatsAppBody, whatsAppChange } from './harness.js'
import { FakeGraph } from '../../tools/product/fake-graph.mjs'

const SECRET = 'app-secret-of-meta'
const PHONE = '300001'

const opened: (() => Promise<void>)[] = []
afterEach(async () => { for (const close of opened.splice(0).reverse()) await close() })

async function start(env: Record<string, string> = {}): Promise<Running> {
  const recado = await Running.start(env)
  opened.push(() => recado.close())
  return recado
}

const rule = (recado: Running, accountId: string, trigger: object, text: string) =>
  recado.api.want('POST', `/api/v1/channel-accounts/${accountId}/automatic-replies`, { name: 'Greeting', trigger, variants: [{ language: null, content: { kind: 'text', text } }], enabled: true })

test('kill -9 in the middle of answering: everybody is answered once, on WhatsApp', async () => {
  const graph = await FakeGraph.open(() => 'answer', 20)
  opened.push(() => graph.close())
  const recado = await start({ RECADO_EGRESS_ALLOW: '127.0.0.1/32' })
  const account = await recado.connect('whatsapp', 'Shop', { phoneNumberId: PHONE, wabaId: '102290129340398', accessToken: 'EAAtoken', appSecret: SECRET, verifyToken: 'verify', baseUrl: graph.url })
  await rule(recado, account.id, { kind: 'greeting', afterDays: null }, 'Hola, te respondemos enseguida.')
  const path = pathOf(account.webhookUrl)
  const people = 200
  const texts = Array.from({ length: people }, (_, n) => ({ wamid: `wamid.auto.${n}`, from: `3462${String(n).padStart(7, '0')}`, text: 'Hola' }))
  const answers = await together(texts, 20, (one) => deliver(recado.url, signedByMeta(path, SECRET, whatsAppBody([[whatsAppChange(PHONE, [one])]]))))
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]))
  await until(async () => graph.received.length, (count) => count >= 20, { what: 'some greetings at the platform', withinMs: 60_000 })
  await recado.killAndRestart()

  const statuses = await until(
    () => ask(recado.dataDir, `select status, count(*)::int as count from message where direction = 'out' and author_type = 'automation' group by status`),
    (rows) => rows.reduce((sum, row) => sum + Number(row.count), 0) === people && !rows.some((row) => row.status === 'queued' || row.status === 'sending'), { what: 'an end for every greeting', withinMs: 90_000 })
  expect(statuses.map((row) => row.status).filter((status) => status === 'failed')).toEqual([])
  const perPerson = await ask(recado.dataDir, `select conversation_id from message where direction = 'out' group by conversation_id having count(*) <> 1`)
  expect(perPerson).toEqual([])
  const unknown = Number(statuses.find((row) => row.status === 'unknown')?.count ?? 0)
  const to = graph.received.map((one) => (one as { to?: string }).to ?? JSON.stringify(one))
  expect(new Set(to).size).toBe(to.length)
  expect(to.length).toBeGreaterThanOrEqual(people - unknown)
})

test('a reply in WeChat’s push outlives the process that made it: the same push gets the same body', async () => {
  const recado = await start()
  const settings = { appId: 'wx0123456789abcdef', appSecret: 'secret-of-the-app', token: 'RecadoToken2026', encodingAesKey: 'InXp8erc38zi9Cv4lta0kLIXTsQUXeo8Pq6EgE5cvo4', mode: 'secure', originalId: 'gh_0a1b2c3d4e5f', baseUrl: 'http://127.0.0.1:9' }
  const account = await recado.connect('wechat', 'Shop', settings)
  await rule(recado, account.id, { kind: 'keyword', match: 'contains', words: ['价格'] }, '请看目录')
  let tries = 0
  let push = pushedByWeChat('', settings, '')
  // On a busy machine deciding may take longer than the push can wait; then the next one is asked.
  const first = await until(async () => {
    push = pushedByWeChat(pathOf(account.webhookUrl), settings, weChatText(settings.originalId, { openid: 'oRECADOexample0000000000001a', msgId: `2400000000000000${++tries}`, text: '价格多少' }))
    return deliver(recado.url, push)
  }, (answer) => String(answer.body).includes('<Encrypt>'), { what: 'a reply in the push’s own answer', withinMs: 60_000 })
  await recado.killAndRestart()
  expect(String((await deliver(recado.url, push)).body)).toBe(String(first.body))
  const { id } = await recado.onlyConversation(account.id)
  const ours = (all: Message[]) => all.filter((one) => one.direction === 'out')
  const thread = await until(() => recado.messages(id), (all) => ours(all).filter((one) => one.status === 'accepted').length === 1, { what: 'the reply as accepted' })
  expect(ours(thread).map((one) => [textOf(one), one.author.type])).toEqual(Array.from({ length: tries }, () => ['请看目录', 'automation']))
})
