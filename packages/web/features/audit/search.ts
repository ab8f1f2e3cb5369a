/** What the address of the audit page may ask. Small: the desk reads it with the routes. */
export interface AuditFilter { action: string; actor: string; subject: string; from: string; to: string }

/** What the page's address asks, as a colleague is sent it. */
export type AuditSearch = Partial<AuditFilter>
export function readAuditSearch(raw: Record<string, unknown>): AuditSearch {
  return Object.fromEntries((['action', 'actor', 'subject', 'from', 'to'] as const).flatMap((key) => (typeof raw[key] === 'string' && raw[key] !== '' ? [[key, raw[key].slice(0, 400)]] : [])))
}
