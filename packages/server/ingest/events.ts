import type { InboundEvent } from '@recado/channel-kit'
import type { Instant } from '@recado/core'
import type { Account, LoadedChannel } from '../services.js'
import type { ThreadEvent } from './plan.js'

/** An event of a genuine request, at the account it belongs to. */
export interface Accepted { account: Account; channel: LoadedChannel; event: InboundEvent; arrivedAt: Instant }

export function isThreadEvent(event: InboundEvent): event is ThreadEvent {
  return event.type === 'message' || event.type === 'echo' || (event.type === 'act' && event.line)
}
