/** What the log's entries about campaigns become for the sockets. Imported for its effect. */
import type { LiveEvent } from '@recado/api'
import { registerLoader } from '../live/named.js'

registerLoader('campaign.changed', async (_tx, _services, _workspaceId, rows) => rows.flatMap(({ seq, data }): LiveEvent[] => (typeof data.campaignId === 'string' ? [{ seq, type: 'campaign.changed', campaignId: data.campaignId }] : [])))
