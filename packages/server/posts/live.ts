/** What the log's entries about posts become for the sockets. Imported for its effect. */
import type { LiveEvent } from '@recado/api'
import { registerLoader } from '../live/named.js'

registerLoader('post.changed', async (_tx, _services, _workspaceId, rows) => {
  const newest = new Map(rows.flatMap(({ seq, data: { postId } }) => (typeof postId === 'string' ? [[postId, seq] as const] : [])))
  return [...newest].map(([postId, seq]): LiveEvent => ({ seq, type: 'post.changed', postId }))
})
