import { type Database, newId } from '@recado/db'
import { businessClock } from '../../clock.js'
import type { Config } from '../../config.js'
import { erasureList, type ErasureLine, readList } from './files.js'

/**
 * `recado erasures reapply`: after a backup was restored, whoever was forgotten since it was made is due to be forgotten again, at once. The running server
 * carries it out. Reads the list in the data directory, or the one named, which may come from the machine that is gone. Answers how many came back.
 */
export async function reapplyErasures(db: Database, config: Pick<Config, 'dataDir'>, file: string | null, say: (line: string) => void): Promise<number> {
  const clock = businessClock(db)
  await clock.load()
  let total = 0
  for (const { id, name } of await db.asSystem((tx) => tx.query<{ id: string; name: string }>('select workspace_id as id, name from workspace order by created_at'))) {
    const lines = await readList(file ?? erasureList(config, id))
    const due = await db.inWorkspace(id, async (tx) => {
      let found = 0
      for (const line of lines) found += await again(tx, id, line, new Date(clock.now(id)).toISOString())
      return found
    })
    total += due
    say(`${name}: ${lines.length} on the list, ${due} came back and are forgotten again.`)
  }
  return total
}

/** Makes due whoever of a line is there again; one already due is not made due twice. */
async function again(tx: Parameters<Parameters<Database['inWorkspace']>[1]>[0], workspaceId: string, line: ErasureLine, now: string): Promise<number> {
  // Made anonymous she still has her row, and nothing in it.
  const rows = line.whole
    ? await tx.query<{ contact_id: string; identity_id: string | null }>('select contact_id, null::uuid as identity_id from contact where workspace_id = $1 and contact_id = $2 and erased_at is null', [workspaceId, line.contactId])
    : await tx.query<{ contact_id: string; identity_id: string | null }>('select d.contact_id, d.identity_id from identity d where d.workspace_id = $1 and d.identity_id = any($2) and exists (select from identity_key k where k.workspace_id = $1 and k.identity_id = d.identity_id)', [workspaceId, line.identityIds])
  let made = 0
  for (const row of rows) {
    const added = await tx.query(
      `insert into forgetting (workspace_id, forgetting_id, contact_id, identity_id, cause, how, asked_at, due_at) select $1, $2, $3, $4, 'restored', $5, $6, $6
       where not exists (select from forgetting where workspace_id = $1 and contact_id = $3 and identity_id is not distinct from $4 and cause = 'restored' and state = 'waiting') returning 1`, [workspaceId, newId(), row.contact_id, row.identity_id, line.how, now])
    made += added.length
  }
  // Her addresses are on the list of those who are not taken in again, whether she came back or not.
  if (line.hashes.length > 0) await tx.query(`insert into suppression (workspace_id, hash, reason, created_at) select $1, decode(h, 'hex'), 'erased', $3 from unnest($2::text[]) h on conflict do nothing`, [workspaceId, line.hashes, now])
  return made
}
