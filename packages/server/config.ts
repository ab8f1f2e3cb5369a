import { resolve } from 'node:path'
import { ConfigError } from './config-error.js'
import { readTelemetry, type TelemetryConfig } from './telemetry/config.js'

/** Everything the environment may say; all optional. Read once at start. */
export interface Config {
  port: number
  host: string
  publicUrl: string | null
  /** True believes every proxy; a number believes so many, counted from here. */
  trustProxy: boolean | number
  tls: TlsConfig
  dataDir: string
  databaseUrl: string | null
  /** Null: no collector is named, and nothing is told to any. */
  telemetry: TelemetryConfig | null
  pooler: boolean
  s3Url: string | null
  filesUrl: string | null
  /** Mail server, smtp:// or smtps://; null sends no mail. */
  smtpUrl: string | null
  /** Sender of our letters. */
  mailFrom: string | null
  masterKeyFile: string | null
  egressAllow: string[]
  channelsDir: string | null
  backup: BackupConfig
  simulator: boolean
  clock: string | null
  owner: { email: string; password: string } | null
  apiToken: string | null
  /** Built web app; null serves the API alone. */
  webDir: string | null
}

/** TLS of our own. `domain` gets a certificate by ACME, `files` names one that somebody else keeps; neither leaves TLS to a proxy. */
export interface TlsConfig {
  domain: string | null
  /** Directory of the ACME server; Let's Encrypt unless named. */
  directory: string | null
  email: string | null
  files: { cert: string; key: string } | null
  /** 80 and 443 as the outside sees them, unless a router or firewall translates. */
  httpPort: number
  httpsPort: number
  /** Where those two listen; all networks unless named. */
  host: string | null
}

/** When backups are made by themselves and how long they stay; without `dir` none are. */
export interface BackupConfig {
  dir: string | null
  /** `HH:MM` of the machine's own clock, for the full one of the day. */
  at: string
  /** Between backups of what was written since; 0 = none. */
  everyMinutes: number
  keepDays: number
  keepWeeks: number
  passphraseFile: string | null
}

function readPort(env: NodeJS.ProcessEnv, name: string, otherwise: number): number {
  const port = Number(env[name] ?? otherwise)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new ConfigError(`${name} must be a number from 0 to 65535, not "${env[name]}".`)
  return port
}

/** `1` is the usual one proxy in front: of the addresses that are named the last counts, which that proxy has written itself; earlier ones anybody can make up. */
function readProxies(text: string | undefined): boolean | number {
  if (!text || text === '0' || text === 'false') return false
  if (text === 'true') return true
  if (/^[1-9]$/.test(text)) return Number(text)
  throw new ConfigError(`TRUST_PROXY must be the number of proxies in front, or true, not "${text}".`)
}

function readTls(env: NodeJS.ProcessEnv): TlsConfig {
  const { TLS_DOMAIN: domain, TLS_CERT_FILE: cert, TLS_KEY_FILE: key, ACME_DIRECTORY: directory, ACME_EMAIL: email } = env
  if (Boolean(cert) !== Boolean(key)) throw new ConfigError('TLS_CERT_FILE and TLS_KEY_FILE go together.')
  if (cert && domain) throw new ConfigError('TLS_DOMAIN obtains a certificate and TLS_CERT_FILE names one: set one of the two.')
  if (domain && !/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i.test(domain)) throw new ConfigError(`TLS_DOMAIN must be a name such as desk.example.com, not "${domain}".`)
  if (directory && !URL.canParse(directory)) throw new ConfigError(`ACME_DIRECTORY must be the address of an ACME directory, not "${directory}".`)
  return {
    domain: domain?.toLowerCase() || null, directory: directory || null, email: email || null, files: cert && key ? { cert: resolve(cert), key: resolve(key) } : null,
    httpPort: readPort(env, 'HTTP_PORT', 80), httpsPort: readPort(env, 'HTTPS_PORT', 443), host: env.TLS_HOST || null,
  }
}

