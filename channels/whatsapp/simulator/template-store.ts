/** Templates as the platform keeps them: one row per name and language of a WABA. */
import type { World } from '@recado/channel-kit'
import type { Instant } from '@recado/core'
import type { Json } from './json.js'
import type { TemplateDraft } from './starters.js'
import { graphId } from './state.js'

export type TemplateStatus = 'PENDING' | 'APPROVED' | 'REJECTED' | 'PAUSED' | 'DISABLED' | 'ARCHIVED'
export type Quality = 'UNKNOWN' | 'GREEN' | 'YELLOW' | 'RED'

export interface TemplateRow {
  id: string
  wabaId: string
  name: string
  language: string
  category: 'MARKETING' | 'UTILITY' | 'AUTHENTICATION'
  status: TemplateStatus
  format: 'POSITIONAL' | 'NAMED'
  components: Json[]
  quality: Quality
  qualityAt: Instant
  reason: string
  pauses: number
  /** New marketing goes to a sample first; null once it has passed. */
  sample: { sent: number; held: string[] } | null
  edits: Instant[]
  createdAt: Instant
  sendWithinMs: number | null
}

const ofWaba = (wabaId: string): string => `template:${wabaId}`

export const templatesOf = (world: World, wabaId: string): TemplateRow[] =>
  world.all<TemplateRow>(ofWaba(wabaId)).sort((a, b) => a.createdAt - b.createdAt || a.id.localeCompare(b.id))

export const templateNamed = (world: World, wabaId: string, name: string, language: string): TemplateRow | undefined =>
  world.all<TemplateRow>(ofWaba(wabaId)).find((row) => row.name === name && row.language === language)

export function templateById(world: World, id: string): TemplateRow | undefined {
  const where = world.get<{ wabaId: string }>('template_home', id)
  return where ? world.get<TemplateRow>(ofWaba(where.wabaId), id) : undefined
}

export function saveTemplate(world: World, row: TemplateRow): void {
  world.put(ofWaba(row.wabaId), row.id, row)
  world.put('template_home', row.id, { wabaId: row.wabaId })
}

export function removeTemplate(world: World, row: TemplateRow): void {
  world.remove(ofWaba(row.wabaId), row.id)
  world.remove('template_home', row.id)
}

/** A new row in the store. */
export function addTemplate(world: World, wabaId: string, draft: TemplateDraft, status: TemplateStatus): TemplateRow {
  const row: TemplateRow = {
    id: graphId(world), wabaId, name: draft.name, language: draft.language, category: draft.category, status, format: draft.parameter_format,
    components: draft.components, quality: status === 'APPROVED' ? 'GREEN' : 'UNKNOWN', qualityAt: world.now(), reason: 'NONE', pauses: 0,
    sample: status === 'APPROVED' ? null : draft.category === 'MARKETING' ? { sent: 0, held: [] } : null,
    edits: [], createdAt: world.now(), sendWithinMs: draft.message_send_ttl_seconds === undefined ? null : draft.message_send_ttl_seconds * 1000,
  }
  saveTemplate(world, row)
  return row
}

/** As the list endpoint tells it. */
export function toGraph(row: TemplateRow): Json {
  return {
    name: row.name, parameter_format: row.format, components: row.components, language: row.language, status: row.status, category: row.category,
    ...(row.status === 'REJECTED' ? { rejected_reason: row.reason } : {}),
    ...(row.sendWithinMs === null ? {} : { message_send_ttl_seconds: row.sendWithinMs / 1000 }),
    quality_score: { score: row.quality, date: Math.floor(row.qualityAt / 1000) }, id: row.id,
  }
}
