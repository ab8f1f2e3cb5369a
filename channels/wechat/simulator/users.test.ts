import { describe, expect, it } from 'vitest'
import { desk } from './desk-for-tests.js'

describe('followers and quotas', () => {
  it('tells of a follower no name and no picture', async () => {
    const d = desk({ bound: true })
    await d.act('follow')
    expect(Object.keys(await d.call('/cgi-bin/user/info', undefined, { openid: d.ana })).sort()).toEqual(['groupid', 'openid', 'qr_scene', 'qr_scene_str', 'remark', 'subscribe', 'subscribe_scene', 'subscribe_time', 'tagid_list', 'unionid'])
    await d.act('unfollow')
    expect(await d.call('/cgi-bin/user/info', undefined, { openid: d.ana })).toEqual({ subscribe: 0, openid: d.ana })
    expect(await d.errcode('/cgi-bin/user/info', undefined, { openid: 'oNobody' })).toBe(40003)
  })

  it('tags: 100 in all, 20 on one, 50 people at once, names of 30 bytes', async () => {
    const d = desk()
    await d.act('follow')
    const create = (name: string): Promise<unknown> => d.errcode('/cgi-bin/tags/create', { tag: { name } })
    expect([await create('码'.repeat(10)), await create('码'.repeat(11)), await create('码'.repeat(10)), await create('')]).toEqual([0, 45158, 45157, 45157])
    for (let n = 1; n < 100; n++) expect(await create(`t${n}`)).toBe(0)
    expect(await create('una más')).toBe(45056)
    const put = (tagid: number, people = [d.ana]): Promise<unknown> => d.errcode('/cgi-bin/tags/members/batchtagging', { openid_list: people, tagid })
    for (let id = 100; id < 120; id++) expect(await put(id)).toBe(0)
    expect([await put(120), await put(100), await put(2), await put(999), await put(100, ['oX']), await put(100, Array.from({ length: 51 }, () => d.ana))]).toEqual([45059, 0, 45058, 45159, 49003, 40032])
  })

  it('the blacklist takes 20 at once', async () => {
    const d = desk()
    expect(await d.errcode('/cgi-bin/tags/members/batchblacklist', { openid_list: Array.from({ length: 21 }, () => d.ana) })).toBe(40032)
    expect(await d.errcode('/cgi-bin/tags/members/batchblacklist', { openid_list: Array.from({ length: 20 }, () => d.ana) })).toBe(0)
  })

  it('a day\'s quota ends with 45009, is told, and can be cleared ten times a month', async () => {
    const d = desk({ testAccount: true })
    const menu = { button: [{ type: 'click', name: 'Hola', key: 'K' }] }
    for (let n = 0; n < 100; n++) expect(await d.errcode('/cgi-bin/menu/create', menu)).toBe(0)
    expect(await d.errcode('/cgi-bin/menu/create', menu)).toBe(45009)
    expect((await d.call('/cgi-bin/openapi/quota/get', { cgi_path: '/cgi-bin/menu/create' })).quota).toEqual({ daily_limit: 100, used: 100, remain: 0 })
    const clear = (): Promise<unknown> => d.errcode('/cgi-bin/clear_quota', { appid: d.settings.appId })
    for (let n = 0; n < 10; n++) expect(await clear()).toBe(0)
    expect([await d.errcode('/cgi-bin/menu/create', menu), await clear()]).toEqual([0, 48006])
  })

  it('a new day begins at midnight in Shanghai', async () => {
    const d = desk({ testAccount: true })
    const menu = { button: [{ type: 'click', name: 'Hola', key: 'K' }] }
    for (let n = 0; n < 100; n++) await d.errcode('/cgi-bin/menu/create', menu)
    await d.world.advanceTo(Date.UTC(2026, 2, 2, 16) - 1)
    expect(await d.errcode('/cgi-bin/menu/create', menu)).toBe(45009)
    await d.world.advance(1)
    expect(await d.errcode('/cgi-bin/menu/create', menu)).toBe(0)
  })
})
