/** The recipients of a campaign as a table, page by page: a million rows never stand in memory. */
import { Readable } from 'node:stream'
import type { RecipientQuery } from '@recado/api'
import { RecadoError } from '@recado/core'
import { actorOf, audit } from '../auth/audit.js'
import type { Principal, Services } from '../services.js'
import { recipientRows, toRecipient } from './read.js'
import { stored } from './rows.js'

const PAGE = 2_000
const COLUMNS = ['contactId', 'name', 'accountId', 'variant', 'country', 'language', 'state', 'code', 'platformCode', 'acceptedAt', 'sentAt', 'deliveredAt', 'readAt', 'clickedAt', 'repliedAt', 'convertedAt', 'optedOutAt'] as const

/** A cell that a spreadsheet does not take for a formula. */
const cell = (value: unknown): string => {
  const text = value === null || value === undefined ? '' : String(value)
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export async function recipientsCsv(services: Services, principal: Principal, id: string, query: RecipientQuery): Promise<Readable> {
  const { workspaceId } = principal
  await services.db.inWorkspace(workspaceId, async (tx) => {
    if (!await stored(tx, workspaceId, id)) throw new RecadoError('not_found', { campaignId: id })
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'campaign.exported', subject: id })
  })
  async function* lines(): AsyncGenerator<string> {
    yield `\uFEFF${[...COLUMNS, 'amount', 'currency'].join(',')}\r\n`
    for (let after: string | null = null; ;) {
      const rows = await services.db.inWorkspace(workspaceId, (tx) => recipientRows(tx, workspaceId, id, query, after, PAGE))
      if (rows.length === 0) return
      yield rows.map(toRecipient).map((row) => [...COLUMNS.map((name) => cell(row[name])), cell(row.price?.amount), cell(row.price?.currency)].join(',')).join('\r\n') + '\r\n'
      after = rows.at(-1)!.contact_id // not empty
    }
  }
  return Readable.from(lines())
}
