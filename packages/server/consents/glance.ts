/** Where people of a list stand with marketing, in a word each: two look-ups by person along an index, however many people there are. */
import type { MarketingStanding } from '@recado/api'
import { type ConsentState, marketingAtAGlance, type StandingRow } from '@recado/core'
import { standingsOf } from '@recado/db'
import { seen } from '../auth/sight.js'
import type { Principal, Services } from '../services.js'
import { purposesOf } from './purposes.js'

/** Those of these people whom the asker sees, in the order in which they were asked for. */
export function marketingOf(services: Services, principal: Principal, asked: readonly string[]): Promise<MarketingStanding[]> {
  const { workspaceId } = principal
  return services.db.snapshot(workspaceId, async (tx) => {
    const visible = await seen(tx, principal, 'contact', asked)
    const ids = [...new Set(asked)].filter((id) => visible.has(id))
    const { marketing } = await purposesOf(tx, workspaceId)
    const rows = await standingsOf(tx, workspaceId, ids)
    const now = services.clock.now(workspaceId)
    return ids.map((contactId) => {
      const own = rows.consents.filter((row) => row.contact_id === contactId)
      const apps = rows.apps.filter((row) => row.contact_id === contactId)
      const glance = marketingAtAGlance(own.map((row): StandingRow => ({ category: row.category, channel: row.channel, standing: row.standing as ConsentState, until: row.until })), { // the column's own check
        now, doubleOptIn: marketing.doubleOptIn, apps: apps.map((row) => row.channel), stoppedOn: apps.filter((row) => row.stopped).map((row) => row.channel), excluded: rows.excluded.has(contactId),
      })
      return { contactId, ...glance, excluded: rows.excluded.has(contactId) }
    })
  })
}