function readBackup(env: NodeJS.ProcessEnv): BackupConfig {
  const whole = (name: string, otherwise: number, least: number): number => {
    const n = Number(env[name] ?? otherwise)
    if (!Number.isInteger(n) || n < least || n > 100_000) throw new ConfigError(`${name} must be a whole number from ${least} on, not "${env[name]}".`)
    return n
  }
  const at = env.RECADO_BACKUP_AT ?? '03:00'
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(at)) throw new ConfigError(`RECADO_BACKUP_AT must be a time such as 03:00, not "${at}".`)
  return {
    dir: env.RECADO_BACKUP_DIR ? resolve(env.RECADO_BACKUP_DIR) : null, at, everyMinutes: whole('RECADO_BACKUP_MINUTES', env.DATABASE_URL ? 60 : 5, 0),
    keepDays: whole('RECADO_BACKUP_KEEP_DAYS', 7, 1), keepWeeks: whole('RECADO_BACKUP_KEEP_WEEKS', 4, 0), passphraseFile: env.RECADO_BACKUP_PASSPHRASE_FILE ? resolve(env.RECADO_BACKUP_PASSPHRASE_FILE) : null,
  }
}

export function readConfig(env: NodeJS.ProcessEnv, webDir: string | null): Config {
  const port = Number(env.PORT ?? 3000)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new ConfigError(`PORT must be a number from 0 to 65535, not "${env.PORT}".`)
  const simulator = env.RECADO_SIMULATOR === '1'
  if (env.RECADO_CLOCK && !simulator) throw new ConfigError('RECADO_CLOCK needs RECADO_SIMULATOR=1: business time only moves for simulated accounts.')
  if (env.RECADO_CLOCK && Number.isNaN(Date.parse(env.RECADO_CLOCK))) throw new ConfigError(`RECADO_CLOCK must be an ISO moment such as 2026-09-30T22:00:00Z, not "${env.RECADO_CLOCK}".`)
  const { RECADO_OWNER_EMAIL: email, RECADO_OWNER_PASSWORD: password } = env
  const { SMTP_URL: smtpUrl, MAIL_FROM: mailFrom } = env
  if (smtpUrl && !/^smtps?:\/\/[^/]/.test(smtpUrl)) throw new ConfigError('SMTP_URL must begin with smtp:// or smtps://, for example smtps://user:password@mail.example.com.')
  if (smtpUrl && !mailFrom) throw new ConfigError('SMTP_URL needs MAIL_FROM, the sender of the letters, for example "Recado <recado@example.com>".')
  if (Boolean(email) !== Boolean(password)) throw new ConfigError('RECADO_OWNER_EMAIL and RECADO_OWNER_PASSWORD go together.')
  return {
    port, host: env.HOST ?? '127.0.0.1', publicUrl: env.PUBLIC_URL?.replace(/\/+$/, '') || null, trustProxy: readProxies(env.TRUST_PROXY), tls: readTls(env),
    dataDir: resolve(env.DATA_DIR ?? 'data'), databaseUrl: env.DATABASE_URL || null, pooler: env.RECADO_DB_POOLER === '1',
    s3Url: env.S3_URL || null, filesUrl: env.FILES_URL || null, smtpUrl: smtpUrl || null, mailFrom: mailFrom || null, masterKeyFile: env.RECADO_MASTER_KEY_FILE || null,
    egressAllow: (env.RECADO_EGRESS_ALLOW ?? '').split(',').map((s) => s.trim()).filter(Boolean),
    channelsDir: env.RECADO_CHANNELS_DIR ? resolve(env.RECADO_CHANNELS_DIR) : null,
    backup: readBackup(env), telemetry: readTelemetry(env), simulator, clock: env.RECADO_CLOCK || null,
    owner: email && password ? { email, password } : null, apiToken: env.RECADO_API_TOKEN || null, webDir,
  }
}
