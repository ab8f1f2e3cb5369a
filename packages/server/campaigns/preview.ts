/** What would happen if it went now: who, at which price, until when, and how it reads. */
import type { CampaignPreview, CampaignVariant } from '@recado/api'
import { type AudienceRow, fillContent, inHerLanguage, RecadoError, replyValues } from '@recado/core'
import type { Tx } from '@recado/db'
import { audienceRows, previewAudience } from '../audience/index.js'
import { peopleSeen } from '../auth/sight.js'
import type { Principal, Services } from '../services.js'
import { paceOf } from './finishing.js'
import { problemsOf } from './problems.js'
import { stored, type StoredCampaign, variantsOf } from './rows.js'
import { startsAt } from './steps.js'

/** So many are shown as they would read it. */
const SAMPLES = 5

export function previewCampaign(services: Services, principal: Principal, id: string): Promise<CampaignPreview> {
  const { workspaceId } = principal
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const campaign = await stored(tx, workspaceId, id)
    if (!campaign) throw new RecadoError('not_found', { campaignId: id })
    const variants = (await variantsOf(tx, workspaceId, [id])).get(id) ?? []
    const now = services.clock.now(workspaceId)
    const from = startsAt(campaign, now)
    const found = await previewAudience(tx, services, workspaceId, campaign.spec, now)
    const pace = await Promise.all(accountsOf(found.byRoute).map(([accountId, count]) => paceOf(tx, services, workspaceId, accountId, count, from, campaign.settings)))
    const known = pace.flatMap((one) => one ?? [])
    const heldOut = Math.round((found.eligible * (campaign.settings.holdOutPercent ?? 0)) / 100)
    const ends = known.map((one) => one.finishesAt)
    const waits = campaign.settings.abTest && variants.length > 1 ? campaign.settings.abTest.afterHours * 3_600_000 : 0
    return {
      total: found.total, eligible: found.eligible, excluded: found.excluded, byRoute: found.byRoute, byCountry: found.byCountry, byVariant: shares(campaign, variants, found.eligible - heldOut), heldOut, estimate: found.estimate ?? { maximum: [], lines: [], unpriced: 0 },
      startsAt: new Date(from).toISOString(), finishesAt: ends.some((at) => at === null) ? null : new Date(Math.max(from, ...ends.map((at) => Date.parse(at!))) + waits).toISOString(), // none is null here
      pace: known, problems: await problemsOf(tx, services, workspaceId, campaign, variants), samples: await samplesOf(tx, services, principal, campaign, variants, now),
    }
  })
}

/** Routes of one account are one road. */
function accountsOf(byRoute: CampaignPreview['byRoute']): [string, number][] {
  const sums = new Map<string, number>()
  for (const { accountId, count } of byRoute) sums.set(accountId, (sums.get(accountId) ?? 0) + count)
  return [...sums]
}

function shares({ settings }: StoredCampaign, variants: readonly CampaignVariant[], count: number): CampaignPreview['byVariant'] {
  const all = variants.reduce((sum, one) => sum + one.share, 0)
  const sampled = settings.abTest && variants.length > 1 ? Math.round((count * settings.abTest.samplePercent) / 100) : count
  return variants.map((one) => ({ variant: one.key, count: Math.round((sampled * (all === 0 ? 1 / variants.length : one.share / all))) }))
}

interface Sample extends AudienceRow { name: string; attributes: Record<string, unknown>; company: string }

async function samplesOf(tx: Tx, services: Services, principal: Principal, campaign: StoredCampaign, variants: readonly CampaignVariant[], now: number): Promise<CampaignPreview['samples']> {
  const first = variants[0]
  if (!first || campaign.spec.routes.length === 0) return []
  const { workspaceId } = principal
  // Names are shown of those alone whom the asker sees.
  const { text, values } = await audienceRows(tx, services, workspaceId, campaign.spec, now, { sight: (add) => peopleSeen(principal, add) ?? 'true' })
  values.push(workspaceId)
  const rows = await tx.ask<Sample>(`select a.*, p.name, p.attributes, w.name as company from (select * from (${text}) a where a.code is null and a.route >= 0 order by a.contact_id limit ${SAMPLES}) a
    join contact p on p.workspace_id = $${values.length}::uuid and p.contact_id = a.contact_id join workspace w on w.workspace_id = $${values.length}::uuid`, values)
  return rows.flatMap((row, i) => {
    const variant = variants[i % variants.length] ?? first
    const given = row.account_id ? variant.contents[row.account_id] : undefined
    if (!given || !row.account_id) return []
    const values = replyValues({ contact: { name: row.name, attributes: row.attributes }, agentName: '', company: row.company, conversationNumber: null, windowEnd: null })
    const { content, missing } = fillContent(inHerLanguage(given.content, given.languages, row.language), values, given.fallbacks ?? {}, null)
    return [{ contactId: row.contact_id, name: row.name, accountId: row.account_id, variant: variant.key, content, missing }]
  })
}
