/** What nobody says by itself: a silence, a server that was off, a paused template, a mail server that refuses. With a real database. */
import { days, hours, minutes } from '@recado/core'
import { newId } from '@recado/db'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AccountGap, HealthItem } from '@recado/api'
import { type Desk, makeDesk } from '../testing/desk.js'
import { type MailServer, openMailServer } from '../testing/mail-server.js'
import { comeAlive } from './alive.js'
import { fillGaps } from './backfill.js'
import { readGaps } from './gaps.js'
import { watchSilence } from './silence.js'
import { tellOwners } from './tell.js'
import { watchTemplates } from './templates.js'

let desk: Desk
let mail: MailServer
beforeEach(async () => {
  mail = await openMailServer()
  desk = await makeDesk({ config: { smtpUrl: mail.url, mailFrom: 'recado@example.org' } })
  await seen(0)
})
afterEach(async () => { await desk.close(); await mail.close() })

const iso = (at: number): string => new Date(at).toISOString()
const now = (): number => desk.services.clock.now(desk.workspaceId)
/** The platform last called so long ago. */
const seen = async (ago: number): Promise<void> => {
  await desk.rows('update channel_account set last_webhook_at = $1, first_webhook_at = coalesce(first_webhook_at, $1)', [iso(now() - ago)])
  desk.services.accounts.changed(desk.workspaceId, desk.account.id)
}
const silence = (): Promise<boolean> => desk.services.db.inWorkspace(desk.workspaceId, (tx) => watchSilence(tx, desk.account, desk.channel, now()))
const gaps = (): Promise<AccountGap[]> => desk.services.db.inWorkspace(desk.workspaceId, (tx) => readGaps(tx, desk.workspaceId, desk.account.id, now()))
const health = async (): Promise<HealthItem[]> => ((await desk.request('GET', '/api/v1/health-items')).json() as { items: HealthItem[] }).items

describe('a silence', () => {
  /** Eight days with a call in every hour. */
  const week = () => desk.rows(`insert into account_hour (workspace_id, account_id, hour) select $1, $2, h from generate_series($3::timestamptz, $4::timestamptz, interval '1 hour') h`, [desk.workspaceId, desk.account.id, iso(Math.floor((now() - days(8)) / hours(1)) * hours(1)), iso(now() - hours(4))])

  test('of three hours, where every hour was lively, is shown at once and over with the next webhook', async () => {
    await week()
    await seen(hours(4))
    expect(await silence()).toBe(true)
    expect(await gaps()).toMatchObject([{ cause: 'silent', from: iso(now() - hours(4)), to: null }])
    expect(await health()).toMatchObject([{ code: 'webhook_silent', severity: 'critical', texts: { es: { title: 'No llega nada' } } }])
    expect(await silence()).toBe(false) // it is known
    await seen(0)
    expect(await silence()).toBe(true)
    expect(await gaps()).toMatchObject([{ cause: 'silent', to: iso(now()), outcome: 'lost' }])
    expect((await health()).map(({ code }) => code)).toEqual(['webhook_missed'])
  })

  test('of a young account is none', async () => {
    await seen(hours(4))
    expect([await silence(), await gaps()]).toEqual([false, []])
  })

  test('shows in reports that are owed by a platform that reports everything within seconds', async () => {
    for (const n of [1, 2, 3]) {
      const phone = `3460000000${n}`
      await desk.receive(desk.wrote(`m${n}`, 'Hola', { phone }))
      await desk.rows(`insert into message (workspace_id, message_id, conversation_id, case_id, account_id, direction, kind, content, status, author_type, at) select workspace_id, $2, conversation_id, case_id, account_id, 'out', 'text', '{"kind":"text","text":"x"}', 'accepted', 'agent', $3 from message where conversation_id = $1 limit 1`, [await desk.conversationOf(phone), newId(), iso(now() - minutes(11))])
      await seen(minutes(12))
      expect(await silence(), `${n} people`).toBe(n === 3)
    }
  })
})

describe('a server that was off', () => {
  test.each([
    ['for a minute', minutes(1), 0],
    ['for an hour, longer than the platform is patient', hours(1), 1],
  ])('%s', async (_what, away, count) => {
    const wall = now()
    await comeAlive(desk.services, desk.workspaceId, wall - away)
    await comeAlive(desk.services, desk.workspaceId, wall)
    const found = await gaps()
    expect(found).toHaveLength(count)
    for (const gap of found) expect(gap).toMatchObject({ cause: 'server_away', from: iso(wall - away), to: iso(wall), outcome: 'lost' })
  })

  test('has lost nothing of a platform that comes again', async () => {
    const declaration = { ...desk.channel.declaration, webhookPatienceMs: hours(36) }
    const services = { ...desk.services, channels: { ...desk.services.channels, get: () => ({ ...desk.channel, declaration }) } }
    await comeAlive(services, desk.workspaceId, now() - hours(1))
    await comeAlive(services, desk.workspaceId, now())
    expect(await gaps()).toEqual([])
  })
})

