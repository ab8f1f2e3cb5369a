import type { Services } from '../services.js'

/** Whether this workspace looks after the installation: the company that was there first does. Of another one's affairs nobody learns here. */
export async function isHouse({ db }: Pick<Services, 'db'>, workspaceId: string): Promise<boolean> {
  const [first] = await db.asSystem((tx) => tx.query<{ id: string }>('select workspace_id as id from workspace where not demo order by created_at, workspace_id limit 1'))
  return first?.id === workspaceId
}
