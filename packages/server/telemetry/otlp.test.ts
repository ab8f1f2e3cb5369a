/** What is read from the variables, which traces are taken, and the form in which they leave. */
import { newId } from '@recado/db'
import { expect, test } from 'vitest'
import { readTelemetry } from './config.js'
import { isTaken, metricsBody, newTrace, traceOfMessage } from './otlp.js'

test('of a share of all traces, every node takes the same ones', () => {
  const ids = Array.from({ length: 2_000 }, () => newTrace().traceId).concat(Array.from({ length: 2_000 }, () => traceOfMessage(newId()).traceId))
  const taken = ids.filter((id) => isTaken(id, 0.25))
  expect(taken.length).toBeGreaterThan(500)
  expect(taken.length).toBeLessThan(1_500)
  expect(ids.every((id) => isTaken(id, 1) && !isTaken(id, 0))).toBe(true)
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
