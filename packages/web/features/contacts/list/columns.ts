/** The columns of the people's list: which there are, how wide each is, and which somebody has chosen. */
import type { MessageId } from '../../../i18n/provider.js'
import type { AttributeDefinition } from '../model.js'

export const COLUMNS = ['apps', 'company', 'stage', 'owner', 'labels', 'marketing', 'heard', 'language', 'country', 'address', 'since'] as const
export type Column = (typeof COLUMNS)[number] | `attribute:${string}`
export const USUAL: readonly Column[] = ['apps', 'company', 'stage', 'owner', 'labels', 'marketing', 'heard']

export const columnLabel: Record<(typeof COLUMNS)[number], MessageId> = {
  apps: 'contacts.col_apps', company: 'contacts.col_company', stage: 'contacts.col_stage', owner: 'contacts.col_owner', labels: 'contacts.col_labels', marketing: 'contacts.col_marketing', heard: 'contacts.col_heard', language: 'contacts.col_language', country: 'contacts.col_country', address: 'contacts.col_address', since: 'contacts.col_since',
}
/** Least width in px; the room that is left is shared. */
const WIDTH: Partial<Record<Column, number>> = { apps: 92, company: 116, stage: 108, owner: 116, labels: 112, marketing: 124, heard: 88, address: 170 }
const NAME = 200

const isColumn = (wish: unknown, attributes: readonly AttributeDefinition[]): wish is Column =>
  typeof wish === 'string' && (COLUMNS.some((each) => each === wish) || attributes.some(({ key, archivedAt }) => archivedAt === null && wish === `attribute:${key}`))

/** What is kept of a choice may be of another time: only what there is now counts. Consents are for those who may read them. */
export function chosenColumns(kept: unknown, attributes: readonly AttributeDefinition[], consents = true): readonly Column[] {
  return (Array.isArray(kept) ? [...new Set(kept)].filter((wish) => isColumn(wish, attributes)) : USUAL).filter((column) => consents || column !== 'marketing')
}

export const attributeOf = (column: Column): string | null => (column.startsWith('attribute:') ? column.slice('attribute:'.length) : null)

/** The grid of head and rows alike: the tick, the name, then each column. */
export function gridOf(columns: readonly Column[]): { template: string; least: number } {
  const widths = columns.map((column) => WIDTH[column] ?? 120)
  return { template: `2.5rem minmax(${NAME}px, 1.6fr) ${widths.map((width) => `minmax(${width}px, 1fr)`).join(' ')}`, least: 40 + NAME + widths.reduce((sum, width) => sum + width, 0) + 24 }
}
