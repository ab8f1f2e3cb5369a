import type { Content } from '@recado/core'
import type { Tx } from '@recado/db'
import { namedCodes } from '../entry/recognise.js'
import { LogWorker } from '../jobs/log-worker.js'
import type { Services } from '../services.js'
import { arrive, type Carrier } from './arrive.js'
import { CODE } from './sign-up.js'

/** After something came in, the log is looked at in this time: she waits for the answer with the app open. */
const REST_MS = 150
/** Entries of the log read at once. */
const PAGE = 300

interface Row { message_id: string; conversation_id: string; contact_id: string; identity_id: string; case_id: string; account_id: string; channel: string; country: string | null; content: Content; at: number }

/** Where the oldest sign-up that may still arrive began, or was told that it came too late; null where nobody waits for a code. */
const WAITING = 'select min(log_seq) as seq from opt_in_sign_up where workspace_id = $1'
const LAST = `select coalesce(max(seq), $2) as seq from (select seq from event where workspace_id = $1 and seq > $2 order by seq limit ${PAGE}) s`
/** What she wrote or did, in the order in which it came. */
const HERS = `
  with fresh as (select seq, unnest(message_ids) as message_id from (select seq, message_ids from event where workspace_id = $1 and seq > $2 order by seq limit ${PAGE}) l where message_ids is not null)
  select m.message_id, m.conversation_id, c.contact_id, c.identity_id, c.case_id, m.account_id, c.channel, coalesce(d.country, p.country) as country, m.content, m.at
  from (select message_id, min(seq) as seq from fresh group by message_id) f join message m on m.workspace_id = $1 and m.message_id = f.message_id join conversation c on c.workspace_id = $1 and c.conversation_id = m.conversation_id
  join identity d on d.workspace_id = $1 and d.identity_id = c.identity_id join contact p on p.workspace_id = $1 and p.contact_id = c.contact_id
  where m.import_id is null and m.ext_key is not null and m.direction in ('in', 'system') and m.author_type <> 'outside' order by f.seq, m.message_id`

/** Waits for sign-up codes behind the messages. Where nobody is signing up it asks one small question and rests; the ledger of codes lets one node of many act. */
export class OptInWorker extends LogWorker {
  /** How far this node has come; another one begins at the oldest open sign-up, and finds what is done done. */
  private readonly at = new Map<string, number>()

  constructor(services: Services) { super(services, { name: 'sign-ups', restMs: REST_MS, wakes: ['stored'] }) }

  protected async walk(workspaceId: string): Promise<void> {
    const { db, signals } = this.services
    const [{ seq: oldest } = { seq: null }] = await db.inWorkspace(workspaceId, (tx) => tx.query<{ seq: number | null }>(WAITING, [workspaceId]))
    if (oldest === null) return
    for (let after = Math.max(oldest, this.at.get(workspaceId) ?? 0); !this.services.stopping();) {
      const { last, lines } = await db.inWorkspace(workspaceId, (tx) => this.page(tx, workspaceId, after))
      for (const line of lines) {
        const done = await db.inWorkspace(workspaceId, (tx) => arrive(tx, this.services, workspaceId, line))
        if (!done) continue
        signals.committed(workspaceId)
        signals.emit('sends', workspaceId)
      }
      if (last === after) return
      const full = last - after >= PAGE
      after = last
      this.at.set(workspaceId, after)
      // A page that is not full ends at what stood there when it was read; whoever writes meanwhile wakes us again. Reading on would be a look per commit.
      if (!full) return
    }
  }

  private async page(tx: Tx, workspaceId: string, after: number): Promise<{ last: number; lines: Carrier[] }> {
    const [{ seq: last } = { seq: after }] = await tx.query<{ seq: number }>(LAST, [workspaceId, after])
    const rows = last === after ? [] : await tx.query<Row>(HERS, [workspaceId, after])
    const lines = rows.flatMap((row): Carrier[] => {
      const codes = namedCodes(row.content).map((code) => code.toUpperCase()).filter((code) => CODE.test(code))
      return codes.length === 0 ? [] : [{ messageId: row.message_id, conversationId: row.conversation_id, contactId: row.contact_id, identityId: row.identity_id, caseId: row.case_id, accountId: row.account_id, channel: row.channel, country: row.country, at: row.at, codes }]
    })
    return { last, lines }
  }
}
