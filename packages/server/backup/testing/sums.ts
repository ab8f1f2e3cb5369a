import { openClient } from '@recado/db/backup/index'

/** Rows and a checksum of every table of ours, whatever order its rows lie in; of the columns named where some are. */
export async function sumsOf(url: string, columns?: Readonly<Record<string, readonly string[]>>): Promise<Record<string, string>> {
  const client = await openClient(url)
  try {
    const { rows: tables } = await client.query<{ name: string; columns: string[] }>(
      `select c.relname as name, array_agg(a.attname::text order by a.attname) as columns from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'migration' group by c.relname`)
    const sums: Record<string, string> = {}
    for (const table of tables) {
      const wanted = columns ? columns[table.name] : table.columns
      if (!wanted) continue
      const { rows } = await client.query<{ n: number; sum: string | null }>(`select count(*)::int as n, md5(string_agg(t::text, chr(10) order by t::text collate "C")) as sum from (select ${wanted.map((name) => `"${name}"`).join(', ')} from "${table.name}") t`)
      sums[table.name] = `${rows[0]!.n} ${rows[0]!.sum ?? ''}` // one row
    }
    return sums
  } finally { await client.end() }
}

/** The columns of every table, for comparing a later schema on what an earlier one had. */
export async function columnsOf(url: string): Promise<Record<string, string[]>> {
  const client = await openClient(url)
  try {
    const { rows } = await client.query<{ name: string; columns: string[] }>(`select c.relname as name, array_agg(a.attname::text order by a.attname) as columns from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'migration' group by c.relname`)
    return Object.fromEntries(rows.map((row) => [row.name, row.columns]))
  } finally { await client.end() }
}
