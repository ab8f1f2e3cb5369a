import { actorOf } from '../auth/audit.js'
import { recordConsents, type ConsentWish } from '../consents/ledger.js'
import { addCategoryIn } from '../consents/settings.js'
import { keepWording } from '../consents/wordings.js'
import type { Principal, Services } from '../services.js'
import type { Company } from './company.js'
import { inWords } from './desk.js'

const DAY_MS = 86_400_000

/** Topics, the words at the counter, and what some customers have said there. */
export async function noteConsents(services: Services, principal: Principal, { consent }: Company): Promise<void> {
  const { workspaceId } = principal
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const topics = new Map<string, string>()
    for (const topic of consent.topics) topics.set(topic.key, (await addCategoryIn(tx, services, principal, topic)).id)
    const wordingId = await keepWording(tx, services, workspaceId, { name: inWords(consent.wording.name, principal), language: principal.language.startsWith('es') ? 'es' : 'en', text: inWords(consent.wording.text, principal), privacyUrl: consent.wording.privacyUrl })
    const people = await tx.query<{ contact_id: string; name: string }>('select contact_id, name from contact where workspace_id = $1 and merged_into is null and name = any($2)', [workspaceId, consent.said.map((one) => one.name)])
    const now = services.clock.now(workspaceId)
    await recordConsents(tx, services, workspaceId, consent.said.flatMap(({ name, topic, state, daysAgo }): ConsentWish[] => {
      const person = people.find((one) => one.name === name)
      return person ? [{ contactId: person.contact_id, purpose: 'marketing', categoryId: topic && topics.get(topic)!, state, source: 'agent', wordingId: state === 'given' ? wordingId : null, at: now - daysAgo * DAY_MS, actor: actorOf(principal) }] : [] // every topic is among those above
    }))
  })
  services.signals.committed(workspaceId)
}
