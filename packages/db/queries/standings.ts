import type { Tx } from '../database.js'

export interface ConsentNow { contact_id: string; category: string | null; channel: string | null; standing: string; until: number | null }
export interface AppOfPerson { contact_id: string; channel: string; /** every address of hers there told the platform to stop */ stopped: boolean }

const CONSENTS = `select n.contact_id, g.key as category, n.channel, n.standing, n.until from consent_now n left join consent_category g on g.workspace_id = $1 and g.category_id = n.category_id
  where n.workspace_id = $1 and n.contact_id = any($2::uuid[]) and n.purpose = 'marketing' order by n.contact_id, g.position nulls first, n.channel nulls first`
const APPS = `select d.contact_id, a.channel, bool_and(d.marketing_stopped) as stopped from identity d join channel_account a on a.workspace_id = $1 and a.account_id = d.account_id where d.workspace_id = $1 and d.contact_id = any($2::uuid[]) group by 1, 2 order by 1, 2`
const EXCLUDED = 'select distinct x.contact_id from suppressed_contact x where x.workspace_id = $1 and x.contact_id = any($2::uuid[])'

/** What the ledger, the platforms and the exclusion list say of these people's marketing: three reads along an index each, a page of people at a time. */
export async function standingsOf(tx: Tx, workspaceId: string, contactIds: readonly string[]): Promise<{ consents: ConsentNow[]; apps: AppOfPerson[]; excluded: ReadonlySet<string> }> {
  const values = [workspaceId, contactIds]
  const [consents, apps] = [await tx.query<ConsentNow>(CONSENTS, values), await tx.query<AppOfPerson>(APPS, values)]
  return { consents, apps, excluded: new Set((await tx.query<{ contact_id: string }>(EXCLUDED, values)).map((row) => row.contact_id)) }
}
