import type { Campaign, CampaignRecipient, CampaignRow, ConversationCampaign, RecipientQuery, RecipientState } from '@recado/api'
import { RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import { may } from '../auth/permissions.js'
import { iso, isoOrNull, pageOf, readCursor, readIdCursor } from '../http/schemas.js'
import type { Principal, Services } from '../services.js'
import { problemsOf } from './problems.js'
import { CAMPAIGN, countsOf, namesOf, stored, type StoredCampaign, toCampaign, toRow, variantsOf } from './rows.js'

/** Whether this person may say yes to it: whoever had a hand in it never may. */
export const mayApprove = (principal: Principal, campaign: Pick<StoredCampaign, 'state' | 'edited_by' | 'submitted_by'>): boolean =>
  campaign.state === 'in_review' && may(principal, 'campaigns.approve') && !campaign.edited_by.some((one) => one.id === principal.id) && campaign.submitted_by?.id !== principal.id

/** Whether this person may widen the bounds of a paused one: where a second person approved it, nobody who had a hand in it. */
export const mayLoosen = (principal: Principal, { settings, edited_by: edited, submitted_by: by }: Pick<StoredCampaign, 'settings' | 'edited_by' | 'submitted_by'>): boolean =>
  may(principal, 'campaigns.manage') && (!settings.approval || (may(principal, 'campaigns.approve') && !edited.some((one) => one.id === principal.id) && by?.id !== principal.id))

export async function readCampaign(tx: Tx, services: Services, principal: Principal, id: string): Promise<Campaign> {
  const { workspaceId } = principal
  const row = await stored(tx, workspaceId, id)
  if (!row) throw new RecadoError('not_found', { campaignId: id })
  const variants = (await variantsOf(tx, workspaceId, [id])).get(id) ?? []
  const problems = ['draft', 'in_review', 'scheduled'].includes(row.state) ? await problemsOf(tx, services, workspaceId, row, variants) : []
  return toCampaign(row, { names: await namesOf(tx, workspaceId, [row]), counts: (await countsOf(tx, workspaceId, [id])).get(id) ?? null }, variants, problems, { mayApprove: mayApprove(principal, row), mayLoosen: row.state === 'paused' && mayLoosen(principal, row) })
}

/** Newest first. */
export function listCampaigns(services: Services, principal: Principal, query: { state?: string; q?: string; cursor?: string; limit?: number }): Promise<{ items: CampaignRow[]; next: string | null }> {
  const { workspaceId } = principal
  const limit = query.limit ?? 50
  const [at, id] = readCursor(query.cursor, 2)
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const rows = await tx.query<StoredCampaign>(
      `select ${CAMPAIGN} from campaign where workspace_id = $1 and ($2::text[] is null or state = any($2)) and ($3::text is null or name ilike '%' || $3 || '%') and ($4::timestamptz is null or (created_at, campaign_id) < ($4, $5::uuid))
       order by created_at desc, campaign_id desc limit $6`, [workspaceId, query.state?.split(',') ?? null, query.q?.replace(/[\\%_]/g, '\\$&') ?? null, at, id, limit + 1])
    const [names, counts, variants] = [await namesOf(tx, workspaceId, rows), await countsOf(tx, workspaceId, rows.map((row) => row.campaign_id)), await tx.query<{ campaign_id: string; keys: string[] }>(
      'select campaign_id, array_agg(key order by key) as keys from campaign_variant where workspace_id = $1 and campaign_id = any($2) group by 1', [workspaceId, rows.map((row) => row.campaign_id)])]
    const keys = new Map(variants.map((row) => [row.campaign_id, row.keys]))
    return pageOf(rows, limit, (row) => [iso(row.created_at), row.campaign_id], (row) => toRow(row, { names, counts: counts.get(row.campaign_id) ?? null }, keys.get(row.campaign_id) ?? []))
  })
}

interface RecipientRow { contact_id: string; name: string; account_id: string | null; route: number; variant: string | null; country: string | null; language: string | null; state: RecipientState; code: string | null; platform_code: string | null; conversation_id: string | null; message_id: string | null; due_at: number | null; accepted_at: number | null; sent_at: number | null; delivered_at: number | null; read_at: number | null; clicked_at: number | null; replied_at: number | null; converted_at: number | null; opted_out_at: number | null; price: CampaignRecipient['price'] }

const ACTS = { clicked: 'r.clicked_at', replied: 'r.replied_at', converted: 'r.converted_at', opted_out: 'r.opted_out_at' } as const

