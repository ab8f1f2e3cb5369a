/** OpenTelemetry, where the operator names a collector; without one all of this is a question that is answered no. Names, ids and times only: never a word of anybody. */
import { hostname } from 'node:os'
import { Egress } from '../egress/egress.js'
import type { Services } from '../services.js'
import { version } from '../version.js'
import { Exporter } from './exporter.js'
import { type Attributes, type Context, metricsBody, newTrace, type Span, stepOf, type Told, tracesBody } from './otlp.js'

const FLUSH_MS = 2_000
/** Spans that wait for the collector; when it is away for longer, the oldest go. */
const MOST_WAITING = 4_096
const BATCH = 512
/** Requests of one workspace whose live events are looked out for. */
const MOST_AWAITED = 64
/** The operator's own address: it may lie anywhere. */
const ANYWHERE = ['0.0.0.0/0', '::/0']

/** A step under way: `end` says how it went. */
export interface Step { context: Context; end(attributes?: Attributes, failed?: string | null): void }

export class Telemetry {
  private readonly config: Services['config']['telemetry']
  private readonly resource: Attributes
  private readonly spans: Span[] = []
  private readonly awaited = new Map<string, { context: Context; sinceMs: number }[]>()
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

  /** A new trace, or the next step of one. Null when nobody looks. */
  begin(name: string, kind: Span['kind'], attributes: Attributes, parent: Context | null = null): Step | null {
    if (!this.traces || (!parent && Math.random() >= this.config!.share)) return null // traces implies config
    const context = parent ? stepOf(parent) : newTrace()
    const startMs = Date.now()
    const since = performance.now()
    return { context, end: (more = {}, failed = null) => this.keep({ ...context, name, kind, parent: parent?.spanId ?? null, startMs, endMs: startMs + performance.now() - since, attributes: { ...attributes, ...more }, failed }) }
  }

  /** What this trace stored will be read from the log by whoever watches. */
  committed(workspaceId: string, context: Context): void {
    const list = this.awaited.get(workspaceId) ?? []
    this.awaited.set(workspaceId, list)
    list.push({ context, sinceMs: Date.now() })
    if (list.length > MOST_AWAITED) list.shift()
  }

  /** Sockets of this node were given the log up to here. */
  delivered(workspaceId: string, seq: number, watchers: number): void {
    const list = this.awaited.get(workspaceId)
    if (!list || list.length === 0) return
    this.awaited.delete(workspaceId)
    const endMs = Date.now()
    for (const { context, sinceMs } of list) this.keep({ ...stepOf(context), name: 'live.deliver', kind: 'internal', parent: context.spanId, startMs: sinceMs, endMs, attributes: { 'recado.workspace_id': workspaceId, 'recado.seq': seq, 'recado.watchers': watchers }, failed: null })
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
