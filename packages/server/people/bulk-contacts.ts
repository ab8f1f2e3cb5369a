/** One change of many people: labels, stage, owner, company. Taken back for ten seconds, like changes of threads. */
import { type ErrorCode, RecadoError } from '@recado/core'
import { listPeople, newId, type Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { may } from '../auth/permissions.js'
import { seen } from '../auth/sight.js'
import { UNDO_MS } from '../conversations/change-sets.js'
import { append } from '../ingest/others.js'
import { labelsToAdd, labelsToRemove, namesNow } from '../labels/vocabulary.js'
import type { Principal, Services } from '../services.js'
import { demandPeopleFilter, peopleQuestion, placeOf, writePlace } from './list-contacts.js'
import { demandReadable } from './wish.js'

/** People changed in one go: one transaction holds them while it runs. */
export const BULK_PEOPLE = 2_000

export interface PeopleChange { labels?: { add?: readonly string[]; remove?: readonly string[] }; stageId?: string | null; ownerId?: string | null; companyId?: string | null }
/** These, or all that a list holds now but for some; `cursor` goes on behind an earlier change of the same list. */
export type PeopleChoice = { ids: readonly string[] } | { q?: string | undefined; filter?: unknown; except: readonly string[]; cursor?: string | undefined }
/** `next`: where to go on when there are more. */
export interface PeopleAnswer { changeId: string | null; changed: number; skipped: { id: string; code: ErrorCode }[]; more: boolean; next: string | null }

interface Image { labels: string[]; stageId: string | null; ownerId: string | null; companyId: string | null }
interface Kept { id: string; before: Image; after: Image }

const IMAGE = `jsonb_build_object('labels', to_jsonb(p.labels), 'stageId', p.stage_id, 'ownerId', p.owner_id, 'companyId', p.company_id)`
const FIELDS = ['stageId', 'ownerId', 'companyId'] as const
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

export async function changePeople(services: Services, principal: Principal, choice: PeopleChoice, wish: PeopleChange): Promise<PeopleAnswer> {
  const { workspaceId } = principal
  const answer = await services.db.inWorkspace(workspaceId, async (tx): Promise<PeopleAnswer> => {
    const { ids, next } = await chosen(tx, services, principal, choice)
    const more = next !== null
    const visible = await seen(tx, principal, 'contact', ids)
    await demandTargets(tx, workspaceId, wish)
    const on = await labelsToAdd(tx, services, principal, wish.labels?.add ?? [])
    const off = await labelsToRemove(tx, workspaceId, wish.labels?.remove ?? [])
    const held = await tx.query<{ id: string; before: Image }>(`select p.contact_id as id, ${IMAGE} as before from contact p where p.workspace_id = $1 and p.contact_id = any($2::uuid[]) and p.merged_into is null order by p.contact_id for update`, [workspaceId, [...visible]])
    const there = new Set(held.map((row) => row.id))
    const changed = held.flatMap(({ id, before }): Kept[] => {
      const after: Image = { ...before, labels: [...new Set([...before.labels, ...on])].filter((label) => !off.includes(label)).sort() }
      for (const field of FIELDS) if (wish[field] !== undefined) after[field] = wish[field]!
      return same({ ...before, labels: [...before.labels].sort() }, after) ? [] : [{ id, before, after }]
    })
    const skipped = ids.filter((id) => !there.has(id)).map((id) => ({ id, code: 'not_found' as const }))
    if (changed.length === 0) return { changeId: null, changed: 0, skipped, more, next }
    const now = services.clock.now(workspaceId)
    const changeId = newId()
    await write(tx, workspaceId, changed.map(({ id, after }) => ({ id, ...after })), now)
    await tx.query('insert into contact_change (workspace_id, change_id, made_by, made_at, settles_at, rows) values ($1, $2, $3, $4, $5, $6)', [workspaceId, changeId, principal.id, new Date(now).toISOString(), new Date(now + UNDO_MS).toISOString(), JSON.stringify(changed)])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'contacts.changed', subject: changeId, data: { count: changed.length, fields: Object.keys(wish) } })
    await append(tx, changed.map(({ id }) => ({ type: 'contact.changed', data: { contactId: id } })))
    return { changeId, changed: changed.length, skipped, more, next }
  })
  services.signals.committed(workspaceId)
  return answer
}

