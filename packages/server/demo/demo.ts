import { simulatorControl, type SimulatorHost } from '@recado/simulator'
import { createWorkspace } from '../auth/workspace.js'
import { connectAccount } from '../channels/connect.js'
import { syncTemplates } from '../channels/sync-templates.js'
import type { SimulatedPlatforms } from '../http/deps.js'
import type { Ingest } from '../ingest/ingest.js'
import { addSavedReply } from '../people/saved-replies.js'
import type { Sender } from '../sending/sender.js'
import type { Principal, Services } from '../services.js'
import { planCampaigns } from './campaigns.js'
import { type Company, loadCompany } from './company.js'
import { putDownContacts } from './contacts.js'
import { noteConsents } from './consents.js'
import { comeToWork, furnishDesk } from './desk.js'
import { playStories } from './story.js'
import { wipeDemo } from './wipe.js'

export interface DemoDeps { services: Services; host: SimulatorHost; ingest: Ingest; sender: Sender | null; simulated: SimulatedPlatforms }

const MINUTE = 60_000

/** Her demo workspace, where she has one. */
export async function findDemo(services: Services, userId: string): Promise<string | null> {
  const [row] = await services.db.asSystem((tx) => tx.query<{ workspace_id: string }>(
    `select w.workspace_id from workspace w join member m on m.workspace_id = w.workspace_id where m.user_id = $1 and m.role = 'owner' and m.disabled_at is null and w.demo order by w.created_at limit 1`, [userId]))
  return row?.workspace_id ?? null
}

/**
 * Makes a demo workspace of her own and fills it with the small company: simulated accounts, customers, some days of conversations. Its clock
 * begins in the past and arrives at the present of the workspace she comes from. What fails half-way is taken away again.
 */
export async function makeDemo(deps: DemoDeps, person: Principal): Promise<{ workspaceId: string }> {
  const { services } = deps
  const company = await loadCompany()
  const present = (): number => services.clock.now(person.workspaceId)
  const offset = services.clock.offset(person.workspaceId)
  const { workspaceId } = await services.db.asSystem((tx) => createWorkspace(tx, {
    name: company.name, timeZone: company.timeZone, language: person.language, demo: true, clockOffsetMs: offset - company.beginsMinutesAgo * MINUTE, members: [{ userId: person.id, role: 'owner' }],
  }, present() - offset))
  await services.clock.load()
  try {
    await furnish(deps, { ...person, workspaceId, role: 'owner' }, company, present)
  } catch (error) {
    await wipeDemo(deps, workspaceId).catch((second: unknown) => services.log.error({ err: second, workspaceId }, 'a half-made demo could not be taken away'))
    throw error
  }
  return { workspaceId }
}

/** Fills a workspace whose simulator is open: the desk and who works at it, one account per simulated app, saved replies, customers and their stories. */
async function furnish(deps: DemoDeps, principal: Principal, company: Company, present: () => number): Promise<void> {
  const { services, host, simulated } = deps
  const { workspaceId } = principal
  const cast = await furnishDesk(services, principal, company)
  const accounts = new Map<string, string>()
  for (const { declaration: { id }, simulator, phone } of services.channels.all()) {
    if (!simulator || !phone) continue
    const { accountId } = await connectAccount(services, simulated, principal, { channel: id, name: company.accounts[id] ?? company.name, settings: {}, simulated: true, inboxId: cast.inboxOf(id) })
    accounts.set(id, accountId)
    const account = await services.accounts.byId(workspaceId, accountId)
    // Templates are a help, not a condition: the job reads them again.
    if (account) await syncTemplates(services, account).catch((error: unknown) => services.log.warn({ err: error, accountId }, 'templates of a demo account not read'))
  }
  for (const reply of company.savedReplies) await addSavedReply(services, workspaceId, reply)
  await playStories({ ...deps, control: simulatorControl(host) }, principal, company, cast, accounts, present)
  await putDownContacts(services, principal, company, cast)
  await noteConsents(services, principal, company)
  await planCampaigns(services, principal, new Map([...accounts].filter(([id]) => services.channels.get(id).declaration.address.kind === 'phone')))
  await comeToWork(services, principal, company, cast)
}

export { wipeDemo }
