import { Type } from '@fastify/type-provider-typebox'
import type { NoticeStanding } from '@recado/api'
import { type NoticeSettings, RecadoError } from '@recado/core'
import type { Tx } from '@recado/db'
import type { FastifyInstance } from 'fastify'
import { need, personOf } from '../auth/guard.js'
import { demandSeen } from '../auth/sight.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { answers, Id, idOf, IdParams, Nothing, PageQuery } from '../http/schemas.js'
import '../notices/live.js'
import { writeTest } from '../notices/mail-test.js'
import { setMuted } from '../notices/mute.js'
import { dropDevice, forgetBrowser, listDevices, subscribe } from '../notices/push/devices.js'
import { pushTest } from '../notices/push/send.js'
import { vapidKeys } from '../notices/push/vapid.js'
import { listNotices } from '../notices/read.js'
import { seeNotices } from '../notices/seen.js'
import { keepSettings, readSettings } from '../notices/settings.js'
import type { Principal } from '../services.js'
import { DeviceShape, NoticePageShape, SettingsChange, SettingsShape, StandingShape, Subscribe, TestResult } from './notice-shapes.js'

const tags = ['notices']
const PLACE = /^(\S+ \S+|\S+) ([0-9a-f-]{36})$/

function placeOf(cursor: string | undefined): { at: string; id: string } | null {
  if (cursor === undefined) return null
  const [, at, id] = PLACE.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? []
  if (!at || !id || Number.isNaN(Date.parse(at.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')))) throw new RecadoError('invalid_request', { fields: [{ field: 'cursor', message: 'is no place in this list' }] })
  return { at, id }
}

/** What somebody is told, and her own rules for it. Nothing here is anybody else's. */
export async function noticeRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  const own = need('notifications.own')
  const { db } = services

  api.get('/api/v1/notices', { ...own, schema: { tags, summary: 'Her notices, newest first', querystring: Type.Object({ ...PageQuery, unread: Type.Optional(Type.Boolean()) }), response: answers({ 200: NoticePageShape }) } }, async (request) => {
    const person = personOf(request)
    const { unread = false, limit = 30, cursor } = request.query
    const place = placeOf(cursor)
    return db.inWorkspace(person.workspaceId, (tx) => listNotices(tx, person, { unread, limit, cursor: place }))
  })

  api.post('/api/v1/notices/seen', {
    ...own, schema: {
      tags, summary: 'Mark notices as seen: single ones, those of a conversation, or all', response: answers({ 200: Type.Object({ seen: Type.Integer() }) }),
      body: Type.Union([Type.Object({ ids: Type.Array(Id, { maxItems: 200 }) }, { additionalProperties: false }), Type.Object({ conversationId: Id }, { additionalProperties: false }), Type.Object({ all: Type.Literal(true) }, { additionalProperties: false })]),
    },
  }, async (request) => {
    const wish = request.body
    return { seen: await seeNotices(services, personOf(request), 'ids' in wish ? { ids: wish.ids } : 'conversationId' in wish ? { conversationId: wish.conversationId } : 'all') }
  })

  api.get('/api/v1/notices/settings', { ...own, schema: { tags, summary: 'Her rules, those of her role, and her devices', querystring: Type.Object({ endpoint: Type.Optional(Type.String({ maxLength: 2_000 })) }), response: answers({ 200: StandingShape }) } }, async (request): Promise<NoticeStanding> => {
    const person = personOf(request)
    const { publicKey } = await vapidKeys(services)
    return db.inWorkspace(person.workspaceId, async (tx) => ({
      ...await readSettings(tx, person), devices: await listDevices(tx, person.workspaceId, person.id, request.query.endpoint ?? null), vapidKey: publicKey,
      inboxes: await inboxesOf(tx, person), mail: { on: services.mail.on, email: (await tx.query<{ email: string }>('select email from app_user where user_id = $1', [person.id]))[0]?.email ?? '' },
    }))
  })

  api.put('/api/v1/notices/settings', { ...own, schema: { tags, summary: 'Change her rules; what is left out stays', body: SettingsChange, response: answers({ 200: SettingsShape }) } }, async (request) => {
    const person = personOf(request)
    const now = new Date(services.clock.now(person.workspaceId)).toISOString()
    return db.inWorkspace(person.workspaceId, async (tx) => (await keepSettings(tx, person, request.body as Partial<NoticeSettings>, now)).settings) // as the schema says
  })

  api.post('/api/v1/notices/devices', { ...own, schema: { tags, summary: 'Take in this browser: notices reach it while no page is open', body: Subscribe, response: answers({ 201: DeviceShape }) } }, async (request, reply) => {
    const person = personOf(request)
    const id = await subscribe(services, person, request.body)
    const devices = await db.inWorkspace(person.workspaceId, (tx) => listDevices(tx, person.workspaceId, person.id, request.body.endpoint))
    return reply.code(201).send(devices.find((device) => device.id === id))
  })

  api.post('/api/v1/notices/devices/forget', { ...own, schema: { tags, summary: 'This browser is to get nothing more, from any workspace', body: Type.Object({ endpoint: Type.String({ maxLength: 2_000 }) }, { additionalProperties: false }), response: answers({ 204: Nothing }) } }, async (request, reply) => {
    await forgetBrowser(services, personOf(request).id, request.body.endpoint)
    return reply.code(204).send(null)
  })

  api.delete('/api/v1/notices/devices/:id', { ...own, schema: { tags, summary: 'Forget one of her browsers', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
    const person = personOf(request)
    const id = idOf(request.params.id)
    if (!(await db.inWorkspace(person.workspaceId, (tx) => dropDevice(tx, person.workspaceId, person.id, id)))) throw new RecadoError('not_found')
    return reply.code(204).send(null)
  })

  api.post('/api/v1/notices/test', { ...own, schema: { tags, summary: 'Send a test notice to her browsers or her address', body: Type.Object({ way: Type.Union([Type.Literal('push'), Type.Literal('mail')]) }, { additionalProperties: false }), response: answers({ 200: TestResult }) } }, async (request) => {
    const person = personOf(request)
    const [workspace] = await db.inWorkspace(person.workspaceId, (tx) => tx.query<{ name: string }>('select name from workspace where workspace_id = $1', [person.workspaceId]))
    const name = workspace?.name ?? ''
    return { results: request.body.way === 'push' ? await pushTest(services, person.workspaceId, person.id, name) : [await writeTest(services, person, name)] }
  })

  for (const [method, muted] of [['put', true], ['delete', false]] as const) {
    api[method]('/api/v1/conversations/:id/mute', { ...own, schema: { tags, summary: muted ? 'Hear nothing of this conversation but what is said to her by name' : 'Hear of this conversation again', params: IdParams, response: answers({ 204: Nothing }) } }, async (request, reply) => {
      const person = personOf(request)
      const id = idOf(request.params.id)
      await db.inWorkspace(person.workspaceId, async (tx) => {
        await demandSeen(tx, person, 'conversation', id)
        await setMuted(tx, person, id, muted, new Date(services.clock.now(person.workspaceId)).toISOString())
      })
      return reply.code(204).send(null)
    })
  }

  api.get('/api/v1/conversations/:id/mute', { ...own, schema: { tags, summary: 'Whether she has muted it', params: IdParams, response: answers({ 200: Type.Object({ muted: Type.Boolean() }) }) } }, async (request) => {
    const person = personOf(request)
    const rows = await db.inWorkspace(person.workspaceId, async (tx) => {
      await demandSeen(tx, person, 'conversation', idOf(request.params.id))
      return tx.query('select 1 from conversation_mute where workspace_id = $1 and user_id = $2 and conversation_id = $3', [person.workspaceId, person.id, idOf(request.params.id)])
    })
    return { muted: rows.length > 0 }
  })
}

/** Those she can have rules for: her own, or all where she sees all. */
async function inboxesOf(tx: Tx, { workspaceId, reach }: Principal): Promise<{ id: string; name: string }[]> {
  const rows = await tx.query<{ id: string; name: string }>('select inbox_id as id, name from inbox where workspace_id = $1 order by lower(name), inbox_id', [workspaceId])
  return reach.kind === 'inboxes' ? rows.filter((row) => reach.inboxIds.includes(row.id)) : rows
}
