import type { ColleagueWork } from '@recado/api'
import { RecadoError, timetableFaults } from '@recado/core'
import type { Tx } from '@recado/db'
import { actorOf, audit } from '../auth/audit.js'
import { append } from '../ingest/others.js'
import { storable } from '../ingest/plan.js'
import { isTimeZone } from '../routes/shapes.js'
import type { Principal, Services } from '../services.js'
import { demandColleague } from './say.js'

const clean = (words: readonly string[]): string[] => [...new Set(words.map((word) => storable(word).trim()).filter(Boolean))]

/** What a colleague speaks and can, how much she takes, and her hours. */
export async function saveWork(tx: Tx, services: Pick<Services, 'clock'>, principal: Principal, userId: string, work: ColleagueWork): Promise<void> {
  const { workspaceId } = principal
  const { timetable } = work
  const fields = timetable ? [...(isTimeZone(timetable.timeZone) ? [] : [{ field: 'timetable.timeZone', message: 'is not a time zone' }]), ...timetableFaults(timetable).map(({ field, code }) => ({ field: `timetable.${field}`, message: code }))] : []
  if (fields.length > 0) throw new RecadoError('invalid_request', { fields })
  await demandColleague(tx, services, workspaceId, userId)
  await tx.query(
    `insert into member_work (workspace_id, user_id, languages, skills, capacity, channel_limits, timetable) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (workspace_id, user_id) do update set languages = excluded.languages, skills = excluded.skills, capacity = excluded.capacity, channel_limits = excluded.channel_limits, timetable = excluded.timetable`,
    [workspaceId, userId, clean(work.languages.map((tag) => tag.toLowerCase().replaceAll('_', '-'))), clean(work.skills), work.capacity, JSON.stringify(work.channelLimits), timetable ? JSON.stringify(timetable) : null])
  await audit(tx, services, workspaceId, actorOf(principal), { action: 'member.work_changed', subject: userId, data: { fields: Object.keys(work) } })
  await append(tx, [{ type: 'member.availability', data: { userId } }])
}
