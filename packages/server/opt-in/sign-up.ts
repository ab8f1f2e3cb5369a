/** A visitor's choice, kept until its code comes back with her first message. Nothing she types here makes anybody write to her. */
import { randomInt } from 'node:crypto'
import type { OptInTicket, OptInWord } from '@recado/api'
import { deliversTo, hours, qrPath } from '@recado/core'
import { newId, type Tx } from '@recado/db'
import { iso } from '../http/schemas.js'
import type { Services } from '../services.js'
import { chosen, count } from './counts.js'
import type { Published } from './published.js'
import { firstMessage } from './words.js'

/** A code dies with the day on which it was made: long enough for the phone in the other room. */
const VALID_MS = hours(24)
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
/** Two more than a poster's code has, so that nobody meets somebody else's by chance. */
const CODE_LENGTH = 8
export const CODE = /^[2-9A-HJKMNP-Z]{8}$/
/** What a code that everybody can scan from a screen may hold at most; a longer text leaves the topics out. */
const ADDRESS_BYTES = 500
export const EVIDENCE = 'opt_in.visitor'

/** Why nothing was kept, in a sentence of the page. */
export class SignUpProblem extends Error {
  constructor(readonly word: OptInWord) { super(word) }
}

export interface Visitor { ip: string; userAgent: string; /** the page that the widget stands on */ page: string | null }
export interface SignUpWish { appId: string; categoryIds: readonly string[]; language: string; country: string | null; source: 'widget' | 'opt_in_page'; visitor: Visitor }

/** Keeps the choice and leads her to the app. Throws SignUpProblem, or what the platform says where it makes the code. */
export async function signUp(services: Services, { workspaceId, formId, form, wordings, accounts }: Published, wish: SignUpWish): Promise<OptInTicket> {
  const topics = form.categories.filter((one) => wish.categoryIds.includes(one.id))
  const [app, account] = [form.apps.find((one) => one.id === wish.appId), accounts.find((one) => one.id === wish.appId)]
  if (topics.length === 0) throw new SignUpProblem('noTopic')
  if (!app || !account) throw new SignUpProblem('failed')
  if (!deliversTo(app.delivery, wish.country)) throw new SignUpProblem('noApp')
  const entry = services.channels.get(account.channel).connector.entry! // an app that is offered has one
  const code = Array.from({ length: CODE_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  const names = topics.map((one) => one.names[wish.language] ?? Object.values(one.names)[0] ?? '')
  const address = async (text: string): Promise<string> => (await entry.address({ code, text, ...(entry.temporary ? { forMs: VALID_MS } : {}) }, services.call(account))).url
  const spoken = await address(entry.text ? firstMessage(wish.language, names) : '')
  const url = Buffer.byteLength(spoken) > ADDRESS_BYTES ? await address(firstMessage(wish.language, [])) : spoken
  const now = services.clock.now(workspaceId)
  const sealed = await services.sealer.seal(workspaceId, EVIDENCE, JSON.stringify({ ip: wish.visitor.ip, userAgent: wish.visitor.userAgent.slice(0, 400), ...(wish.visitor.page ? { page: wish.visitor.page.slice(0, 400) } : {}) }))
  await services.db.inWorkspace(workspaceId, async (tx) => {
    await tx.query(
      `insert into opt_in_sign_up (workspace_id, sign_up_id, opt_in_form_id, version, account_id, code, address, language, country, category_ids, wording_id, source, sealed, log_seq, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, (select coalesce(max(seq), 0) from event where workspace_id = $1), $14, $15)`,
      [workspaceId, newId(), formId, form.version, account.id, code, url, wish.language, wish.country, topics.map((one) => one.id), wordings[wish.language], wish.source, sealed, iso(now), iso(now + VALID_MS)])
    await count(tx, services, workspaceId, chosen(formId, 'chosen', account.id, topics.map((one) => one.id)))
  })
  return { code, state: 'waiting', appId: account.id, url, qr: qrPath(url), expiresAt: iso(now + VALID_MS) }
}

export interface TicketRow { ticket: OptInTicket; language: string; version: number }

/** What became of a code of this form; null where there is none. */
export async function ticketOf(tx: Tx, services: Pick<Services, 'clock'>, { workspaceId, formId }: Pick<Published, 'workspaceId' | 'formId'>, code: string): Promise<TicketRow | null> {
  if (!CODE.test(code)) return null
  const [row] = await tx.query<{ account_id: string; address: string; language: string; version: number; expires_at: number; used_at: number | null }>('select account_id, address, language, version, expires_at, used_at from opt_in_sign_up where workspace_id = $1 and code = $2 and opt_in_form_id = $3', [workspaceId, code, formId])
  if (!row) return null
  const state = row.used_at !== null ? 'arrived' : row.expires_at <= services.clock.now(workspaceId) ? 'expired' : 'waiting'
  return { language: row.language, version: row.version, ticket: { code, state, appId: row.account_id, url: row.address, qr: qrPath(row.address), expiresAt: iso(row.expires_at) } }
}
