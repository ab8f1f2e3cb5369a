/** What the log says of notices becomes for her own sockets. Imported for its effect. */
import type { LiveEvent } from '@recado/api'
import { registerLoader } from '../live/named.js'
import { countUnread, noticesById } from './read.js'

registerLoader('notice.changed', async (tx, _services, workspaceId, rows) => {
  const told = rows.flatMap(({ seq, data: { userId, noticeId } }) => (typeof userId === 'string' ? [{ seq, userId, noticeId: typeof noticeId === 'string' ? noticeId : null }] : []))
  const notices = await noticesById(tx, workspaceId, told.flatMap(({ noticeId }) => noticeId ?? []))
  const unread = new Map<string, number>()
  for (const { userId } of told) if (!unread.has(userId)) unread.set(userId, await countUnread(tx, workspaceId, userId))
  return told.map(({ seq, userId, noticeId }): LiveEvent => ({ seq, type: 'notice.changed', userId, notice: (noticeId && notices.get(noticeId)) || null, unread: unread.get(userId) ?? 0 }))
})
