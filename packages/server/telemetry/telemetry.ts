/** OpenTelemetry, where the operator names a collector; without one all of this is a question that is answered no. Names, ids and times only: never a word of anybody. */
import { hostname } from 'node:os'
import { Egress } from '../egress/egress.js'
import type { Services } from '../services.js'
import { version } from '../version.js'
import { Exporter } from './exporter.js'
import { type Attributes, type Context, isTaken, metricsBody, newTrace, type Span, stepOf, type Told, traceOfMessage, tracesBody } from './otlp.js'

const FLUSH_MS = 2_000
/** Spans that wait for the collector; when it is away for longer, the oldest go. */
const MOST_WAITING = 4_096
const BATCH = 512
/** Commits of one workspace whose live events are looked out for. */
const MOST_AWAITED = 64
/** The operator's own address: it may lie anywhere. */
const ANYWHERE = ['0.0.0.0/0', '::/0']

/** A step under way: `end` says how it went. */
export interface Step { context: Context; end(attributes?: Attributes, failed?: string | null): void }

export class Telemetry {
  private readonly config: Services['config']['telemetry']
  private readonly resource: Attributes
  private readonly spans: Span[] = []
  /** By workspace that somebody watches on this node. */
  private readonly awaited = new Map<string, { waiting: { context: Context; sinceMs: number }[]; lastMs: number }>()
  private readonly traces: Exporter | null
  private readonly metrics: Exporter | null
  private readonly startedMs = Date.now()
  private readonly egress: Egress | null
  private dropped = 0
  private collect: (() => Promise<readonly Told[]>) | null = null
  private flushing: Promise<void> | null = null
  private metricsAt = 0

  constructor(services: Pick<Services, 'config' | 'log' | 'onClose'>) {
    const { telemetry } = services.config
    this.config = telemetry
    this.resource = { 'service.name': telemetry?.service ?? 'recado', 'service.version': version, 'host.name': hostname(), 'service.instance.id': `${hostname()}-${process.pid}` }
    this.egress = telemetry && new Egress(ANYWHERE)
    const to = (url: string | null | undefined): Exporter | null => (telemetry && this.egress && url ? new Exporter({ egress: this.egress, url, headers: telemetry.headers }) : null)
    this.traces = to(telemetry?.traces)
    this.metrics = to(telemetry?.metrics)
    if (!telemetry) return
    const flush = (): void => { void this.flush().catch((error: unknown) => services.log.warn({ err: error as Error }, 'telemetry')) }
    const timer = setInterval(flush, FLUSH_MS).unref()
    services.onClose(async () => { clearInterval(timer); await this.flush().catch(() => {}); await this.egress?.close() })
  }

  get on(): boolean { return this.config !== null }

  /** What the whole server counts, for the collector: asked when it is sent. */
  measure(collect: () => Promise<readonly Told[]>): void { this.collect = collect }

  /** A new trace, or the next step of one. Null when nobody looks. `agoMs`: it began so long ago. */
  begin(name: string, kind: Span['kind'], attributes: Attributes, parent: Context | null = null, agoMs = 0): Step | null {
    if (!this.traces) return null
    const context = parent ? stepOf(parent) : newTrace()
    if (!isTaken(context.traceId, this.config!.share)) return null // traces implies config
    const startMs = Date.now() - agoMs
    const since = performance.now() - agoMs
    return { context, end: (more = {}, failed = null) => this.keep({ ...context, name, kind, parent: parent?.spanId ?? null, startMs, endMs: startMs + performance.now() - since, attributes: { ...attributes, ...more }, failed }) }
  }

  /** The next step of a message that goes out. */
  beginOf(messageId: string, name: string, kind: Span['kind'], attributes: Attributes, agoMs = 0): Step | null {
    return this.begin(name, kind, { ...attributes, 'recado.message_id': messageId }, traceOfMessage(messageId), agoMs)
  }