/** One recipient per row in the order of their ids; every question about them that the report asks. */
export async function recipientRows(tx: Tx, workspaceId: string, id: string, query: RecipientQuery, after: string | null, limit: number): Promise<RecipientRow[]> {
  const act = query.act ? `and ${ACTS[query.act]} is not null` : ''
  return tx.query<RecipientRow>(
    `select r.contact_id, coalesce(p.name, '') as name, r.account_id, r.route, r.variant, r.country, r.language, r.state, r.code, r.platform_code, c.conversation_id, r.message_id, r.due_at, r.accepted_at, r.sent_at, r.delivered_at, r.read_at, r.clicked_at, r.replied_at, r.converted_at, r.opted_out_at, r.price
     from campaign_recipient r left join contact p on p.workspace_id = $1 and p.contact_id = r.contact_id left join conversation c on c.workspace_id = $1 and c.identity_id = r.identity_id
     where r.workspace_id = $1 and r.campaign_id = $2 and ($3::uuid is null or r.contact_id > $3) and ($5::text is null or r.state = $5) and ($5::text is null or $5 not in ('failed', 'unknown', 'queued', 'sending') or r.amiss = $5) and ($6::text is null or r.code = $6) and ($7::text is null or r.variant = $7)
       and ($8::uuid is null or r.account_id = $8) and ($9::text is null or r.country = $9) ${act} order by r.contact_id limit $4`,
    [workspaceId, id, after, limit, query.state ?? null, query.code ?? null, query.variant ?? null, query.account ?? null, query.country ?? null])
}

export const toRecipient = (row: RecipientRow): CampaignRecipient => ({
  contactId: row.contact_id, name: row.name, accountId: row.account_id, route: row.route, variant: row.variant, country: row.country, language: row.language, state: row.state, code: row.code, platformCode: row.platform_code,
  conversationId: row.conversation_id, messageId: row.message_id, dueAt: isoOrNull(row.due_at), acceptedAt: isoOrNull(row.accepted_at), sentAt: isoOrNull(row.sent_at), deliveredAt: isoOrNull(row.delivered_at), readAt: isoOrNull(row.read_at),
  clickedAt: isoOrNull(row.clicked_at), repliedAt: isoOrNull(row.replied_at), convertedAt: isoOrNull(row.converted_at), optedOutAt: isoOrNull(row.opted_out_at), price: row.price,
})

export function listRecipients(services: Services, principal: Principal, id: string, query: RecipientQuery): Promise<{ items: CampaignRecipient[]; next: string | null }> {
  const { workspaceId } = principal
  const limit = query.limit ?? 50
  const after = readIdCursor(query.cursor)
  return services.db.inWorkspace(workspaceId, async (tx) => {
    if (!await stored(tx, workspaceId, id)) throw new RecadoError('not_found', { campaignId: id })
    return pageOf(await recipientRows(tx, workspaceId, id, query, after, limit + 1), limit, (row) => [row.contact_id], toRecipient)
  })
}

/** Campaigns that wrote into this thread, the newest first: what she may be answering. */
export function campaignsOfConversation(services: Services, principal: Principal, conversationId: string): Promise<ConversationCampaign[]> {
  const { workspaceId } = principal
  return services.db.inWorkspace(workspaceId, async (tx) => {
    if ((await tx.query('select 1 from conversation where workspace_id = $1 and conversation_id = $2', [workspaceId, conversationId])).length === 0) throw new RecadoError('not_found', { conversationId })
    const rows = await tx.query<{ campaign_id: string; name: string; contact_id: string; message_id: string | null; variant: string | null; state: RecipientState; at: number; clicked_at: number | null; replied_at: number | null; converted_at: number | null; links: ConversationCampaign['links'] | null }>(
      `select r.campaign_id, k.name, r.contact_id, r.message_id, r.variant, r.state, coalesce(r.claimed_at, m.at) as at, r.clicked_at, r.replied_at, r.converted_at,
         (select jsonb_agg(jsonb_build_object('url', l.url, 'clickedAt', (select to_char(min(x.at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') from link_click x where x.workspace_id = $1 and x.contact_id = r.contact_id and x.code = l.code)) order by l.created_at)
            from tracked_link l where l.workspace_id = $1 and l.campaign_id = r.campaign_id and l.contact_id = r.contact_id) as links
       from (select m.message_id, m.author_id, m.at from message m where m.workspace_id = $1 and m.conversation_id = $2 and m.author_type = 'campaign' order by m.at desc limit 5) m
       join campaign_recipient r on r.workspace_id = $1 and r.message_id = m.message_id join campaign k on k.workspace_id = $1 and k.campaign_id = r.campaign_id order by coalesce(r.claimed_at, m.at) desc`, [workspaceId, conversationId])
    return rows.map((row) => ({ campaignId: row.campaign_id, name: row.name, messageId: row.message_id, variant: row.variant, state: row.state, at: iso(row.at), clickedAt: isoOrNull(row.clicked_at), repliedAt: isoOrNull(row.replied_at), convertedAt: isoOrNull(row.converted_at), links: row.links ?? [] }))
  })
}
