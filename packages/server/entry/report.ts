/** Where customers come from, over a span: by source, with what became of it, and by day. */
import type { Entry, EntryKind, SourceRow, SourcesReport } from '@recado/api'
import { RecadoError } from '@recado/core'
import { reachSql } from '../auth/reach.js'
import { iso } from '../http/schemas.js'
import type { Principal, Services } from '../services.js'

export interface Span { from: string; to: string; account?: string }

const LONGEST_MS = 400 * 86_400_000

/** Of the threads that the asker sees. Whoever has only her own view gets only her own figures. */
export async function sourcesReport(services: Services, principal: Principal, { from, to, account }: Span): Promise<SourcesReport> {
  const [start, end] = [Date.parse(from), Date.parse(to)]
  if (!(start < end) || end - start > LONGEST_MS) throw new RecadoError('invalid_request', { fields: [{ field: 'to', message: 'lies behind from, by 400 days at most' }] })
  const { workspaceId } = principal
  const span: unknown[] = [workspaceId, new Date(start).toISOString(), new Date(end).toISOString(), account ?? null]
  const reach = reachSql(principal.reach, principal.id, (value) => `$${span.push(value)}`)
  const seen = reach ? `and exists (select from conversation c where c.workspace_id = $1 and c.conversation_id = e.conversation_id and ${reach})` : ''
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const rows = await tx.query<{ kind: EntryKind; source: string; label: string | null; entry_point_id: string | null; conversations: number; answered: number; first_answer_s: number | null; entries: number }>(
      `with e as (
         select e.*, case when e.starts then (select min(m.at) from message m where m.workspace_id = $1 and m.conversation_id = e.conversation_id and m.direction = 'out' and m.import_id is null and m.at >= e.at and m.author_type <> 'automation') end as answer_at
         from entry e where e.workspace_id = $1 and e.at >= $2 and e.at < $3 and ($4::uuid is null or e.account_id = $4::uuid) ${seen})
       select e.kind, e.source, e.entry_point_id, coalesce((select p.name from entry_point p where p.workspace_id = $1 and p.entry_point_id = e.entry_point_id), (array_agg(e.label order by e.at desc))[1]) as label,
         count(*) filter (where e.starts)::int as conversations, count(e.answer_at)::int as answered, count(*)::int as entries,
         percentile_cont(0.5) within group (order by extract(epoch from e.answer_at - e.at)) filter (where e.answer_at is not null) as first_answer_s
       from e group by e.kind, e.source, e.entry_point_id order by conversations desc, entries desc, e.kind, e.source limit 1000`, span)
    const [{ time_zone: timeZone } = { time_zone: 'UTC' }] = await tx.query<{ time_zone: string }>('select time_zone from workspace where workspace_id = $1', [workspaceId])
    const days = await tx.query<{ day: string; kind: EntryKind; count: number }>(
      `select to_char(e.at at time zone $${span.length + 1}, 'YYYY-MM-DD') as day, e.kind, count(*)::int as count from entry e
       where e.workspace_id = $1 and e.starts and e.at >= $2 and e.at < $3 and ($4::uuid is null or e.account_id = $4::uuid) ${seen} group by 1, 2 order by 1, 2`, [...span, timeZone])
    const byDay = new Map<string, Partial<Record<EntryKind, number>>>()
    for (const { day, kind, count } of days) byDay.set(day, { ...byDay.get(day), [kind]: count })
    return {
      from: iso(start), to: iso(end), timeZone, days: [...byDay].map(([day, counts]) => ({ day, counts })),
      rows: rows.map((row): SourceRow => ({ kind: row.kind, source: row.source, label: row.label ?? '', entryPointId: row.entry_point_id, conversations: row.conversations, answered: row.answered, firstAnswerS: row.first_answer_s === null ? null : Math.round(Number(row.first_answer_s)), entries: row.entries })),
    }
  })
}

/** A cell that a spreadsheet takes for text whatever it begins with: ads and codes are named by strangers. */
function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const tame = /^[\s]*[=+\-@\t\r]/u.test(value) ? `'${value}` : value
  return /[",\r\n;]/u.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame
}

/** The same figures for a spreadsheet, with the mark that tells it UTF-8. */
export function toCsv({ rows }: SourcesReport): string {
  const head = ['kind', 'source', 'name', 'conversations', 'answered', 'median_first_answer_s', 'entries']
  const lines = rows.map((row) => [row.kind, row.source, row.label, row.conversations, row.answered, row.firstAnswerS, row.entries].map(cell).join(','))
  return `\ufeff${[head.join(','), ...lines].join('\r\n')}\r\n`
}

/** Every time the person came in, oldest first, over all her threads: the first is where she came from. */
export async function entriesOf(services: Services, principal: Principal, conversationId: string): Promise<Entry[]> {
  const { workspaceId } = principal
  return services.db.inWorkspace(workspaceId, async (tx) => {
    const [thread] = await tx.query<{ contact_id: string }>('select contact_id from conversation where workspace_id = $1 and conversation_id = $2', [workspaceId, conversationId])
    if (!thread) throw new RecadoError('not_found')
    const values: unknown[] = [workspaceId, thread.contact_id]
    const reach = reachSql(principal.reach, principal.id, (value) => `$${values.push(value)}`)
    const rows = await tx.query<{ entry_id: string; conversation_id: string; account_id: string; kind: EntryKind; source: string; label: string; entry_point_id: string | null; click_id: string | null; starts: boolean; at: number }>(
      `select e.entry_id, e.conversation_id, e.account_id, e.kind, e.source, coalesce(p.name, e.label) as label, e.entry_point_id, e.click_id, e.starts, e.at
       from conversation c join entry e on e.workspace_id = $1 and e.conversation_id = c.conversation_id left join entry_point p on p.workspace_id = $1 and p.entry_point_id = e.entry_point_id
       where c.workspace_id = $1 and c.contact_id = $2 ${reach ? `and ${reach}` : ''} order by e.at, e.entry_id limit 200`, values)
    return rows.map((row) => ({ id: row.entry_id, kind: row.kind, source: row.source, label: row.label, entryPointId: row.entry_point_id, ...(row.click_id ? { clickId: row.click_id } : {}), starts: row.starts, at: iso(row.at), conversationId: row.conversation_id, channelAccountId: row.account_id }))
  })
}
