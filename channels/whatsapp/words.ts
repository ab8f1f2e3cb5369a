/** Meta's words for templates and limits, as ours. */
import { number, text } from './read.js'

const statuses: Readonly<Record<string, string>> = {
  APPROVED: 'approved', REINSTATED: 'approved', UNARCHIVED: 'approved', UNPAUSED: 'approved',
  PENDING: 'pending', IN_REVIEW: 'pending', IN_APPEAL: 'pending',
  REJECTED: 'rejected', PAUSED: 'paused', DISABLED: 'disabled', LOCKED: 'disabled',
  ARCHIVED: 'archived', DELETED: 'archived', PENDING_DELETION: 'archived',
}

/** Status of a template as the desk names it; undefined for a word not known, which calls for a fresh list. */
export const statusOf = (word: unknown): string | undefined => {
  const known = text(word)?.toUpperCase() ?? ''
  return Object.hasOwn(statuses, known) ? statuses[known] : undefined
}

/** Messages a second that Meta takes from a number: fixed and low where it is in the app on a phone, too. Source: https://developers.facebook.com/documentation/business-messaging/whatsapp/throughput (2025-12). */
export function paceOf({ level, onBusinessApp = false }: { level: string | undefined; onBusinessApp?: boolean }): number | undefined {
  if (level !== 'STANDARD' && level !== 'HIGH') return undefined
  return onBusinessApp ? 20 : level === 'HIGH' ? 1_000 : 80
}

/** A messaging limit given as a number or as TIER_250, TIER_2K, TIER_UNLIMITED. */
export function limitOf(value: unknown): number | undefined {
  const plain = number(value)
  if (plain !== undefined) return plain < 0 ? Number.MAX_SAFE_INTEGER : plain
  const word = text(value) ?? ''
  if (word === 'TIER_UNLIMITED') return Number.MAX_SAFE_INTEGER
  const tier = /^TIER_(\d+)(K?)$/.exec(word)
  return tier ? Number(tier[1]) * (tier[2] ? 1_000 : 1) : undefined
}
