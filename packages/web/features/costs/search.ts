/** What the address of the costs asks; what is no question of ours is dropped. */
import { COST_GROUPS, type CostGroup } from '@recado/api'

export interface CostsSearch { month?: string; by?: CostGroup }

export function readCostsSearch(raw: Record<string, unknown>): CostsSearch {
  const by = COST_GROUPS.find((each) => each === raw.by)
  return { ...(typeof raw.month === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(raw.month) ? { month: raw.month } : {}), ...(by ? { by } : {}) }
}

/** The month so many before or after, as "2026-11". */
export function monthAfter(month: string, by: number): string {
  const [year = 1970, at = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, at - 1 + by, 1)).toISOString().slice(0, 7)
}
