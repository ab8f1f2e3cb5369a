/** What the platforms tell of her decisions, into the ledger: on that channel and no further. */
import { wholeForm } from '@recado/core'
import { type Category, categoriesOf } from '../categories.js'
import { type ConsentEntry, consentsOf } from '../entries.js'
import { recordConsent, recordConsents } from '../ledger.js'
import type { Deed } from './carry-out.js'
import type { Judgement } from './judge.js'
import { endedAt } from './rows.js'
import { tellThread } from './say.js'

export async function platformDecided(deed: Deed, { state, what }: Extract<Judgement, { kind: 'platform' }>): Promise<void> {
  const { tx, services, workspaceId, row, her, now, channel } = deed
  const common = { contactId: her.contactId, identityId: her.identityId, purpose: 'marketing' as const, channel: her.channel, source: 'platform' as const, sourceDetail: what, actor: { kind: 'contact' as const, id: her.contactId }, evidence: { messageId: row.message_id, event: what } }
  if (state === 'resumed') return resumed(deed, common)
  if (state === 'given') return signedUp(deed, common)
  if (row.direction === 'out') {
    // Told only as it refused: from here on nothing of the kind is tried, and the thread says why.
    await tx.query('update identity set marketing_stopped = true where workspace_id = $1 and identity_id = $2 and not marketing_stopped', [workspaceId, her.identityId])
    const [known] = await tx.query(`select 1 from consent_word_event e where e.workspace_id = $1 and e.conversation_id = $2 and e.kind = 'platform' and e.word = 'refused' limit 1`, [workspaceId, row.conversation_id])
    if (!known) await tellThread(tx, workspaceId, her, row.conversation_id, 'consent_withdrawn', { word: null, scope: 'channel', channel: channel.declaration.name }, now)
  }
  await recordConsent(tx, services, workspaceId, { ...common, categoryId: null, state: 'withdrawn', at: row.direction === 'out' ? now : endedAt(row.at, now) })
}

type Common = Pick<Parameters<typeof recordConsent>[3], 'contactId' | 'identityId' | 'purpose' | 'channel' | 'source' | 'sourceDetail' | 'actor' | 'evidence'>

/**
 * She lifted the platform's stop. That is no new permission: what stood before the stop stands again, and only where nothing but the platform's own
 * word had ended it.
 */
async function resumed({ tx, services, workspaceId, row, her }: Deed, common: Common): Promise<void> {
  const entries = (await consentsOf(tx, workspaceId, her.contactId)).filter((one) => one.purpose === 'marketing' && covers(one, her.channel, her.identityId) && one.at <= row.at)
  const stopped = entries.filter((one) => one.state === 'withdrawn')
  const byPlatform = (one: ConsentEntry): boolean => one.source === 'platform' && one.channel === her.channel
  const own = stopped.filter((one) => !byPlatform(one)).reduce((latest, one) => Math.max(latest, one.at), -Infinity)
  const until = stopped.filter(byPlatform).reduce((first, one) => (one.at > own ? Math.min(first, one.at) : first), Infinity)
  if (until === Infinity) return
  const before = entries.filter((one) => (one.state === 'given' || one.state === 'confirmed') && one.at > own && one.at < until && (one.expiresAt === null || one.expiresAt > row.at))
  const kept = new Map(before.map((one) => [`${one.category ?? ''} ${one.state}`, one]))
  await recordConsents(tx, services, workspaceId, [...kept.values()].map((one) => ({ ...common, categoryId: one.category, state: one.state, wordingId: one.wordingId, at: row.at, expiresAt: one.expiresAt })))
}

const covers = (entry: ConsentEntry, channel: string, identityId: string): boolean => entry.channel === null || (entry.channel === channel && (entry.identityId === null || entry.identityId === identityId))

/** By the platform's own means: for the topic it names, or for all advertising there where it names none. */
async function signedUp({ tx, services, workspaceId, row, channel }: Deed, common: Common): Promise<void> {
  const field = channel.connector.consent?.topicFrom
  const data = row.content?.kind === 'system' ? row.content.data ?? {} : {}
  const topic = field ? data[field] : null
  const category = typeof topic === 'string' ? byName(await categoriesOf(tx, workspaceId), topic) : null
  // A topic that the company does not have here is permission for nothing it could send.
  if (field && !category) return
  await recordConsent(tx, services, workspaceId, { ...common, categoryId: category?.id ?? null, state: 'given', at: row.at })
}

const byName = (categories: readonly Category[], topic: string): Category | null =>
  categories.find((one) => one.archivedAt === null && [one.key, ...Object.values(one.names)].some((name) => wholeForm(name) === wholeForm(topic))) ?? null
