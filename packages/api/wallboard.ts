import type { Iso } from './verdict.js'

/** The desk at a glance, for a screen on the wall: figures and colleagues, no customer's name or words. Counts are exact to 999. */
export interface Wallboard {
  /** Business time at which it was read. */
  at: Iso
  open: number
  waiting: number
  /** Since when the one who waits longest has waited. */
  longestSince: Iso | null
  closingSoon: number
  /** The next deadline of those who wait. */
  nextDeadline: Iso | null
  unassigned: number
  queued: number
  teams: { id: string; name: string; open: number; waiting: number }[]
  agents: { userId: string; name: string; availability: 'available' | 'away' | 'offline'; since: Iso | null; open: number; capacity: number | null }[]
  /** Since midnight where the company is; times count opening hours alone. `…Outside`: begun and ended while it was closed, in no other figure. */
  today: { from: Iso; answered: number; answeredOutside: number; firstResponseMs: number | null; resolved: number; resolvedOutside: number; resolutionMs: number | null }
}
