import { RecadoError } from '@recado/core'
import type { Principal, Services } from '../../services.js'
import { actorOf, audit, enterWorkspace, wallNow } from '../audit.js'
import type { Auth } from '../auth.js'
import { seedField } from './check.js'
import { CodeThrottle } from './code-throttle.js'
import { makeCodes, saveCodes } from './recovery-codes.js'
import { digitsOf, newSeed, seedUri, stepOf } from './totp.js'

/** A seed shown and never confirmed is forgotten after this time. */
const PENDING_MINUTES = 60

interface Who { person: Principal; ip: string; session: Buffer }

/** Makes a seed and shows it; nothing changes until a code of it was entered. The one she has goes on working until then. */
export async function beginSecondFactor(services: Services, { person }: Pick<Who, 'person'>): Promise<{ seed: string; uri: string }> {
  const seed = newSeed()
  const sealed = await services.sealer.sealOwn(seedField(person.id), seed)
  const email = await services.db.asSystem(async (tx) => {
    await tx.query('insert into second_factor (user_id, pending_sealed, pending_at) values ($1, $2, now()) on conflict (user_id) do update set pending_sealed = excluded.pending_sealed, pending_at = now()', [person.id, sealed])
    return (await tx.query<{ email: string }>('select email from app_user where user_id = $1', [person.id]))[0]?.email ?? ''
  })
  const host = services.config.publicUrl ? new URL(services.config.publicUrl).host : null
  return { seed, uri: seedUri(seed, host ? `Recado (${host})` : 'Recado', email) }
}

/** A code of the seed shown proves that her app has it: from now on it is asked for. Ends her other sessions, which were opened without. */
export async function finishSecondFactor(services: Services, auth: Auth, { person, ip, session }: Who, code: string): Promise<string[]> {
  const { db, sealer } = services
  const [row] = await db.asSystem((tx) => tx.query<{ pending_sealed: Buffer }>(`select pending_sealed from second_factor where user_id = $1 and pending_sealed is not null and pending_at > now() - interval '${PENDING_MINUTES} minutes'`, [person.id]))
  if (!row) throw new RecadoError('second_factor_not_started')
  const throttle = new CodeThrottle(db)
  await throttle.take(person.id, ip)
  const digits = digitsOf(code)
  const step = digits && stepOf(await sealer.openOwn(seedField(person.id), row.pending_sealed), digits, Date.parse(wallNow(services, person.workspaceId)), 0)
  if (!step) throw new RecadoError('bad_code')
  await throttle.succeeded(person.id, ip)
  const { codes, hashes } = await makeCodes()
  await db.asSystem(async (tx) => {
    const taken = await tx.query('update second_factor set sealed = pending_sealed, enabled_at = now(), last_step = $3, pending_sealed = null, pending_at = null where user_id = $1 and pending_sealed = $2 returning 1', [person.id, row.pending_sealed, step])
    if (taken.length === 0) throw new RecadoError('second_factor_not_started') // begun anew meanwhile
    await saveCodes(tx, person.id, hashes)
    await tx.query('update session set confirmed_at = now(), factor_due_at = null where token_hash = $1', [session])
    await auth.sessions.endAll(tx, person.id, { keep: session })
    await enterWorkspace(tx, person.workspaceId)
    await audit(tx, services, person.workspaceId, actorOf(person), { action: 'second_factor.enabled', subject: person.id })
  })
  auth.changed()
  return codes
}

/** Ten new recovery codes; the old ones open nothing any more. */
export async function renewRecoveryCodes(services: Services, person: Principal): Promise<string[]> {
  const { codes, hashes } = await makeCodes()
  await services.db.asSystem(async (tx) => {
    const rows = await tx.query('select 1 from second_factor where user_id = $1 and enabled_at is not null for update', [person.id])
    if (rows.length === 0) throw new RecadoError('not_found')
    await saveCodes(tx, person.id, hashes)
    await enterWorkspace(tx, person.workspaceId)
    await audit(tx, services, person.workspaceId, actorOf(person), { action: 'second_factor.codes_renewed', subject: person.id })
  })
  return codes
}

/** She does without again; refused while it is demanded of her. */
export async function endSecondFactor(services: Services, auth: Auth, person: Principal): Promise<void> {
  await services.db.asSystem(async (tx) => {
    const [row] = await tx.query<{ demand: string | null }>('select second_factor_demand($1) as demand', [person.id])
    if (row?.demand) throw new RecadoError('second_factor_demanded')
    if ((await tx.query('delete from second_factor where user_id = $1 returning 1', [person.id])).length === 0) throw new RecadoError('not_found')
    await enterWorkspace(tx, person.workspaceId)
    await audit(tx, services, person.workspaceId, actorOf(person), { action: 'second_factor.removed', subject: person.id })
  })
  auth.changed()
}

/** Takes a colleague's second factor away because phone and codes are lost. All her sessions end; if it is demanded she sets up a new one when she signs in. */
export async function resetSecondFactor(services: Services, auth: Auth, owner: Principal, userId: string, mayShe: (tx: Parameters<Parameters<Services['db']['asSystem']>[0]>[0]) => Promise<void>): Promise<void> {
  await services.db.asSystem(async (tx) => {
    await mayShe(tx)
    await tx.query('delete from second_factor where user_id = $1', [userId])
    await auth.sessions.endAll(tx, userId)
    await enterWorkspace(tx, owner.workspaceId)
    await audit(tx, services, owner.workspaceId, actorOf(owner), { action: 'second_factor.reset', subject: userId })
  })
  auth.changed()
}
