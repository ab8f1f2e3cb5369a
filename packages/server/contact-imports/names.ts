/** Stages, companies and labels that rows call by their names: found, and made where that is wanted. */
import { newId, type Tx } from '@recado/db'
import { cleanName, knownLabels } from '../labels/vocabulary.js'
import type { NamedRows } from './draft.js'

export interface WantedNames { stages: string[]; companies: string[]; labels: string[] }
export interface FoundNames extends NamedRows { archivedLabels: ReadonlySet<string> }

/** What there is of these. */
export async function findNames(tx: Tx, workspaceId: string, wanted: WantedNames): Promise<FoundNames> {
  const stages = wanted.stages.length === 0 ? [] : await tx.query<{ given: string; id: string }>(
    'select n.given, s.stage_id as id from unnest($2::text[]) n(given) join contact_stage s on s.workspace_id = $1 and label_key(s.name) = label_key(n.given) where s.archived_at is null', [workspaceId, wanted.stages])
  const companies = wanted.companies.length === 0 ? [] : await tx.query<{ given: string; id: string }>(
    `select n.given, c.company_id as id from unnest($2::text[]) n(given) cross join lateral
       (select c.company_id from company c where c.workspace_id = $1 and c.name_key collate "C" = name_fold(n.given) collate "C" order by c.company_id limit 1) c`, [workspaceId, wanted.companies])
  const labels = wanted.labels.length === 0 ? [] : await tx.query<{ given: string; name: string | null; archived: boolean | null }>(
    `select g.given, coalesce(l.name, b.name) as name, coalesce(l.archived_at, b.archived_at) is not null as archived from unnest($2::text[]) g(given)
     left join label l on l.workspace_id = $1 and label_key(l.name) = label_key(g.given)
     left join lateral (select k.name, k.archived_at from label_alias a join label k on k.workspace_id = $1 and k.label_id = a.label_id where a.workspace_id = $1 and label_key(a.name) = label_key(g.given) limit 1) b on l.label_id is null
     where coalesce(l.name, b.name) is not null`, [workspaceId, wanted.labels])
  return {
    stages: new Map(stages.map((row) => [row.given, row.id])), companies: new Map(companies.map((row) => [row.given, row.id])),
    labels: new Map(labels.filter((row) => !row.archived).map((row) => [row.given, row.name!])), archivedLabels: new Set(labels.filter((row) => row.archived).map((row) => row.given)), // asked for in the query
  }
}

/**
 * Makes what is missing, in a transaction of its own before the batch: it tells the log, and the log's head is held until the commit. What was made and is
 * not needed after all harms nobody.
 */
export async function makeNames(tx: Tx, workspaceId: string, missing: WantedNames, now: string): Promise<void> {
  if (missing.companies.length > 0) {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('import names/' || $1, 0))`, [workspaceId])
    await tx.query(
      `insert into company (workspace_id, company_id, name, created_at, updated_at) select $1, n.id, n.name, $3, $3 from jsonb_to_recordset($2::jsonb) as n(id uuid, name text)
       where not exists (select from company c where c.workspace_id = $1 and c.name_key collate "C" = name_fold(n.name) collate "C")`,
      [workspaceId, JSON.stringify([...new Map(missing.companies.map((name) => [name.toLowerCase(), name])).values()].map((name) => ({ id: newId(), name }))), now])
  }
  if (missing.stages.length > 0) {
    await tx.query(
      `insert into contact_stage (workspace_id, stage_id, name, position, created_at)
       select $1, n.id, n.name, coalesce((select max(position) from contact_stage where workspace_id = $1), 0) + row_number() over (order by n.nr), $3
       from jsonb_to_recordset($2::jsonb) as n(id uuid, nr int, name text) on conflict do nothing`, [workspaceId, JSON.stringify(missing.stages.map((name, nr) => ({ id: newId(), nr, name: cleanName(name) }))), now])
  }
  if (missing.labels.length > 0) await knownLabels(tx, workspaceId, missing.labels, now)
}
