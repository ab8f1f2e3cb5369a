import type { CampaignProblem, CampaignVariant } from '@recado/api'
import type { Tx } from '@recado/db'
import { categoryByKey } from '../consents/categories.js'
import { prepare } from '../sending/intent.js'
import type { Services } from '../services.js'
import type { StoredCampaign } from './rows.js'

/** What keeps it from leaving as it stands: the same list for the wizard, the review and the schedule. */
export async function problemsOf(tx: Tx, services: Services, workspaceId: string, campaign: Pick<StoredCampaign, 'spec' | 'schedule' | 'settings'>, variants: readonly CampaignVariant[]): Promise<CampaignProblem[]> {
  const { spec, schedule, settings } = campaign
  const found: CampaignProblem[] = []
  const { include } = spec
  if (include.segmentIds.length === 0 && include.listIds.length === 0 && !include.filter) found.push({ code: 'audience_missing', field: 'audience' })
  if (spec.routes.length === 0) found.push({ code: 'route_missing', field: 'audience' })
  if (spec.category) {
    const topic = await categoryByKey(tx, workspaceId, spec.category)
    if (!topic || topic.archivedAt !== null) found.push({ code: 'topic_unknown', field: 'audience', detail: spec.category })
  }
  if (variants.length === 0) found.push({ code: 'content_missing', field: 'content' })
  for (const variant of variants) found.push(...await contentProblems(tx, services, workspaceId, spec, variant))
  if (settings.abTest && variants.length < 2) found.push({ code: 'test_needs_variants', field: 'settings' })
  if (variants.length > 0 && variants.every((variant) => variant.share === 0)) found.push({ code: 'shares_missing', field: 'settings' })
  const now = services.clock.now(workspaceId)
  if (schedule.kind === 'at' && Date.parse(schedule.at) < now - 60_000) found.push({ code: 'schedule_past', field: 'schedule' })
  // Somewhere on earth it is later than anywhere else: fourteen hours ahead of UTC.
  if (schedule.kind === 'person_time' && Date.parse(`${schedule.localAt}Z`) + 12 * 3_600_000 < now) found.push({ code: 'schedule_past', field: 'schedule' })
  // It would end before it begins.
  if (settings.endsAt && Date.parse(settings.endsAt) <= (schedule.kind === 'at' ? Math.max(now, Date.parse(schedule.at)) : now)) found.push({ code: 'end_past', field: 'schedule' })
  return found
}

async function contentProblems(tx: Tx, services: Services, workspaceId: string, spec: StoredCampaign['spec'], variant: CampaignVariant): Promise<CampaignProblem[]> {
  const found: CampaignProblem[] = []
  for (const route of spec.routes) {
    const at = { field: 'content' as const, accountId: route.accountId, variant: variant.key }
    const account = await services.accounts.byId(workspaceId, route.accountId)
    if (!account) { found.push({ ...at, code: 'account_gone' }); continue }
    const given = variant.contents[route.accountId]
    if (!given) { found.push({ ...at, code: 'content_missing' }); continue }
    for (const content of [given.content, ...Object.values(given.languages ?? {})]) {
      if ((content.kind === 'template') !== (route.as === 'template')) { found.push({ ...at, code: 'content_other_kind' }); continue }
      const { intent, template } = await prepare(tx, account, services.channels.get(account.channel), content, spec.purpose, 'campaign').catch(() => ({ intent: { kind: content.kind, fault: { code: 'media_missing' as const }, template: undefined }, template: null }))
      if (intent.fault) found.push({ ...at, code: 'content_refused', detail: intent.fault.code })
      if (content.kind !== 'template') {
        if (content.kind === 'text' && content.text.trim() === '') found.push({ ...at, code: 'content_missing' })
        continue
      }
      if (!template || template.status !== 'approved') found.push({ ...at, code: 'template_not_approved', detail: template?.status ?? 'missing' })
      else if (intent.template && intent.template.missing.length > 0) found.push({ ...at, code: 'parameter_missing', detail: intent.template.missing.join(', ') })
      else if (route.priceClass !== null && template.category !== route.priceClass) found.push({ ...at, code: 'template_other_category', detail: template.category })
    }
  }
  return found
}
