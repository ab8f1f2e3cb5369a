import type { Template } from '@recado/api'

export interface TemplateRow {
  template_id: string; account_id: string; name: string; language: string; category: string; status: string; quality: string | null; reason: string | null; origin: string | null; preview: Template['preview']; parameters: Template['parameters']
}

export const TEMPLATE_COLUMNS = 'template_id, account_id, name, language, category, status, quality, reason, origin, preview, parameters'

/** A template as it travels; the platform's own structure stays here. */
export function toTemplate(row: TemplateRow): Template {
  return {
    id: row.template_id, channelAccountId: row.account_id, name: row.name, language: row.language, category: row.category, status: row.status, quality: row.quality, ...(row.reason ? { reason: row.reason } : {}), ...(row.origin ? { origin: row.origin } : {}),
    preview: row.preview, parameters: row.parameters,
  }
}
