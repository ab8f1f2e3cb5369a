import { ConfigError } from '../config-error.js'

/** Where telemetry goes, as OpenTelemetry's own variables say it. */
export interface TelemetryConfig { traces: string | null; metrics: string | null; headers: Readonly<Record<string, string>>; service: string; /** Of traces, between 0 and 1 */ share: number; everyMs: number }

/** Null: off, which it is unless an endpoint is named. */
export function readTelemetry(env: Readonly<Record<string, string | undefined>>): TelemetryConfig | null {
  const base = env.OTEL_EXPORTER_OTLP_ENDPOINT
  if (!base || env.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return null
  const of = (signal: 'traces' | 'metrics'): string | null => {
    if (env[`OTEL_${signal.toUpperCase()}_EXPORTER`] === 'none') return null
    // A signal's own address is taken as it stands; to the common one its path is added.
    const own = env[`OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_ENDPOINT`]
    const url = own ?? `${base.replace(/\/+$/, '')}/v1/${signal}`
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw new ConfigError(`OTEL_EXPORTER_OTLP_ENDPOINT must be the http(s) address of a collector, not "${own ?? base}".`)
    return url
  }
  const protocol = env.OTEL_EXPORTER_OTLP_PROTOCOL
  if (protocol && protocol !== 'http/json') throw new ConfigError(`OTEL_EXPORTER_OTLP_PROTOCOL is "${protocol}"; Recado speaks http/json. Point OTEL_EXPORTER_OTLP_ENDPOINT at the collector's HTTP port (4318).`)
  const share = Number(env.OTEL_TRACES_SAMPLER_ARG ?? 1)
  if (!(share >= 0 && share <= 1)) throw new ConfigError('OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1.')
  return { traces: of('traces'), metrics: of('metrics'), headers: headersOf(env.OTEL_EXPORTER_OTLP_HEADERS ?? ''), service: env.OTEL_SERVICE_NAME || 'recado', share, everyMs: Number(env.OTEL_METRIC_EXPORT_INTERVAL) || 60_000 }
}

/** `key=value,key=value`, values percent-encoded as in W3C Baggage. */
function headersOf(text: string): Record<string, string> {
  const pairs = text.split(',').map((pair) => pair.trim()).filter(Boolean)
  return Object.fromEntries(pairs.map((pair) => {
    const at = pair.indexOf('=')
    if (at < 1) throw new ConfigError('OTEL_EXPORTER_OTLP_HEADERS must be written key=value,key=value.')
    try { return [pair.slice(0, at).trim().toLowerCase(), decodeURIComponent(pair.slice(at + 1).trim())] } catch { throw new ConfigError('OTEL_EXPORTER_OTLP_HEADERS holds a value that is not percent-encoded rightly.') }
  }))
}
