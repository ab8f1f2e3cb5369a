import type { Services } from '../services.js'

/** The workspace that looks after the installation: the company that was there first. Null while nobody has set Recado up. */
export async function houseOf({ db }: Pick<Services, 'db'>): Promise<string | null> {
  const [first] = await db.asSystem((tx) => tx.query<{ id: string }>('select workspace_id as id from workspace where not demo order by created_at, workspace_id limit 1'))
  return first?.id ?? null
}

/** Whether this workspace is that one. Of another one's affairs nobody learns here. */
export const isHouse = async (services: Pick<Services, 'db'>, workspaceId: string): Promise<boolean> => await houseOf(services) === workspaceId
