/**
 * How many customer-service messages an interaction allows, and for how long.
 * Source: https://developers.weixin.qq.com/doc/service/guide/product/kf/intro.html and .../api/customer/message/api_sendcustommessage.html;
 * the figures hold since 2023-06-12 (ithome.com, 2023-05-30): a message 5 in 48 h, payment removed.
 */
export type Interaction = 'message' | 'menu' | 'follow' | 'scan'

export interface Window { left: number; until: number }
/** Open counters of one person by kind of interaction; `all` in the reading with one counter. */
export type Windows = Partial<Record<Interaction | 'all', Window>>

const ALLOWANCES: Record<Interaction, { replies: number; forMs: number }> = {
  message: { replies: 5, forMs: 48 * 3_600_000 },
  menu: { replies: 3, forMs: 60_000 },
  follow: { replies: 3, forMs: 60_000 },
  scan: { replies: 3, forMs: 60_000 },
}

/**
 * The counters after an interaction at `at`. Kinds do not add up: an interaction lifts its counter to at least its own number and its end to the
 * later one. With `oneCounter` there is a single counter over all kinds (the documents do not say which of the two it is).
 */
export function opened(windows: Windows, interaction: Interaction, at: number, oneCounter: boolean): Windows {
  const { replies, forMs } = ALLOWANCES[interaction]
  const key = oneCounter ? 'all' : interaction
  const before = windows[key]
  const left = before && at < before.until ? before.left : 0
  return { ...windows, [key]: { left: Math.max(left, replies), until: Math.max(before?.until ?? 0, at + forMs) } }
}

/** One message sent at `now`: every open counter gives one. `closed` = no interaction is recent enough, `used_up` = recent ones have no more. */
export function spent(windows: Windows, now: number): { kind: 'ok'; windows: Windows } | { kind: 'closed' } | { kind: 'used_up' } {
  const open = (Object.entries(windows) as [keyof Windows, Window][]).filter(([, window]) => now < window.until) // keys of Windows by its type
  if (open.length === 0) return { kind: 'closed' }
  if (open.every(([, window]) => window.left === 0)) return { kind: 'used_up' }
  return { kind: 'ok', windows: Object.fromEntries(open.map(([kind, window]) => [kind, { ...window, left: Math.max(0, window.left - 1) }])) }
}