  /** A message is on its way or will never be: the step that holds all its others, since it was made. */
  settled(messageId: string, attributes: Attributes, failed: string | null): void {
    const { startMs, ...context } = traceOfMessage(messageId)
    if (this.traces && isTaken(context.traceId, this.config!.share)) this.keep({ ...context, name: 'message', kind: 'internal', parent: null, startMs, endMs: Math.max(startMs, Date.now()), attributes: { ...attributes, 'recado.message_id': messageId }, failed }) // traces implies config
  }

  /** Somebody watches a workspace on this node from now on, or nobody any more. */
  watched(workspaceId: string, on: boolean): void {
    if (on && this.traces) this.awaited.set(workspaceId, { waiting: [], lastMs: Date.now() })
    else this.awaited.delete(workspaceId)
  }

  /** What this trace stored will be read from the log by whoever watches. */
  committed(workspaceId: string, context: Context): void {
    const waiting = this.awaited.get(workspaceId)?.waiting
    if (!waiting) return
    waiting.push({ context, sinceMs: Date.now() })
    if (waiting.length > MOST_AWAITED) waiting.shift()
  }

  /**
   * Sockets of this node have the log up to `seq`, as it was read at `readMs`; `more` false: nothing new was in it. What was committed by then is
   * among it, or was already among what they had before: the commit is heard of a moment after a reader may see it.
   */
  delivered(workspaceId: string, { seq, watchers, readMs, more }: { seq: number; watchers: number; readMs: number; more: boolean }): void {
    const room = this.awaited.get(workspaceId)
    if (!room) return
    const endMs = more ? Date.now() : room.lastMs
    if (more) room.lastMs = endMs
    if (room.waiting.length === 0) return
    const there = room.waiting.filter(({ sinceMs }) => sinceMs <= readMs)
    room.waiting = room.waiting.filter(({ sinceMs }) => sinceMs > readMs)
    for (const { context, sinceMs } of there) this.keep({ ...stepOf(context), name: 'live.deliver', kind: 'internal', parent: context.spanId, startMs: sinceMs, endMs: Math.max(sinceMs, endMs), attributes: { 'recado.workspace_id': workspaceId, 'recado.seq': seq, 'recado.watchers': watchers }, failed: null })
  }

  counts(): { on: boolean; sent: number; failed: number } {
    return { on: this.on, sent: (this.traces?.sent ?? 0) + (this.metrics?.sent ?? 0), failed: (this.traces?.failed ?? 0) + (this.metrics?.failed ?? 0) + this.dropped }
  }

  private keep(span: Span): void {
    this.spans.push(span)
    if (this.spans.length > MOST_WAITING) { this.spans.shift(); this.dropped++ }
  }

  /** Hands over what there is; one at a time. */
  flush(): Promise<void> {
    this.flushing ??= this.handOver().finally(() => { this.flushing = null })
    return this.flushing
  }

  private async handOver(): Promise<void> {
    while (this.traces?.ready && this.spans.length > 0) {
      const batch = this.spans.slice(0, BATCH)
      if (await this.traces.send(tracesBody(this.resource, batch), batch.length) === 'again') break
      // Meanwhile the oldest may have been dropped.
      const gone = new Set(batch)
      this.spans.splice(0, this.spans.findIndex((span) => !gone.has(span)) === -1 ? this.spans.length : this.spans.findIndex((span) => !gone.has(span)))
    }
    const now = performance.now()
    if (!this.metrics?.ready || !this.collect || (this.metricsAt > 0 && now - this.metricsAt < this.config!.everyMs)) return // metrics implies config
    this.metricsAt = now
    const told = await this.collect()
    await this.metrics.send(metricsBody(this.resource, told, this.startedMs, Date.now()), told.length) // what failed is told by the next one: counters only grow
  }
}

const known = new WeakMap<Services['signals'], Telemetry>()

/** This node's telemetry. */
export function telemetryOf(services: Pick<Services, 'signals' | 'config' | 'log' | 'onClose'>): Telemetry {
  let telemetry = known.get(services.signals)
  if (!telemetry) known.set(services.signals, (telemetry = new Telemetry(services)))
  return telemetry
}
