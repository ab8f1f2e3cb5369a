/** What the addresses of the campaigns ask; what is no question of ours is dropped. */
import { RECIPIENT_ACTS, RECIPIENT_STATES, type RecipientAct, type RecipientState } from '@recado/api'

export const LIST_FILTERS = ['at_work', 'draft', 'in_review', 'ended'] as const
export type ListFilter = (typeof LIST_FILTERS)[number]
export interface CampaignsSearch { show?: ListFilter; q?: string; days?: number }

export const STEPS = ['audience', 'content', 'review', 'schedule'] as const
export type Step = (typeof STEPS)[number]
/** The step, and which variant and language of the content is open: all of it stays through back and forward. */
export interface StepSearch { step?: Step; variant?: string; language?: string }

export interface ReportSearch { state?: RecipientState; act?: RecipientAct; code?: string; variant?: string }

export const SPANS = [7, 30, 90, 365] as const

export function readCampaignsSearch(raw: Record<string, unknown>): CampaignsSearch {
  const show = LIST_FILTERS.find((each) => each === raw.show)
  const days = SPANS.find((each) => each === Number(raw.days))
  return { ...(show ? { show } : {}), ...(typeof raw.q === 'string' && raw.q ? { q: raw.q.slice(0, 120) } : {}), ...(days ? { days } : {}) }
}

export function readStep(raw: Record<string, unknown>): StepSearch {
  const step = STEPS.find((each) => each === raw.step)
  return { ...(step ? { step } : {}), ...(typeof raw.variant === 'string' && /^[a-h]$/.test(raw.variant) ? { variant: raw.variant } : {}), ...(typeof raw.language === 'string' && /^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$/.test(raw.language) ? { language: raw.language } : {}) }
}

export function readReportSearch(raw: Record<string, unknown>): ReportSearch {
  const state = RECIPIENT_STATES.find((each) => each === raw.state)
  const act = RECIPIENT_ACTS.find((each) => each === raw.act)
  return { ...(state ? { state } : {}), ...(act ? { act } : {}), ...(typeof raw.code === 'string' ? { code: raw.code.slice(0, 60) } : {}), ...(typeof raw.variant === 'string' && /^[a-h]$/.test(raw.variant) ? { variant: raw.variant } : {}) }
}