describe('what is fetched afterwards', () => {
  const fill = async (backfill: NonNullable<Desk['channel']['connector']['backfill']>): Promise<AccountGap[]> => {
    await desk.rows(`insert into account_gap (workspace_id, gap_id, account_id, cause, from_at, to_at, outcome) values ($1, $2, $3, 'unsubscribed', $4, $5, 'pending')`, [desk.workspaceId, newId(), desk.account.id, iso(now() - hours(1)), iso(now())])
    const channel = { ...desk.channel, connector: { ...desk.channel.connector, backfill } }
    await fillGaps({ ...desk.services, channels: { ...desk.services.channels, get: () => channel } }, desk.ingest, desk.workspaceId)
    return gaps()
  }

  test('is stored once, and counted without what was there', async () => {
    await desk.receive(desk.wrote('known', 'Ya estaba'))
    expect(await fill(async () => ({ events: [desk.wrote('known', 'Ya estaba'), desk.wrote('missed', 'Faltaba')], complete: true }))).toMatchObject([{ outcome: 'fetched', fetched: 1 }])
    expect(await desk.rows(`select content->>'text' as text from message where kind = 'text' order by 1`)).toEqual([{ text: 'Faltaba' }, { text: 'Ya estaba' }])
    expect(await health()).toEqual([])
  })
  test('may be a part only: then the gap is told all the same', async () => {
    expect(await fill(async () => ({ events: [], complete: false }))).toMatchObject([{ outcome: 'partly', fetched: 0 }])
    expect((await health()).map(({ code }) => code)).toEqual(['webhook_missed'])
  })
  test('waits while the platform refuses, and is given up after ten tries', async () => {
    expect(await fill(async () => { throw new Error('no') })).toMatchObject([{ outcome: 'pending' }])
    await desk.rows('update account_gap set tries = 9')
    expect((await fill(async () => { throw new Error('no') })).map(({ outcome }) => outcome).sort()).toEqual(['lost', 'pending'])
    expect((await health()).map(({ code }) => code)).toEqual(['webhook_missed'])
  })
})

test('a template that the platform pauses is told, and over when it goes again', async () => {
  const id = newId()
  await desk.rows(`insert into template (workspace_id, template_id, account_id, external_id, name, language, category, status, preview, parameters, components, updated_at) values ($1, $2, $3, 't1', 'pedido', 'es', 'UTILITY', 'approved', '{"body":""}', '[]', 'null', $4)`, [desk.workspaceId, id, desk.account.id, iso(now())])
  const look = async (status: string): Promise<string[]> => {
    await desk.rows('update template set status = $1, reason = $2', [status, 'FIRST_PAUSE'])
    await desk.services.db.inWorkspace(desk.workspaceId, (tx) => watchTemplates(tx, desk.account, iso(now())))
    return (await health()).map(({ texts }) => texts?.es?.title ?? '')
  }
  expect([await look('approved'), await look('paused'), await look('approved')]).toEqual([[], ['La plantilla «pedido» no se puede enviar'], []])
})

test('a mail server that refuses is itself to be looked at; the letter goes when it takes mail again', async () => {
  await desk.services.health(desk.workspaceId, { kind: 'account_paused', subject: desk.account.id, severity: 'critical', data: { accountId: desk.account.id, code: 'token_invalid' } })
  mail.refuse = true
  await tellOwners(desk.services, desk.workspaceId)
  expect((await health()).map(({ code }) => code).sort()).toEqual(['account_paused', 'mail_failed'])
  mail.refuse = false
  await tellOwners(desk.services, desk.workspaceId)
  expect([mail.letters.map(({ to }) => to), (await health()).map(({ code }) => code)]).toEqual([[[desk.owner.email]], ['account_paused']])
})

test('a demo writes no letters', async () => {
  await desk.services.db.asSystem((tx) => tx.query('update workspace set demo = true where workspace_id = $1', [desk.workspaceId]))
  await desk.services.health(desk.workspaceId, { kind: 'account_paused', subject: desk.account.id, severity: 'critical', data: { accountId: desk.account.id } })
  await tellOwners(desk.services, desk.workspaceId)
  expect(mail.letters).toEqual([])
})
