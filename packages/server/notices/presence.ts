import type { Tx } from '@recado/db'
import { whoWorks } from '../assignment/agents.js'
import { hubOf } from '../live/hub.js'
import type { Services } from '../services.js'
import type { Presence } from './make.js'

/** Who looks at what on this node, and who is at work. A page on another node says by itself that it shows the thread: its notice is seen at once. */
export function readPresence(tx: Tx, services: Services, workspaceId: string): Presence {
  const { looking } = hubOf(services).whoLooks(workspaceId)
  return {
    isLooking: (userId, conversationId) => looking.has(`${userId} ${conversationId}`),
    available: async () => new Set((await whoWorks(tx, services, workspaceId, services.clock.now(workspaceId), false)).filter((one) => one.availability === 'available').map((one) => one.userId)),
  }
}
