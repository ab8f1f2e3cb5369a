import type { Message } from '@recado/api'
import { afterEach, expect, test } from 'vitest'
import { ask, deliver, pathOf, Running, signal, signedByMeta, startInVain, textOf, together, until, whatsAppBody, whatsAppChange } from './harness.js'
import { treeOf } from '../../tools/product/processes.mjs'
import { FakeGraph } from '../../tools/product/fake-graph.mjs'

const SECRET = 'app-secret-of-meta'
const PHONE = '300001'
const whatsApp = { phoneNumberId: PHONE, wabaId: '102290129340398', accessToken: 'EAAtoken', appSecret: SECRET, verifyToken: 'verify', baseUrl: 'http://127.0.0.1:9' }

const opened: (() => Promise<void>)[] = []
afterEach(async () => { for (const close of opened.splice(0).reverse()) await close() })

async function start(env: Record<string, string> = {}): Promise<Running> {
  const recado = await Running.start(env)
  opened.push(() => recado.close())
  return recado
}

const textFrom = (n: number, customers: number) => ({ wamid: `wamid.kill.${n}`, from: `3462${String(n % customers).padStart(7, '0')}`, text: `Text ${n}` })
const post = (recado: Running, path: string, messages: Parameters<typeof whatsAppChange>[1]) => deliver(recado.url, signedByMeta(path, SECRET, whatsAppBody([[whatsAppChange(PHONE, messages)]])))

test('kill -9 of everything right after the last of 1,500 acknowledgements: exactly those 1,500 messages are there', async () => {
  const recado = await start()
  const account = await recado.connect('whatsapp', 'Shop', whatsApp)
  const path = pathOf(account.webhookUrl)
  const texts = Array.from({ length: 1_500 }, (_, n) => textFrom(n, 200))
  // One in ten is delivered twice, as platforms do that heard the answer too late.
  const answers = await together(texts.flatMap((one, n) => (n % 10 === 0 ? [one, one] : [one])), 50, (one) => post(recado, path, [one]))
  await recado.killAndRestart()
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]))

  const rows = await ask(recado.dataDir, `select external_id from message where direction = 'in'`)
  expect(rows.map((row) => row.external_id as string).sort()).toEqual(texts.map((one) => one.wamid).sort())
  const conversations = await recado.conversations(account.id)
  expect(conversations).toHaveLength(200)
  expect(conversations.map((one) => one.unread).reduce((a, b) => a + b, 0)).toBe(1_500)
})

test('kill -9 while answers go out to a platform that cuts lines: nobody gets one twice, and none is lost in silence', async () => {
  const graph = await FakeGraph.open((nth) => (nth % 8 === 0 ? 'cut' : 'answer'), 40)
  opened.push(() => graph.close())
  const recado = await start({ RECADO_EGRESS_ALLOW: '127.0.0.1/32' })
  const account = await recado.connect('whatsapp', 'Shop', { ...whatsApp, baseUrl: graph.url })
  const people = 150
  const path = pathOf(account.webhookUrl)
  expect((await post(recado, path, Array.from({ length: people }, (_, n) => textFrom(n, people)))).status).toBe(200)
  const conversations = await recado.conversations(account.id)
  expect(conversations).toHaveLength(people)

  const replies = together(conversations, 8, async (one) => recado.reply(one.id, 'An answer').catch(() => null))
  await until(async () => graph.received.length, (count) => count >= 50, { what: 'fifty requests at the platform', withinMs: 60_000 })
  await recado.process.kill9()
  const written = (await replies).filter((reply): reply is Message => reply !== null)
  const reachedBefore = graph.received.length
  await recado.restart()

  const statusOf = async (): Promise<Map<string, string>> => new Map((await ask(recado.dataDir, `select message_id, status from message where direction = 'out'`)).map((row) => [row.message_id as string, row.status as string]))
  const statuses = await until(statusOf, (all) => ![...all.values()].some((status) => status === 'queued' || status === 'sending'), { what: 'an end for every answer', withinMs: 60_000 })

  expect(graph.received.length).toBeGreaterThan(reachedBefore)
  expect(new Set(graph.received).size).toBe(graph.received.length)
  // What was acknowledged to the agent is there after the kill, and either it reached the platform or a person is told that nobody knows.
  for (const reply of written) expect(statuses.get(reply.id)).toMatch(/^(accepted|unknown)$/)
  for (const [id, status] of statuses) if (status === 'accepted') expect(graph.received).toContain(id)
  const unknown = [...statuses].filter(([, status]) => status === 'unknown').map(([id]) => id)
  for (const id of graph.cut) expect(unknown).toContain(id)
  // In flight at the kill: at most the sixteen requests that one account has under way.
  expect(unknown.length).toBeLessThanOrEqual(graph.cut.length + 16)
})

