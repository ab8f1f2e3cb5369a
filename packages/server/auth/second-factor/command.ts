import { type Database, newId } from '@recado/db'
import { enterWorkspace } from '../audit.js'
import { canonicalEmail } from '../workspace.js'

/**
 * `recado second-factor reset --email ...`: for the owner who has lost phone and codes and has nobody above her. Whoever can run it has the
 * server's files anyway. Ends her sessions and is written into the audit of every workspace she belongs to.
 */
export async function resetByCommand(db: Database, email: string): Promise<string> {
  const [person] = await db.asSystem((tx) => tx.query<{ user_id: string; enabled: boolean; workspaces: string[] }>(
    `select u.user_id, exists (select from second_factor f where f.user_id = u.user_id) as enabled, array(select m.workspace_id::text from member m where m.user_id = u.user_id order by 1) as workspaces from app_user u where u.email = $1`, [canonicalEmail(email)]))
  if (!person) throw Object.assign(new Error(`Nobody signs in with ${email}.`), { plain: true })
  if (!person.enabled) return `${email} has no second factor: the password is enough to sign in.`
  for (const workspaceId of person.workspaces) {
    await db.asSystem(async (tx) => {
      await enterWorkspace(tx, workspaceId)
      await tx.query(`insert into audit_entry (workspace_id, audit_entry_id, at, actor, action, subject) values ($1, $2, $3, '{"kind":"system"}', 'second_factor.reset', $4)`, [workspaceId, newId(), new Date().toISOString(), person.user_id])
    })
  }
  await db.asSystem(async (tx) => {
    await tx.query('delete from second_factor where user_id = $1', [person.user_id])
    await tx.query('delete from session where user_id = $1', [person.user_id])
  })
  return `The second factor of ${email} is gone and her sessions are ended. She signs in with her password and is led through setting up a new one where it is demanded.`
}
