import { readFileSync } from 'node:fs'
import { sampleFile } from '@recado/channel-kit/testing/sample-files'
import { describe, expect, it } from 'vitest'
import { desk, type Desk } from './desk-for-tests.js'

const click = (name: string, key = 'K'): object => ({ type: 'click', name, key })
const view = (url: string, name = 'Web'): object => ({ type: 'view', name, url })
const create = (d: Desk, button: unknown[]): Promise<unknown> => d.errcode('/cgi-bin/menu/create', { button })

/** An article published by the account, and a permanent picture of it. */
async function materials(d: Desk): Promise<{ article: string; picture: string }> {
  const jpeg = sampleFile('jpeg').bytes
  const thumb = await d.upload('image', jpeg, '/cgi-bin/material/add_material')
  const draft = await d.call('/cgi-bin/draft/add', { articles: [{ title: 'Guía', digest: 'Medir', content: '<p>Hola</p>', thumb_media_id: thumb.media_id }] })
  const { publish_id: id } = await d.call('/cgi-bin/freepublish/submit', { media_id: draft.media_id })
  await d.world.advance(5000)
  return { article: String((await d.call('/cgi-bin/freepublish/get', { publish_id: id })).article_id), picture: String(thumb.media_id) }
}

describe('limits', () => {
  const long = (bytes: number): string => 'é'.repeat(bytes / 2)
  it.each<[string, unknown[], number]>([
    ['three of five each', Array.from({ length: 3 }, (_, n) => ({ name: `M${n}`, sub_button: Array.from({ length: 5 }, (__, m) => click(`B${m}`)) })), 0],
    ['no buttons', [], 40016],
    ['four buttons', Array.from({ length: 4 }, () => click('a')), 40016],
    ['six below one', [{ name: 'a', sub_button: Array.from({ length: 6 }, () => click('a')) }], 40023],
    ['a third level', [{ name: 'a', sub_button: [{ name: 'b', sub_button: [click('c')] }] }], 40022],
    ['an unknown type', [{ type: 'sing', name: 'a' }], 40017],
    ['an unknown type below', [{ name: 'a', sub_button: [{ type: 'sing', name: 'a' }] }], 40024],
    ['no type', [{ name: 'a' }], 65308],
    ['a name of 16 bytes', [click(long(16))], 0],
    ['a name of 17 bytes', [click(`${long(16)}x`)], 40018],
    ['a name of 60 bytes below', [{ name: 'a', sub_button: [click(long(60))] }], 0],
    ['a name of 61 bytes below', [{ name: 'a', sub_button: [click(`${long(60)}x`)] }], 40025],
    ['no name', [click('')], 40018],
    ['a key of 128 bytes', [click('a', long(128))], 0],
    ['a key of 129 bytes', [click('a', `${long(128)}x`)], 40019],
    ['a key of 129 bytes below', [{ name: 'a', sub_button: [click('a', `${long(128)}x`)] }], 40026],
    ['a click without key', [{ type: 'click', name: 'a' }], 40019],
    ['an address of 1024 bytes', [view(`https://e.es/${'x'.repeat(1011)}`)], 0],
    ['an address of 1025 bytes', [view(`https://e.es/${'x'.repeat(1012)}`)], 40020],
    ['an address of 1025 bytes below', [{ name: 'a', sub_button: [view(`https://e.es/${'x'.repeat(1012)}`)] }], 40027],
    ['a view without address', [{ type: 'view', name: 'a' }], 40020],
    ['a mini-program without page', [{ type: 'miniprogram', name: 'a', url: 'https://e.es/', appid: 'wx1' }], 40035],
    ['a file nobody has', [{ type: 'media_id', name: 'a', media_id: 'X' }], 40007],
    ['an article nobody has', [{ type: 'article_id', name: 'a', article_id: 'X' }], 53600],
  ])('%s', async (_, button, errcode) => {
    expect(await create(desk(), button)).toBe(errcode)
  })
})

