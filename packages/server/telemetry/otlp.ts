/** Traces and metrics in the JSON form of OTLP 1.x (opentelemetry-proto). docs/observability.md names the sentences this follows. */
import { randomBytes } from 'node:crypto'
import { idTime } from '../audit/bodies.js'

export type Attributes = Readonly<Record<string, string | number | boolean>>
export interface Context { traceId: string; spanId: string }
export interface Span extends Context { name: string; parent: string | null; kind: 'internal' | 'server' | 'client'; startMs: number; endMs: number; attributes: Attributes; failed: string | null }

/** The enumerations travel as numbers. */
const KINDS = { internal: 1, server: 2, client: 3 } as const
const FAILED = 2
const CUMULATIVE = 2

const hex = (bytes: number): string => randomBytes(bytes).toString('hex')
export const newTrace = (): Context => ({ traceId: hex(16), spanId: hex(8) })
/** Another step of the same trace. */
export const stepOf = ({ traceId }: Pick<Context, 'traceId'>): Context => ({ traceId, spanId: hex(8) })

/** The trace of one message that goes out: made of its id (UUIDv7), so that whoever works on it, on any node and after any restart, finds the same one with nothing stored. */
export function traceOfMessage(messageId: string): Context & { startMs: number } {
  const traceId = messageId.replaceAll('-', '')
  return { traceId, spanId: traceId.slice(16), startMs: idTime(messageId) }
}

/** Whether a trace is among the share that is taken: by its last digits, which are random in both kinds of ids, so that all nodes decide alike. */
export const isTaken = (traceId: string, share: number): boolean => parseInt(traceId.slice(-13), 16) / 2 ** 52 < share

/** 64-bit numbers are decimal strings. */
const nano = (ms: number): string => String(BigInt(Math.round(ms * 1_000)) * 1_000n)
const value = (one: string | number | boolean): object => (typeof one === 'string' ? { stringValue: one } : typeof one === 'boolean' ? { boolValue: one } : Number.isInteger(one) ? { intValue: String(one) } : { doubleValue: one })
const attributesOf = (all: Attributes): object[] => Object.entries(all).map(([key, one]) => ({ key, value: value(one) }))

export const tracesBody = (resource: Attributes, spans: readonly Span[]): Record<string, unknown> => ({
  resourceSpans: [{
    resource: { attributes: attributesOf(resource) },
    scopeSpans: [{
      scope: { name: 'recado' },
      spans: spans.map((one) => ({
        traceId: one.traceId, spanId: one.spanId, ...(one.parent ? { parentSpanId: one.parent } : {}), name: one.name, kind: KINDS[one.kind], startTimeUnixNano: nano(one.startMs), endTimeUnixNano: nano(one.endMs),
        attributes: attributesOf(one.attributes), status: one.failed === null ? {} : { code: FAILED, message: one.failed },
      })),
    }],
  }],
})

/** A metric as prom-client tells it. */
export interface Told { name: string; help: string; type: string; values: readonly { value: number; labels: Readonly<Record<string, string | number | undefined>>; metricName?: string }[] }

export const metricsBody = (resource: Attributes, metrics: readonly Told[], startMs: number, nowMs: number): Record<string, unknown> => ({
  resourceMetrics: [{ resource: { attributes: attributesOf(resource) }, scopeMetrics: [{ scope: { name: 'recado' }, metrics: metrics.filter(({ values }) => values.length > 0).map((one) => metricOf(one, { startTimeUnixNano: nano(startMs), timeUnixNano: nano(nowMs) })) }] }],
})

function metricOf({ name, help, type, values }: Told, times: object): object {
  const told = { name, description: help }
  const points = () => values.map((one) => ({ ...times, attributes: labelsOf(one.labels), asDouble: one.value }))
  if (type === 'histogram') return { ...told, histogram: { aggregationTemporality: CUMULATIVE, dataPoints: histogram(values, times) } }
  if (type === 'counter') return { ...told, sum: { aggregationTemporality: CUMULATIVE, isMonotonic: true, dataPoints: points() } }
  return { ...told, gauge: { dataPoints: points() } }
}

const labelsOf = (labels: Told['values'][number]['labels']): object[] => attributesOf(Object.fromEntries(Object.entries(labels).flatMap(([key, one]) => (one === undefined || key === 'le' ? [] : [[key, String(one)]]))))

/** prom-client counts buckets up to their bound, OTLP each by itself. */
function histogram(values: Told['values'], times: object): object[] {
  const series = new Map<string, { labels: Told['values'][number]['labels']; buckets: { le: number; n: number }[]; sum: number; count: number }>()
  for (const { value: n, labels, metricName } of values) {
    const key = JSON.stringify(labelsOf(labels))
    const one = series.get(key) ?? { labels, buckets: [], sum: 0, count: 0 }
    series.set(key, one)
    if (metricName?.endsWith('_sum')) one.sum = n
    else if (metricName?.endsWith('_count')) one.count = n
    else if (labels.le !== undefined) one.buckets.push({ le: labels.le === '+Inf' ? Infinity : Number(labels.le), n })
  }
  return [...series.values()].map(({ labels, buckets, sum, count }) => {
    const ordered = buckets.toSorted((a, b) => a.le - b.le)
    return { ...times, attributes: labelsOf(labels), count: String(count), sum, bucketCounts: ordered.map(({ n }, at) => String(n - (ordered[at - 1]?.n ?? 0))), explicitBounds: ordered.map(({ le }) => le).filter(Number.isFinite) }
  })
}
