/** What an account's quotas still hold while a batch is taken from them. */
import { type Facts, type Instant, quotaAmount, quotaPeriod, type QuotaRule } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Account } from '../services.js'

const iso = (at: Instant): string => new Date(at).toISOString()
/** A count that leaves this many times a batch is good for so long (wall clock): counting a hundred thousand people for every half second would be most of the work. */
const AMPLE = 10
const GOOD_MS = 3_000

interface Count { used: number; freesAt: Instant | null; at: number; from: Instant }

/** Counts of one account, kept between its batches while they are far from their end. */
export class QuotaBook {
  private readonly kept = new Map<string, Count>()
  private readonly account: Account

  constructor(account: Account) { this.account = account }

  private where(rule: QuotaRule): string {
    const kinds = rule.counts === 'template' ? `and send_as = 'template'` : rule.counts === 'freeform' ? `and send_as <> 'template'` : ''
    const scope = rule.scope === 'account' ? 'account_id' : 'channel'
    return `workspace_id = $1 and ${scope} = $2 and at >= $3 and not returned and not free_kind ${kinds} ${rule.outsideWindowOnly ? 'and outside_window' : ''}`
  }

  private get subject(): Record<'account' | 'portfolio', string> { return { account: this.account.id, portfolio: this.account.channel } }

  /** The ledgers for these addresses: those of the account once, her own for each. `add` counts what the batch itself takes. */
  async open(tx: Tx, facts: Facts, identityIds: readonly string[], wall: number): Promise<{ of(identityId: string): Facts['quotas']; add(identityId: string, sent: { template: boolean; outside: boolean }): void }> {
    const { workspaceId } = this.account
    const shared: { rule: QuotaRule; count: Count; known: Set<string> }[] = []
    const own: { rule: QuotaRule; used: Map<string, number> }[] = []
    for (const rule of facts.rules.quotas ?? []) {
      if (rule.counts === 'broadcast') continue
      const { from } = quotaPeriod(rule, facts.now, facts.account.timeZone)
      if (rule.scope === 'identity') {
        const rows = await tx.query<{ id: string; n: number }>(`select identity_id as id, count(*)::int as n from send_entry where workspace_id = $1 and identity_id = any($2) and at >= $3 and not returned and not free_kind ${rule.counts === 'template' ? `and send_as = 'template'` : rule.counts === 'freeform' ? `and send_as <> 'template'` : ''} ${rule.outsideWindowOnly ? 'and outside_window' : ''} group by 1`, [workspaceId, identityIds, iso(from)])
        own.push({ rule, used: new Map(rows.map((row) => [row.id, row.n])) })
        continue
      }
      const amount = Math.min(quotaAmount(rule, facts), 1_000_000)
      const where = this.where(rule)
      let count = this.kept.get(rule.id)
      if (!count || count.from > from || wall - count.at > GOOD_MS || amount - count.used < AMPLE * identityIds.length) {
        count = await this.count(tx, rule, where, from, amount, wall)
        this.kept.set(rule.id, count)
      }
      const known = rule.counts === 'unique_identity' ? await tx.query<{ id: string }>(`select distinct identity_id as id from send_entry where ${where} and identity_id = any($4)`, [workspaceId, this.subject[rule.scope], iso(from), identityIds]) : []
      shared.push({ rule, count, known: new Set(known.map((row) => row.id)) })
    }
    return {
      of: (identityId) => Object.fromEntries([
        ...shared.map(({ rule, count, known }) => [rule.id, { used: count.used, freesAt: count.freesAt, ...(rule.counts === 'unique_identity' ? { includesIdentity: known.has(identityId) } : {}) }] as const),
        ...own.map(({ rule, used }) => [rule.id, { used: used.get(identityId) ?? 0 }] as const),
      ]),
      add: (identityId, { template, outside }) => {
        const counts = (rule: QuotaRule): boolean => (!rule.outsideWindowOnly || outside) && (rule.counts !== 'template' || template) && (rule.counts !== 'freeform' || !template)
        for (const { rule, count, known } of shared) {
          if (!counts(rule) || (rule.counts === 'unique_identity' && known.has(identityId))) continue
          count.used++
          known.add(identityId)
          if (count.freesAt === null && rule.counts === 'unique_identity' && typeof rule.period === 'number') count.freesAt = facts.now + rule.period
        }
        for (const { rule, used } of own) if (counts(rule)) used.set(identityId, (used.get(identityId) ?? 0) + 1)
      },
    }
  }

  /** After a batch that was not stored: what it seemed to take is not taken. */
  forget(): void { this.kept.clear() }

  private async count(tx: Tx, rule: QuotaRule, where: string, from: Instant, amount: number, wall: number): Promise<Count> {
    const values = [this.account.workspaceId, this.subject[rule.scope as 'account' | 'portfolio'], iso(from), amount]
    if (rule.counts !== 'unique_identity') {
      const [row] = await tx.query<{ used: number }>(`select count(*)::int as used from (select 1 from send_entry where ${where} limit $4::int) s`, values)
      return { used: row!.used, freesAt: null, at: wall, from } // an aggregate answers one row
    }
    const [row] = await tx.query<{ used: number; oldest: number | null }>(`select count(*)::int as used, min(at) as oldest from (select identity_id, max(at) as at from send_entry where ${where} group by identity_id limit $4::int) p`, values)
    const span = typeof rule.period === 'number' ? rule.period : null
    return { used: row!.used, freesAt: span !== null && row!.oldest !== null ? row!.oldest + span : null, at: wall, from } // as above
  }
}
