import { resolve } from 'node:path'

/** Everything the environment may say; all optional. Read once at start. */
export interface Config {
  port: number
  host: string
  publicUrl: string | null
  trustProxy: boolean
  dataDir: string
  databaseUrl: string | null
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
  simulator: boolean
  clock: string | null
  owner: { email: string; password: string } | null
  apiToken: string | null
  /** Built web app; null serves the API alone. */
  webDir: string | null
}

/** A fault in the environment, in one sentence; main prints it and leaves. */
export class ConfigError extends Error {}

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
    port, host: env.HOST ?? '127.0.0.1', publicUrl: env.PUBLIC_URL?.replace(/\/+$/, '') || null, trustProxy: env.TRUST_PROXY === '1' || env.TRUST_PROXY === 'true',
    dataDir: resolve(env.DATA_DIR ?? 'data'), databaseUrl: env.DATABASE_URL || null, pooler: env.RECADO_DB_POOLER === '1',
    s3Url: env.S3_URL || null, filesUrl: env.FILES_URL || null, smtpUrl: smtpUrl || null, mailFrom: mailFrom || null, masterKeyFile: env.RECADO_MASTER_KEY_FILE || null,
    egressAllow: (env.RECADO_EGRESS_ALLOW ?? '').split(',').map((s) => s.trim()).filter(Boolean),
    channelsDir: env.RECADO_CHANNELS_DIR ? resolve(env.RECADO_CHANNELS_DIR) : null,
    simulator, clock: env.RECADO_CLOCK || null,
    owner: email && password ? { email, password } : null, apiToken: env.RECADO_API_TOKEN || null, webDir,
  }
}
