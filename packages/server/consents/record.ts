/** POST /consents: somebody here, or a program, writes down what a person said. */
import type { Consent, RecordConsent } from '@recado/api'
import { CONSENT_SOURCES, type ConsentSource, RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { may } from '../auth/permissions.js'
import { demandSeen } from '../auth/sight.js'
import { storable, UUID } from '../ingest/plan.js'
import type { Principal, Services } from '../services.js'
import { categoryByKey } from './categories.js'
import { recordConsent } from './ledger.js'
import { consentsById } from './read.js'
import { addCategoryIn } from './settings.js'
import { keepWording, wordingsById } from './wordings.js'

const refuse = (field: string, message: string): never => { throw new RecadoError('invalid_request', { fields: [{ field, message }] }) }

/** A topic by key. A program or person who may manage topics names a new one by using it. */
async function topicOf(tx: Tx, services: Services, principal: Principal, key: string): Promise<string> {
  const known = await categoryByKey(tx, principal.workspaceId, key)
  if (known) return known.id
  if (!may(principal, 'purposes.manage') || !/^[a-z0-9][a-z0-9_-]{0,59}$/.test(key)) refuse('category', 'is no topic of this company')
  const [workspace] = await tx.query<{ language: string }>('select language from workspace where workspace_id = $1', [principal.workspaceId])
  return (await addCategoryIn(tx, services, principal, { key, names: { [workspace!.language]: key } })).id // her own workspace
}

async function wordingOf(tx: Tx, services: Services, principal: Principal, wording: RecordConsent['wording']): Promise<string | null> {
  if (wording === undefined) return null
  if (typeof wording === 'string' && UUID.test(wording)) {
    return (await wordingsById(tx, principal.workspaceId, [wording])).has(wording) ? wording : refuse('wording', 'is no wording of this company')
  }
  const { name, language, text, privacyUrl } = typeof wording === 'string' ? { text: wording } as Exclude<RecordConsent['wording'], string | undefined> : wording
  const [workspace] = await tx.query<{ language: string }>('select language from workspace where workspace_id = $1', [principal.workspaceId])
  return keepWording(tx, services, principal.workspaceId, { name: name?.trim() || principal.name, language: language ?? workspace!.language, text, privacyUrl: privacyUrl ?? null }) // her own workspace
}

/** Writes the line and answers with it; `created` is false where this very line stood there already. */
export async function recordByRequest(services: Services, principal: Principal, body: RecordConsent): Promise<{ consent: Consent; created: boolean }> {
  const { workspaceId } = principal
  const now = services.clock.now(workspaceId)
  const at = body.at ? Date.parse(body.at) : now
  if (at > now) refuse('at', 'is still to come')
  const yes = body.state === 'given' || body.state === 'confirmed'
  if (yes && body.wording === undefined) refuse('wording', 'a yes is worth what she was shown: give its words or their id')
  if (body.channel && !services.channels.find(body.channel)) refuse('channel', 'is no app')
  const source = CONSENT_SOURCES.find((one) => one === body.source)
  const answer = await services.db.inWorkspace(workspaceId, async (tx) => {
    await demandSeen(tx, principal, 'contact', body.contactId)
    if (body.identityId) {
      const [own] = await tx.query('select 1 from identity where workspace_id = $1 and identity_id = $2 and contact_id = $3', [workspaceId, body.identityId, body.contactId])
      if (!own) refuse('identityId', 'is no address of hers')
    }
    const categoryId = body.category ? await topicOf(tx, services, principal, body.category) : null
    const wordingId = await wordingOf(tx, services, principal, body.wording)
    const evidence = typeof body.evidence === 'string' ? { note: body.evidence } : body.evidence
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'consent.recorded', subject: body.contactId, data: { purpose: body.purpose, state: body.state, ...(body.category ? { category: body.category } : {}), ...(body.channel ? { channel: body.channel } : {}) } })
    const { id, changed } = await recordConsent(tx, services, workspaceId, {
      contactId: body.contactId, identityId: body.identityId ?? null, purpose: body.purpose, categoryId, channel: body.channel ?? null, state: body.state,
      // An outside system has its own words for where it comes from.
      source: source ?? ((principal.kind === 'user' ? 'agent' : 'api') satisfies ConsentSource), sourceDetail: source ? null : storable(body.source), wordingId, at, actor: actorOf(principal),
      ...(evidence ? { evidence: storable(evidence) } : {}), ...(body.expiresAt === undefined ? {} : { expiresAt: body.expiresAt === null ? null : Date.parse(body.expiresAt) }),
    })
    const [consent] = await consentsById(tx, services, workspaceId, [id], principal)
    return { consent: consent!, created: changed } // written just above
  })
  services.signals.committed(workspaceId)
  return answer
}
