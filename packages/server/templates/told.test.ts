/** News of templates go the ways their reader has chosen. */
import type { TemplateAlert } from '@recado/api'
import { hours, minutes, type NoticeSettings } from '@recado/core'
import { newId } from '@recado/db'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Letter } from '../mail/mail.js'
import { emptyDesk } from '../notices/testing/empty-desk.js'
import { openPushService, type PushService } from '../notices/testing/push-service.js'
import { type Desk, makeDesk } from '../testing/desk.js'
import type { Person } from '../testing/harness.js'
import { tellAlerts } from './alerts.js'
import { pushNews, templateNoticeTasks } from './told.js'

let desk: Desk
let service: PushService
let marta: Person
let letters: Letter[]
const added: { name: string; payload: never; key: string; runAt: Date }[] = []

beforeAll(async () => {
  desk = await makeDesk({ config: { egressAllow: ['127.0.0.0/8'], mailFrom: 'Recado <desk@example.com>' }, mail: { on: true, send: async (letter) => { letters.push(letter); return 'sent' }, close: () => {} } })
  // One job per key, as the queue itself has it.
  desk.services.queue.add = async (name, payload, options) => { added.splice(0, added.length, ...added.filter((one) => one.key !== options!.key), { name, payload: payload as never, key: options!.key!, runAt: options!.runAt! }) }
  service = await openPushService()
})
afterAll(async () => { await service.close(); await desk.close() })
beforeEach(async () => {
  ;[letters, service.pushed] = [[], []]
  added.length = 0
  await emptyDesk(desk)
  await desk.rows('delete from template')
  marta = await desk.addPerson('marketer')
  await desk.request('POST', '/api/v1/notices/devices', { ...service.subscription, name: 'Firefox, Linux' }, marta)
})

const choose = (change: Partial<Omit<NoticeSettings, 'rules'>> & { rules?: Partial<NoticeSettings['rules']> }): Promise<unknown> => desk.request('PUT', '/api/v1/notices/settings', change, marta)
const alerts = async (): Promise<TemplateAlert[]> => (await desk.request('GET', '/api/v1/template-alerts', undefined, marta)).json().items
const run = async (name: string): Promise<void> => { for (const job of added.filter((one) => one.name === name)) await templateNoticeTasks(desk.services)[name]!(job.payload, {} as never) }
/** Marta's template, as its platform refuses it. */
async function refused(name = 'oferta'): Promise<string> {
  const id = newId()
  await desk.rows(`insert into template (workspace_id, template_id, account_id, external_id, name, language, category, status, components, preview, parameters, updated_at, created_by) values ($1, $2::uuid, $3, $2::text, $4, 'es', 'MARKETING', 'pending', '[]', '{"body":"Hola"}', '[]', $5, $6)`, [desk.workspaceId, id, desk.account.id, name, new Date(desk.wall.now).toISOString(), marta.userId])
  await tellAlerts(desk.services, desk.workspaceId)
  await desk.rows(`update template set status = 'rejected', reason = 'Say who writes.', updated_at = $2 where template_id = $1`, [id, new Date(desk.wall.now).toISOString()])
  await tellAlerts(desk.services, desk.workspaceId)
  return id
}
const hers = () => added.filter(({ payload }) => (payload as { userId: string }).userId === marta.userId)

test('in the bell and on her telephone at once; no letter while she wants none', async () => {
  const id = await refused()
  expect((await alerts()).map(({ templateId, became, ways }) => [templateId, became, ways])).toEqual([[id, 'rejected', ['app', 'sound', 'push', 'mail']]])
  expect(hers().map((one) => one.name)).toEqual(['templates.push'])
  await run('templates.push')
  expect(service.faults).toEqual([])
  expect(service.pushed.map((one) => one.payload)).toMatchObject([{ title: 'News of a template', body: 'oferta (es) was rejected. Correct it and hand it in again.', tag: `template:${id}`, url: `/templates/${id}`, unread: 1 }])
})

test('seen before the turn of the push it is not pushed', async () => {
  const id = await refused()
  await desk.request('POST', '/api/v1/template-alerts/seen', { templateId: id }, marta)
  const [push] = hers()
  await pushNews(desk.services, push!.payload)
  expect(service.pushed).toEqual([])
})

test('what she has switched off stays silent, and quiet hours are quiet; the library still says it', async () => {
  await choose({ rules: { template: ['app'] } })
  await refused()
  await choose({ rules: { template: ['app', 'push'] }, quiet: { on: true, urgentPass: true, timeZone: 'UTC', week: Array.from({ length: 7 }, () => [{ from: '00:00', to: '24:00' }]) } })
  await refused('rebajas')
  expect(hers()).toEqual([])
  expect((await alerts()).map((one) => one.ways)).toEqual([['app'], ['app']])
})

test('everything of a stretch is in one letter, when its time comes, with the link that ends them', async () => {
  await choose({ mail: { every: 'hourly', at: '09:00' } })
  await refused()
  desk.wall.now += minutes(1)
  await refused('rebajas')
  const planned = hers().filter((one) => one.name === 'templates.letter')
  expect(planned).toHaveLength(1)
  desk.wall.now += hours(1)
  await run('templates.letter')
  expect(letters).toHaveLength(1)
  expect(letters[0]).toMatchObject({ to: { email: marta.email }, subject: 'Company: news of your templates' })
  expect(letters[0]!.text).toMatch(/oferta \(es\) was rejected[\s\S]*The platform says: Say who writes\.[\s\S]*rebajas \(es\)/)
  expect(letters[0]!.headers!['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click')
  // The next stretch has only its own.
  added.length = 0
  await refused('gafas')
  desk.wall.now += hours(1)
  await run('templates.letter')
  expect(letters[1]!.text).not.toContain('oferta')
  await desk.request('POST', '/api/v1/template-alerts/seen', {}, marta)
  await run('templates.letter')
  expect(letters).toHaveLength(2)
})
