/** "Link another app": a personal code that works once. Made, shown, sent, taken back; what happens when it comes back is link-use.ts. */
import { randomInt } from 'node:crypto'
import type { LinkCode } from '@recado/api'
import { guessLanguage, guessTimeZone, hours, type Instant, RecadoError } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { type Actor, actorOf, audit } from '../../auth/audit.js'
import { demandSeen } from '../../auth/sight.js'
import { type SendAnswer, sendMessage } from '../../conversations/send.js'
import { iso, isoOrNull } from '../../http/schemas.js'
import { append } from '../../ingest/others.js'
import { keepUpload } from '../../media/upload.js'
import type { Account, Principal, Services } from '../../services.js'
import { survivorOf } from '../contacts.js'
import { actorNames, nameOfActor } from './actors.js'
import { endOf, PERSONAL_CODE_LENGTH } from './link-ends.js'
import { herText, messageText } from './link-texts.js'
import { qrPicture } from './qr-picture.js'

/** Letters and figures that nobody takes for one another. Twelve of them are 59 bits: nobody guesses one that is open. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const newCode = (): string => Array.from({ length: PERSONAL_CODE_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')

export const DEFAULT_HOURS = 24
export const LONGEST_HOURS = 30 * 24

interface Row { link_code_id: string; account_id: string; channel: string; account_name: string; code: string; url: string; issued_by: Actor; created_at: number; expires_at: number; ended_at: number | null; used_at: number | null; tries: number }
const SELECT = `select l.link_code_id, l.account_id, a.channel, a.name as account_name, l.code, l.url, l.issued_by, l.created_at, l.expires_at, l.ended_at, l.used_at,
  (select count(*)::int from link_use u where u.workspace_id = l.workspace_id and u.link_code_id = l.link_code_id and u.outcome in ('used', 'ended', 'expired', 'gone')) as tries
  from link_code l join channel_account a on a.workspace_id = l.workspace_id and a.account_id = l.account_id where l.workspace_id = $1`

const stateOf = (row: Pick<Row, 'used_at' | 'ended_at' | 'expires_at'>, now: Instant): LinkCode['state'] => (row.used_at !== null ? 'used' : row.ended_at !== null ? 'ended' : row.expires_at <= now ? 'expired' : 'open')

function show(services: Pick<Services, 'channels' | 'clock'>, workspaceId: string, row: Row, names: ReadonlyMap<string, string>, whole = true): LinkCode {
  const state = stateOf(row, services.clock.now(workspaceId))
  const open = whole && state === 'open'
  return {
    id: row.link_code_id, channel: row.channel, channelAccountId: row.account_id, accountName: row.account_name, code: open ? row.code : endOf(row.code), url: open ? row.url : '', kind: kindOf(services, row.channel), state,
    issuedBy: nameOfActor(names, row.issued_by), createdAt: iso(row.created_at), expiresAt: iso(row.expires_at), usedAt: isoOrNull(row.used_at), tries: row.tries,
  }
}

const kindOf = ({ channels }: Pick<Services, 'channels'>, channel: string): LinkCode['kind'] => (channels.find(channel)?.connector.entry?.kinds.includes('link') ? 'link' : 'qr')

/** Her codes, newest first; `whole`: with what makes an open one usable. */
export async function linkCodesOf(tx: Tx, services: Pick<Services, 'channels' | 'clock'>, workspaceId: string, contactId: string, whole: boolean): Promise<LinkCode[]> {
  const rows = await tx.query<Row>(`${SELECT} and l.contact_id = $2 order by l.created_at desc, l.link_code_id desc limit 20`, [workspaceId, contactId])
  const names = await actorNames(tx, workspaceId, rows.map((row) => row.issued_by))
  return rows.map((row) => show(services, workspaceId, row, names, whole))
}

async function readCode(tx: Tx, services: Services, workspaceId: string, contactId: string, codeId: string): Promise<{ row: Row; shown: LinkCode }> {
  const [row] = await tx.query<Row>(`${SELECT} and l.contact_id = $2 and l.link_code_id = $3`, [workspaceId, contactId, codeId])
  if (!row) throw new RecadoError('not_found', { linkCodeId: codeId })
  return { row, shown: show(services, workspaceId, row, await actorNames(tx, workspaceId, [row.issued_by])) }
}

async function personOf(tx: Tx, workspaceId: string, asked: string): Promise<{ id: string; language: string | null; country: string | null; timeZone: string | null }> {
  const id = await survivorOf(tx, workspaceId, asked)
  const [row] = id ? await tx.query<{ language: string | null; country: string | null; time_zone: string | null }>('select language, country, time_zone from contact where workspace_id = $1 and contact_id = $2 and erased_at is null', [workspaceId, id]) : []
  if (!id || !row) throw new RecadoError('not_found', { contactId: asked })
  // Whoever never told her language is written to in that of her country.
  return { id, language: row.language ?? guessLanguage(row.country), country: row.country, timeZone: row.time_zone }
}

