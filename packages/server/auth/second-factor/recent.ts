import { RecadoError } from '@recado/core'
import type { Database, Tx } from '@recado/db'
import type { FastifyRequest } from 'fastify'

/** How long password and code, once given, stand for what is delicate: a browser left open is not its owner. */
export const RECENT_MINUTES = 10

/**
 * Demands that a person has given password and code lately, at sign-in or since: before e-mail, password, second factor or anything confidential.
 * Programs prove themselves by their token with every request.
 */
export async function demandRecent(db: Database, request: FastifyRequest): Promise<void> {
  if (request.credential?.kind !== 'session') return
  const [row] = await db.asSystem((tx) => tx.query(`select 1 from session where token_hash = $1 and confirmed_at > now() - interval '${RECENT_MINUTES} minutes'`, [request.credential!.hash])) // compared above
  if (!row) throw new RecadoError('confirmation_required')
}

/** Password and code were just given. */
export async function noteConfirmed(tx: Tx, hash: Buffer): Promise<void> {
  await tx.query('update session set confirmed_at = now() where token_hash = $1', [hash])
}
