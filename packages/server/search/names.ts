import { fold, type SearchCondition, tokensOf } from '@recado/core'
import type { Tx } from '@recado/db'
import { survivorOf } from '../people/contacts.js'
import type { Services } from '../services.js'

/** Who or what a name in a question stands for. */
export type Named =
  | { kind: 'colleagues'; ids: string[]; names: string[] }
  | { kind: 'contacts'; ids: string[]; names: string[] }
  | { kind: 'things'; ids: string[]; names: string[] }
  | { kind: 'nobody' }

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const MOST_CONTACTS = 200

/** Every word of the value begins a word of the name. */
function fits(name: string, value: string): boolean {
  const words = tokensOf(name)
  const wanted = tokensOf(value)
  return wanted.length > 0 && wanted.every((part) => words.some((word) => word.startsWith(part)))
}

/** Those whose name is the value, else those it begins or is part of. */
function choose<T extends { id: string; name: string }>(rows: readonly T[], value: string): T[] {
  const exact = rows.filter((row) => row.id === value || fold(row.name) === fold(value))
  return exact.length > 0 ? exact : rows.filter((row) => fits(row.name, value))
}

const things = (rows: { id: string; name: string }[]): Named => ({ kind: 'things', ids: rows.map((row) => row.id), names: rows.map((row) => row.name) })

/** Looks the name of a condition up. Nobody found is an answer too. */
export async function findNamed(tx: Tx, services: Pick<Services, 'channels'>, workspaceId: string, condition: SearchCondition): Promise<Named> {
  const { field, value } = condition
  const rows = (sql: string): Promise<{ id: string; name: string }[]> => tx.query(sql, [workspaceId])
  switch (field) {
    case 'from': case 'assignee': {
      const members = await tx.query<{ id: string; name: string; email: string }>('select u.user_id as id, u.name, u.email from member m join app_user u on u.user_id = m.user_id where m.workspace_id = $1', [workspaceId])
      const mailed = members.filter((row) => row.email === value.toLowerCase())
      const found = mailed.length > 0 ? mailed : choose(members, value)
      if (found.length > 0) return { kind: 'colleagues', ids: found.map((row) => row.id), names: found.map((row) => row.name) }
      return field === 'from' ? contacts(tx, workspaceId, value) : { kind: 'nobody' }
    }
    case 'team': return things(choose(await rows('select team_id as id, name from team where workspace_id = $1'), value))
    case 'inbox': return things(choose(await rows('select inbox_id as id, name from inbox where workspace_id = $1'), value))
    case 'account': return things(choose(await rows('select account_id as id, name from channel_account where workspace_id = $1'), value))
    case 'label': return things(choose(await rows('select name as id, name from label where workspace_id = $1'), value))
    case 'channel': return things(choose(services.channels.all().map(({ declaration }) => ({ id: declaration.id, name: declaration.name })), value))
    default: return { kind: 'nobody' }
  }
}

async function contacts(tx: Tx, workspaceId: string, value: string): Promise<Named> {
  if (UUID.test(value)) return { kind: 'contacts', ids: [await survivorOf(tx, workspaceId, value) ?? value], names: [] }
  const rows = await tx.query<{ contact_id: string; name: string }>('select f.contact_id, p.name from search_people($2, $3, $4) f join contact p on p.workspace_id = $1 and p.contact_id = f.contact_id and p.merged_into is null order by f.rank', [workspaceId, nameParts(value), addressKey(value), MOST_CONTACTS])
  return rows.length === 0 ? { kind: 'nobody' } : { kind: 'contacts', ids: rows.map((row) => row.contact_id), names: [...new Set(rows.map((row) => row.name))].slice(0, 5) }
}

/** The parts of a name that must all be in it. */
export const nameParts = (text: string): string[] => text.split(/\s+/u).filter((part) => /[\p{L}\p{N}]/u.test(part)).slice(0, 6)

/** What may be part of a number or id: digits as people group them, or one word that looks like an id. Empty when it is neither. */
export function addressKey(text: string): string {
  const bare = text.trim()
  if (/^\+?[\d\s()./-]{4,}$/.test(bare)) { const digits = bare.replace(/\D/g, ''); return digits.length >= 4 ? digits : '' }
  return /^[\w.@+-]{4,100}$/.test(bare) && /[\d@]/.test(bare) ? bare : ''
}
