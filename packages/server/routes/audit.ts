import { Readable } from 'node:stream'
import { Type } from '@fastify/type-provider-typebox'
import { RecadoError } from '@recado/core'
import type { FastifyInstance } from 'fastify'
import { exportChain } from '../audit/export.js'
import { headLetter } from '../audit/head-letter.js'
import { actionsIn, readAudit } from '../audit/read.js'
import { sealWorkspace } from '../audit/sealer.js'
import { type Head, readHead, type Verdict, verifyChain } from '../audit/verify.js'
import { actorOf, audit, wallNow } from '../auth/audit.js'
import { need, personOf, principalOf } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, iso, isoOrNull, Moment, Nullable, PageOf, PageQuery } from '../http/schemas.js'

const Shape = Type.Object({
  id: Id, at: Moment, actor: Type.Object({ kind: Type.String(), id: Type.Optional(Type.String()), name: Nullable(Type.String()) }), action: Type.String(), subject: Nullable(Type.String()), subjectName: Nullable(Type.String()),
  data: Type.Record(Type.String(), Type.Unknown()), seq: Nullable(Type.Integer()),
})
const HeadShape = Type.Object({ seq: Type.Integer(), hash: Type.String() })
const Fault = Type.Object({ kind: Type.String(), seq: Nullable(Type.Integer()), toSeq: Type.Optional(Type.Integer()), movedFrom: Type.Optional(Type.Integer()), ledger: Nullable(Type.String()), entryId: Nullable(Type.String()) })
const Chain = Type.Object({ head: Nullable(HeadShape), sealedAt: Nullable(Moment), checkedAt: Nullable(Moment), checked: Nullable(Type.Object({ ok: Type.Boolean(), links: Type.Integer(), faults: Type.Array(Fault), more: Type.Boolean() })), mail: Type.Boolean() })
/** Faults kept with the state; all of them are in the answer. */
const KEPT = 50

interface ChainRow { seq: number; hash: Buffer; sealed_at: number; checked_at: number | null; checked: Pick<Verdict, 'ok' | 'links' | 'faults' | 'more'> | null }

/** Who did what, and the chain that proves that nobody changed it since. */
export async function auditRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const tags = ['audit']
  const text = Type.Optional(Type.String({ maxLength: 60 }))

  const chainOf = async (workspaceId: string) => {
    const [row] = await services.db.inWorkspace(workspaceId, (tx) => tx.query<ChainRow>('select seq, hash, sealed_at, checked_at, checked from audit_chain where workspace_id = $1', [workspaceId]))
    return { head: row && row.seq > 0 ? { seq: row.seq, hash: row.hash.toString('hex') } : null, sealedAt: row && row.seq > 0 ? iso(row.sealed_at) : null, checkedAt: isoOrNull(row?.checked_at ?? null), checked: row?.checked ?? null, mail: services.mail.on }
  }

  api.get('/api/v1/audit', {
    ...need('audit.read'), schema: {
      tags, summary: 'Audit entries, newest first. action may end in * (contact.*) or be several divided by commas; subject is whom or what it was done to, actor who did it',
      querystring: Type.Object({ ...PageQuery, action: Type.Optional(Type.String({ maxLength: 400 })), subject: text, actor: text, from: Type.Optional(Moment), to: Type.Optional(Moment) }), response: answers({ 200: PageOf(Shape) }),
    },
  }, async (request) => readAudit(services, principalOf(request).workspaceId, request.query))

  api.get('/api/v1/audit/actions', { ...need('audit.read'), schema: { tags, summary: 'The kinds of entries there are', response: answers({ 200: Type.Object({ items: Type.Array(Type.String()) }) }) } },
    async (request) => ({ items: await actionsIn(services, principalOf(request).workspaceId) }))

  api.get('/api/v1/audit/chain', { ...need('audit.read'), schema: { tags, summary: 'The head of the chain, and how the last verification went', response: answers({ 200: Chain }) } },
    async (request) => chainOf(principalOf(request).workspaceId))

  api.post('/api/v1/audit/verify', {
    ...need('audit.read'), schema: {
      tags, summary: 'Verifies every link against its entry, from the first to the last. head: one that was noted down outside, as <number>:<hash>', body: Type.Object({ head: Type.Optional(Type.String({ maxLength: 200 })) }, { additionalProperties: false }),
      response: answers({ 200: Type.Object({ ok: Type.Boolean(), links: Type.Integer(), head: HeadShape, faults: Type.Array(Fault), more: Type.Boolean() }) }),
    },
  }, async (request) => {
    const principal = principalOf(request)
    const { workspaceId } = principal
    const given = request.body.head?.trim()
    const noted: Head | null = given ? readHead(given) : null
    if (given && !noted) throw new RecadoError('invalid_request', { fields: [{ field: 'head', message: 'is not a head as it was shown' }] })
    await sealWorkspace(services, workspaceId)
    const verdict = await verifyChain(services, workspaceId, noted)
    const { ok, links, faults, more } = verdict
    await services.db.inWorkspace(workspaceId, async (tx) => {
      await tx.query('update audit_chain set checked_at = $2, checked = $3 where workspace_id = $1', [workspaceId, wallNow(services, workspaceId), JSON.stringify({ ok, links, faults: faults.slice(0, KEPT), more: more || faults.length > KEPT })])
      await audit(tx, services, workspaceId, actorOf(principal), { action: 'audit.verified', data: { ok, links, faults: faults.length } })
    })
    return verdict
  })

  api.get('/api/v1/audit/export', {
    ...need('audit.read'), schema: { tags, summary: 'The sealed chain as JSON lines: each can be verified with SHA-256 alone', response: answers({ 200: Type.String({ description: 'application/jsonl' }) }) },
  }, async (request, reply) => {
    const principal = principalOf(request)
    const { workspaceId } = principal
    await services.db.inWorkspace(workspaceId, (tx) => audit(tx, services, workspaceId, actorOf(principal), { action: 'audit.exported' }))
    await sealWorkspace(services, workspaceId)
    return reply.header('content-disposition', `attachment; filename="audit-${wallNow(services, workspaceId).slice(0, 10)}.jsonl"`).type('application/jsonl; charset=utf-8').send(Readable.from(exportChain(services, workspaceId)))
  })

  api.post('/api/v1/audit/head/mail', { ...need('audit.read'), schema: { tags, summary: 'Sends the head to the address of whoever asks; null where letters are off', response: answers({ 200: Type.Object({ to: Nullable(Type.String()) }) }) } }, async (request) => {
    const { workspaceId, id, language } = personOf(request)
    await sealWorkspace(services, workspaceId)
    const { head } = await chainOf(workspaceId)
    const [row] = await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ email: string; name: string; time_zone: string }>('select u.email, w.name, w.time_zone from workspace w, app_user u where w.workspace_id = $1 and u.user_id = $2', [workspaceId, id]))
    if (!head || !row) throw new RecadoError('not_found')
    const sent = await services.mail.send({ to: { email: row.email }, ...headLetter({ workspace: row.name, language, timeZone: row.time_zone, at: Date.parse(wallNow(services, workspaceId)), head }) })
    return { to: sent === 'sent' ? row.email : null }
  })
}
