import { describe, expect, it } from 'vitest'
import { configureAccount, simulator } from '../simulator.js'
import { desk, type Desk } from './desk-for-tests.js'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

describe('mass messages', () => {
  const crowd = (d: Desk, size: number): Promise<string[]> => Promise.all(Array.from({ length: size }, async () => {
    const { id } = simulator.createCustomer(d.world, { account: d.account })
    await simulator.act(d.world, id, { action: 'follow' })
    return id
  }))
  const list = (d: Desk, touser: string[], n: number): Promise<Record<string, unknown>> => d.call('/cgi-bin/message/mass/send', { touser, msgtype: 'text', text: { content: `Novedades ${n}` }, clientmsgid: `c${n}` })
  const all = (d: Desk, n: number): Promise<Record<string, unknown>> => d.call('/cgi-bin/message/mass/sendall', { filter: { is_to_all: true }, msgtype: 'text', text: { content: `Novedades ${n}` }, clientmsgid: `a${n}` })
  const last = (d: Desk): Record<string, unknown> | undefined => d.pushes().filter((push) => push.Event === 'MASSSENDJOBFINISH').at(-1)

  it('a follower gets four a month; the month ends at midnight in Shanghai', async () => {
    const d = desk()
    const two = await crowd(d, 2)
    await d.world.advanceTo(Date.UTC(2026, 2, 31, 15, 58))
    for (let n = 1; n <= 5; n++) {
      expect(await list(d, two, n)).toMatchObject({ errcode: 0, msg_id: 34_000 + n })
      await d.world.advance(21 * SECOND)
    }
    expect(last(d)).toMatchObject({ Status: 'send fail', TotalCount: '2', FilterCount: '0', SentCount: '0', ErrorCount: '0' })
    expect(d.screen(two[0]).filter((item) => item.content.kind === 'text').length).toBe(4)
    await d.world.advanceTo(Date.UTC(2026, 2, 31, 16))
    await list(d, two, 6)
    await d.world.advance(MINUTE)
    expect(last(d)).toMatchObject({ Status: 'send success', TotalCount: '2', FilterCount: '2', SentCount: '2', ErrorCount: '0' })
  })

  it('four to all in a month, then 45028; a list still goes to who has had fewer', async () => {
    const d = desk()
    await crowd(d, 1)
    for (let n = 1; n <= 4; n++) expect((await all(d, n)).errcode).toBe(0)
    expect((await all(d, 5)).errcode).toBe(45028)
    const late = await crowd(d, 2)
    await list(d, late, 6)
    await d.world.advance(MINUTE)
    expect(last(d)).toMatchObject({ TotalCount: '2', SentCount: '2' })
    await d.world.advanceTo(Date.UTC(2026, 3, 1))
    expect((await all(d, 7)).errcode).toBe(0)
  })

  it('counts who left, refuses or is on the blacklist, and who leaves before it arrives', async () => {
    const d = desk()
    const [stays = '', leaves = '', refuses = '', listed = '', late = ''] = await crowd(d, 5)
    await simulator.act(d.world, leaves, { action: 'unfollow' })
    await simulator.act(d.world, refuses, { action: 'block' })
    await d.call('/cgi-bin/tags/members/batchblacklist', { openid_list: [listed] })
    await list(d, [stays, leaves, refuses, listed, late, 'oNobody'], 1)
    await simulator.act(d.world, late, { action: 'unfollow' })
    await d.world.advance(MINUTE)
    expect(last(d)).toMatchObject({ TotalCount: '6', FilterCount: '2', SentCount: '1', ErrorCount: '1' })
  })

  it('a repeated clientmsgid: too fast within a minute, known for a day, its own again after', async () => {
    const d = desk()
    const two = await crowd(d, 2)
    const first = await list(d, two, 1)
    expect((await list(d, two, 1)).errcode).toBe(45066)
    await d.world.advance(MINUTE)
    expect(await list(d, two, 1)).toMatchObject({ errcode: 45065, msg_id: first.msg_id })
    await d.world.advance(24 * HOUR - MINUTE)
    expect((await list(d, two, 1)).errcode).toBe(0)
    expect((await d.call('/cgi-bin/message/mass/send', { touser: two, msgtype: 'text', text: { content: 'x' }, clientmsgid: 'x'.repeat(65) })).errcode).toBe(45067)
  })

  it('without one the digest of audience and content stands for it', async () => {
    const d = desk()
    const two = await crowd(d, 2)
    const send = (content: string): Promise<unknown> => d.errcode('/cgi-bin/message/mass/send', { touser: two, msgtype: 'text', text: { content } })
    expect([await send('a'), await send('a'), await send('b')]).toEqual([0, 45066, 0])
  })

  it.each([[1, 40130], [10_001, 40130]])('%i openids', async (size, errcode) => {
    expect((await list(desk(), Array.from({ length: size }, (_, n) => `o${n}`), 1)).errcode).toBe(errcode)
  })

  it('60 a minute, 100 a day', async () => {
    const d = desk()
    const two = await crowd(d, 2)
    for (let n = 0; n < 60; n++) expect((await list(d, two, n)).errcode).toBe(0)
    expect((await list(d, two, 60)).errcode).toBe(45011)
    await d.world.advance(MINUTE)
    for (let n = 60; n < 100; n++) expect((await list(d, two, n)).errcode).toBe(0)
    expect((await list(d, two, 100)).errcode).toBe(45009)
  })

  it('the censor and the administrator may stop it', async () => {
    const d = desk()
    await crowd(d, 1)
    configureAccount(d.world, d.account, { massVerdict: 'err(20008)' })
    await all(d, 1)
    await d.world.advance(MINUTE)
    expect(last(d)).toMatchObject({ Status: 'err(20008)', SentCount: '0' })
    configureAccount(d.world, d.account, { massVerdict: null, massProtection: true })
    await all(d, 2)
    await d.world.advance(30 * MINUTE)
    expect(last(d)).toMatchObject({ Status: 'err(40002)' })
  })

  it('to a tag, with what became of it', async () => {
    const d = desk()
    const [ana = '', eva = ''] = await crowd(d, 3)
    const { tag } = (await d.call('/cgi-bin/tags/create', { tag: { name: 'VIP' } })) as { tag: { id: number } }
    await d.call('/cgi-bin/tags/members/batchtagging', { openid_list: [ana, eva], tagid: tag.id })
    const job = await d.call('/cgi-bin/message/mass/sendall', { filter: { is_to_all: false, tag_id: tag.id }, msgtype: 'text', text: { content: 'x' } })
    expect(await d.call('/cgi-bin/message/mass/get', { msg_id: String(job.msg_id) })).toEqual({ msg_id: job.msg_id, msg_status: 'SENDING' })
    await d.world.advance(MINUTE)
    expect(last(d)).toMatchObject({ MsgID: String(job.msg_id), TotalCount: '2', SentCount: '2' })
    expect(await d.call('/cgi-bin/message/mass/get', { msg_id: job.msg_id })).toMatchObject({ msg_status: 'SEND_SUCCESS' })
  })
})
