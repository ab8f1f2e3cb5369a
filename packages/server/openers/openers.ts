import type { AccountOpeners, PlatformProblem } from '@recado/api'
import type { OpenersConnector } from '@recado/channel-kit'
import { openerFaults, type Openers, openerTitles, RecadoError, sameOpeners } from '@recado/core'
import { actorOf, audit } from '../auth/audit.js'
import { iso, isoOrNull } from '../http/schemas.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import type { Account, Principal, Services } from '../services.js'
import { importReplies } from './import-replies.js'
import { speak } from './in-language.js'
import { dropDraft, keepDraft, keepImport, keepPublished, keepRemoved, readKept } from './kept.js'
import { changing, demandNoFaults, problemOf } from './told.js'

export function openersOf(services: Pick<Services, 'channels'>, account: Account): OpenersConnector {
  const found = services.channels.get(account.channel).connector.openers
  if (!found) throw new RecadoError('not_found')
  return found
}

async function onPlatform(services: Services, account: Account, connector: OpenersConnector): Promise<{ published: Openers | null; problem: PlatformProblem | null; audiences: AccountOpeners['audiences'] }> {
  const context = services.call(account)
  try {
    const published = await connector.read(context)
    await learnTitles(services, account, published)
    // Groups are a help for choosing: without them the menu can still be seen and changed.
    const audiences = (await connector.audiences?.(context).catch(() => [])) ?? []
    return { published, problem: null, audiences }
  } catch (error) {
    return { published: null, problem: problemOf(error), audiences: [] }
  }
}

/** Taps on a menu that another tool has made are read by name too. */
async function learnTitles(services: Services, account: Account, openers: Openers): Promise<void> {
  const news = Object.entries(storable(openerTitles(openers))).filter(([key, title]) => account.openerTitles?.[key] !== title)
  if (news.length === 0) return
  await services.db.inWorkspace(account.workspaceId, (tx) => tx.query('update channel_account set opener_titles = opener_titles || $3::jsonb where workspace_id = $1 and account_id = $2', [account.workspaceId, account.id, JSON.stringify(Object.fromEntries(news))]))
  services.accounts.changed(account.workspaceId, account.id)
}

/** What stands on the platform, beside the draft that waits. */
export async function readOpeners(services: Services, account: Account, languages: readonly string[]): Promise<AccountOpeners> {
  const connector = openersOf(services, account)
  const [platform, kept] = await Promise.all([onPlatform(services, account, connector), services.db.inWorkspace(account.workspaceId, (tx) => readKept(tx, account.workspaceId, account.id))])
  return {
    editor: speak<AccountOpeners['editor']>(connector.editor, languages), ...platform, publishedAt: isoOrNull(kept?.published_at ?? null), importedAt: isoOrNull(kept?.imported_at ?? null), replies: kept?.replies ?? [],
    draft: kept?.draft ? { openers: kept.draft, from: kept.draft_from ?? 'edit', notes: kept.notes, changedAt: iso(kept.changed_at) } : null,
  }
}

/** Keeps a draft. It may still have faults: they are said when it is published. */
export async function saveDraft(services: Services, principal: Principal, account: Account, openers: Openers): Promise<void> {
  openersOf(services, account)
  const { workspaceId, id } = account
  await services.db.inWorkspace(workspaceId, (tx) => keepDraft(tx, workspaceId, id, storable(openers), actorOf(principal), iso(services.clock.now(workspaceId))))
}

/** Throws the draft away. */
export async function forgetDraft(services: Services, account: Account): Promise<void> {
  openersOf(services, account)
  await services.db.inWorkspace(account.workspaceId, (tx) => dropDraft(tx, account.workspaceId, account.id))
}

/** Puts openers on the platform in place of what stands there. */
export async function publish(services: Services, principal: Principal, account: Account, openers: Openers): Promise<void> {
  const connector = openersOf(services, account)
  const { workspaceId, id } = account
  const clean = storable(openers)
  demandNoFaults(openerFaults(connector.editor, clean), 'openers')
  await changing(() => connector.write(clean, services.call(account)))
  await services.db.inWorkspace(workspaceId, async (tx) => {
    await keepPublished(tx, workspaceId, id, openerTitles(clean), actorOf(principal), iso(services.clock.now(workspaceId)))
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'channel_account.openers_published', subject: id })
    await append(tx, [{ type: 'channel_account.changed', data: { accountId: id } }])
  })
  // From now on taps are read by the new names, on every node.
  services.accounts.changed(workspaceId, id)
  services.signals.committed(workspaceId)
}

/** Takes everything away from the platform. */
export async function unpublish(services: Services, principal: Principal, account: Account): Promise<void> {
  const connector = openersOf(services, account)
  await changing(() => connector.remove(services.call(account)))
  await services.db.inWorkspace(account.workspaceId, async (tx) => {
    await keepRemoved(tx, account.workspaceId, account.id)
    await audit(tx, services, account.workspaceId, actorOf(principal), { action: 'channel_account.openers_removed', subject: account.id })
  })
}

/** Reads what other tools have made and keeps it as the draft, files and all, since the platform's copies of them die within days. */
export async function importOpeners(services: Services, principal: Principal, account: Account): Promise<void> {
  const connector = openersOf(services, account)
  const context = services.call(account)
  const found = await changing(() => connector.import?.(context) ?? connector.read(context).then((openers) => ({ openers, replies: [], notes: [] })))
  const standing = await changing(() => connector.read(context))
  await learnTitles(services, account, standing)
  // What a program has put there outlasts the switch: there is nothing to publish again.
  const draft = sameOpeners(found.openers, standing) ? null : found.openers
  const { replies, lost } = await importReplies(services, principal, account, found.replies)
  const { workspaceId, id } = account
  await services.db.inWorkspace(workspaceId, async (tx) => {
    await keepImport(tx, workspaceId, id, storable({ openers: draft, notes: [...found.notes, ...lost], replies }), actorOf(principal), iso(services.clock.now(workspaceId)))
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'channel_account.openers_imported', subject: id })
  })
}
