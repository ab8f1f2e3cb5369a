import type { HealthItem } from '@recado/api'
import { errors, type ErrorCode } from '@recado/core'
import { ownTexts } from '../standing/texts.js'
import { iso } from './schemas.js'

export interface HealthRow { health_item_id: string; kind: string; subject: string; severity: HealthItem['severity']; data: Record<string, unknown>; first_at: number; last_at: number; count: number }

export const HEALTH_COLUMNS = 'health_item_id, kind, subject, severity, data, first_at, last_at, count'

/** What happened, where no error code says it better. The web app has its own words per kind. */
const SENTENCES: Readonly<Record<string, string>> = {
  quarantine: 'An incoming event could not be stored and was set aside; it can be replayed.',
  unknown_account: 'Events arrive for an account that is not connected here.',
  bridge_reconnect: 'A bridge has lost its permission; connect it again.',
  bridge_failing: 'A bridge could not take in or hand on something.',
  webhook_failing: 'A webhook endpoint does not take our events; they are tried again.',
  webhook_disabled: 'A webhook endpoint was switched off because it takes nothing any more.',
  certificate_failed: 'The certificate of this server could not be obtained or renewed.',
  account_paused: 'Sending is held back until the account works again.',
}

/** What was written down in words: by whoever made the item, or by the channel whose platform said it. */
function wordsOf({ kind, data }: HealthRow): Pick<HealthItem, 'texts' | 'link' | 'reason' | 'span'> {
  const own = typeof data.texts === 'object' && data.texts !== null ? (data.texts as NonNullable<HealthItem['texts']>) : ownTexts(kind, data) // written by us alone
  return { texts: own, link: typeof data.link === 'string' ? data.link : null, span: typeof data.from === 'string' ? { from: data.from, to: typeof data.to === 'string' ? data.to : null } : null, reason: typeof data.code === 'string' && Object.hasOwn(errors, data.code) ? data.code : null }
}

/** Something to look at, as it travels. A platform's own notice carries its own text. */
export function toHealthItem(row: HealthRow): HealthItem {
  const code = typeof row.data.code === 'string' && Object.hasOwn(errors, row.data.code) ? errors[row.data.code as ErrorCode].sentence : null // just looked up
  const said = typeof row.data.message === 'string' ? row.data.message : null
  return {
    ...wordsOf(row), id: row.health_item_id, severity: row.severity, code: row.kind, message: [SENTENCES[row.kind], said ?? code].filter(Boolean).join(' ') || row.kind.replaceAll(/[._]/g, ' '),
    channelAccountId: typeof row.data.accountId === 'string' ? row.data.accountId : null, count: row.count, firstAt: iso(row.first_at), lastAt: iso(row.last_at),
  }
}
