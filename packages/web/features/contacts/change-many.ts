import { api } from '../../api/client.js'
import type { Chosen } from './chosen.js'

export interface ManyChange { labels?: { add: string[]; remove: string[] }; stageId?: string | null; ownerId?: string | null }
interface Answer { changeId: string | null; changed: number; skipped: { id: string; code: string }[]; next: string | null }
export interface ManyChanged { changed: number; skipped: number; /** Takes all of it back; null where it took more than one go, or nothing was done. */ changeId: string | null }

/** So many the server changes in one go. */
const STEP = 2_000

/** Changes everybody who is chosen, one go after the other; `told` hears how many it are by then. The first that fails ends it, and what was done stays done. */
export async function changeMany(chosen: Chosen, change: ManyChange, told: (changed: number) => void = () => {}): Promise<ManyChanged> {
  const done = { changed: 0, skipped: 0 }
  const changes: string[] = []
  const go = async (body: object): Promise<string | null> => {
    const { changeId, changed, skipped, next } = await api.post<Answer>('/contacts/bulk', { ...body, change })
    if (changeId) changes.push(changeId)
    done.changed += changed
    done.skipped += skipped.length
    told(done.changed)
    return next
  }
  if ('ids' in chosen) for (let at = 0; at < chosen.ids.length; at += STEP) await go({ ids: chosen.ids.slice(at, at + STEP) })
  else for (let cursor: string | null | undefined; cursor !== null;) cursor = await go({ query: { ...chosen.query, ...(cursor ? { cursor } : {}) }, ...(chosen.except.length > 0 ? { except: chosen.except } : {}) })
  return { ...done, changeId: changes.length === 1 ? changes[0]! : null } // one
}
