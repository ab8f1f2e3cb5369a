const DAY_MS = 86_400_000
/** So long before its end a certificate is renewed, as Let's Encrypt advises for 90 days; of shorter ones the last third. https://letsencrypt.org/docs/integration-guide/#when-to-renew */
const BEFORE_MS = 30 * DAY_MS

export function renewAt(notBefore: number, notAfter: number): number { return notAfter - Math.min(BEFORE_MS, (notAfter - notBefore) / 3) }

/** An authority takes five failed tries an hour for a name. https://letsencrypt.org/docs/rate-limits/#authorization-failures-per-identifier-per-account */
const WAITS_MS = [15 * 60_000, 30 * 60_000, 3_600_000, 6 * 3_600_000, 12 * 3_600_000]

export function retryAfterMs(failures: number): number { return WAITS_MS[Math.min(failures, WAITS_MS.length) - 1] ?? WAITS_MS[0]! } // the list has one
