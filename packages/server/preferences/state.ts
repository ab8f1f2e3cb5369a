/** What one person has agreed to, as she sees it: each topic on each of her apps, and by which words. */
import { type ConsentQuestion, type Instant, type Purpose, standingOf } from '@recado/core'
import type { Tx } from '@recado/db'
import { categoriesOf } from '../consents/categories.js'
import { type ConsentEntry, consentsOf } from '../consents/entries.js'
import { purposesOf } from '../consents/purposes.js'
import type { Services } from '../services.js'

export interface Choice {
  /** What her press names: purpose, topic and app. */
  purpose: Purpose
  categoryId: string | null
  channel: string
  identityId: string
  appName: string
  names: Record<string, string>
  descriptions: Record<string, string>
  state: ReturnType<typeof standingOf>['state']
  at: Instant | null
  wording: { text: string; language: string; version: number; privacyUrl: string | null } | null
}

export interface Preferences { contactId: string; company: string; language: string | null; timeZone: string; choices: Choice[]; privacyUrl: string | null; doubleOptIn: boolean; /** advertising needs her yes */ asks: boolean }

interface Person { contact_id: string; language: string | null; company: string; time_zone: string; erased_at: number | null }

/** Null where she is not here any more. A merged one is who she is now. */
export async function readPreferences(tx: Tx, services: Pick<Services, 'channels'>, workspaceId: string, contactId: string, now: Instant): Promise<Preferences | null> {
  const [person] = await tx.query<Person>(
    `select c.contact_id, c.language, w.name as company, w.time_zone, c.erased_at from contact t join contact c on c.workspace_id = $1 and c.contact_id = coalesce(t.merged_into, t.contact_id) join workspace w on w.workspace_id = $1
     where t.workspace_id = $1 and t.contact_id = $2`, [workspaceId, contactId])
  if (!person || person.erased_at !== null) return null
  const identities = await tx.query<{ identity_id: string; channel: string; account: string }>(
    'select d.identity_id, a.channel, a.name as account from identity d join channel_account a on a.workspace_id = $1 and a.account_id = d.account_id where d.workspace_id = $1 and d.contact_id = $2 order by d.created_at, d.identity_id', [workspaceId, person.contact_id])
  const [entries, categories, purposes] = [await consentsOf(tx, workspaceId, person.contact_id), await categoriesOf(tx, workspaceId), await purposesOf(tx, workspaceId)]
  const wordings = await wordingsOf(tx, workspaceId, entries)
  const choices: Choice[] = []
  // Topics that are open, those put away that she once said yes to, and advertising without a topic where she agreed to that.
  const topics = [...categories.filter((one) => one.archivedAt === null || entries.some((entry) => entry.category === one.id)), null]
  for (const purpose of ['marketing', 'notification'] as const) for (const topic of topics) for (const identity of identities) {
    const question: ConsentQuestion = { purpose, category: topic?.id ?? null, channel: identity.channel, identityId: identity.identity_id }
    const { state, proof } = standingOf(entries, question, now)
    const asked = purpose === 'marketing' && topic !== null && topic.archivedAt === null
    // What she was never asked for a purpose that needs no asking is no choice of hers; a yes to everything is shown once, without a topic.
    const own = entries.some((entry) => entry.purpose === purpose && entry.category === (topic?.id ?? null) && entry.state !== 'withdrawn')
    if (!asked && !own) continue
    const twice = identities.filter((other) => other.channel === identity.channel).length > 1
    const app = services.channels.find(identity.channel)?.declaration.name ?? identity.channel
    choices.push({
      purpose, categoryId: topic?.id ?? null, channel: identity.channel, identityId: identity.identity_id, appName: twice ? `${app} (${identity.account})` : app, names: topic?.names ?? {}, descriptions: topic?.descriptions ?? {},
      state, at: proof?.at ?? null, wording: proof?.wordingId && state !== 'withdrawn' ? (wordings.get(proof.wordingId) ?? null) : null,
    })
  }
  const privacyUrl = [...wordings.values()].map((one) => one.privacyUrl).findLast((url) => url !== null) ?? await lastPrivacyUrl(tx, workspaceId)
  return { contactId: person.contact_id, company: person.company, language: person.language, timeZone: person.time_zone, choices, privacyUrl, doubleOptIn: purposes.marketing.doubleOptIn, asks: purposes.marketing.basis === 'consent' }
}

async function wordingsOf(tx: Tx, workspaceId: string, entries: readonly ConsentEntry[]): Promise<Map<string, NonNullable<Choice['wording']>>> {
  const ids = [...new Set(entries.flatMap((entry) => (entry.wordingId ? [entry.wordingId] : [])))]
  if (ids.length === 0) return new Map()
  const rows = await tx.query<{ wording_id: string; text: string; language: string; version: number; privacy_url: string | null }>('select wording_id, text, language, version, privacy_url from consent_wording where workspace_id = $1 and wording_id = any($2) order by created_at', [workspaceId, ids])
  return new Map(rows.map((row) => [row.wording_id, { text: row.text, language: row.language, version: row.version, privacyUrl: row.privacy_url }]))
}

/** Where a company that asked her nothing in writing has its statement: the newest of its wordings. */
async function lastPrivacyUrl(tx: Tx, workspaceId: string): Promise<string | null> {
  const [row] = await tx.query<{ privacy_url: string }>('select privacy_url from consent_wording where workspace_id = $1 and privacy_url is not null order by created_at desc limit 1', [workspaceId])
  return row?.privacy_url ?? null
}
