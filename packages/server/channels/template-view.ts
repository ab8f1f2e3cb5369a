import type { Template } from '@recado/api'

export interface TemplateRow {
  template_id: string; account_id: string; name: string; language: string; category: string; status: string; quality: string | null; reason: string | null; origin: string | null; preview: Template['preview']; parameters: Template['parameters']
  status_at: number | null; pauses: number; paused_until: number | null; asked_category: string | null; next_category: string | null; next_category_at: number | null; advice: string | null; created_by: string | null; updated_at: number
}

export const TEMPLATE_COLUMNS = 'template_id, account_id, name, language, category, status, quality, reason, origin, preview, parameters, status_at, pauses, paused_until, asked_category, next_category, next_category_at, advice, created_by, updated_at'

const moment = (at: number): string => new Date(at).toISOString()

/** A template as it travels; the platform's own structure stays here. */
export function toTemplate(row: TemplateRow): Template {
  return {
    id: row.template_id, channelAccountId: row.account_id, name: row.name, language: row.language, category: row.category, status: row.status, quality: row.quality, ...(row.reason ? { reason: row.reason } : {}), ...(row.origin ? { origin: row.origin } : {}),
    preview: row.preview, parameters: row.parameters, ...(row.status_at === null ? {} : { statusAt: moment(row.status_at) }), pauses: row.pauses, ...(row.paused_until === null ? {} : { pausedUntil: moment(row.paused_until) }),
    ...(row.asked_category && row.asked_category !== row.category ? { askedCategory: row.asked_category } : {}), ...(row.next_category ? { nextCategory: { category: row.next_category, at: row.next_category_at === null ? null : moment(row.next_category_at) } } : {}),
    ...(row.advice ? { advice: row.advice } : {}), ...(row.created_by ? { createdById: row.created_by } : {}), updatedAt: moment(row.updated_at),
  }
}
