/** A collector stands in at a port of this machine: what it is told, when, and what it never is. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'
import { readTelemetry } from './config.js'
import { metricsBody } from './otlp.js'
import { telemetryOf } from './telemetry.js'

interface Told { path: string; headers: Record<string, unknown>; body: string }
interface SpanTold { traceId: string; spanId: string; parentSpanId?: string; name: string; kind: number; startTimeUnixNano: string; endTimeUnixNano: string; attributes: { key: string; value: Record<string, unknown> }[]; status: { code?: number; message?: string } }

let collector: Server
let told: Told[]
let statuses: number[]
let desk: Desk
beforeEach(async () => {
  told = []
  statuses = []
  collector = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => { body += part.toString() }).on('end', () => { told.push({ path: request.url!, headers: request.headers, body }); response.writeHead((request.url === '/v1/traces' ? statuses.shift() : null) ?? 200, { 'content-type': 'application/json' }).end('{}') })
  })
  await new Promise<void>((resolve) => { collector.listen(0, '127.0.0.1', resolve) })
  const { port } = collector.address() as AddressInfo
  desk = await makeDesk({ config: { telemetry: readTelemetry({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}/`, OTEL_EXPORTER_OTLP_HEADERS: 'x-api-key=a%20secret' }) } })
})
afterEach(async () => { await desk.close(); await new Promise((resolve) => { collector.close(resolve) }) })

const spans = (): SpanTold[] => told.filter(({ path }) => path === '/v1/traces').flatMap(({ body }) => (JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: SpanTold[] }[] }[] }).resourceSpans.flatMap((one) => one.scopeSpans.flatMap((scope) => scope.spans)))

test('an answer that leaves is a trace: the send and the platform’s call in it, by ids alone', async () => {
  await desk.receive(desk.wrote('o1', 'Mi secreto es azul', { phone: '34611222333' }))
  const conversationId = await desk.conversationOf('34611222333')
  const telemetry = telemetryOf(desk.services)
  const step = telemetry.begin('send', 'internal', { 'recado.conversation_id': conversationId })!
  telemetry.begin('platform.call', 'client', { 'recado.channel': 'made-up' }, step.context)!.end({}, 'platform_silent')
  step.end()
  telemetry.committed(desk.workspaceId, step.context)
  telemetry.delivered(desk.workspaceId, 7, 2)
  await telemetry.flush()
  const [call, send, live] = ['platform.call', 'send', 'live.deliver'].map((name) => spans().find((one) => one.name === name)!)
  expect(send!.traceId).toMatch(/^[0-9a-f]{32}$/)
  expect(send!.spanId).toMatch(/^[0-9a-f]{16}$/)
  expect(call).toMatchObject({ traceId: send!.traceId, parentSpanId: send!.spanId, kind: 3, status: { code: 2, message: 'platform_silent' } })
  expect(live).toMatchObject({ traceId: send!.traceId, parentSpanId: send!.spanId, attributes: expect.arrayContaining([{ key: 'recado.seq', value: { intValue: '7' } }]) })
  expect(BigInt(send!.endTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(send!.startTimeUnixNano))
  expect(told[0]).toMatchObject({ headers: { 'content-type': 'application/json', 'x-api-key': 'a secret' } })
  expect(JSON.stringify(told)).not.toContain('secreto')
})

test('what a busy collector refuses is handed over again after a rest, what it cannot read is not', async () => {
  const telemetry = telemetryOf(desk.services)
  telemetry.begin('webhook', 'server', {})!.end()
  statuses = [503]
  await telemetry.flush()
  expect([telemetry.counts(), told.filter(({ path }) => path === '/v1/traces').length]).toEqual([{ on: true, sent: expect.any(Number), failed: 0 }, 1])
  await expect.poll(async () => { await telemetry.flush(); return spans().length }, { timeout: 10_000 }).toBe(2)
  statuses = [400]
  telemetry.begin('webhook', 'server', {})!.end()
  await telemetry.flush()
  expect(telemetry.counts().failed).toBeGreaterThan(0)
})

test('a histogram counts each bucket by itself', () => {
  const body = metricsBody({}, [{ name: 'x', help: '', type: 'histogram', values: [{ value: 1, labels: { le: 0.1 } }, { value: 3, labels: { le: 1 } }, { value: 4, labels: { le: '+Inf' } }, { value: 9, labels: {}, metricName: 'x_sum' }, { value: 4, labels: {}, metricName: 'x_count' }] }], 0, 1_000)
  expect(JSON.stringify(body)).toContain('"count":"4","sum":9,"bucketCounts":["1","2","1"],"explicitBounds":[0.1,1]')
})

test.each([
  [{}, null],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318', OTEL_SDK_DISABLED: 'true' }, null],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318/x' }, { traces: 'http://c:4318/x/v1/traces', metrics: 'http://c:4318/x/v1/metrics' }],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://t/', OTEL_METRICS_EXPORTER: 'none' }, { traces: 'http://t/', metrics: null }],
])('the variables of OpenTelemetry: %o', (env, wanted) => {
  const found = readTelemetry(env)
  expect(found && { traces: found.traces, metrics: found.metrics }).toEqual(wanted)
})

test.each([[{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }], [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }], [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c', OTEL_TRACES_SAMPLER_ARG: '2' }]])('a sentence for what cannot be: %o', (env) => {
  expect(() => readTelemetry(env)).toThrow(/OTEL_/)
})
