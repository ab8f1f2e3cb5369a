import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { migrationsDir } from '@recado/db'
import { openClient } from '@recado/db/backup/index'
import { freshDatabase } from '@recado/db/testing'

const dir = join(migrationsDir, '..', 'released')

/** What every released version left behind, oldest first. */
export const versions = readdirSync(dir).filter((name) => name.endsWith('.sql.gz')).sort()

/** The last migration of each version. */
export const LAST: Readonly<Record<string, string>> = { '0.1.0.sql.gz': '0037_contact_notes.sql' }

/** Everything that version wrote, as SQL. */
export const dumpOf = (version: string): string => gunzipSync(readFileSync(join(dir, version))).toString('utf8')

/** Databases as released versions left them. */
export function releasedDatabases(): { asOf(version: string): Promise<string>; drop(): Promise<void> } {
  const opened: { drop(): Promise<void> }[] = []
  return {
    drop: async () => { for (const one of opened) await one.drop() },
    asOf: async (version) => {
      const one = await freshDatabase()
      opened.push(one)
      const client = await openClient(one.url)
      try {
        await client.query('drop schema public cascade; create schema public; grant usage on schema public to recado_app, recado_system')
        await client.query(dumpOf(version))
        // The dump sets its session up for itself.
        await client.query('reset all')
      } finally { await client.end() }
      return one.url
    },
  }
}
