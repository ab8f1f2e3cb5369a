/** Saved replies as a CSV file, out and in. A line is one language of one reply. */
import type { ReplyScope, SavedReply } from '@recado/api'
import { readCsv, RecadoError, writeCsv } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { may } from '../auth/permissions.js'
import { append } from '../ingest/others.js'
import type { Principal, Services } from '../services.js'
import { addReplyIn, editReplyIn, type SavedReplyWish, tidyFolder, visibleReplies } from './saved-replies.js'

const COLUMNS = ['shortcut', 'title', 'folder', 'scope', 'team', 'language', 'text'] as const
type Column = (typeof COLUMNS)[number]

/** The most that one file brings. */
export const IMPORT_MAX = 2_000

export async function exportReplies(services: Services, principal: Principal): Promise<string> {
  return services.db.inWorkspace(principal.workspaceId, async (tx) => {
    const teams = await teamNames(tx, principal.workspaceId)
    const rows = (await visibleReplies(tx, principal)).flatMap((reply) => {
      const line = (language: string | null | undefined, text: string): string[] => [reply.shortcut, reply.title, reply.folder ?? '', reply.scope ?? 'all', reply.teamId ? (teams.get(reply.teamId) ?? '') : '', language ?? '', text]
      return [line(reply.language, reply.text), ...(reply.variants ?? []).map((variant) => line(variant.language, variant.text))]
    })
    return writeCsv([[...COLUMNS], ...rows])
  })
}

async function teamNames(tx: Tx, workspaceId: string): Promise<Map<string, string>> {
  return new Map((await tx.query<{ team_id: string; name: string }>('select team_id, name from team where workspace_id = $1', [workspaceId])).map((row) => [row.team_id, row.name]))
}

/** What an import did, or would do, and the lines that it left out. */
export interface RepliesImported { created: number; changed: number; refused: { line: number; field: string; message: string }[] }

interface Wanted { line: number; wish: Required<Pick<SavedReplyWish, 'shortcut' | 'title' | 'text'>> & SavedReplyWish }

/** Lines with one shortcut, scope and team are one reply in several languages. A reply that is there already, in the same circle, is changed. `try` only says what would happen. */
export async function importReplies(services: Services, principal: Principal, csv: string, dryRun: boolean): Promise<RepliesImported> {
  const { workspaceId } = principal
  const answer = await services.db.inWorkspace(workspaceId, async (tx) => {
    const teams = new Map([...await teamNames(tx, workspaceId)].map(([id, name]) => [name.trim().toLowerCase(), id]))
    const { wanted, refused } = readWanted(csv, teams)
    const known = await visibleReplies(tx, principal)
    const usual = may(principal, 'saved_replies.share') ? 'all' : 'mine'
    const now = new Date(services.clock.now(workspaceId)).toISOString()
    const done: RepliesImported = { created: 0, changed: 0, refused }
    const ids: string[] = []
    for (const { line, wish } of wanted) {
      const same = known.find((reply) => sameReply(reply, wish, usual))
      await tx.query('savepoint line')
      try {
        const id = same?.id ?? newId()
        await (same ? editReplyIn(tx, principal, id, wish, now) : addReplyIn(tx, workspaceId, id, wish, now, principal))
        done[same ? 'changed' : 'created']++
        ids.push(id)
      } catch (error) {
        // Whatever the line cannot be kept for is said beside it; the others go on.
        if (!(error instanceof RecadoError) && (error as { code?: string }).code !== '23505') throw error
        await tx.query('rollback to savepoint line')
        done.refused.push({ line, field: 'shortcut', message: error instanceof RecadoError ? error.code : 'already_exists' })
      }
      await tx.query('release savepoint line')
    }
    if (dryRun) throw new Tried(done)
    await append(tx, ids.map((savedReplyId) => ({ type: 'saved_reply.changed', data: { savedReplyId } })))
    return done
  }).catch((error: unknown) => { if (error instanceof Tried) return error.done; throw error })
  if (!dryRun) services.signals.committed(workspaceId)
  return answer
}

/** Takes a trial back. */
class Tried { readonly done: RepliesImported; constructor(done: RepliesImported) { this.done = done } }

/** `usual`: the circle of a line that names none. */
const sameReply = (reply: SavedReply, wish: SavedReplyWish, usual: ReplyScope): boolean =>
  reply.shortcut.toLowerCase() === wish.shortcut?.toLowerCase() && (reply.scope ?? 'all') === (wish.scope ?? (wish.teamId ? 'team' : usual)) && (reply.teamId ?? null) === (wish.teamId ?? null)

function readWanted(csv: string, teams: ReadonlyMap<string, string>): { wanted: Wanted[]; refused: RepliesImported['refused'] } {
  const [head, ...rows] = readCsv(csv)
  const names = head?.cells.map((cell) => cell.trim().toLowerCase()) ?? []
  const place = new Map(COLUMNS.map((column) => [column, names.indexOf(column)]))
  if (place.get('shortcut') === -1 || place.get('text') === -1) throw new RecadoError('invalid_request', { fields: [{ field: 'csv', message: 'has a first line that names at least shortcut and text' }] })
  if (rows.length > IMPORT_MAX) throw new RecadoError('invalid_request', { fields: [{ field: 'csv', message: `has at most ${IMPORT_MAX} lines` }] })
  const refused: RepliesImported['refused'] = []
  const byKey = new Map<string, Wanted>()
  for (const { line, cells } of rows) {
    const of = (column: Column): string => cells[place.get(column) ?? -1]?.trim() ?? ''
    const refuse = (field: Column, message: string): void => { refused.push({ line, field, message }) }
    const shortcut = of('shortcut').replace(/^\//, '')
    const [text, language, scope, team] = [of('text'), of('language') || null, of('scope').toLowerCase(), of('team')]
    if (!/^[^\s/]{1,60}$/u.test(shortcut)) { refuse('shortcut', 'is 1 to 60 letters without blanks and /'); continue }
    if (!text || text.length > 10_000) { refuse('text', 'is 1 to 10,000 letters'); continue }
    if (language && !/^[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*$/.test(language)) { refuse('language', 'is a code like es or pt-BR'); continue }
    if (!['', 'mine', 'team', 'all'].includes(scope)) { refuse('scope', 'is mine, team or all'); continue }
    const teamId = team ? teams.get(team.toLowerCase()) : undefined
    if ((scope === 'team' || team) && !teamId) { refuse('team', 'names no team'); continue }
    const key = [shortcut.toLowerCase(), scope, teamId ?? ''].join('\n')
    const known = byKey.get(key)
    if (known) {
      if (!language) refuse('language', 'is said where a shortcut has several lines')
      else known.wish.variants = [...(known.wish.variants ?? []).filter((one) => one.language !== language), { language, text }]
      continue
    }
    byKey.set(key, { line, wish: { shortcut, title: (of('title') || shortcut).slice(0, 120), text, language, variants: [], folder: tidyFolder(of('folder')), ...(scope ? { scope: scope as 'mine' | 'team' | 'all' } : {}), ...(teamId ? { teamId } : {}) } })
  }
  return { wanted: [...byKey.values()], refused }
}