/** The people of one go. The list is walked by when somebody was made, which no change of many touches: whoever goes on where it ended misses nobody. */
async function chosen(tx: Tx, services: Services, principal: Principal, choice: PeopleChoice): Promise<{ ids: string[]; next: string | null }> {
  if ('ids' in choice) return { ids: [...new Set(choice.ids)], next: null }
  const question = peopleQuestion(services, principal, { q: choice.q, ...(choice.filter === undefined ? {} : { tree: demandPeopleFilter(choice.filter) }) })
  if (!question) return { ids: [], next: null }
  const left = new Set(choice.except)
  const ids: string[] = []
  let after = placeOf(choice.cursor, 'newest')
  do {
    const page = await listPeople(tx, principal.workspaceId, question, 'newest', after, Math.min(500, BULK_PEOPLE - ids.length))
    ids.push(...page.ids.filter((id) => !left.has(id)))
    after = page.next
  } while (after && ids.length < BULK_PEOPLE)
  return { ids, next: after ? writePlace('newest', after) : null }
}

async function demandTargets(tx: Tx, workspaceId: string, { stageId, ownerId, companyId }: PeopleChange): Promise<void> {
  const [row] = await tx.query<Record<(typeof FIELDS)[number], boolean>>(
    `select $2::uuid is null or exists (select from contact_stage where workspace_id = $1 and stage_id = $2 and archived_at is null) as "stageId", $3::uuid is null or exists (select from member where workspace_id = $1 and user_id = $3) as "ownerId",
       $4::uuid is null or exists (select from company where workspace_id = $1 and company_id = $4) as "companyId"`, [workspaceId, stageId ?? null, ownerId ?? null, companyId ?? null])
  demandReadable(FIELDS.flatMap((field) => (row?.[field] ? [] : [{ field: `change.${field}`, message: 'names none' }])))
}

async function write(tx: Tx, workspaceId: string, rows: readonly ({ id: string } & Image)[], now: number): Promise<void> {
  await tx.query(
    `update contact p set labels = array(select jsonb_array_elements_text(n.labels)), stage_id = n."stageId", owner_id = n."ownerId", company_id = n."companyId", updated_at = $3
     from jsonb_to_recordset($2::jsonb) as n(id uuid, labels jsonb, "stageId" uuid, "ownerId" uuid, "companyId" uuid) where p.workspace_id = $1 and p.contact_id = n.id`, [workspaceId, JSON.stringify(rows), new Date(now).toISOString()])
}

export interface PeopleUndone { changeId: string; undone: string[]; /** touched by somebody since, or gone */ kept: string[] }

/** Takes it back while it has not settled: whoever made it, or who leads. What somebody touched since stays as it is. Doing it again answers the same. */
export async function undoPeople(services: Services, principal: Principal, changeId: string): Promise<PeopleUndone> {
  const { workspaceId } = principal
  const answer = await services.db.inWorkspace(workspaceId, async (tx): Promise<PeopleUndone> => {
    const now = services.clock.now(workspaceId)
    const [set] = await tx.query<{ made_by: string; settles_at: number; rows: Kept[]; undone: PeopleUndone | null }>('select made_by, settles_at, rows, undone from contact_change where workspace_id = $1 and change_id = $2 for update', [workspaceId, changeId])
    if (!set || (set.made_by !== principal.id && !may(principal, 'assignment.manage'))) throw new RecadoError('not_found', { changeId })
    if (set.undone) return set.undone
    if (now >= set.settles_at) throw new RecadoError('change_settled', { changeId })
    const held = new Map((await tx.query<{ id: string; now: Image }>(`select p.contact_id as id, ${IMAGE} as now from contact p where p.workspace_id = $1 and p.contact_id = any($2::uuid[]) and p.merged_into is null order by p.contact_id for update`, [workspaceId, set.rows.map((row) => row.id)])).map((row) => [row.id, row.now]))
    const names = await namesNow(tx, workspaceId, [...new Set(set.rows.flatMap(({ before, after }) => [...before.labels, ...after.labels]))])
    const renamed = (image: Image): Image => ({ ...image, labels: image.labels.map((name) => names.get(name) ?? name).sort() })
    const back = set.rows.filter(({ id, after }) => { const is = held.get(id); return is !== undefined && same(renamed(is), renamed(after)) })
    if (back.length > 0) await write(tx, workspaceId, back.map(({ id, before }) => ({ id, ...renamed(before) })), now)
    const undone: PeopleUndone = { changeId, undone: back.map(({ id }) => id), kept: set.rows.filter((row) => !back.includes(row)).map(({ id }) => id) }
    await tx.query('update contact_change set undone = $3 where workspace_id = $1 and change_id = $2', [workspaceId, changeId, JSON.stringify(undone)])
    await append(tx, back.map(({ id }) => ({ type: 'contact.changed', data: { contactId: id } })))
    return undone
  })
  services.signals.committed(workspaceId)
  return answer
}