describe('the menu of the API', () => {
  it('takes the example of the documents and tells it back, every button with a list below', async () => {
    const d = desk()
    const { article } = await materials(d)
    const example = JSON.parse(readFileSync(new URL('testing/74-api-menu-create.json', import.meta.url), 'utf8').replace('ARTICLE_ID_EXAMPLE', article)) as { body: { button: Record<string, unknown>[] }; response_ok: object }
    expect(await d.call('/cgi-bin/menu/create', example.body)).toEqual(example.response_ok)
    const withLists = (buttons: Record<string, unknown>[]): object[] => buttons.map((one) => ({ ...one, sub_button: withLists((one.sub_button as Record<string, unknown>[] | undefined) ?? []) })) // lists of buttons by the example
    expect(await d.call('/cgi-bin/menu/get')).toEqual({ menu: { button: withLists(example.body.button), menuid: expect.any(Number) } })
    const [help, shop, app] = example.body.button
    expect(await d.call('/cgi-bin/get_current_selfmenu_info')).toEqual({ is_menu_open: 1, selfmenu_info: { button: [{ name: help?.name, sub_button: { list: help?.sub_button } }, shop, app] } })
  })

  it('hands out files and articles without asking the server', async () => {
    const d = desk()
    const { article, picture } = await materials(d)
    await create(d, [{ type: 'media_id', name: 'Foto', media_id: picture }, { type: 'article_id', name: 'Guía', article_id: article }, { type: 'article_view_limited', name: 'Ver', article_id: article }])
    const before = d.pushes().length
    for (const name of ['Foto', 'Guía', 'Ver']) await d.act('menu', {}, name)
    expect(d.pushes().length).toBe(before)
    expect(d.screen().filter((item) => item.from === 'business').map((item) => [item.content.kind, item.content.title])).toEqual([['image', undefined], ['link', 'Guía']])
  })

  it('without one there is nothing to tap', async () => {
    const d = desk()
    expect(await d.errcode('/cgi-bin/menu/delete')).toBe(0)
    expect(await d.errcode('/cgi-bin/menu/get')).toBe(46003)
    expect(await d.call('/cgi-bin/get_current_selfmenu_info')).toEqual({ is_menu_open: 0 })
    await expect(d.act('menu')).rejects.toThrow('no menu')
  })
})

describe('menus by tag', () => {
  const conditional = (d: Desk, rule: object, button: unknown[] = [click('VIP', 'VIP')]): Promise<Record<string, unknown>> => d.call('/cgi-bin/menu/addconditional', { button, matchrule: rule })
  const seen = async (d: Desk): Promise<unknown> => ((await d.call('/cgi-bin/menu/trymatch', { user_id: d.ana })).button as { name: string }[]).map((one) => one.name)
  const tag = async (d: Desk, name: string): Promise<string> => {
    const { id } = (await d.call('/cgi-bin/tags/create', { tag: { name } })).tag as { id: number }
    await d.call('/cgi-bin/tags/members/batchtagging', { openid_list: [d.ana], tagid: id })
    return String(id)
  }

  it('are seen by those who have the tag, the newest first, the last tag counting; the push says which', async () => {
    const d = desk()
    await d.act('follow')
    await create(d, [click('Todos')])
    const vip = await tag(d, 'VIP')
    const made = await conditional(d, { tag_id: vip }, [{ type: 'view', name: 'Club', url: 'https://optica.example/club' }])
    expect(await seen(d)).toEqual(['Club'])
    await d.act('menu', {}, 'https://optica.example/club')
    expect(d.pushes().at(-1)).toMatchObject({ Event: 'VIEW', MenuId: made.menuid })
    await conditional(d, { tag_id: vip }, [click('Club 2')])
    expect(await seen(d)).toEqual(['Club 2'])
    await tag(d, 'Otra')
    expect(await seen(d)).toEqual(['Todos'])
    expect(await d.call('/cgi-bin/menu/get')).toMatchObject({ conditionalmenu: [{ button: [{ name: 'Club 2' }] }, { button: [{ name: 'Club' }], matchrule: { group_id: Number(vip), tag_id: vip }, menuid: Number(made.menuid) }] })
  })

  it('go one by one, or all with the default one', async () => {
    const d = desk()
    await d.act('follow')
    const vip = await tag(d, 'VIP')
    const { menuid } = await conditional(d, { tag_id: vip })
    expect([await d.errcode('/cgi-bin/menu/delconditional', { menuid }), await d.errcode('/cgi-bin/menu/delconditional', { menuid })]).toEqual([0, 65301])
    await conditional(d, { tag_id: vip })
    await d.call('/cgi-bin/menu/delete')
    await create(d, [click('Nuevo')])
    expect(await seen(d)).toEqual(['Nuevo'])
  })

  it.each<[string, object, number]>([
    ['nothing to match', {}, 65304], ['sex', { sex: '1' }, 65320], ['a country', { country: '中国' }, 65320], ['a language', { language: 'zh_CN' }, 65320],
    ['a tag nobody has made', { tag_id: '999' }, 45159], ['a kind of phone', { client_platform_type: '2' }, 0], ['a kind that is none', { client_platform_type: '7' }, 40035],
  ])('matching by %s', async (_, rule, errcode) => {
    expect((await conditional(desk(), rule)).errcode ?? 0).toBe(errcode)
  })

  it('need a default menu, certified owners, followers, and no fourth domain', async () => {
    const d = desk()
    await d.act('follow')
    const rule = { client_platform_type: '2' }
    for (const n of [1, 2, 3]) expect((await conditional(d, rule, [view(`https://s${n}.example/`)])).errcode).toBeUndefined()
    expect((await conditional(d, rule, [view('https://s4.example/')])).errcode).toBe(65316)
    await d.act('unfollow')
    expect((await d.call('/cgi-bin/menu/trymatch', { user_id: d.ana })).errcode).toBe(65302)
    await d.call('/cgi-bin/menu/delete')
    expect((await conditional(d, rule)).errcode).toBe(65303)
    const uncertified = desk({ verified: false })
    expect([(await conditional(uncertified, rule)).errcode, await create(uncertified, [click('a')])]).toEqual([48001, 0])
  })
})
