/** A label's new name goes to everything that carries the old one: a few at once, many in the background, in steps that keep nobody waiting. */
import type { Tx } from '@recado/db'
import { append } from '../ingest/others.js'
import type { Task, Tasks } from '../jobs/queue.js'
import type { Services } from '../services.js'

const TASK = 'labels.rename'
/** Rows rewritten in one transaction, and steps done before the request is answered. */
const STEP = 500
const AT_ONCE = 2

interface Wanted { workspaceId: string }

export const labelTasks = (services: Services): Tasks => ({ [TASK]: (async ({ workspaceId }: Wanted, { signal }) => {
  while (!(await step(services, workspaceId))) if (signal.aborted || services.stopping()) throw new Error('the server is stopping')
}) as Task })

export const rename = {
  /** Remembers what is to be rewritten, in the transaction that renames. Rules and saved views are few: they follow at once. */
  async begin(tx: Tx, services: Services, workspaceId: string, oldName: string, labelId: string): Promise<void> {
    await tx.query('insert into label_alias (workspace_id, name, label_id, renaming) values ($1, $2, $3, true) on conflict (workspace_id, name) do update set label_id = excluded.label_id, renaming = true', [workspaceId, oldName, labelId])
    const [label] = await tx.query<{ name: string }>('select name from label where workspace_id = $1 and label_id = $2', [workspaceId, labelId])
    if (label) await tx.query(`update automatic_reply set labels = (select array_agg(distinct x order by x) from unnest(array_replace(labels, $2, $3)) x) where workspace_id = $1 and $2 = any(labels)`, [workspaceId, oldName, label.name])
    if (label) await renameInViews(tx, workspaceId, oldName, label.name)
    await services.queue.addIn(tx, TASK, { workspaceId }, { key: `${TASK}:${workspaceId}` })
  },
  /** Does what can be done quickly; true when all is done. */
  async soon(services: Services, workspaceId: string): Promise<boolean> {
    services.queue.wake()
    for (let i = 0; i < AT_ONCE; i++) if (await step(services, workspaceId)) return true
    return false
  },
}

/** The next rows of the oldest renaming. True when there is none left. */
async function step(services: Services, workspaceId: string): Promise<boolean> {
  const done = await services.db.inWorkspace(workspaceId, async (tx) => {
    const [under] = await tx.query<{ old: string; name: string; label_id: string }>(
      'select a.name as old, l.name, a.label_id from label_alias a join label l on l.workspace_id = $1 and l.label_id = a.label_id where a.workspace_id = $1 and a.renaming order by a.name limit 1 for update of a', [workspaceId])
    if (!under) return true
    const events: { type: string; conversationId?: string; data?: Record<string, unknown> }[] = []
    // The same name again: nothing to rewrite.
    if (under.old !== under.name) {
      const swapped = `labels = (select array_agg(distinct x order by x) from unnest(array_replace(labels, $2, $3)) x)`
      const threads = await tx.query<{ id: string }>(`update conversation c set ${swapped} where c.workspace_id = $1 and c.conversation_id in (select conversation_id from threads_with_label($2, ${STEP})) returning c.conversation_id as id`, [workspaceId, under.old, under.name])
      const people = threads.length < STEP ? await tx.query<{ id: string }>(`update contact p set ${swapped} where p.workspace_id = $1 and p.contact_id in (select contact_id from people_with_label($2, ${STEP})) returning p.contact_id as id`, [workspaceId, under.old, under.name]) : []
      events.push(...threads.map(({ id }) => ({ type: 'conversation.changed', conversationId: id })), ...people.map(({ id }) => ({ type: 'contact.changed', data: { contactId: id } })))
      if (threads.length === STEP || people.length === STEP) { await append(tx, events); return false }
    }
    await tx.query('update label_alias set renaming = false where workspace_id = $1 and name = $2', [workspaceId, under.old])
    await append(tx, [...events, { type: 'label.changed', data: { labelId: under.label_id } }])
    const [more] = await tx.query('select 1 from label_alias where workspace_id = $1 and renaming limit 1', [workspaceId])
    return !more
  })
  services.signals.committed(workspaceId)
  return done
}

/** Conditions of saved views name labels by their names. */
async function renameInViews(tx: Tx, workspaceId: string, oldName: string, name: string): Promise<void> {
  const views = await tx.query<{ view_id: string; filter: unknown }>('select view_id, filter from saved_view where workspace_id = $1 and filter::text like $2', [workspaceId, '%labels%'])
  for (const { view_id: id, filter } of views) {
    const renamed = JSON.stringify(renamedIn(filter, oldName, name))
    if (renamed !== JSON.stringify(filter)) await tx.query('update saved_view set filter = $3 where workspace_id = $1 and view_id = $2', [workspaceId, id, renamed])
  }
}

/** A tree of conditions with the label's new name in it. */
export function renamedIn(filter: unknown, oldName: string, name: string): unknown {
  if (Array.isArray(filter)) return filter.map((each) => renamedIn(each, oldName, name))
  if (typeof filter !== 'object' || filter === null) return filter
  const { field, value } = filter as { field?: unknown; value?: unknown }
  if ((field === 'labels' || field === 'person_labels') && Array.isArray(value)) return { ...filter, value: [...new Set(value.map((each: unknown) => (each === oldName ? name : each)))] }
  return Object.fromEntries(Object.entries(filter).map(([key, each]) => [key, renamedIn(each, oldName, name)]))
}
