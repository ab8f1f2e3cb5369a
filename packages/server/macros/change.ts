import type { Macro, MacroBody, ReplyScope } from '@recado/api'
import { RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import { labelsToAdd } from '../labels/vocabulary.js'
import { circleFor, type CircleRow, demandChange, scopeOf, visibleSql } from '../people/circles.js'
import { tidyFolder, visibleReplies } from '../people/saved-replies.js'
import type { Principal, Services } from '../services.js'
import { readMacro } from './read.js'

/** Absent = as it is. */
export interface MacroWish extends Partial<MacroBody> { name?: string; folder?: string | null; scope?: ReplyScope; teamId?: string | null }

const NOTHING: MacroBody = { savedReplyId: null, actions: {}, templates: [] }

export async function addMacro(services: Services, principal: Principal, wish: MacroWish & { name: string }): Promise<Macro> {
  const id = newId()
  return keep(services, principal, id, async (tx, now) => {
    const circle = await circleFor(tx, principal, wish)
    const body = await checked(tx, services, principal, { ...NOTHING, ...bodyOf(wish) }, circle)
    await tx.query('insert into macro (workspace_id, macro_id, name, folder, owner_id, team_id, body, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $8)',
      [principal.workspaceId, id, storable(wish.name.trim()), storable(tidyFolder(wish.folder ?? null)), circle.owner_id, circle.team_id, JSON.stringify(storable(body)), now])
  })
}

export async function editMacro(services: Services, principal: Principal, id: string, wish: MacroWish): Promise<Macro> {
  return keep(services, principal, id, async (tx, now) => {
    const before = await held(tx, principal, id)
    const circle = wish.scope === undefined && wish.teamId === undefined ? before : await circleFor(tx, principal, wish)
    const body = await checked(tx, services, principal, { ...before.body, ...bodyOf(wish) }, circle)
    await tx.query('update macro set name = coalesce($3, name), folder = case when $4 then $5 else folder end, owner_id = $6, team_id = $7, body = $8, updated_at = $9 where workspace_id = $1 and macro_id = $2',
      [principal.workspaceId, id, storable(wish.name?.trim() ?? null), wish.folder !== undefined, storable(tidyFolder(wish.folder ?? null)), circle.owner_id, circle.team_id, JSON.stringify(storable(body)), now])
  })
}

export async function removeMacro(services: Services, principal: Principal, id: string): Promise<void> {
  await services.db.inWorkspace(principal.workspaceId, async (tx) => {
    await held(tx, principal, id)
    await tx.query('delete from macro where workspace_id = $1 and macro_id = $2', [principal.workspaceId, id])
    await append(tx, [{ type: 'macros.changed', data: {} }])
  })
  services.signals.committed(principal.workspaceId)
}

async function keep(services: Services, principal: Principal, id: string, make: (tx: Tx, now: string) => Promise<void>): Promise<Macro> {
  const { workspaceId } = principal
  const macro = await services.db.inWorkspace(workspaceId, async (tx) => {
    await make(tx, new Date(services.clock.now(workspaceId)).toISOString())
    const kept = await readMacro(tx, principal, id)
    await append(tx, [{ type: 'macros.changed', data: {} }])
    return kept
  }).catch((error: unknown) => { throw (error as { code?: string }).code === '23505' ? new RecadoError('already_exists', { field: 'name' }, { cause: error }) : error })
  services.signals.committed(workspaceId)
  return macro
}

async function held(tx: Tx, principal: Principal, id: string): Promise<CircleRow & { body: MacroBody }> {
  const values: unknown[] = [principal.workspaceId, id]
  const [row] = await tx.query<CircleRow & { body: MacroBody }>(`select r.owner_id, r.team_id, r.body from macro r where r.workspace_id = $1 and r.macro_id = $2 and ${visibleSql(principal, (value) => `$${values.push(value)}`)} for update`, values)
  if (!row) throw new RecadoError('not_found', { macroId: id })
  demandChange(principal, row)
  return row
}

const bodyOf = ({ savedReplyId, actions, templates }: MacroWish): Partial<MacroBody> => ({ ...(savedReplyId === undefined ? {} : { savedReplyId }), ...(actions ? { actions } : {}), ...(templates ? { templates } : {}) })

/** Whether it can be run by all whom it is for: what it names is there, and they see it too. */
export async function checked(tx: Tx, services: Services, principal: Principal, body: MacroBody, circle: CircleRow): Promise<MacroBody> {
  const { workspaceId } = principal
  const { savedReplyId, actions, templates } = body
  const invalid = (field: string, message: string): RecadoError => new RecadoError('invalid_request', { fields: [{ field, message }] })
  if (!savedReplyId && templates.length === 0 && Object.values(actions).every((action) => action === undefined || action === false || (Array.isArray(action) && action.length === 0))) throw invalid('actions', 'says or does something')
  if (savedReplyId) {
    const [reply] = await visibleReplies(tx, principal, [savedReplyId])
    if (!reply) throw invalid('savedReplyId', 'saved_reply_gone')
    const own = reply.scope ?? 'all'
    const wanted = scopeOf(circle)
    if (own === 'mine' && wanted !== 'mine' || own === 'team' && (wanted === 'all' || (wanted === 'team' && reply.teamId !== circle.team_id))) throw invalid('savedReplyId', 'is not for everybody who could run it')
  }
  const { status, assign, addLabels = [], note } = actions
  if (status?.status === 'snoozed' && !status.sleep) throw invalid('actions.status.sleep', 'says until when')
  if (assign && 'id' in assign) {
    const [row] = await tx.query(assign.to === 'user' ? 'select 1 from member where workspace_id = $1 and user_id = $2 and disabled_at is null' : 'select 1 from team where workspace_id = $1 and team_id = $2', [workspaceId, assign.id])
    if (!row) throw invalid('actions.assign.id', `names no ${assign.to === 'user' ? 'colleague' : 'team'}`)
  }
  if (addLabels.length > 0) await labelsToAdd(tx, services, principal, addLabels)
  if (note && note.text.trim() === '') throw invalid('actions.note.text', 'says something')
  for (const each of note?.mentions ?? []) if (!note!.text.includes(`@${each.name}`)) throw invalid('actions.note.mentions', 'stands in the text as @name') // it has mentions
  if (new Set(templates.map((one) => one.channelAccountId)).size !== templates.length) throw invalid('templates', 'has one per account at most')
  for (const [i, { channelAccountId, templateId }] of templates.entries()) {
    const account = await services.accounts.byId(workspaceId, channelAccountId)
    const [row] = account ? await tx.query('select 1 from template where workspace_id = $1 and account_id = $2 and template_id = $3 and not gone', [workspaceId, channelAccountId, templateId]) : []
    if (!row) throw invalid(`templates[${i}].templateId`, 'names no template of that account')
  }
  return body
}

