/** The reports' figures for a spreadsheet, with the mark that tells it UTF-8. */
import type { CampaignReport, ReportRow, SubscribersReport } from '@recado/api'

type Cell = string | number | null

/** A cell that a spreadsheet takes for text whatever it begins with: names come from strangers. */
function cell(value: Cell): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const tame = /^\s*[=+\-@\t\r]/u.test(value) ? `'${value}` : value
  return /[",\r\n;]/u.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame
}

const file = (rows: readonly (readonly Cell[])[]): string => `\ufeff${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`

const COLUMNS = ['people', 'excluded', 'heldOut', 'waiting', 'cancelled', 'sent', 'delivered', 'read', 'failed', 'unknown', 'clicked', 'replied', 'converted', 'optedOut', 'blocked'] as const satisfies readonly (keyof ReportRow)[]
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** One line per dimension and value; what no channel tells is an empty cell. */
export function campaignCsv(report: CampaignReport): string {
  const line = (by: string, key: Cell, figures: Omit<ReportRow, 'key'>): Cell[] => [by, key, ...COLUMNS.map((column) => figures[column])]
  return file([
    ['by', 'key', ...COLUMNS.map(snake)], line('all', null, report.total),
    ...report.byVariant.map((row) => line('variant', row.key, row)), ...report.byAccount.map((row) => line('account', row.name || row.key, row)), ...report.byCountry.map((row) => line('country', row.key, row)),
  ])
}

export const subscribersCsv = (report: SubscribersReport): string => file([['day', 'joined', 'left'], ...report.days.map((day) => [day.day, day.joined, day.left])])
