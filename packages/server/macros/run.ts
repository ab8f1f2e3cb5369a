/** Carries a macro out: what it sends is accepted and what it does is done, or neither. */
import type { ListQuery, Macro, MacroManyRun, MacroPreview, MacroRun } from '@recado/api'
import { type ErrorCode, RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { demandSeen } from '../auth/sight.js'
import { may } from '../auth/permissions.js'
import { BULK_MAX, idsOf } from '../conversations/bulk.js'
import { changeIn, hold } from '../conversations/change.js'
import { demandUnmoved, type Seen } from '../conversations/moved-on.js'
import { addNoteIn } from '../conversations/notes.js'
import { readMessage } from '../conversations/read.js'
import { countReplyIn } from '../people/saved-replies.js'
import { queueMessage } from '../sending/queue.js'
import { toApi } from '../sending/verdicts.js'
import type { Principal, Services } from '../services.js'
import { hindrance, makesOf, mentionsIn, notYetFollowing, partId, sleepFor } from './actions.js'
import { type Plan, planFor, refusalOf } from './plan.js'
import { readMacro } from './read.js'
import { beginRun, type Effect, endRun } from './runs.js'

/** Threads of one go where each is written to or noted on. */
export const MANY_MAX = 1_000

export interface RunBody { conversationId: string; clientId: string; language?: string | null; seen?: Seen; anyway?: boolean; delayMs?: number }
interface Kept { changeId: string; as: MacroRun['as']; messageIds: string[]; noteId: string | null }

/** POST /macros/{id}/run */
export async function runMacro(services: Services, principal: Principal, macroId: string, body: RunBody): Promise<MacroRun> {
  const { workspaceId } = principal
  const { conversationId, clientId } = body
  const kept = await services.db.inWorkspace(workspaceId, async (tx): Promise<Kept> => {
    const macro = await readMacro(tx, principal, macroId)
    await demandSeen(tx, principal, 'conversation', conversationId)
    const changeId = newId()
    const known = await beginRun<Kept>(tx, principal, { clientId, macroId, question: conversationId, changeId })
    if (known) return known
    demandWhole(principal, macro)
    const [held] = await hold(tx, principal, [conversationId])
    if (!held) throw new RecadoError('not_found', { conversationId })
    const sleep = sleepFor(macro.actions, services.clock.now(workspaceId), await zoneOf(tx, workspaceId))
    const hindered = hindrance(sleep, held.windowClosesAt, services.clock.now(workspaceId))
    if (hindered) throw new RecadoError(hindered, { conversationId })
    const plan = await planFor(tx, services, principal, macro, conversationId, body.language)
    if (plan.contents.length > 0 && body.seen !== undefined && !body.anyway) await demandUnmoved(tx, workspaceId, conversationId, principal.id, body.seen)
    const done = await sayIn(tx, services, principal, macro, plan, { conversationId, changeId, delayMs: body.delayMs ?? 0 })
    if ('code' in done) throw new RecadoError(done.code, done.data)
    const fresh = macro.actions.follow ? await notYetFollowing(tx, principal, [conversationId]) : new Set<string>()
    const made = await changeIn(tx, services, principal, [conversationId], makesOf(macro.actions, sleep, principal), changeId)
    const [failed] = made.skipped
    if (failed) throw new RecadoError(failed.code, { conversationId })
    const answer: Kept = { changeId, as: plan.as, messageIds: done.effect.messageIds, noteId: done.effect.noteId }
    await endRun(tx, services, principal, { clientId, changeId, changed: made.changeId !== null, effects: [{ ...done.effect, followed: fresh.has(conversationId) }], answer })
    await countRun(tx, services, principal, macro)
    return answer
  })
  wake(services, workspaceId)
  return { changeId: kept.changeId, as: kept.as, messages: await Promise.all(kept.messageIds.map((id) => readMessage(services, workspaceId, id))), noteId: kept.noteId }
}

/** Of many threads as one change: only what is no free text. Each is done wholly or left out with its code. */
export async function runMacroOnMany(services: Services, principal: Principal, macroId: string, choice: { ids: readonly string[] } | { query: ListQuery; except: readonly string[] }, clientId: string): Promise<MacroManyRun> {
  const { workspaceId } = principal
  const listed = 'ids' in choice ? { ids: [...new Set(choice.ids)], more: false } : await idsOf(services, principal, choice.query, new Set(choice.except))
  const question = JSON.stringify(choice)
  const answer = await services.db.inWorkspace(workspaceId, async (tx): Promise<MacroManyRun> => {
    const macro = await readMacro(tx, principal, macroId)
    if (macro.savedReplyId) throw new RecadoError('macro_text_to_many', { macroId })
    const changeId = newId()
    const known = await beginRun<MacroManyRun>(tx, principal, { clientId, macroId, question, changeId })
    if (known) return known
    demandWhole(principal, macro)
    const most = macro.templates.length > 0 || macro.actions.note ? MANY_MAX : BULK_MAX
    const ids = listed.ids.slice(0, most)
    const skipped = new Map<string, ErrorCode>()
    const now = services.clock.now(workspaceId)
    const sleep = sleepFor(macro.actions, now, await zoneOf(tx, workspaceId))
    const held = await hold(tx, principal, ids)
    const found = new Set(held.map((row) => row.id))
    for (const id of ids) if (!found.has(id)) skipped.set(id, 'not_found')
    const effects: Effect[] = []
    for (const { id: conversationId, windowClosesAt } of held) {
      const hindered = hindrance(sleep, windowClosesAt, now)
      const done = hindered ? { code: hindered, data: {} } : macro.templates.length === 0 && !macro.actions.note ? { effect: none(conversationId) }
        : await sayIn(tx, services, principal, macro, await planFor(tx, services, principal, macro, conversationId), { conversationId, changeId, delayMs: 0 })
      if ('code' in done) skipped.set(conversationId, done.code)
      else effects.push(done.effect)
    }
    const accepted = effects.map((effect) => effect.conversationId)
    const fresh = macro.actions.follow ? await notYetFollowing(tx, principal, accepted) : new Set<string>()
    const made = await changeIn(tx, services, principal, accepted, makesOf(macro.actions, sleep, principal), changeId)
    const run: MacroManyRun = { changeId, done: accepted.length, sent: effects.filter((effect) => effect.messageIds.length > 0).length, skipped: [...skipped].map(([id, code]) => ({ id, code })), more: listed.more || listed.ids.length > most }
    await endRun(tx, services, principal, { clientId, changeId, changed: made.changeId !== null, effects: effects.map((effect) => ({ ...effect, followed: fresh.has(effect.conversationId) })).filter((effect) => effect.messageIds.length > 0 || effect.noteId || effect.followed), answer: run })
    await countRun(tx, services, principal, macro)
    return run
  })
  wake(services, workspaceId)
  return answer
}

const none = (conversationId: string): Effect => ({ conversationId, messageIds: [], noteId: null, followed: false })

/** Whoever runs it must be allowed each of its parts. */
function demandWhole(principal: Principal, macro: Macro): void {
  if (macro.problem) throw new RecadoError('macro_broken', { macroId: macro.id })
  if ((macro.savedReplyId || macro.templates.length > 0) && !may(principal, 'messages.send')) throw new RecadoError('not_permitted')
  if (macro.actions.note && !may(principal, 'notes.write')) throw new RecadoError('not_permitted')
}

/** Message and note of one thread, or why not: then nothing of it is stored. */
async function sayIn(tx: Tx, services: Services, principal: Principal, macro: Macro, plan: Plan, at: { conversationId: string; changeId: string; delayMs: number }): Promise<{ effect: Effect } | { code: ErrorCode; data: Record<string, unknown> }> {
  const { conversationId, changeId, delayMs } = at
  if (plan.missing.length > 0) return { code: 'parameter_missing', data: { fields: plan.missing.map((field) => ({ field, message: 'has no value' })) } }
  if (plan.noTemplate) return { code: 'macro_no_template', data: {} }
  const refusal = refusalOf(plan)
  if (refusal) return { code: refusal.code, data: { verdict: toApi(refusal) } }
  const effect = none(conversationId)
  for (const [i, content] of plan.contents.entries()) {
    const queued = await queueMessage(tx, services, principal.workspaceId, { conversationId, clientId: partId(changeId, i), content, purpose: plan.purpose, author: { type: principal.kind === 'user' ? 'agent' : 'api', id: principal.id }, ...(delayMs > 0 ? { delayMs } : {}) })
    if (queued.kind === 'refused') {
      // The later messages of an answer take what the first left: all or nothing, so the whole run goes back.
      if (i > 0) throw new RecadoError(queued.verdict.code, { verdict: toApi(queued.verdict) })
      return { code: queued.verdict.code, data: { verdict: toApi(queued.verdict), ...(queued.fields ? { fields: queued.fields } : {}) } }
    }
    effect.messageIds.push(queued.messageId)
  }
  if (plan.note !== null) effect.noteId = (await addNoteIn(tx, services, principal, conversationId, { text: plan.note, mentions: mentionsIn(plan.note, macro.actions.note?.mentions), clientId: partId(changeId, 'note') })).messageId
  return { effect }
}

async function zoneOf(tx: Tx, workspaceId: string): Promise<string> {
  const [row] = await tx.query<{ time_zone: string }>('select time_zone from workspace where workspace_id = $1', [workspaceId])
  return row?.time_zone ?? 'UTC'
}

async function countRun(tx: Tx, services: Services, principal: Principal, macro: Macro): Promise<void> {
  const now = new Date(services.clock.now(principal.workspaceId)).toISOString()
  await tx.query('update macro set used_count = used_count + 1, last_used_at = $3 where workspace_id = $1 and macro_id = $2', [principal.workspaceId, macro.id, now])
  if (macro.savedReplyId) await countReplyIn(tx, principal, macro.savedReplyId, now)
}

function wake(services: Services, workspaceId: string): void {
  services.signals.committed(workspaceId)
  services.signals.emit('sends', workspaceId)
}

/** POST /macros/{id}/preview: what a run would do now, and what it costs. */
export async function previewMacro(services: Services, principal: Principal, macroId: string, conversationId: string, language?: string | null): Promise<MacroPreview> {
  const { workspaceId } = principal
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const macro = await readMacro(tx, principal, macroId)
    await demandSeen(tx, principal, 'conversation', conversationId)
    const { as, text, files, language: chosen, languages, verdict, missing, note } = await planFor(tx, services, principal, macro, conversationId, language)
    const sleep = sleepFor(macro.actions, services.clock.now(workspaceId), await zoneOf(tx, workspaceId))
    return { as, text, files, language: chosen, languages, verdict: verdict ? toApi(verdict) : null, missing, note, snoozedUntil: sleep?.mode === 'until' ? new Date(sleep.until).toISOString() : null }
  })
}
