/** One story each way, by the real paths: which steps a collector is told of, that they belong together and lie in one another, and that nobody's words are in them. */
import type { AddressInfo } from 'node:net'
import type { Message, ServerFrame } from '@recado/api'
import { PlatformRefusal } from '@recado/channel-kit'
import { newId } from '@recado/db'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { hubOf } from '../live/hub.js'
import { Sender } from '../sending/sender.js'
import { type Desk, makeDesk } from '../testing/desk.js'
import { answerJson } from '../testing/harness.js'
import { readTelemetry } from './config.js'
import { telemetryOf } from './telemetry.js'
import { openCollector, type SpanTold } from './testing/collector.js'

const SECRET = 'Mi secreto es azul'
const PHONE = '34611222333'
const NAME = 'Zenobia'
const CALL_MS = 60

let collector: Awaited<ReturnType<typeof openCollector>>
let desk: Desk
let socket: WebSocket
const frames: ServerFrame[] = []
let refusing = false

beforeAll(async () => {
  collector = await openCollector()
  desk = await makeDesk({
    config: { telemetry: readTelemetry({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }) },
    // The platform takes its time, which the trace must tell.
    http: async () => { await new Promise((resolve) => { setTimeout(resolve, CALL_MS) }); if (refusing) throw new PlatformRefusal({ code: 'recipient_blocked', platformCode: '131', message: SECRET, sent: 'no', retry: { kind: 'never' } }); return answerJson({ id: newId() }) },
  })
  await desk.app.listen({ port: 0, host: '127.0.0.1' })
  socket = new WebSocket(`ws://127.0.0.1:${(desk.app.server.address() as AddressInfo).port}/api/v1/live`, { headers: { cookie: desk.owner.cookie } })
  await new Promise<void>((resolve, reject) => { socket.on('message', (data) => { frames.push(JSON.parse(String(data)) as ServerFrame); resolve() }).once('error', reject) })
  socket.send(JSON.stringify({ type: 'watch', list: { query: {} } }))
  await new Sender(desk.services).start(true)
})
afterAll(async () => { socket.terminate(); await desk.close(); await collector.close() })
beforeEach(() => { collector.told.length = 0 })

/** The spans of a trace once there are as many as named, by name; more of a name than one would be a mistake. */
async function traceWith(...names: string[]): Promise<Record<string, SpanTold>> {
  await expect.poll(async () => { await telemetryOf(desk.services).flush(); return collector.spans().map(({ name }) => name).toSorted() }).toEqual(names.toSorted())
  const spans = collector.spans()
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1)
  return Object.fromEntries(spans.map((span) => [span.name, span]))
}

const ms = (span: SpanTold): number => Number(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)) / 1e6
const fact = (span: SpanTold, name: string): unknown => Object.values(span.attributes.find(({ key }) => key === `recado.${name}`)?.value ?? {})[0]
const begins = (span: SpanTold): bigint => BigInt(span.startTimeUnixNano)
const ends = (span: SpanTold): bigint => BigInt(span.endTimeUnixNano)
/** Two clocks are read for one span, each to the millisecond. */
const LEEWAY = 2_000_000n
const within = (inner: SpanTold, outer: SpanTold): boolean => begins(inner) + LEEWAY >= begins(outer) && ends(inner) <= ends(outer) + LEEWAY
function silent(): void {
  const said = JSON.stringify(collector.told)
  for (const word of [SECRET, 'secreto', PHONE, NAME, desk.owner.email]) expect(said).not.toContain(word)
}

test('a message comes in: webhook, commit, and the frame that shows it', async () => {
  const answer = await desk.app.inject({ method: 'POST', url: `/webhooks/made-up/${desk.account.webhookKey}`, headers: { 'content-type': 'application/json' }, payload: JSON.stringify([desk.wrote('t1', SECRET, { phone: PHONE, name: NAME })]) })
  expect(answer.statusCode, answer.body).toBe(200)
  await expect.poll(() => frames.some(({ type }) => type === 'events')).toBe(true)
  const { webhook, ingest, 'live.deliver': live } = await traceWith('webhook', 'ingest', 'live.deliver')
  expect([webhook!.parentSpanId, ingest!.parentSpanId, live!.parentSpanId]).toEqual([undefined, webhook!.spanId, ingest!.spanId])
  expect([webhook!.kind, fact(webhook!, 'channel'), fact(ingest!, 'events'), fact(live!, 'watchers')]).toEqual([2, 'made-up', '1', '1'])
  expect(within(ingest!, webhook!)).toBe(true)
  expect(begins(live!) + LEEWAY >= ends(ingest!)).toBe(true)
  expect([webhook, ingest].every((span) => ms(span!) > 0)).toBe(true)
  silent()
})

test('a message goes out: the request, its turn, the platform’s call and the frame that shows it, in the trace of its id', async () => {
  const conversationId = await desk.conversationOf(PHONE)
  const answer = await desk.request('POST', `/api/v1/conversations/${conversationId}/messages`, { clientId: newId(), content: { kind: 'text', text: SECRET } })
  expect(answer.statusCode, answer.body).toBe(201)
  const { id } = answer.json<Message>()
  const { message, 'message.post': post, send, 'platform.call': call, 'live.deliver': live } = await traceWith('message', 'message.post', 'send', 'platform.call', 'live.deliver')
  expect(message!.traceId).toBe(id.replaceAll('-', ''))
  expect([message!.parentSpanId, post!.parentSpanId, send!.parentSpanId, call!.parentSpanId, live!.parentSpanId]).toEqual([undefined, message!.spanId, message!.spanId, send!.spanId, send!.spanId])
  expect([fact(send!, 'message_id'), fact(send!, 'attempt'), fact(send!, 'outcome'), fact(message!, 'outcome'), post!.kind, call!.kind]).toEqual([id, '1', 'accepted', 'accepted', 2, 3])
  expect([within(call!, send!), within(send!, message!), ends(post!) + LEEWAY >= begins(message!)]).toEqual([true, true, true])
  expect(ms(call!)).toBeGreaterThanOrEqual(CALL_MS - 2)
  expect(ms(message!)).toBeGreaterThanOrEqual(ms(call!))
  silent()
})

test('what a platform says of its refusal stays out; the code is told', async () => {
  refusing = true
  const conversationId = await desk.conversationOf(PHONE)
  await desk.request('POST', `/api/v1/conversations/${conversationId}/messages`, { clientId: newId(), content: { kind: 'text', text: SECRET } })
  const { message, send, 'platform.call': call } = await traceWith('message', 'message.post', 'send', 'platform.call', 'live.deliver')
  expect([message, send, call].map((span) => span!.status)).toEqual(Array(3).fill({ code: 2, message: 'recipient_blocked' }))
  silent()
})

test('once nobody watches, nobody is waited for', async () => {
  socket.close()
  await expect.poll(() => hubOf(desk.services).people()).toEqual([])
  await desk.app.inject({ method: 'POST', url: `/webhooks/made-up/${desk.account.webhookKey}`, headers: { 'content-type': 'application/json' }, payload: JSON.stringify([desk.wrote('t2', SECRET, { phone: PHONE })]) })
  await traceWith('webhook', 'ingest')
})
