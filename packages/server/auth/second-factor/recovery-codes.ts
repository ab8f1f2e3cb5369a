import { randomInt } from 'node:crypto'
import type { Tx } from '@recado/db'
import { checkPassword, hashPassword } from '../password.js'

/** So many are made at a time. */
export const CODES = 10
/** Without letters that are taken for digits. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 12

const newCode = (): string => Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('').replace(/(.{4})(?=.)/g, '$1-')
const canonical = (code: string): string => code.toUpperCase().replaceAll(/[^0-9A-Z]/g, '')

/** Ten new codes with what is kept of them. Hashing takes a moment: before a transaction is open. */
export async function makeCodes(): Promise<{ codes: string[]; hashes: string[] }> {
  const codes = Array.from({ length: CODES }, newCode)
  return { codes, hashes: await Promise.all(codes.map((code) => hashPassword(canonical(code)))) }
}

/** Puts ten codes in the place of those she had. */
export async function saveCodes(tx: Tx, userId: string, hashes: readonly string[]): Promise<void> {
  await tx.query('delete from recovery_code where user_id = $1', [userId])
  await tx.query('insert into recovery_code (user_id, number, code_hash) select $1, number, hash from unnest($2::text[]) with ordinality as t (hash, number)', [userId, hashes])
}

/** Whether it was one of her unused codes; it is used now. `query` runs one statement by itself: the hashes are compared outside of any transaction. */
export async function useCode(query: <R extends object>(sql: string, values: unknown[]) => Promise<R[]>, userId: string, code: string): Promise<boolean> {
  const wished = canonical(code)
  if (wished.length !== LENGTH) return false
  const rows = await query<{ number: number; code_hash: string }>('select number, code_hash from recovery_code where user_id = $1 and used_at is null order by number', [userId])
  for (const { number, code_hash: hash } of rows) {
    if (!(await checkPassword(wished, hash))) continue
    return (await query('update recovery_code set used_at = now() where user_id = $1 and number = $2 and code_hash = $3 and used_at is null returning 1', [userId, number, hash])).length > 0
  }
  return false
}
