import type { CallContext, Connector } from '@recado/channel-kit'
import { type IdentityKey, RecadoError } from '@recado/core'
import { LRUCache } from 'lru-cache'
import type { Changed } from '../conversations/change.js'
import { markRead } from '../conversations/states.js'
import { seeNotices } from '../notices/seen.js'
import type { Principal, Services } from '../services.js'
import type { LiveHub } from './hub.js'

/** Platforms show "typing" for some twenty seconds: it is not said to them more often than this per thread. */
const TYPING_AGAIN_MS = 5_000
/** Colleagues see it for so long unless it is said again. */
const TYPING_FOR_MS = 10_000

interface Place { unread: number; account_id: string; external_id: string | null; keys: IdentityKey[] }

const PLACE = `select c.unread, c.account_id,
  (select m.external_id from message m where m.workspace_id = $1 and m.conversation_id = c.conversation_id and m.direction = 'in' and m.external_id is not null order by m.at desc, m.message_id desc limit 1) as external_id,
  (select coalesce(jsonb_agg(jsonb_build_object('kind', k.kind, 'value', k.value)), '[]') from identity_key k where k.workspace_id = $1 and k.identity_id = c.identity_id) as keys
  from conversation c where c.workspace_id = $1 and c.conversation_id = $2`

async function placeOf(services: Services, workspaceId: string, conversationId: string): Promise<Place> {
  const [place] = await services.db.inWorkspace(workspaceId, (tx) => tx.query<Place>(PLACE, [workspaceId, conversationId]))
  if (!place) throw new RecadoError('not_found', { conversationId })
  return place
}

/** Tells the platform something nobody waits for: what goes wrong is written into the log and nowhere else. */
function tell(services: Services, workspaceId: string, place: Place, what: 'markRead' | 'typing', say: (connector: Connector, context: CallContext) => Promise<void> | undefined): void {
  void (async () => {
    const account = await services.accounts.byId(workspaceId, place.account_id)
    const channel = account && services.channels.find(account.channel)
    if (!account || !channel || account.disconnected || account.pausedCode) return
    const { presence } = channel.declaration
    if (what === 'markRead' ? presence.markRead : presence.typingOut) await say(channel.connector, services.call(account))
  })().catch((error: unknown) => services.log.info({ accountId: place.account_id, what, reason: (error as Error).message }, 'platform not told'))
}

/** Somebody has read the thread: nothing is unread, and the customer sees it where her app shows it. Reading twice is reading once. */
export async function readThreadByAgent(services: Services, principal: Principal, conversationId: string): Promise<Changed | null> {
  const place = await placeOf(services, principal.workspaceId, conversationId)
  if (principal.kind === 'user') await seeNotices(services, principal, { conversationId })
  if (place.unread === 0) return null
  const made = await markRead(services, principal, conversationId)
  const { external_id: externalId, keys } = place
  if (externalId) tell(services, principal.workspaceId, place, 'markRead', (connector, context) => connector.markRead?.({ externalId, to: keys }, context))
  return made
}

const saidAt = new LRUCache<string, 'on' | 'off'>({ max: 5_000, ttl: TYPING_AGAIN_MS })

/** Somebody writes. A note is nobody's business but the colleagues'. */
export async function sayTyping(services: Services, hub: LiveHub, principal: Principal, conversationId: string, state: 'on' | 'off', mode: 'reply' | 'note'): Promise<void> {
  const { workspaceId, kind, id: userId, name } = principal
  const place = await placeOf(services, workspaceId, conversationId)
  if (kind === 'user') hub.pass(workspaceId, { type: 'agent.typing', conversationId, userId, name, mode, forMs: state === 'on' ? TYPING_FOR_MS : 0 })
  const key = `${workspaceId}/${conversationId}`
  if (mode === 'note' || saidAt.get(key) === state || (state === 'off' && !saidAt.has(key))) return
  saidAt.set(key, state)
  tell(services, workspaceId, place, 'typing', (connector, context) => connector.typing?.(state, { externalId: place.external_id, to: place.keys }, context))
}
