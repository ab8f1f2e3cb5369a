/** A collector stands in at a port of this machine: what it is told, when, and what it never is. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Desk, makeDesk } from '../testing/desk.js'
import { readTelemetry } from './config.js'
import { newTrace } from './otlp.js'
import { telemetryOf } from './telemetry.js'
import { openCollector } from './testing/collector.js'

let collector: Awaited<ReturnType<typeof openCollector>>
let desk: Desk
beforeEach(async () => {
  collector = await openCollector()
  desk = await makeDesk({ config: { telemetry: readTelemetry({ OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`, OTEL_EXPORTER_OTLP_HEADERS: 'x-api-key=a%20secret' }) } })
})
afterEach(async () => { await desk.close(); await collector.close() })

test('a step has its time, its code and its key; what nobody watches is not waited for', async () => {
  const telemetry = telemetryOf(desk.services)
  const step = telemetry.begin('webhook', 'server', { 'recado.channel': 'made-up' })!
  telemetry.begin('platform.call', 'client', {}, step.context)!.end({}, 'platform_silent')
  step.end()
  telemetry.committed(desk.workspaceId, step.context)
  telemetry.watched(desk.workspaceId, true)
  telemetry.delivered(desk.workspaceId, { seq: 7, watchers: 1, readMs: Date.now(), more: true })
  await telemetry.flush()
  const [call, webhook] = collector.spans()
  expect(collector.spans().length).toBe(2)
  expect(webhook!.traceId).toMatch(/^[0-9a-f]{32}$/)
  expect(webhook!.spanId).toMatch(/^[0-9a-f]{16}$/)
  expect(call).toMatchObject({ traceId: webhook!.traceId, parentSpanId: webhook!.spanId, kind: 3, status: { code: 2, message: 'platform_silent' } })
  expect(collector.told[0]).toMatchObject({ headers: { 'content-type': 'application/json', 'x-api-key': 'a secret' } })
})

test('what a commit brought is delivered by a reading that began after it, or was by the one before', async () => {
  const telemetry = telemetryOf(desk.services)
  const delivered = (readMs: number, more: boolean, seq: number) => telemetry.delivered(desk.workspaceId, { seq, watchers: 1, readMs, more })
  telemetry.watched(desk.workspaceId, true)
  const [early, late] = [newTrace(), newTrace()]
  telemetry.committed(desk.workspaceId, early)
  delivered(Date.now() - 60_000, true, 1)
  await telemetry.flush()
  expect(collector.spans()).toEqual([])
  delivered(Date.now(), false, 1)
  telemetry.committed(desk.workspaceId, late)
  delivered(Date.now(), true, 2)
  await telemetry.flush()
  expect(collector.spans().map(({ traceId, parentSpanId, attributes }) => [traceId, parentSpanId, attributes.find(({ key }) => key === 'recado.seq')!.value])).toEqual([[early.traceId, early.spanId, { intValue: '1' }], [late.traceId, late.spanId, { intValue: '2' }]])
})

test('what a busy collector refuses is handed over again after a rest, what it cannot read is not', async () => {
  const telemetry = telemetryOf(desk.services)
  telemetry.begin('webhook', 'server', {})!.end()
  collector.statuses.push(503)
  await telemetry.flush()
  expect([telemetry.counts(), collector.told.filter(({ path }) => path === '/v1/traces').length]).toEqual([{ on: true, sent: expect.any(Number), failed: 0 }, 1])
  await expect.poll(async () => { await telemetry.flush(); return collector.spans().length }, { timeout: 10_000 }).toBe(2)
  collector.statuses.push(400)
  telemetry.begin('webhook', 'server', {})!.end()
  await telemetry.flush()
  expect(telemetry.counts().failed).toBeGreaterThan(0)
})
