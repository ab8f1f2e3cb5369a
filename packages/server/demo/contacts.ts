/** What the demo company has put down about its customers. */
import { actorOf } from '../auth/audit.js'
import { addCompany } from '../people/companies.js'
import { type PersonWish, saveContact } from '../people/contacts.js'
import { addDefinition, addStage } from '../people/fields.js'
import type { Principal, Services } from '../services.js'
import type { Company, Known } from './company.js'
import { type Cast, inWords } from './desk.js'

/** Fields, stages and companies first, then whoever is known. After the stories: they bring most of the people. */
export async function putDownContacts(services: Services, principal: Principal, { contacts }: Company, { staff }: Cast): Promise<void> {
  const { workspaceId } = principal
  const stages = new Map<string, string>()
  const companies = new Map<string, string>()
  for (const { name, colour } of contacts.stages) stages.set(name.en, (await addStage(services, principal, { name: inWords(name, principal), colour })).id)
  for (const { key, name, type, options } of contacts.fields) await addDefinition(services, principal, { key, name: inWords(name, principal), type, options: options.map((one) => ({ key: one.key, name: inWords(one.name, principal) })) })
  for (const one of contacts.companies) companies.set(one.name, (await addCompany(services, principal, one)).id)
  const now = services.clock.now(workspaceId)
  const wishOf = ({ stage, owner, company, phone, email, attributes }: Known): PersonWish => ({
    ...(stage ? { stageId: stages.get(stage.en)! } : {}), ...(owner ? { ownerId: staff.get(owner)!.id } : {}), ...(company ? { companyId: companies.get(company)! } : {}), // all of them were made above, or hired
    addAddresses: [...(phone ? [{ kind: 'phone' as const, value: phone }] : []), ...(email ? [{ kind: 'email' as const, value: email }] : [])],
    attributes: Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, typeof value === 'function' ? value(now) : value])),
  })
  await services.db.inWorkspace(workspaceId, async (tx) => {
    for (const one of contacts.known) {
      // Somebody of an app that is not here has no row.
      const [row] = await tx.query<{ contact_id: string }>('select contact_id from contact where workspace_id = $1 and name = $2 and merged_into is null limit 1', [workspaceId, one.name])
      if (row) await saveContact(tx, services, workspaceId, actorOf(principal), wishOf(one), row.contact_id)
    }
    for (const one of contacts.others) await saveContact(tx, services, workspaceId, actorOf(principal), { ...wishOf(one), name: one.name })
  })
  services.signals.committed(workspaceId)
}
