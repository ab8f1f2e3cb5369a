import type { Database } from '@recado/db'
import type { Config } from '../config.js'

/** What the page has saved; the environment goes before it. */
export interface SavedAddress { publicUrl?: string; certificate?: { domain: string; email?: string; directory: 'letsencrypt' | 'letsencrypt_staging' } }

const NAME = 'public address'

export async function readSaved(db: Database): Promise<SavedAddress> {
  const [row] = await db.asSystem((tx) => tx.query<{ value: SavedAddress }>('select value from installation where name = $1', [NAME]))
  return row?.value ?? {}
}

export async function save(db: Database, saved: SavedAddress): Promise<void> {
  await db.asSystem((tx) => tx.query('insert into installation (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value', [NAME, JSON.stringify(saved)]))
}

/** https://acme-v02 is Let's Encrypt's own; the staging one gives certificates no browser trusts and does not count tries. https://letsencrypt.org/docs/acme-protocol-updates/ https://letsencrypt.org/docs/staging-environment/ */
export const DIRECTORIES = { letsencrypt: 'https://acme-v02.api.letsencrypt.org/directory', letsencrypt_staging: 'https://acme-staging-v02.api.letsencrypt.org/directory' } as const

/** What holds: the environment's values, and the page's where the environment is silent. */
export function effective(config: Pick<Config, 'tls'>, environmentUrl: string | null, saved: SavedAddress): { publicUrl: string | null; from: 'environment' | 'page' | null; acme: { domain: string; email: string | null; directory: string } | null } {
  const byPage = saved.certificate && !config.tls.domain && !config.tls.files ? { domain: saved.certificate.domain, email: saved.certificate.email ?? null, directory: DIRECTORIES[saved.certificate.directory] } : null
  const acme = config.tls.files ? null : config.tls.domain ? { domain: config.tls.domain, email: config.tls.email, directory: config.tls.directory ?? DIRECTORIES.letsencrypt } : byPage
  const own = config.tls.domain ?? byPage?.domain
  const suffix = config.tls.httpsPort === 443 ? '' : `:${config.tls.httpsPort}`
  const publicUrl = environmentUrl ?? saved.publicUrl ?? (own ? `https://${own}${suffix}` : null)
  return { publicUrl, from: environmentUrl !== null || (publicUrl !== null && saved.publicUrl === undefined && config.tls.domain) ? 'environment' : publicUrl === null ? null : 'page', acme }
}
