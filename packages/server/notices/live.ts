/** What the log says of notices becomes for her own sockets. Imported for its effect. */
import type { LiveEvent } from '@recado/api'
import { registerLoader } from '../live/named.js'
import { countUnreadOf, noticesById } from './read.js'

registerLoader('notice.changed', async (tx, _services, workspaceId, rows) => {
  const told = rows.flatMap(({ seq, data: { userId, noticeId } }) => (typeof userId === 'string' ? [{ seq, userId, noticeId: typeof noticeId === 'string' ? noticeId : null }] : []))
  const notices = await noticesById(tx, workspaceId, told.flatMap(({ noticeId }) => noticeId ?? []))
  const unread = await countUnreadOf(tx, workspaceId, [...new Set(told.map(({ userId }) => userId))])
  return told.map(({ seq, userId, noticeId }): LiveEvent => ({ seq, type: 'notice.changed', userId, notice: (noticeId && notices.get(noticeId)) || null, unread: unread.get(userId) ?? 0 }))
})
