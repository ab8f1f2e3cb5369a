import type { ListQuery, Priority } from '@recado/api'
import { type ErrorCode, RecadoError } from '@recado/core'
import type { ConversationStatus } from '@recado/api'
import { seeNotices } from '../notices/seen.js'
import type { Principal, Services } from '../services.js'
import { makeAssign } from './assign.js'
import { change, type Make } from './change.js'
import { makeLabels } from './labels.js'
import { readList } from './read.js'
import { makePriority, makeRead, makeStatus, makeUnread, type Sleep } from './states.js'

/** Threads changed in one go: one transaction holds them all while it runs. */
export const BULK_MAX = 5_000
/** Rows of the list read at once. */
const PAGE = 500

/** What is to become of each of them; several at once are one change. */
export interface BulkChange {
  status?: { status: ConversationStatus; sleep: Sleep | null }
  assign?: { userId?: string | null; teamId?: string | null }
  labels?: { add?: readonly string[]; remove?: readonly string[] }
  priority?: Priority
  read?: boolean
}

/** Whom it is about: these, or all that a list holds now but for some. */
export type BulkChoice = { ids: readonly string[] } | { query: ListQuery; except: readonly string[] }

export interface BulkAnswer {
  /** Under which all of it is taken back; null when nothing changed. */
  changeId: string | null
  changed: number
  /** Those that could not be changed, and why: unseen and gone ones are not found. */
  skipped: { id: string; code: ErrorCode }[]
  /** The list holds more than can be changed in one go. */
  more: boolean
}

export function makesOf({ status, assign, labels, priority, read }: BulkChange): Make[] {
  const makes = [
    ...(status ? [makeStatus(status.status, status.sleep)] : []), ...(assign ? [makeAssign(assign)] : []), ...(labels ? [makeLabels(labels.add ?? [], labels.remove ?? [])] : []),
    ...(priority ? [makePriority(priority)] : []), ...(read === undefined ? [] : [read ? makeRead() : makeUnread()]),
  ]
  if (makes.length === 0) throw new RecadoError('invalid_request', { fields: [{ field: 'change', message: 'says what is to become of them' }] })
  return makes
}

/** Changes many threads set by set, as one change. Platforms are not told that they were read: nobody has looked at them one by one. */
export async function changeMany(services: Services, principal: Principal, choice: BulkChoice, wish: BulkChange): Promise<BulkAnswer> {
  const makes = makesOf(wish)
  const { ids, more } = 'ids' in choice ? { ids: [...new Set(choice.ids)], more: false } : await idsOf(services, principal, choice.query, new Set(choice.except))
  const { changeId, changed, skipped } = await change(services, principal, ids, ...makes)
  // What was read already leaves no trace in the change that could end her notices of it.
  const left = wish.read && principal.kind === 'user' ? new Set(ids) : new Set<string>()
  for (const id of changed) left.delete(id)
  if (left.size > 0) await seeNotices(services, principal, { conversationIds: [...left] })
  return { changeId, changed: changed.length, skipped, more }
}

/** What a list holds now but for some, as many as one go changes. */
export async function idsOf(services: Services, principal: Principal, query: ListQuery, except: ReadonlySet<string>): Promise<{ ids: string[]; more: boolean }> {
  const ids = new Set<string>()
  let cursor: string | undefined
  do {
    const page = await readList(services, principal, { ...query, limit: PAGE, ...(cursor ? { cursor } : {}) })
    for (const { id } of page.items) if (!except.has(id)) ids.add(id)
    cursor = page.next ?? undefined
  } while (cursor && ids.size < BULK_MAX)
  return { ids: [...ids].slice(0, BULK_MAX), more: cursor !== undefined || ids.size > BULK_MAX }
}
