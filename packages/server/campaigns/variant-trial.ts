/** A trial of variants: its figures while it runs, the winner by hand, and the winner by result. */
import type { Campaign, CampaignVariant, VariantTrial } from '@recado/api'
import { type EstimateGroup, RecadoError, type VariantResult, winnerOf } from '@recado/core'
import type { Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { estimateFor } from '../costs/estimate.js'
import { append } from '../ingest/others.js'
import { isoOrNull } from '../http/schemas.js'
import type { Principal, Services } from '../services.js'
import { withCampaign } from './change.js'
import { placeWinner } from './place.js'
import { stored, type StoredCampaign, variantsOf } from './rows.js'

export const resultsOf = (tx: Tx, workspaceId: string, id: string): Promise<VariantResult[]> => tx.query<VariantResult>(
  `select variant as key, count(*) filter (where accepted_at is not null)::int as sent, count(read_at)::int as read, count(clicked_at)::int as clicked, count(replied_at)::int as replied
   from campaign_recipient where workspace_id = $1 and campaign_id = $2 and variant is not null group by 1 order by 1`, [workspaceId, id])

/** Everybody who waited for the result gets the winner, from now on. The figures that decided are kept: what comes later may look otherwise. */
export async function crown(tx: Tx, workspaceId: string, campaign: StoredCampaign, winner: string, by: 'result' | 'person', figures: readonly VariantResult[], now: string): Promise<boolean> {
  const id = campaign.campaign_id
  const [crowned] = await tx.query('update campaign set winner = $3, winner_at = $4, winner_by = $5, winner_figures = $6, updated_at = $4 where workspace_id = $1 and campaign_id = $2 and winner is null returning 1', [workspaceId, id, winner, now, by, JSON.stringify(figures)])
  if (!crowned) return false
  await placeWinner(tx, workspaceId, campaign, winner, now)
  await append(tx, [{ type: 'campaign.changed', data: { campaignId: id } }])
  return true
}

/** Before its moment, by a person who has seen enough. */
export function pickWinner(services: Services, principal: Principal, id: string, variant: string): Promise<Campaign> {
  return withCampaign(services, principal, id, 'crown', async (tx, campaign, now) => {
    const { workspaceId } = principal
    const variants = (await variantsOf(tx, workspaceId, [id])).get(id) ?? []
    if (!variants.some((one) => one.key === variant)) throw new RecadoError('not_found', { variant })
    if (!campaign.settings.abTest || campaign.winner !== null || campaign.snapshot_at === null) throw new RecadoError('campaign_wrong_state', { state: campaign.state })
    await crown(tx, workspaceId, campaign, variant, 'person', await resultsOf(tx, workspaceId, id), now)
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'campaign.winner_picked', subject: id, data: { variant } })
  })
}

/** GET /campaigns/{id}/variant-trial. */
export function variantTrial(services: Services, { workspaceId }: Principal, id: string): Promise<VariantTrial> {
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const campaign = await stored(tx, workspaceId, id)
    const { abTest } = campaign?.settings ?? {}
    if (!campaign || !abTest || campaign.snapshot_at === null) throw new RecadoError('not_found', { campaignId: id })
    const variants = (await variantsOf(tx, workspaceId, [id])).get(id) ?? []
    const results = await resultsOf(tx, workspaceId, id)
    const of = (some: readonly VariantResult[], key: string): VariantResult | undefined => some.find((one) => one.key === key)
    const waiting = await tx.query<Waiting>(`select account_id, country, count(*)::int as n from campaign_recipient where workspace_id = $1 and campaign_id = $2 and pending and due_at is null group by 1, 2`, [workspaceId, id])
    const classes = await classesOf(tx, workspaceId, variants)
    const now = services.clock.now(workspaceId)
    const items: VariantTrial['variants'] = []
    for (const variant of variants) {
      const { maximum } = await estimateFor(tx, services, workspaceId, groupsFor(variant, waiting, classes), now)
      items.push({ ...(of(results, variant.key) ?? { key: variant.key, sent: 0, read: 0, clicked: 0, replied: 0 }), name: variant.name, then: (campaign.winner_figures && of(campaign.winner_figures, variant.key)) ?? null, restCosts: maximum })
    }
    return {
      by: abTest.by, dueAt: isoOrNull(campaign.winner_due_at), winner: campaign.winner, winnerAt: isoOrNull(campaign.winner_at), winnerBy: campaign.winner_by,
      waiting: waiting.reduce((sum, row) => sum + row.n, 0), leader: winnerOf(results, abTest.by), variants: items,
    }
  })
}

interface Waiting { account_id: string | null; country: string | null; n: number }

/** What the templates of the variants are filed under: it decides their price. */
async function classesOf(tx: Tx, workspaceId: string, variants: readonly CampaignVariant[]): Promise<Map<string, string>> {
  const ids = variants.flatMap((variant) => Object.values(variant.contents).flatMap(({ content }) => (content.kind === 'template' && content.templateId ? [content.templateId] : [])))
  const rows = ids.length > 0 ? await tx.query<{ template_id: string; category: string }>('select template_id, category from template where workspace_id = $1 and template_id = any($2::uuid[])', [workspaceId, ids]) : []
  return new Map(rows.map((row) => [row.template_id, row.category]))
}

const groupsFor = (variant: CampaignVariant, waiting: readonly Waiting[], classes: ReadonlyMap<string, string>): EstimateGroup[] => waiting.flatMap(({ account_id: accountId, country, n }) => {
  const content = accountId === null ? undefined : variant.contents[accountId]?.content
  return accountId === null || !content ? [] : [{ accountId, country, priceClass: content.kind === 'template' ? (classes.get(content.templateId ?? '') ?? null) : null, count: n }]
})
