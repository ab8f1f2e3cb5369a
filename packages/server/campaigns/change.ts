import type { Campaign, CampaignChange, CampaignMake, CampaignVariant } from '@recado/api'
import { type AudienceSpec, type CampaignStep, mayStep, nobody, RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import { readContent } from '../routes/content.js'
import type { Principal, Services } from '../services.js'
import { readCampaign } from './read.js'
import { stored, type StoredCampaign, variantsOf } from './rows.js'

const EMPTY: AudienceSpec = { include: nobody, exclude: nobody, purpose: 'marketing', category: null, routes: [], choose: 'first', cap: null }

export const iso = (at: number): string => new Date(at).toISOString()

/** One change of one campaign: its row locked, what is written told to the live pages, the whole campaign as the answer. */
export async function withCampaign(services: Services, principal: Principal, id: string, step: CampaignStep, work: (tx: Tx, campaign: StoredCampaign, now: string) => Promise<void>): Promise<Campaign> {
  const { workspaceId } = principal
  const answer = await services.db.inWorkspace(workspaceId, async (tx) => {
    const campaign = await stored(tx, workspaceId, id, true)
    if (!campaign) throw new RecadoError('not_found', { campaignId: id })
    if (!mayStep(campaign.state, step)) throw new RecadoError('campaign_wrong_state', { state: campaign.state })
    await work(tx, campaign, iso(services.clock.now(workspaceId)))
    await append(tx, [{ type: 'campaign.changed', data: { campaignId: id } }])
    return readCampaign(tx, services, principal, id)
  })
  services.signals.committed(workspaceId)
  services.signals.emit('campaigns', workspaceId, id)
  return answer
}

export async function makeCampaign(services: Services, principal: Principal, wish: CampaignMake): Promise<Campaign> {
  const { workspaceId } = principal
  const id = newId()
  const answer = await services.db.inWorkspace(workspaceId, async (tx) => {
    const actor = JSON.stringify(actorOf(principal))
    await tx.query(
      `insert into campaign (workspace_id, campaign_id, name, spec, schedule, settings, created_by, created_at, updated_at, edited_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $8, jsonb_build_array($7::jsonb))`,
      [workspaceId, id, storable(wish.name.trim()), JSON.stringify(storable(wish.audience ?? EMPTY)), JSON.stringify(wish.schedule ?? { kind: 'now' }), JSON.stringify(storable(wish.settings ?? {})), actor, iso(services.clock.now(workspaceId))])
    await writeVariants(tx, workspaceId, id, wish.variants ?? [])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'campaign.created', subject: id })
    await append(tx, [{ type: 'campaign.changed', data: { campaignId: id } }])
    return readCampaign(tx, services, principal, id)
  })
  services.signals.committed(workspaceId)
  return answer
}

async function writeVariants(tx: Tx, workspaceId: string, id: string, variants: readonly CampaignVariant[]): Promise<void> {
  const checked = variants.map((variant) => ({
    ...variant,
    contents: Object.fromEntries(Object.entries(variant.contents).map(([accountId, one]) => [accountId, { ...one, content: readContent(one.content), ...(one.languages ? { languages: Object.fromEntries(Object.entries(one.languages).map(([language, content]) => [language, readContent(content)])) } : {}) }])),
  }))
  await tx.query('delete from campaign_variant where workspace_id = $1 and campaign_id = $2', [workspaceId, id])
  await tx.query('insert into campaign_variant (workspace_id, campaign_id, key, name, share, contents) select $1, $2, v.key, v.name, v.share, v.contents from jsonb_to_recordset($3::jsonb) as v(key text, name text, share int, contents jsonb)',
    [workspaceId, id, JSON.stringify(storable(checked))])
}

/** Whatever is changed after it was handed in has to be looked at again: it becomes a draft, and its approval goes. */
export async function changeCampaign(services: Services, principal: Principal, id: string, wish: CampaignChange): Promise<Campaign> {
  return withCampaign(services, principal, id, 'edit', async (tx, campaign, now) => {
    if (wish.version !== undefined && wish.version !== campaign.version) throw new RecadoError('campaign_changed', { version: campaign.version })
    await tx.query(
      `update campaign set name = coalesce($3, name), spec = coalesce($4::jsonb, spec), schedule = coalesce($5::jsonb, schedule), settings = coalesce($6::jsonb, settings), version = version + 1, updated_at = $7,
         edited_by = case when edited_by @> jsonb_build_array($8::jsonb) then edited_by else edited_by || jsonb_build_array($8::jsonb) end,
         state = 'draft', state_reason = null, starts_at = null, submitted_by = null, submitted_at = null, approved_by = null, approved_at = null where workspace_id = $1 and campaign_id = $2`,
      [principal.workspaceId, id, wish.name === undefined ? null : storable(wish.name.trim()), json(wish.audience), json(wish.schedule), json(wish.settings), now, JSON.stringify(actorOf(principal))])
    if (wish.variants) await writeVariants(tx, principal.workspaceId, id, wish.variants)
    const fields = Object.keys(wish).filter((name) => name !== 'version')
    await audit(tx, services, principal.workspaceId, actorOf(principal), { action: 'campaign.changed', subject: id, data: { fields } })
  })
}

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(storable(value)))

/** The same again as a draft: of what was sent and approved it keeps nothing. */
export async function duplicateCampaign(services: Services, principal: Principal, id: string, name: string | undefined): Promise<Campaign> {
  const { workspaceId } = principal
  const kept = await services.db.inWorkspace(workspaceId, async (tx) => {
    const campaign = await stored(tx, workspaceId, id)
    if (!campaign) throw new RecadoError('not_found', { campaignId: id })
    return { campaign, variants: (await variantsOf(tx, workspaceId, [id])).get(id) ?? [] }
  })
  const { campaign } = kept
  return makeCampaign(services, principal, { name: name ?? campaign.name, audience: campaign.spec, schedule: { kind: 'now' }, settings: campaign.settings, variants: kept.variants })
}

export async function removeCampaign(services: Services, principal: Principal, id: string): Promise<void> {
  const { workspaceId } = principal
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const campaign = await stored(tx, workspaceId, id, true)
    if (!campaign) throw new RecadoError('not_found', { campaignId: id })
    // Whoever was written to has a right to know why for as long as her messages are kept.
    if (!mayStep(campaign.state, 'remove')) throw new RecadoError('campaign_wrong_state', { state: campaign.state })
    await tx.query('delete from campaign where workspace_id = $1 and campaign_id = $2', [workspaceId, id])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'campaign.removed', subject: id })
    await append(tx, [{ type: 'campaign.changed', data: { campaignId: id } }])
  })
  services.signals.committed(workspaceId)
}
