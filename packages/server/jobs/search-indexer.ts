import { isAway } from '@recado/db'
import type { Services } from '../services.js'
import { countWords, indexMessages, type Indexed } from './search-rows.js'

const BATCH = 200
const POLL_MS = 1_000
/** Commits a second above which ingest is busy and the index lets it pass; so long at most. */
const BUSY_COMMITS = 30
const LONGEST_LAG_MS = 30_000
/** What may be done in a second while ingest is busy all the same. */
const BATCHES_WHILE_BUSY = 5
/** A transaction that began earlier may commit later: the newest ids are left alone for this long ... */
const SETTLE_MS = 2_000
/** ... and once a minute the last stretch is looked through again for what came even later. */
const REPAIR_MS = 60_000
const REPAIR_BACK_MS = 10 * 60_000


const idAt = (wall: number): string => { const hex = Math.max(0, Math.floor(wall)).toString(16).padStart(12, '0'); return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000` }
const ZERO = '00000000-0000-0000-0000-000000000000'

const NEXT = `select message_id, conversation_id, at, content, direction, author_id from message where workspace_id = $1 and message_id > $2 and message_id < $3 order by message_id limit ${BATCH}`
const MISSED = `select m.message_id, m.conversation_id, m.at, m.content, m.direction, m.author_id from message m where m.workspace_id = $1 and m.message_id > $2 and m.message_id <= $3
  and m.direction <> 'system' and not exists (select from message_search s where s.workspace_id = $1 and s.message_id = m.message_id) order by m.message_id limit ${BATCH}`

/** Fills the search index behind the messages, in the order of their ids; its place is kept, so a restart goes on where it stopped. */
export class SearchIndexer {
  private readonly services: Services
  private readonly wall: () => number
  private readonly place = new Map<string, string>()
  private commits = 0
  private quietSince: number
  private repairedAt = 0

  constructor(services: Services, wall: () => number = Date.now) {
    this.services = services
    this.wall = wall
    this.quietSince = wall()
  }

  start(): void {
    let under: Promise<void> | null = null
    this.services.signals.on('stored', () => { this.commits++ })
    const timer = setInterval(() => {
      under ??= this.round().catch((error: unknown) => { if (!isAway(error) && !this.services.stopping()) this.services.log.error({ err: error }, 'search index') }).finally(() => { under = null })
    }, POLL_MS).unref()
    this.services.onClose(async () => { clearInterval(timer); await under })
  }

  private async round(): Promise<void> {
    const busy = this.commits > BUSY_COMMITS
    this.commits = 0
    if (!busy) this.quietSince = this.wall()
    else if (this.wall() - this.quietSince < LONGEST_LAG_MS) return
    const repair = this.wall() - this.repairedAt >= REPAIR_MS
    if (repair) this.repairedAt = this.wall()
    const rows = await this.services.db.asSystem((tx) => tx.query<{ workspace_id: string }>('select workspace_id from workspace'))
    for (const { workspace_id: workspaceId } of rows) {
      if (repair) await this.repair(workspaceId)
      await this.catchUp(workspaceId, undefined, (batches) => this.commits > BUSY_COMMITS && batches >= BATCHES_WHILE_BUSY)
    }
  }

  /** Everything that has settled, or as many batches as `enough` lets be. Returns how many messages were looked at. */
  async catchUp(workspaceId: string, until = idAt(this.wall() - SETTLE_MS), enough: (batches: number) => boolean = () => false): Promise<number> {
    let seen = 0
    for (let batches = 1; ; batches++) {
      const after = this.place.get(workspaceId) ?? await this.readPlace(workspaceId)
      const rows = await this.services.db.inWorkspace(workspaceId, async (tx) => {
        const next = await tx.query<Indexed>(NEXT, [workspaceId, after, until])
        await indexMessages(tx, workspaceId, next)
        return next
      })
      seen += rows.length
      const last = rows.at(-1)
      if (last) {
        await this.keepPlace(workspaceId, last.message_id)
        await this.services.db.inWorkspace(workspaceId, (tx) => countWords(tx, workspaceId, rows))
      }
      if (rows.length < BATCH || this.services.stopping() || enough(batches)) return seen
    }
  }

  /** What committed behind our back. */
  private async repair(workspaceId: string): Promise<void> {
    const place = this.place.get(workspaceId) ?? await this.readPlace(workspaceId)
    if (place === ZERO) return
    await this.services.db.inWorkspace(workspaceId, async (tx) => indexMessages(tx, workspaceId, await tx.query<Indexed>(MISSED, [workspaceId, idAt(this.wall() - REPAIR_BACK_MS), place])))
  }

  private async readPlace(workspaceId: string): Promise<string> {
    const [row] = await this.services.db.asSystem((tx) => tx.query<{ value: { after: string } }>('select value from installation where name = $1', [`search ${workspaceId}`]))
    const place = row?.value.after ?? ZERO
    this.place.set(workspaceId, place)
    return place
  }

  private async keepPlace(workspaceId: string, after: string): Promise<void> {
    await this.services.db.asSystem((tx) => tx.query('insert into installation (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value', [`search ${workspaceId}`, JSON.stringify({ after })]))
    this.place.set(workspaceId, after)
  }
}