/** The account's way of making addresses. Throws not_found, content_unsupported where the channel has none, invalid_request for settings that are missing. */
async function entryOf(services: Services, workspaceId: string, accountId: string) {
  const account: Account | null = await services.accounts.byId(workspaceId, accountId)
  if (!account || account.disconnected) throw new RecadoError('not_found', { channelAccountId: accountId })
  const entry = services.channels.get(account.channel).connector.entry
  if (!entry) throw new RecadoError('content_unsupported')
  const missing = entry.missing(account.settings)
  if (missing.length > 0) throw new RecadoError('invalid_request', { fields: missing.map((field) => ({ field: `settings.${field}`, message: 'is needed for an address; enter it in the settings of the account' })) })
  return { account, entry }
}

/** Makes a code, at the platform where that keeps them. An open one of the same person and account ends: there is one that counts. */
export async function makeLinkCode(services: Services, principal: Principal, asked: string, wish: { channelAccountId: string; hours?: number }): Promise<LinkCode> {
  const { workspaceId } = principal
  const { account, entry } = await entryOf(services, workspaceId, wish.channelAccountId)
  const person = await services.db.inWorkspace(workspaceId, (tx) => personOf(tx, workspaceId, asked))
  const forMs = Math.min(hours(wish.hours ?? DEFAULT_HOURS), entry.temporary?.maxMs ?? Infinity)
  const code = newCode()
  const { url, expiresAt } = await entry.address({ code, text: entry.text ? herText(person.language) : '', ...(entry.temporary ? { forMs } : {}) }, services.call(account))
  const now = services.clock.now(workspaceId)
  const id = newId()
  const made = await services.db.inWorkspace(workspaceId, async (tx) => {
    const at = iso(now)
    await tx.query('update link_code set ended_at = $4 where workspace_id = $1 and contact_id = $2 and account_id = $3 and ended_at is null and used_at is null and expires_at > $4', [workspaceId, person.id, account.id, at])
    await tx.query(
      'insert into link_code (workspace_id, link_code_id, contact_id, origin_contact_id, account_id, code, url, issued_by, created_at, expires_at) values ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9)',
      [workspaceId, id, person.id, account.id, code, url, JSON.stringify(actorOf(principal)), at, iso(Math.min(now + forMs, expiresAt ?? Infinity))])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'link_code.made', subject: person.id, data: { linkCodeId: id, accountId: account.id } })
    await append(tx, [{ type: 'contact.changed', data: { contactId: person.id } }])
    return (await readCode(tx, services, workspaceId, person.id, id)).shown
  })
  services.signals.committed(workspaceId)
  return made
}

/** Takes a code back: whoever comes with it now joins nobody. */
export async function endLinkCode(services: Services, principal: Principal, asked: string, codeId: string): Promise<LinkCode> {
  const { workspaceId } = principal
  const ended = await services.db.inWorkspace(workspaceId, async (tx) => {
    const person = await personOf(tx, workspaceId, asked)
    await readCode(tx, services, workspaceId, person.id, codeId)
    await tx.query('update link_code set ended_at = coalesce(ended_at, $3) where workspace_id = $1 and link_code_id = $2 and used_at is null', [workspaceId, codeId, iso(services.clock.now(workspaceId))])
    await audit(tx, services, workspaceId, actorOf(principal), { action: 'link_code.ended', subject: person.id, data: { linkCodeId: codeId } })
    await append(tx, [{ type: 'contact.changed', data: { contactId: person.id } }])
    return (await readCode(tx, services, workspaceId, person.id, codeId)).shown
  })
  services.signals.committed(workspaceId)
  return ended
}

/** Sends an open code into one of her threads, in her language, as any other message: the rules say whether it may go. */
export async function sendLinkCode(services: Services, principal: Principal, asked: string, codeId: string, { conversationId, clientId }: { conversationId: string; clientId: string }): Promise<SendAnswer> {
  const { workspaceId } = principal
  const { row, shown, person, timeZone } = await services.db.inWorkspace(workspaceId, async (tx) => {
    const found = await personOf(tx, workspaceId, asked)
    await demandSeen(tx, principal, 'conversation', conversationId)
    // Into a thread of hers alone: in somebody else's hands the code would join the wrong one.
    const [hers] = await tx.query('select 1 from conversation where workspace_id = $1 and conversation_id = $2 and contact_id = $3', [workspaceId, conversationId, found.id])
    if (!hers) throw new RecadoError('not_found', { conversationId })
    const [zone] = await tx.query<{ time_zone: string }>('select time_zone from workspace where workspace_id = $1', [workspaceId])
    return { ...await readCode(tx, services, workspaceId, found.id, codeId), person: found, timeZone: zone?.time_zone ?? 'UTC' }
  })
  if (shown.state !== 'open') throw new RecadoError('link_code_over', { linkCodeId: codeId })
  const text = messageText({ language: person.language, kind: shown.kind, app: services.channels.find(row.channel)?.declaration.name ?? row.account_name, expiresAt: row.expires_at, timeZone: person.timeZone ?? guessTimeZone(person.country, null) ?? timeZone })
  if (shown.kind === 'link') return sendMessage(services, principal, conversationId, { clientId, content: { kind: 'text', text: `${text}\n${row.url}` } })
  const picture = await keepUpload(services, principal, { bytes: qrPicture(row.url), mime: 'image/png', name: 'code.png' })
  return sendMessage(services, principal, conversationId, { clientId, content: { kind: 'image', media: picture, caption: text } })
}
