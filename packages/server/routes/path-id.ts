import { RecadoError } from '@recado/core'
import { UUID } from '../ingest/plan.js'

/** An id from an address. What cannot be an id of ours is nobody's: missing, as one of another workspace is. */
export function pathId(id: string): string {
  const lower = id.toLowerCase()
  if (!UUID.test(lower)) throw new RecadoError('not_found')
  return lower
}
