/** A campaign sent to a few named people before it goes: through the same door as every message, and counted nowhere in its report. */
import type { CampaignTest, CampaignTestResult } from '@recado/api'
import { fillContent, inHerLanguage, RecadoError, replyValues } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { demandSeen } from '../auth/sight.js'
import { findOrMakeConversation } from '../conversations/send.js'
import { queueMessage } from '../sending/queue.js'
import type { Principal, Services } from '../services.js'
import { stored, type StoredCampaign, variantsOf } from './rows.js'

type Item = CampaignTestResult['items'][number]

export async function testCampaign(services: Services, principal: Principal, id: string, wish: CampaignTest): Promise<CampaignTestResult> {
  const { workspaceId } = principal
  const items: Item[] = []
  for (const contactId of new Set(wish.contactIds)) items.push(await services.db.inWorkspace(workspaceId, (tx) => one(tx, services, principal, id, contactId, wish.variant)))
  await services.db.inWorkspace(workspaceId, (tx) => audit(tx, services, workspaceId, actorOf(principal), { action: 'campaign.tested', subject: id, data: { count: items.length } }))
  services.signals.committed(workspaceId)
  services.signals.emit('sends', workspaceId)
  return { items }
}

async function one(tx: Tx, services: Services, principal: Principal, id: string, contactId: string, key: string | undefined): Promise<Item> {
  const { workspaceId } = principal
  const campaign = await stored(tx, workspaceId, id)
  if (!campaign) throw new RecadoError('not_found', { campaignId: id })
  await demandSeen(tx, principal, 'contact', contactId)
  const variants = (await variantsOf(tx, workspaceId, [id])).get(id) ?? []
  const variant = variants.find((each) => each.key === (key ?? 'a')) ?? variants[0]
  const [person] = await tx.query<{ name: string; attributes: Record<string, unknown>; language: string | null; company: string }>('select p.name, p.attributes, p.language, w.name as company from contact p join workspace w on w.workspace_id = $1 where p.workspace_id = $1 and p.contact_id = $2', [workspaceId, contactId])
  if (!variant || !person) return { contactId, name: person?.name ?? '', accountId: null, messageId: null, code: 'content_unsupported' }
  let refused: Item = { contactId, name: person.name, accountId: null, messageId: null, code: 'unknown_address' }
  // The first road on which she can be written to, as the campaign itself would take it.
  for (const { accountId } of campaign.spec.routes) {
    const given = variant.contents[accountId]
    if (!given) continue
    const values = replyValues({ contact: person, agentName: '', company: person.company, conversationNumber: null, windowEnd: null })
    const { content, missing } = fillContent(inHerLanguage(given.content, given.languages, person.language), values, given.fallbacks ?? {}, null)
    if (missing.length > 0) { refused = { ...refused, accountId, code: 'parameter_missing' }; continue }
    const sent = await send(tx, services, workspaceId, campaign, accountId, contactId, content)
    if (sent.messageId) return { ...refused, accountId, messageId: sent.messageId, code: null }
    refused = { ...refused, accountId, code: sent.code }
  }
  return refused
}

async function send(tx: Tx, services: Services, workspaceId: string, { spec, campaign_id: id }: StoredCampaign, accountId: string, contactId: string, content: Parameters<typeof queueMessage>[3]['content']): Promise<{ messageId: string | null; code: string | null }> {
  const point = `campaign_test_${newId().replaceAll('-', '')}`
  await tx.ask(`savepoint ${point}`)
  try {
    const conversationId = await findOrMakeConversation(tx, services, workspaceId, accountId, { contactId })
    const queued = await queueMessage(tx, services, workspaceId, { conversationId, clientId: `campaign-test:${newId()}`, content, purpose: spec.purpose, ...(spec.category ? { category: spec.category } : {}), ...(spec.basis ? { basis: spec.basis } : {}), author: { type: 'campaign', id } })
    if (queued.kind !== 'refused') return { messageId: queued.messageId, code: null }
    await tx.ask(`rollback to savepoint ${point}`)
    return { messageId: null, code: queued.verdict.code }
  } catch (error) {
    if (!(error instanceof RecadoError)) throw error
    await tx.ask(`rollback to savepoint ${point}`)
    return { messageId: null, code: error.code }
  }
}
