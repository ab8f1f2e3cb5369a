import type { Migration } from '../migrate.js'

/** A statement that misses its workspace looks into several of them. */
export const PARTITIONS = 4

/**
 * Looked up by something that names no workspace (a secret, a key of an address), or by all nodes over all workspaces: small, and whole on every node of
 * a distributed database, as reference tables are.
 */
export const WHOLE: readonly string[] = ['workspace', 'session', 'api_token', 'live_ticket', 'webhook_route', 'invitation', 'opt_in_form', 'forgetting', 'bridge']

const TABLE = /^create table (\w+) \(\n([\s\S]*?)\n\)( with \([^)]*\))?;/gm
const STORAGE = /^alter table (\w+) set (\([^)]*\));/gm
const KEY = /\n\s*primary key \(\s*workspace_id\b|\n\s*workspace_id uuid primary key/

/**
 * The same schema with every table that has its workspace first in its key hash-partitioned by it, made from the text of the migrations: PostgreSQL
 * then enforces what a database distributed by workspace needs (every key and unique index names the workspace), and EXPLAIN shows which of the
 * parts a statement touches. Those of WHOLE stay as they are.
 */
export function partitionedMigrations(migrations: readonly Migration[]): { migrations: Migration[]; partitioned: string[] } {
  const partitioned: string[] = []
  const parts = (name: string, storage = ''): string => Array.from({ length: PARTITIONS }, (_, i) => `create table ${name}_p${i} partition of ${name} for values with (modulus ${PARTITIONS}, remainder ${i})${storage};`).join('\n')
  const rewritten = migrations.map(({ sql, ...migration }) => ({
    ...migration,
    sql: sql
      .replace(TABLE, (text, name: string, body: string, storage = '') => {
        if (!KEY.test(`\n${body}`) || WHOLE.includes(name)) return text
        partitioned.push(name)
        return `create table ${name} (\n${body}\n) partition by hash (workspace_id);\n${parts(name, storage)}`
      })
      .replace(STORAGE, (text, name: string, storage: string) => (partitioned.includes(name) ? Array.from({ length: PARTITIONS }, (_, i) => `alter table ${name}_p${i} set ${storage};`).join('\n') : text)),
  }))
  return { migrations: rewritten, partitioned }
}
