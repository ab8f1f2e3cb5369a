/** A form as visitors see it: what was published, with the apps that work today. */
import type { OptInApp, OptInDraft, OptInPublic } from '@recado/api'
import { deliveryOf } from '@recado/core'
import type { Tx } from '@recado/db'
import { categoriesOf } from '../consents/categories.js'
import type { Account, Services } from '../services.js'
import { hasAddress } from './draft.js'

export interface Published { workspaceId: string; formId: string; name: string; timeZone: string; form: OptInPublic; /** Its topics as they were published, also those put away since. */ topics: OptInPublic['categories']; wordings: Record<string, string>; accounts: Account[] }

const SLUG = /^[a-z0-9-]{4,60}$/
const PLAIN = (colour: string): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="6" fill="${/^#[0-9a-f]{6}$/i.test(colour) ? colour : '#666666'}"/></svg>`

/** Null where no open form has this address; whose it would be is nobody's business. */
export async function publishedBySlug(services: Services, slug: string): Promise<Published | null> {
  if (!SLUG.test(slug)) return null
  const [found] = await services.db.asSystem((tx) => tx.query<{ workspace_id: string; opt_in_form_id: string }>('select workspace_id, opt_in_form_id from opt_in_form where slug = $1 and published_version is not null and archived_at is null', [slug]))
  return found ? services.db.inWorkspace(found.workspace_id, (tx) => readPublished(tx, services, found.workspace_id, found.opt_in_form_id)) : null
}

/** `version` of a sign-up that began earlier; without it the one that visitors see now. */
export async function readPublished(tx: Tx, services: Services, workspaceId: string, formId: string, version?: number): Promise<Published | null> {
  const [row] = await tx.query<{ slug: string; name: string; version: number; body: { draft: OptInDraft; categories: OptInPublic['categories']; company: string }; wordings: Record<string, string>; time_zone: string }>(
    `select f.slug, f.name, v.version, v.body, v.wordings, w.time_zone from opt_in_form f join opt_in_version v on v.workspace_id = $1 and v.opt_in_form_id = f.opt_in_form_id and v.version = coalesce($3::int, f.published_version)
     join workspace w on w.workspace_id = $1 where f.workspace_id = $1 and f.opt_in_form_id = $2`, [workspaceId, formId, version ?? null])
  if (!row) return null
  const { draft, categories, company } = row.body
  const open = new Set((await categoriesOf(tx, workspaceId)).filter((one) => one.archivedAt === null).map((one) => one.id))
  const accounts = (await services.accounts.list(workspaceId)).filter((account) => draft.accountIds.includes(account.id) && hasAddress(services, account)).sort((a, b) => draft.accountIds.indexOf(a.id) - draft.accountIds.indexOf(b.id))
  return {
    workspaceId, formId, name: row.name, timeZone: row.time_zone, wordings: row.wordings, accounts, topics: categories,
    form: {
      slug: row.slug, version: row.version, company, purpose: draft.purpose, languages: draft.languages, texts: draft.texts, privacyUrl: draft.privacyUrl, look: draft.look,
      categories: categories.filter((one) => open.has(one.id)), apps: accounts.map((account) => appOf(services, account, accounts, draft.purpose)),
    },
  }
}

function appOf({ channels }: Pick<Services, 'channels'>, account: Account, all: readonly Account[], purpose: OptInDraft['purpose']): OptInApp {
  const { declaration, connector, logo } = channels.get(account.channel)
  const entry = connector.entry! // only accounts with an address are asked about
  const twice = all.filter((one) => one.channel === account.channel).length > 1
  const delivery = deliveryOf(declaration.rules, purpose)
  return {
    id: account.id, channel: account.channel, name: twice ? `${declaration.name} (${account.name})` : declaration.name, logo: `data:image/svg+xml;base64,${Buffer.from(logo ?? PLAIN(declaration.colour)).toString('base64')}`,
    how: entry.codeIn, scanOnly: !entry.kinds.includes('link'), delivery: delivery && { only: delivery.only, except: delivery.except },
  }
}