test('the database stands still for ten seconds while a WeChat customer writes: no error line on her phone, her words are there once', async () => {
  const recado = await start({ RECADO_SIMULATOR: '1' })
  const account = await recado.connect('wechat', 'Service account', {}, true)
  const number = await recado.connect('whatsapp', 'Number', whatsApp)
  const { customerId } = await recado.api.want('POST', '/simulator/control/customers', { channel: 'wechat', channelAccountId: account.id, name: 'Mei' })
  const act = (input: object) => recado.api.want('POST', `/simulator/control/customers/${customerId}/act`, input)
  const write = (text: string) => act({ action: 'write', content: { kind: 'text', text } })
  await act({ action: 'follow' })
  await write('before')

  const database = treeOf(recado.process.postmaster()!)
  for (const pid of database) signal(pid, 'SIGSTOP')
  const back = new Promise<void>((resolve) => setTimeout(() => { for (const pid of database) signal(pid, 'SIGCONT'); resolve() }, 10_000))
  const answered = [await timed(() => write('first while away')), await timed(() => write('second while away'))]
  // Meta comes again for hours: it is told at once that we cannot store now.
  const told = await timed(() => post(recado, pathOf(number.webhookUrl), [textFrom(1, 1)]))
  await back
  await write('after')

  expect(told.value.status).toBe(503)
  console.log(`while the database stood still: WeChat answered after ${answered.map((one) => one.ms.toFixed(0)).join(' and ')} ms, WhatsApp told after ${told.ms.toFixed(0)} ms`)
  const conversation = await recado.onlyConversation(account.id)
  const words = await until(async () => (await recado.messages(conversation.id)).filter((one) => one.direction === 'in').map(textOf).reverse(), (texts) => texts.length >= 4, { what: 'her four messages' })
  expect(words).toEqual(['before', 'first while away', 'second while away', 'after'])
  const { items } = screenOf(await recado.api.want('GET', `/simulator/control/customers/${customerId}/screen`))
  expect(items.filter((item) => item.content.kind === 'error_line')).toEqual([])
  expect(items.filter((item) => item.from === 'me').map((item) => item.content.text)).toEqual(['before', 'first while away', 'second while away', 'after'])
  // Asked again, it is stored.
  expect((await post(recado, pathOf(number.webhookUrl), [textFrom(1, 1)])).status).toBe(200)
})

test('the database dies and comes back by itself: what was refused can be sent again, what was acknowledged is there', async () => {
  const recado = await start()
  const account = await recado.connect('whatsapp', 'Shop', whatsApp)
  const path = pathOf(account.webhookUrl)
  const before = recado.process.postmaster()!
  const texts = Array.from({ length: 400 }, (_, n) => textFrom(n, 50))
  const answers = together(texts, 10, async (one) => {
    if (one.wamid === 'wamid.kill.100') signal(before, 'SIGKILL')
    return until(() => post(recado, path, [one]), (answer) => answer.status === 200, { what: `200 for ${one.wamid}`, withinMs: 30_000 })
  })
  expect(await answers).toHaveLength(400)
  expect(recado.process.postmaster()).not.toBe(before)
  const [counted] = await ask(recado.dataDir, `select count(*)::int as rows, count(distinct external_id)::int as ids from message where direction = 'in'`)
  expect(counted).toEqual({ rows: 400, ids: 400 })
})

test('a second start on its directory is refused; a killed server leaves its database to the next start; SIGTERM ends it cleanly, even when the database answers nobody', async () => {
  const recado = await start()
  const account = await recado.connect('whatsapp', 'Shop', whatsApp)
  const path = pathOf(account.webhookUrl)
  expect((await post(recado, path, [textFrom(0, 1)])).status).toBe(200)

  const second = await startInVain({ dataDir: recado.dataDir })
  expect(second.code).not.toBe(0)
  expect(second.output).toContain(`Another Recado (pid ${recado.process.pid}) is using ${recado.dataDir}. Stop it first, or give this one its own directory with DATA_DIR.`)
  expect(second.output).not.toMatch(/^\s+at /m)
  expect((await fetch(`${recado.url}/readyz`)).status).toBe(200)

  const orphan = recado.process.postmaster()
  await recado.process.killServer()
  await recado.restart()
  expect(recado.process.postmaster()).toBe(orphan)
  expect(await recado.conversations(account.id)).toHaveLength(1)

  const first = await timed(() => recado.process.stop())
  expect(first.value).toMatchObject({ code: 0 })
  expect(first.ms).toBeLessThan(10_000)
  expect(recado.process.postmaster()).toBeNull()

  await recado.restart()
  expect(await recado.conversations(account.id)).toHaveLength(1)
  const database = treeOf(recado.process.postmaster()!)
  for (const pid of database) signal(pid, 'SIGSTOP')
  void post(recado, path, [textFrom(1, 1)]).catch(() => {})
  const last = await timed(() => recado.process.stop())
  expect(last.value).toMatchObject({ code: 0 })
  expect(last.ms).toBeLessThan(10_000)
})

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const before = performance.now()
  const value = await work()
  return { value, ms: performance.now() - before }
}

interface Screen { items: { from: string; content: { kind: string; text?: string } }[] }
const screenOf = (answer: Screen | Screen['items']): Screen => (Array.isArray(answer) ? { items: answer } : answer)
