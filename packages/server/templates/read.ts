/** One template with all that is known of it: versions, history, where it is used, what may be done. */
import type { TemplateDetail, TemplateForm, TemplateHistoryEntry, TemplateUses, TemplateVersion } from '@recado/api'
import { days } from '@recado/core'
import type { Tx } from '@recado/db'
import { toTemplate } from '../channels/template-view.js'
import type { Principal, Services } from '../services.js'
import { accountWith } from './account.js'
import { deedsOf, draftOf, editsOf, storedTemplate } from './change.js'

const MOST_VERSIONS = 50
const MOST_HISTORY = 100

interface VersionRow { version: number; at: number; by_kind: TemplateVersion['by']['kind']; by_id: string | null; category: string; preview: TemplateVersion['preview']; draft: TemplateVersion['draft'] }

export async function readTemplate(services: Services, principal: Principal, id: string): Promise<TemplateDetail> {
  const { workspaceId } = principal
  const now = services.clock.now(workspaceId)
  const known = await services.db.snapshot(workspaceId, async (tx) => {
    const row = await storedTemplate(tx, workspaceId, id)
    return {
      row, edits: await editsOf(tx, workspaceId, id, now - days(30)), uses: await usesOf(tx, workspaceId, id, now - days(30)),
      versions: await tx.query<VersionRow>(`select version, at, by_kind, by_id, category, preview, draft from template_version where workspace_id = $1 and template_id = $2 order by version desc limit ${MOST_VERSIONS}`, [workspaceId, id]),
      history: await tx.query<{ at: number; what: TemplateHistoryEntry['what']; was: string | null; became: string; reason: string | null }>(`select at, what, was, became, reason from template_event where workspace_id = $1 and template_id = $2 order by at desc, template_event_id desc limit ${MOST_HISTORY}`, [workspaceId, id]),
      languages: await tx.query<{ id: string; language: string; status: string }>(`select template_id as id, language, status from template where workspace_id = $1 and account_id = $2 and name = $3 and not gone order by language`, [workspaceId, row.account_id, row.name]),
      drafts: await tx.query<{ id: string }>('select template_draft_id as id from template_draft where workspace_id = $1 and template_id = $2', [workspaceId, id]),
    }
  })
  const account = await services.accounts.byId(workspaceId, known.row.account_id)
  const creation = (account && services.channels.get(account.channel).connector.templateCreation) || null
  const { deeds, left } = deedsOf(creation, known.row, known.edits, now)
  const names = await namesOf(services, workspaceId, known.versions)
  return {
    template: toTemplate(known.row), draft: draftOf(creation, known.row), draftId: known.drafts[0]?.id ?? null, languages: known.languages, deeds, editsLeft: left, uses: known.uses,
    versions: known.versions.map((row) => ({ version: row.version, at: iso(row.at), by: { kind: row.by_kind, id: row.by_id, name: row.by_id === null ? null : names.get(row.by_id) ?? null }, category: row.category, preview: row.preview, draft: row.draft })),
    history: known.history.map((row) => ({ ...row, at: iso(row.at) })),
  }
}

const iso = (at: number): string => new Date(at).toISOString()

/** Names of those who wrote, as they are called now. */
async function namesOf(services: Services, workspaceId: string, rows: readonly VersionRow[]): Promise<Map<string, string>> {
  const ids = [...new Set(rows.flatMap((row) => row.by_id ?? []))]
  if (ids.length === 0) return new Map()
  const found = await services.db.asSystem((tx) => tx.query<{ id: string; name: string }>(
    `select u.user_id as id, u.name from member m join app_user u on u.user_id = m.user_id where m.workspace_id = $1 and m.user_id = any($2) union all select t.token_id, t.name from api_token t where t.workspace_id = $1 and t.token_id = any($2)`, [workspaceId, ids]))
  return new Map(found.map((row) => [row.id, row.name]))
}

interface UseRow { kind: 'macro' | 'automatic_reply' | 'nudge' | 'campaign' | 'time_rule'; id: string; name: string; state: string | null }

/** Whoever would be left without it, and what went out with it lately. */
async function usesOf(tx: Tx, workspaceId: string, id: string, since: number): Promise<TemplateUses> {
  const rows = await tx.query<UseRow>('select kind, id, name, state from template_uses($1)', [id])
  const of = (kind: UseRow['kind']): { id: string; name: string }[] => rows.filter((row) => row.kind === kind).map((row) => ({ id: row.id, name: row.name }))
  const [sent] = await tx.query<{ api: number; people: number; rules: number; campaigns: number; last_at: number | null }>('select api, people, rules, campaigns, last_at from template_messages($1, $2)', [id, iso(since)])
  return {
    macros: of('macro'), nudges: of('nudge'), rules: of('time_rule'), automaticReplies: rows.filter((row) => row.kind === 'automatic_reply').map((row) => ({ id: row.id, name: row.name, accountId: row.state })),
    campaigns: rows.filter((row) => row.kind === 'campaign').map((row) => ({ id: row.id, name: row.name, state: row.state ?? '' })),
    messages: { byApi: sent?.api ?? 0, byPeople: sent?.people ?? 0, byRules: sent?.rules ?? 0, byCampaigns: sent?.campaigns ?? 0, lastAt: sent?.last_at == null ? null : iso(sent.last_at) },
  }
}

/** What the account's platform takes, and the texts that are there already. */
export async function readForm(services: Services, principal: Principal, accountId: string): Promise<TemplateForm> {
  const { account, creation } = await accountWith(services, principal.workspaceId, accountId)
  const others = await services.db.inWorkspace(principal.workspaceId, (tx) => tx.query<{ id: string; name: string; language: string; body: string }>(
    `select template_id as id, name, language, preview->>'body' as body from template where workspace_id = $1 and account_id = $2 and not gone order by name, language limit 6000`, [principal.workspaceId, accountId]))
  return { from: creation.from, builder: creation.builder ?? null, byNumber: creation.adoptNumber !== undefined, edits: creation.edit !== undefined, removes: creation.remove !== undefined, missing: creation.missing?.(account.settings) ?? [], others }
}
