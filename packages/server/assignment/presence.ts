import { isAway } from '@recado/db'
import { hubOf } from '../live/hub.js'
import type { Services } from '../services.js'

/** How often it is noted who is connected. A tenth of a minute more or less of absence is nobody's business. */
const NOTE_MS = 15_000

/** Notes whose browser is connected to this node, in one statement for all of them: at once for who has just come. */
export class PresenceKeeper {
  private readonly services: Services
  private noting: Promise<void> = Promise.resolve()
  private readonly known = new Set<string>()

  constructor(services: Services) { this.services = services }

  start(): void {
    const onPresent = (workspaceId: string, userId: string): void => {
      if (this.known.has(`${workspaceId} ${userId}`)) return
      this.known.add(`${workspaceId} ${userId}`)
      this.soon([{ workspaceId, userId }], true)
    }
    this.services.signals.on('present', onPresent)
    const timer = setInterval(() => {
      const people = hubOf(this.services).people()
      this.known.clear()
      for (const one of people) this.known.add(`${one.workspaceId} ${one.userId}`)
      if (people.length > 0) this.soon(people, false)
    }, NOTE_MS).unref()
    this.services.onClose(async () => {
      clearInterval(timer)
      this.services.signals.off('present', onPresent)
      await this.noting
    })
  }

  private soon(people: readonly { workspaceId: string; userId: string }[], came: boolean): void {
    this.noting = this.noting.then(async () => {
      await notePresent(this.services, people)
      if (came) for (const one of people) this.services.signals.emit('assignment', one.workspaceId)
    }).catch((error: unknown) => { if (!isAway(error) && !this.services.stopping()) this.services.log.error({ err: error }, 'presence') })
  }
}

/** They are there now, by the wall clock of the workspace. */
export async function notePresent(services: Pick<Services, 'db' | 'clock'>, people: readonly { workspaceId: string; userId: string }[]): Promise<void> {
  const rows = people.map(({ workspaceId, userId }) => ({ workspace_id: workspaceId, user_id: userId, at: new Date(services.clock.now(workspaceId) - services.clock.offset(workspaceId)).toISOString() }))
  await services.db.asSystem((tx) => tx.query(
    `insert into member_work as w (workspace_id, user_id, seen_at) select r.workspace_id, r.user_id, r.at from jsonb_to_recordset($1::jsonb) as r(workspace_id uuid, user_id uuid, at timestamptz)
       join member m on m.workspace_id = r.workspace_id and m.user_id = r.user_id order by 1, 2
     on conflict (workspace_id, user_id) do update set seen_at = greatest(w.seen_at, excluded.seen_at)`, [JSON.stringify(rows)]))
}
