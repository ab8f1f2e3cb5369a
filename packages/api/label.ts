/** One vocabulary of labels for threads and people. */
import type { Iso } from './verdict.js'

/** Colours by name: each theme has its own shade of it, and it is told in words too. */
export type LabelColour = 'grey' | 'red' | 'orange' | 'yellow' | 'green' | 'teal' | 'blue' | 'violet' | 'pink'
export const LABEL_COLOURS: readonly LabelColour[] = ['grey', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet', 'pink']

export interface Label {
  id: string
  /** Unique but for case and accents. */
  name: string
  colour: LabelColour
  description: string
  /** Put away: it stays where it is and is no longer offered. */
  archivedAt: Iso | null
  /** Threads and people are being rewritten after a new name or a joining. */
  renaming: boolean
}

/** How often it is used; `capped` where there are more than were counted. */
export interface LabelUse { labelId: string; conversations: number; people: number; capped: boolean }

/** A name as it is compared: case and accents do not count. The database says the same (`label_key`). */
export function labelKey(name: string): string {
  return name.trim().normalize('NFKD').replace(/[\u0300-\u036f]+/g, '').toLowerCase()
}
