/** What must be known before an export can become history, and what the file itself already answers. */
import type { ImportAnswers, ImportQuestion } from '@recado/api'
import { type DateOrder, type IdentityKey, RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import type { Account, LoadedChannel, Services } from '../services.js'
import type { OpenExport } from './files.js'

export interface Settled {
  questions: ImportQuestion[]
  answers: ImportAnswers
  account: Account | null
  channel: LoadedChannel | null
  order: DateOrder | null
  timeZone: string
  us: string | null
  person: Whom | null
}

export interface Whom { keys: IdentityKey[]; phone: string; name: string; contactId: string | null; conversationId: string | null }

const isZone = (zone: string): boolean => { try { return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone })) } catch { return false } }

/** Settles what the answers and the file say. Throws invalid_request for an answer that cannot be. */
export async function settle(services: Services, tx: Tx, workspaceId: string, { chat, name: fileFor }: OpenExport, answers: ImportAnswers): Promise<Settled> {
  const questions: ImportQuestion[] = []
  const account = await accountOf(services, workspaceId, answers.channelAccountId)
  if (!account) questions.push('account')
  const channel = account ? services.channels.get(account.channel) : null
  const order = orderOf(chat.dateOrders, answers.dateOrder)
  if (!order) questions.push('dateOrder')
  const names = chat.authors.map(({ name }) => name)
  const us = usOf(names, fileFor, account, answers.us)
  if (us === null) questions.push('us')
  const other = us === null ? null : names.find((name) => name !== us) ?? fileFor
  const [workspace] = await tx.query<{ time_zone: string }>('select time_zone from workspace where workspace_id = $1', [workspaceId])
  const timeZone = answers.timeZone ?? workspace?.time_zone ?? 'UTC'
  if (!isZone(timeZone)) throw wrong('timeZone', 'is not the name of a time zone, for example Europe/Madrid')
  const person = account && channel && us !== null ? await personOf(tx, account, channel, answers, other ?? '') : null
  if (!person) questions.push('phone')
  return {
    questions, account, channel, order, timeZone, us, person,
    answers: { ...(account ? { channelAccountId: account.id } : {}), ...(order ? { dateOrder: order } : {}), ...(us === null ? {} : { us }), ...(person ? { phone: person.phone, name: person.name } : other ? { name: other } : {}), timeZone },
  }
}

const wrong = (field: string, message: string): RecadoError => new RecadoError('invalid_request', { fields: [{ field, message }] })

/** The account of the chat: said, or the only one of a channel whose app exports chats. */
async function accountOf(services: Services, workspaceId: string, id: string | undefined): Promise<Account | null> {
  const fitting = (await services.accounts.list(workspaceId)).filter((one) => !one.disconnected && services.channels.find(one.channel)?.declaration.chatExport)
  if (id === undefined) return fitting.length === 1 ? fitting[0]! : null
  const account = fitting.find((one) => one.id === id)
  if (!account) throw wrong('channelAccountId', 'is not an account whose app exports chats')
  return account
}

function orderOf(possible: readonly DateOrder[], said: DateOrder | undefined): DateOrder | null {
  if (said === undefined) return possible.length === 1 ? possible[0]! : null
  if (!possible.includes(said)) throw wrong('dateOrder', `is one of ${possible.join(', ')}`)
  return said
}

/** Which author is us: said; or the one after whom neither the file nor she is called; or the account's own name. '' = none of them, null = ask. */
function usOf(names: readonly string[], fileFor: string | null, account: Account | null, said: string | undefined): string | null {
  if (said !== undefined) {
    if (said !== '' && !names.includes(said)) throw wrong('us', 'is not one of the authors')
    if (said === '' && names.length > 1) throw wrong('us', 'is one of the two authors')
    return said
  }
  if (fileFor !== null && names.includes(fileFor)) return names.find((name) => name !== fileFor) ?? ''
  const own = names.filter((name) => name === account?.name || name === account?.settings.displayName)
  return own.length === 1 ? own[0]! : null
}

/** Her address: said, or her name in the file is one, or somebody of that very name has written to this account. */
async function personOf(tx: Tx, account: Account, channel: LoadedChannel, { phone, name }: ImportAnswers, other: string): Promise<Whom | null> {
  const parse = channel.connector.parseAddress
  if (!parse) return null
  if (phone !== undefined) {
    const keys = parse(phone)
    if (!keys) throw wrong('phone', 'is not a number with its country code, for example +34 600 000 000')
    return whom(tx, account, keys, phone, name ?? (parse(other) ? '' : other))
  }
  const keys = other.startsWith('+') ? parse(other) : null
  if (keys) return whom(tx, account, keys, other, name ?? '')
  const known = other ? await tx.query<{ value: string }>(
    `select k.value from contact p join identity d on d.workspace_id = $1 and d.contact_id = p.contact_id join identity_key k on k.workspace_id = $1 and k.identity_id = d.identity_id
     where p.workspace_id = $1 and d.account_id = $2 and k.kind = $3 and lower(p.name) = lower($4) limit 2`, [account.workspaceId, account.id, channel.declaration.address.keyKind, other]) : []
  const found = known.length === 1 ? parse(`+${known[0]!.value.replace(/^\+/u, '')}`) : null
  return found ? whom(tx, account, found, `+${known[0]!.value.replace(/^\+/u, '')}`, name ?? other) : null
}

async function whom(tx: Tx, account: Account, keys: IdentityKey[], phone: string, name: string): Promise<Whom> {
  const [row] = await tx.query<{ contact_id: string; conversation_id: string | null; name: string }>(
    `select d.contact_id, c.conversation_id, p.name from jsonb_to_recordset($3::jsonb) as k(kind text, value text)
     join identity_key ik on ik.workspace_id = $1 and ik.account_id = $2 and ik.kind = k.kind and ik.value = k.value join identity d on d.workspace_id = $1 and d.identity_id = ik.identity_id
     join contact p on p.workspace_id = $1 and p.contact_id = d.contact_id left join conversation c on c.workspace_id = $1 and c.identity_id = d.identity_id limit 1`, [account.workspaceId, account.id, JSON.stringify(keys)])
  return { keys, phone: phone.trim(), name: row?.name ?? name.trim().slice(0, 200), contactId: row?.contact_id ?? null, conversationId: row?.conversation_id ?? null }
}
