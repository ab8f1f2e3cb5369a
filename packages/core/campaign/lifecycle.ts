/** What may be done with a campaign, and what becomes of a recipient when her message moves. */
import type { OutStatus } from '../model/message.js'

export type CampaignStep = 'edit' | 'submit' | 'approve' | 'reject' | 'schedule' | 'pause' | 'resume' | 'stop' | 'remove' | 'adjust' | 'crown'

const FROM: Readonly<Record<CampaignStep, readonly string[]>> = {
  edit: ['draft', 'in_review', 'scheduled'], submit: ['draft'], approve: ['in_review'], reject: ['in_review', 'scheduled'], schedule: ['draft', 'in_review'],
  pause: ['scheduled', 'preparing', 'sending'], resume: ['paused'], stop: ['scheduled', 'preparing', 'sending', 'paused'], remove: ['draft', 'in_review', 'scheduled'],
  adjust: ['paused'], crown: ['sending', 'paused'],
}

export const mayStep = (state: string, step: CampaignStep): boolean => FROM[step].includes(state)

/** States in which nothing more happens to a recipient by our own doing. */
export const SETTLED: ReadonlySet<string> = new Set(['excluded', 'held_out', 'accepted', 'sent', 'delivered', 'read', 'failed', 'unknown', 'cancelled'])

/** What a failure of her message means for her place in the campaign. */
export type AfterFailure = 'next_route' | 'end' | 'opted_out'

const HER_OWN_WORD: ReadonlySet<string> = new Set(['opted_out'])
// 131049 and its kin: the platform holds marketing back for her; pushing it over another road is what it asks not to be done, and a second try only costs standing.
const LET_BE: ReadonlySet<string> = new Set(['marketing_capped', 'cancelled', 'platform_silent', 'parameter_missing'])

/** Whether the next route may try. Only where the platform surely did not bring it: a code that says she wants nothing ends it for her. */
export function afterFailure(code: string): AfterFailure {
  if (HER_OWN_WORD.has(code)) return 'opted_out'
  return LET_BE.has(code) ? 'end' : 'next_route'
}

/** A recipient stands where her message stands. */
export function recipientState(status: OutStatus): string { return status }

/** When it stops by itself. Shares are in percent of what has settled, looked at from `least` on; `failures` is a plain number and needs no least. */
export interface StopRules { failures?: number | undefined; errorPercent?: number | undefined; blockPercent?: number | undefined; least?: number | undefined }

export function stopReason(counts: Readonly<Record<string, number>>, on: StopRules | null | undefined): 'failures' | 'error_rate' | 'block_rate' | null {
  if (!on) return null
  const of = (...names: string[]): number => names.reduce((sum, name) => sum + (counts[name] ?? 0), 0)
  if (on.failures !== undefined && of('failed', 'unknown') >= on.failures) return 'failures'
  const tried = of('accepted', 'sent', 'delivered', 'read', 'failed', 'unknown')
  if (tried < (on.least ?? 100)) return null
  if (on.errorPercent !== undefined && (of('failed', 'unknown') / tried) * 100 >= on.errorPercent) return 'error_rate'
  return on.blockPercent !== undefined && (of('opted_out') / tried) * 100 >= on.blockPercent ? 'block_rate' : null
}

export interface VariantResult { key: string; sent: number; read: number; clicked: number; replied: number }

/** The variant with the best share of what counts; of two alike the one that came first. Null where nothing was sent. */
export function winnerOf(results: readonly VariantResult[], by: 'read' | 'clicked' | 'replied'): string | null {
  let best: { key: string; share: number } | null = null
  for (const one of results) {
    if (one.sent === 0) continue
    const share = one[by] / one.sent
    if (!best || share > best.share) best = { key: one.key, share }
  }
  return best?.key ?? null
}
