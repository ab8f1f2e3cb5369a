/** What the log's entries about labels become for the sockets. Imported for its effect. */
import type { LiveEvent } from '@recado/api'
import { UUID } from '../ingest/plan.js'
import { registerLoader } from '../live/named.js'
import { loadLabels } from './labels.js'

registerLoader('label.changed', async (tx, _services, workspaceId, rows) => {
  const wanted = new Map(rows.flatMap(({ seq, data: { labelId } }) => (typeof labelId === 'string' && UUID.test(labelId) ? [[labelId, seq] as const] : [])))
  const found = new Map((await loadLabels(tx, workspaceId, [...wanted.keys()])).map((label) => [label.id, label]))
  return [...wanted].map(([labelId, seq]): LiveEvent => {
    const label = found.get(labelId)
    return label ? { seq, type: 'label.changed', label } : { seq, type: 'label.removed', labelId }
  })
})
