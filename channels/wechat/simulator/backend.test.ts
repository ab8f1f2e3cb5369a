import { describe, expect, it } from 'vitest'
import { simulator } from '../simulator.js'
import { desk, said, type Desk } from './desk-for-tests.js'

const HOUR = 3_600_000
const enable = (d: Desk): Promise<void> | undefined => simulator.console?.press(d.world, d.account, { id: 'enable_server' })
const disable = (d: Desk): Promise<void> | undefined => simulator.console?.press(d.world, d.account, { id: 'disable_server' })
const answers = (d: Desk): unknown[] => d.screen().filter((item) => item.from === 'business').map((item) => item.content.text || item.content.title || item.content.kind)

describe('an account run from the backend', () => {
  it('tells its menu in the backend\'s own shape', async () => {
    const d = desk({ backend: true })
    const menu = await d.call('/cgi-bin/get_current_selfmenu_info')
    const [shop, help, web] = (menu.selfmenu_info as { button: Record<string, unknown>[] }).button
    const { list = [] } = (shop?.sub_button ?? {}) as { list?: Record<string, unknown>[] } // a submenu, by its shape in the documents
    expect([menu.is_menu_open, list.map((one) => one.type), help?.type, web]).toEqual([1, ['text', 'news', 'img', 'voice', 'video'], 'text', { type: 'view', name: '官网 Web', url: 'https://optica.example/zh' }])
    expect(list[0]).toEqual({ type: 'text', name: '营业时间 Horario', value: expect.stringContaining('10:00–20:00') })
    expect(list[1]).toMatchObject({ value: expect.stringMatching(/^\w{64}$/), news_info: { list: [{ title: '验光须知 Tu revisión', content_url: expect.stringContaining('https://mp.weixin.qq.com/s/') }] } })
    // Pictures and voices are temporary files, another id each time; the article is permanent.
    const query = { media_id: String(list[2]?.value) }
    expect((await d.raw('/cgi-bin/media/get', undefined, query)).startsWith('{')).toBe(false)
    expect(list[4]?.value).toMatch(/\/video\/\w+$/)
    expect(await d.call('/cgi-bin/material/get_material', { media_id: list[1]?.value })).toMatchObject({ news_item: [{ title: '验光须知 Tu revisión' }] })
    expect(await d.errcode('/cgi-bin/menu/get')).toBe(46003) // knows menus of the API only
  })

  it('tells its automatic replies', async () => {
    expect(await desk({ backend: true }).call('/cgi-bin/get_current_autoreply_info')).toMatchObject({
      is_add_friend_reply_open: 1, is_autoreply_open: 1,
      add_friend_autoreply_info: { type: 'text', content: expect.stringContaining('欢迎') }, message_default_autoreply_info: { type: 'text' },
      keyword_autoreply_info: { list: [
        { rule_name: '营业时间', create_time: expect.any(Number), reply_mode: 'random_one', keyword_list_info: [{ type: 'text', match_mode: 'contain', content: '营业' }, { type: 'text', match_mode: 'equal', content: 'horario' }], reply_list_info: [{ type: 'text' }] },
        { reply_mode: 'reply_all', reply_list_info: [{ type: 'news', news_info: { list: [{}] } }, { type: 'img', content: expect.any(String) }] },
      ] },
    })
  })

  it('answers from there, and no server hears of it', async () => {
    const d = desk({ backend: true })
    await d.act('follow')
    for (const text of ['horario', '请问营业时间', 'horarios?', 'otra', '验光']) await d.act('write', { text })
    await d.act('menu', {}, '到店路线 Mapa')
    expect(answers(d).map((one) => String(one).slice(0, 4))).toEqual(['欢迎关注', '营业时间', '营业时间', '已收到，', '验光须知', 'imag', 'imag'])
    await d.world.advance(HOUR - 1)
    await d.act('write', { text: 'antes de la hora' })
    await d.world.advance(1)
    await d.act('write', { text: 'a la hora' })
    expect(answers(d).length).toBe(8)
    expect(d.pushes()).toEqual([])
  })

  it('is asked for its address before it is switched on; then the backend is silent and its menu gone, until it is switched off again', async () => {
    const d = desk({ backend: true }, (post) => said(post.method === 'GET' ? (post.query?.echostr ?? '') : 'success'))
    expect(await simulator.connect(d.world, d.account)).toEqual({ ok: true })
    await d.act('write', { text: 'todavía no' })
    expect(d.pushes()).toEqual([])
    await enable(d)
    await d.act('write', { text: 'horario' })
    expect(d.pushes().map((push) => push.Content)).toEqual(['horario'])
    expect(answers(d).length).toBe(1)
    expect(await d.call('/cgi-bin/get_current_selfmenu_info')).toEqual({ is_menu_open: 0 })
    expect(await d.call('/cgi-bin/get_current_autoreply_info')).toEqual({ is_add_friend_reply_open: 0, is_autoreply_open: 0 })
    expect(simulator.business?.(d.world, d.ana).menu).toBeUndefined()
    await disable(d)
    expect(simulator.business?.(d.world, d.ana).menu?.entries.map((one) => one.title)).toEqual(['门店 Tienda', '客服 Ayuda', '官网 Web'])
  })

  it('keeps a menu made by the API before the switch', async () => {
    const d = desk({ backend: true })
    expect(await d.errcode('/cgi-bin/menu/create', { button: [{ type: 'click', name: 'Hola', key: 'HELLO' }] })).toBe(0)
    await enable(d)
    await d.act('menu', {}, 'HELLO')
    expect(d.pushes().at(-1)).toMatchObject({ Event: 'CLICK', EventKey: 'HELLO' })
  })

  it('stays what it is when its settings are saved again', () => {
    const d = desk({ backend: true })
    simulator.createAccount(d.world, { name: 'Óptica Sol', settings: d.settings })
    expect(simulator.console?.facts(d.world, d.account)[0]).toMatchObject({ id: 'server', tone: 'attention' })
  })
})
