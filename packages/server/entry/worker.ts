import { codesInText } from '@recado/channel-kit'
import type { Content } from '@recado/core'
import type { Tx } from '@recado/db'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import { keepPlace, LogWorker, placeOf } from '../jobs/log-worker.js'
import { PERSONAL_CODE_LENGTH } from '../people/joining/link-ends.js'
import type { Services } from '../services.js'
import { namedCodes, type Point, recognise, type ThreadRow } from './recognise.js'

/** After something came in, the log is looked at once in this time: what it finds is for reports and for the person's card, not for the next second. */
const REST_MS = 1_000
/** Entries of the log read at once. */
const PAGE = 300

interface Row { message_id: string; conversation_id: string; contact_id: string; account_id: string; direction: string; content: Content; origin: ThreadRow['origin']; at: number; known: boolean }

/** New rows of hers that can be a way in: whatever says so itself, and the first sign of somebody whose way we do not know yet. */
const CANDIDATES = `
  with log as (select seq, conversation_id, message_ids from event where workspace_id = $1 and seq > $2 order by seq limit ${PAGE}),
  fresh as (select l.seq, unnest(l.message_ids) as message_id from log l where l.message_ids is not null)
  select m.message_id, m.conversation_id, c.contact_id, m.account_id, m.direction, m.content, m.origin, m.at,
    exists (select from entry e where e.workspace_id = $1 and e.conversation_id = m.conversation_id) as known
  from fresh f join message m on m.workspace_id = $1 and m.message_id = f.message_id join conversation c on c.workspace_id = $1 and c.conversation_id = m.conversation_id
  where m.import_id is null and m.ext_key is not null and m.direction in ('in', 'system') and m.author_type <> 'outside'
  order by m.at, m.message_id`

const LAST = `select coalesce(max(seq), $2) as seq from (select seq from event where workspace_id = $1 and seq > $2 order by seq limit ${PAGE}) s`

/** Notes where people come from, behind the messages; its place in the log is kept, so a restart goes on where it stopped. */
export class EntryWorker extends LogWorker {
  constructor(services: Services) { super(services, { name: 'entries', restMs: REST_MS, wakes: ['stored'] }) }

  protected async walk(workspaceId: string): Promise<void> {
    const { db } = this.services
    for (let after = await placeOf(this.services, 'entries', workspaceId) ?? 0; !this.services.stopping();) {
      const { last, found } = await db.inWorkspace(workspaceId, (tx) => this.page(tx, workspaceId, after))
      if (found > 0) this.services.signals.committed(workspaceId)
      if (last === after) return
      const full = last - after >= PAGE
      after = last
      await keepPlace(this.services, 'entries', workspaceId, after)
      // A page that is not full ends at what stood there when it was read; whoever writes meanwhile wakes us again. Reading on would be a look per commit.
      if (!full) return
    }
  }

  private async page(tx: Tx, workspaceId: string, after: number): Promise<{ last: number; found: number }> {
    const [{ seq: last } = { seq: after }] = await tx.query<{ seq: number }>(LAST, [workspaceId, after])
    const rows = last === after ? [] : await tx.query<Row>(CANDIDATES, [workspaceId, after])
    const points = await pointsOf(tx, workspaceId, rows)
    for (const code of await personalCodes(tx, workspaceId, rows)) for (const { account_id: account } of rows) points.set(`${account} ${code}`, { id: null, kind: 'link', code: '', name: '' })
    const known = new Set(rows.filter((row) => row.known).map((row) => row.conversation_id))
    const entries = rows.flatMap((row) => {
      const found = recognise({ direction: row.direction, content: row.content, origin: row.origin, first: !known.has(row.conversation_id) }, (code) => points.get(`${row.account_id} ${code.toLowerCase()}`))
      if (!found) return []
      const starts = !known.has(row.conversation_id)
      known.add(row.conversation_id)
      return [{ id: row.message_id, conversation: row.conversation_id, contact: row.contact_id, account: row.account_id, kind: found.kind, source: storable(found.source).slice(0, 200), label: storable(found.label).slice(0, 300), point: found.entryPointId, click: found.clickId && storable(found.clickId).slice(0, 500), starts, at: new Date(row.at).toISOString() }]
    })
    if (entries.length === 0) return { last, found: 0 }
    const added = await tx.query<{ conversation_id: string }>(
      `insert into entry (workspace_id, entry_id, conversation_id, contact_id, account_id, kind, source, label, entry_point_id, click_id, starts, at)
       select $1, e.id, e.conversation, e.contact, e.account, e.kind, e.source, e.label, e.point, e.click, e.starts, e.at
       from jsonb_to_recordset($2::jsonb) as e(id uuid, conversation uuid, contact uuid, account uuid, kind text, source text, label text, point uuid, click text, starts boolean, at timestamptz)
       on conflict (workspace_id, entry_id) do nothing returning conversation_id`, [workspaceId, JSON.stringify(entries)])
    // The person's card is open somewhere: her row is told anew, and with it where she came from.
    await append(tx, [...new Set(added.map((row) => row.conversation_id))].map((conversationId) => ({ type: 'conversation.changed', conversationId })))
    return { last, found: added.length }
  }
}

/** Those of the words people came with that are personal codes, in small letters. */
async function personalCodes(tx: Tx, workspaceId: string, rows: readonly Row[]): Promise<string[]> {
  const words = rows.flatMap(({ content }) => (content.kind === 'text' ? codesInText(content.text) : content.kind === 'system' ? [content.data?.scene, content.data?.ref] : []))
  const asked = [...new Set(words.flatMap((word) => (typeof word === 'string' && word.length === PERSONAL_CODE_LENGTH ? [word.toLowerCase()] : [])))]
  if (asked.length === 0) return []
  return (await tx.query<{ code: string }>('select lower(code) as code from link_code where workspace_id = $1 and lower(code) = any($2)', [workspaceId, asked])).map((row) => row.code)
}

async function pointsOf(tx: Tx, workspaceId: string, rows: readonly Row[]): Promise<Map<string, Point>> {
  if (rows.length === 0) return new Map()
  const points = await tx.query<{ entry_point_id: string; account_id: string; kind: Point['kind']; code: string; name: string }>('select entry_point_id, account_id, kind, code, name from entry_point where workspace_id = $1 and account_id = any($2)', [workspaceId, [...new Set(rows.map((row) => row.account_id))]])
  const known = new Map<string, Point>(points.map((row) => [`${row.account_id} ${row.code.toLowerCase()}`, { id: row.entry_point_id, kind: row.kind, code: row.code, name: row.name }]))
  // A code made for one visitor counts for the form she came from: a thousand sign-ups are one source.
  const codes = [...new Set(rows.flatMap((row) => namedCodes(row.content)).map((code) => code.toUpperCase()))]
  const signUps = codes.length === 0 ? [] : await tx.query<{ account_id: string; code: string; slug: string; name: string }>(
    'select s.account_id, s.code, f.slug, f.name from opt_in_sign_up s join opt_in_form f on f.workspace_id = $1 and f.opt_in_form_id = s.opt_in_form_id where s.workspace_id = $1 and s.code = any($2)', [workspaceId, codes])
  for (const row of signUps) known.set(`${row.account_id} ${row.code.toLowerCase()}`, { id: null, kind: 'link', code: row.slug, name: row.name })
  return known
}
