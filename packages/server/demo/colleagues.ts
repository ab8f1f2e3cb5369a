/** People of a demo: they have names and work, but no password, and an address that no mail can reach. */
import { everything } from '../auth/reach.js'
import { createUser, type NewUser } from '../auth/workspace.js'
import type { Principal, Services } from '../services.js'
import type { Company } from './company.js'

/** The domain of one demo's colleagues. `.example` is nobody's for good (RFC 2606). */
export const colleagueDomain = (workspaceId: string): string => `${workspaceId.slice(-12)}.optica-ribera.example`

/** Makes them members; they come back by their ids, with whoever tries the demo as `me`. */
export async function hireColleagues(services: Services, principal: Principal, { desk }: Company): Promise<ReadonlyMap<string, Principal>> {
  const { workspaceId, language } = principal
  const at = new Date(services.clock.now(workspaceId)).toISOString()
  const staff = new Map<string, Principal>([['me', principal]])
  await services.db.asSystem(async (tx) => {
    // No browser of theirs is ever connected: what they say of themselves is all there is.
    await tx.query(`update workspace set settings = settings || '{"assignment": {"awayAfterMinutes": null}}' where workspace_id = $1`, [workspaceId])
    for (const { id, name, role } of desk.colleagues) {
      const person: NewUser = { email: `${id}@${colleagueDomain(workspaceId)}`, name, passwordHash: null, language }
      const userId = await createUser(tx, person, Date.parse(at) - services.clock.offset(workspaceId))
      await tx.query('insert into member (workspace_id, user_id, role, created_at) values ($1, $2, $3, $4)', [workspaceId, userId, role, at])
      staff.set(id, { ...principal, id: userId, name, role, reach: everything })
    }
  })
  return staff
}

/** Removes them once their demo is no more. */
export async function dismissColleagues(services: Pick<Services, 'db'>, workspaceId: string): Promise<void> {
  await services.db.asSystem((tx) => tx.query(`delete from app_user u where split_part(u.email, '@', 2) = $1 and not exists (select from member m where m.user_id = u.user_id)`, [colleagueDomain(workspaceId)]))
}
