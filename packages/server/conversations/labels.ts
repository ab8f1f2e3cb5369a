import { labelsToAdd, labelsToRemove } from '../labels/vocabulary.js'
import type { Principal, Services } from '../services.js'
import { type Changed, changeOne, type Make } from './change.js'

/** Puts labels on and takes labels off; each thread's line says only what changed there. */
export function makeLabels(add: readonly string[], remove: readonly string[]): Make {
  return async ({ tx, services, workspaceId, principal, held }) => {
    const on = await labelsToAdd(tx, services, principal, add)
    const off = await labelsToRemove(tx, workspaceId, remove)
    const due = held.flatMap(({ id, before }) => {
      const added = on.filter((name) => !before.labels.includes(name) && !off.includes(name))
      const removed = before.labels.filter((name) => off.includes(name))
      return added.length + removed.length > 0 ? [{ id, added, removed }] : []
    })
    if (due.length > 0) await tx.query(
      `update conversation set labels = (select coalesce(array_agg(distinct l order by l), '{}') from unnest(labels || $3::text[]) l where l <> all($4::text[])) where workspace_id = $1 and conversation_id = any($2::uuid[])`,
      [workspaceId, due.map((row) => row.id), on, off])
    return { lines: new Map(due.map(({ id, added, removed }) => [id, { event: 'labels', data: { by: principal.name, added: added.join(', ') || null, removed: removed.join(', ') || null, change: added.length === 0 ? 'removed' : removed.length === 0 ? 'added' : 'both' } }])) }
  }
}

export const changeLabels = (services: Services, principal: Principal, conversationId: string, add: readonly string[], remove: readonly string[]): Promise<Changed> => changeOne(services, principal, conversationId, makeLabels(add, remove))
