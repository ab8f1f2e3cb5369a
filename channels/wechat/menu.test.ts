import { openerFaults, type Openers, openerTitles } from '@recado/core'
import { describe, expect, it, test } from 'vitest'
import { answer, desk, fixture, sentTo, settings } from './fake-context.js'
import channel from './index.js'
import { menuEditor } from './menu-editor.js'

const { businessProfile, readInbound } = channel.connector
const openers = channel.connector.openers
const json = (name: string): object => JSON.parse(fixture(name)) as object // a fixture of ours, an object
const none = answer({ errcode: 46003, errmsg: 'menu no exist hint: [x]' })
const click = (title: string, key: string) => ({ title, type: 'click', values: { key } })
const everybody = { audience: null, menu: [{ title: 'Ayuda', below: [click('Horario', 'H'), { title: 'Tienda', type: 'view', values: { url: 'https://optica.example' } }] }] }
const tag = (value: string, key: string) => ({ audience: { kind: 'tag' as const, value }, menu: [click('Socios', key)] })
const paths = (calls: readonly { url: string }[]) => calls.map((call) => new URL(call.url).pathname).filter((path) => path.includes('/menu/'))

describe('publishing', () => {
  it('makes the menu for everybody first, then those for tags, the first of the list last', async () => {
    const standing = { menu: { button: [] }, conditionalmenu: [{ menuid: 7, button: [], matchrule: { group_id: '5' } }] }
    const { context, calls } = desk({ '/cgi-bin/menu/get': answer(standing) })
    await openers.write({ sets: [everybody, tag('2', 'A'), tag('100', 'B')] }, context)
    expect(paths(calls)).toEqual(['/cgi-bin/menu/get', '/cgi-bin/menu/create', '/cgi-bin/menu/delconditional', '/cgi-bin/menu/addconditional', '/cgi-bin/menu/addconditional'])
    const bodies = calls.flatMap((call) => (typeof call.body === 'string' && call.url.includes('/menu/') ? [JSON.parse(call.body) as unknown] : []))
    expect(bodies).toEqual([
      { button: [{ name: 'Ayuda', sub_button: [{ type: 'click', name: 'Horario', key: 'H' }, { type: 'view', name: 'Tienda', url: 'https://optica.example' }] }] }, { menuid: '7' },
      { button: [{ type: 'click', name: 'Socios', key: 'B' }], matchrule: { tag_id: '100' } }, { button: [{ type: 'click', name: 'Socios', key: 'A' }], matchrule: { tag_id: '2' } },
    ])
  })
  it('writes Chinese as it is: an escape would be refused', async () => {
    const { context, calls } = desk({ '/cgi-bin/menu/get': none })
    await openers.write({ sets: [{ audience: null, menu: [click('菜单', 'M')] }] }, context)
    expect(sentTo(calls, '/cgi-bin/menu/create').raw).toContain('菜单')
  })
  it('takes everything away when the menu is empty', async () => {
    const { context, calls } = desk()
    await openers.write({ sets: [{ audience: null, menu: [] }] }, context)
    expect(paths(calls)).toEqual(['/cgi-bin/menu/delete'])
  })
  it.each([[40018, 'The name of a button is empty or too long.'], [65316, 'more than 3 web sites'], [40027, 'address of a button below']])('tells refusal %i in a sentence', async (errcode, sentence) => {
    const { context } = desk({ '/cgi-bin/menu/get': none, '/cgi-bin/menu/create': answer({ errcode, errmsg: `no rid: 61a9` }) })
    await expect(openers.write({ sets: [everybody] }, context)).rejects.toMatchObject({ detail: { code: 'platform_refused', platformCode: String(errcode), message: expect.stringContaining(sentence) as string } })
  })
  it('says when the account may not', async () => {
    const { context } = desk({ '/cgi-bin/menu/get': none, '/cgi-bin/menu/create': answer({ errcode: 48001, errmsg: 'api unauthorized' }) })
    await expect(openers.write({ sets: [everybody] }, context)).rejects.toMatchObject({ detail: { code: 'permission_missing' } })
  })
})

describe('reading back', () => {
  it('gives what was published, groups in the order in which the phone tries them', async () => {
    const button = [{ name: 'Ayuda', sub_button: [{ type: 'click', name: 'Horario', key: 'H', sub_button: [] }, { type: 'view', name: 'Tienda', url: 'https://optica.example', sub_button: [] }] }]
    const group = (menuid: number, rule: object, key: string) => ({ menuid, matchrule: rule, button: [{ type: 'click', name: 'Socios', key, sub_button: [] }] })
    const { context } = desk({ '/cgi-bin/menu/get': answer({ menu: { button, menuid: 1 }, conditionalmenu: [group(2, { group_id: '100' }, 'B'), group(3, { tag_id: 2 }, 'A'), group(4, { sex: '1', country: 'China' }, 'C'), group(5, { client_platform_type: '1' }, 'D')] }) })
    expect(await openers.read(context)).toEqual({ sets: [everybody, { audience: { kind: 'tag', value: 'client_platform_type:1', label: 'iPhone' }, menu: [click('Socios', 'D')] }, tag('2', 'A'), tag('100', 'B')] })
  })
  it('gives an empty set where there is none', async () => expect(await openers.read(desk({ '/cgi-bin/menu/get': none }).context)).toEqual({ sets: [{ audience: null, menu: [] }] }))
  it('does not take another refusal for an empty menu', async () => await expect(openers.read(desk({ '/cgi-bin/menu/get': answer({ errcode: 48001, errmsg: 'x' }) }).context)).rejects.toMatchObject({ detail: { platformCode: '48001' } }))
  it('lists the account’s tags', async () => expect(await openers.audiences?.(desk({ '/cgi-bin/tags/get': answer({ tags: [{ id: 2, name: '星标组', count: 0 }, { id: 100, name: 'Socios', count: 9 }] }) }).context)).toEqual([{ value: '2', label: '星标组' }, { value: '100', label: 'Socios' }]))
})

describe('importing what was made on WeChat’s site', () => {
  const imported = () => openers.import!({ ...desk({ '/cgi-bin/get_current_selfmenu_info': answer(json('own-selfmenu.json')), '/cgi-bin/get_current_autoreply_info': answer(json('own-autoreply.json')) }).context })

  it('converts every button, and what comes out can be published', async () => {
    const { openers: found } = await imported()
    expect(found.sets[0]?.menu).toEqual([
      { title: '关于我们', below: [
        { title: '网店', type: 'view', values: { url: 'https://optica.example/zh' } }, click('新品', 'MENU_1_2'), { title: '地址', type: 'view', values: { url: 'http://mp.weixin.qq.com/s?__biz=B&idx=1' } }, click('视频', 'MENU_1_4'), click('语音', 'MENU_1_5'),
      ] },
      click('时间', 'MENU_2'),
      { title: '更多', below: [click('地图', 'MENU_3_1'), { title: '预约', type: 'miniprogram', values: { appid: 'wxfedcba9876543210', pagepath: 'pages/index', url: 'https://optica.example/cita' } }, click('视频号', 'MENU_3_3')] },
    ])
    expect(openerFaults(menuEditor, found)).toEqual([])
  })
  it('makes a reply of each text, picture, sound and list of articles', async () => {
    const { replies } = await imported()
    expect(replies.filter((reply) => reply.on.kind === 'key').map((reply) => [reply.on, reply.say])).toEqual([
      [{ kind: 'key', key: 'MENU_1_2', title: '新品' }, [{ kind: 'text', text: '秋季新款\nhttp://mp.weixin.qq.com/s?__biz=A&idx=1\n\n太阳镜\nhttp://mp.weixin.qq.com/s?__biz=A&idx=2' }]],
      [{ kind: 'key', key: 'MENU_1_4', title: '视频' }, [{ kind: 'video', media: { kind: 'url', url: 'http://61.182.130.30/vweixinp.tc.qq.com/1007.f10.mp4?vkey=77A4' } }]],
      [{ kind: 'key', key: 'MENU_1_5', title: '语音' }, [{ kind: 'voice', media: { kind: 'id', id: 'nTXe3aghlQ4XYHa0AQPWiQ' } }]],
      [{ kind: 'key', key: 'MENU_2', title: '时间' }, [{ kind: 'text', text: '周一至周六 10:00–20:00' }]],
      [{ kind: 'key', key: 'MENU_3_1', title: '地图' }, [{ kind: 'image', media: { kind: 'id', id: 'ax5Whs5dsoomJLEppAvftBUuH7' } }]],
    ])
  })
  it('takes the rules of the site along', async () => {
    const { replies } = await imported()
    expect(replies.filter((reply) => reply.on.kind !== 'key')).toEqual([
      { on: { kind: 'follow' }, name: 'follow', active: true, mode: 'all', say: [{ kind: 'text', text: '感谢关注！Gracias por seguirnos.' }] },
      { on: { kind: 'keywords', words: [{ text: '时间', match: 'contains' }, { text: '1', match: 'equals' }] }, name: 'horario', active: true, mode: 'all', say: [{ kind: 'text', text: '10:00–20:00' }, { kind: 'text', text: '怎么来\nhttp://mp.weixin.qq.com/s?__biz=B&idx=1' }] },
      { on: { kind: 'keywords', words: [{ text: '优惠', match: 'contains' }] }, name: 'azar', active: true, mode: 'one', say: [{ kind: 'voice', media: { kind: 'id', id: 'NESsxgHEvAcg3egJTtYj4uG1' } }] },
      { on: { kind: 'otherwise' }, name: 'otherwise', active: true, mode: 'all', say: [{ kind: 'image', media: { kind: 'id', id: 's4VBGbR1ZpLH' } }] },
    ])
  })
  it('lists what became something else and what is lost', async () => {
    const { notes } = await imported()
    expect(notes.map(({ code, title, was }) => `${title} ${was} ${code}`)).toEqual([
      '新品 news became_text', '地址 news became_link', '视频 video became_key', '语音 voice became_key', '时间 text became_key', '地图 img became_key', '视频号 finder lost', 'azar card lost', 'perdida card lost',
    ])
  })
  it('keeps a rule that was off as one that is off', async () => {
    const off = { ...json('own-autoreply.json'), is_add_friend_reply_open: 0, is_autoreply_open: 0 }
    const { replies } = await openers.import!(desk({ '/cgi-bin/get_current_selfmenu_info': answer({ is_menu_open: 0 }), '/cgi-bin/get_current_autoreply_info': answer(off) }).context)
    expect(replies.map((reply) => reply.active)).toEqual([false, false, false, false])
  })
})

describe('a tap', () => {
  const push = (event: string, key: string, more = '') => `<xml><ToUserName><![CDATA[gh_0a1b2c3d4e5f]]></ToUserName><FromUserName><![CDATA[oRECADOexample0000000000001a]]></FromUserName><CreateTime>1763776800</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[${event}]]></Event><EventKey><![CDATA[${key}]]></EventKey>${more}</xml>`
  const titles = openerTitles({ sets: [everybody] } satisfies Openers)
  test('of a scanner shows what was scanned', () => {
    expect(readInbound(push('scancode_waitmsg', 'H', '<ScanCodeInfo><ScanType><![CDATA[qrcode]]></ScanType><ScanResult><![CDATA[PEDIDO-4711]]></ScanResult></ScanCodeInfo>'), { settings, arrivedAt: 0, titles })).toMatchObject([{ content: { data: { key: 'H', title: 'Horario', text: 'Horario: PEDIDO-4711' } } }])
  })
  test.each([
    ['CLICK', 'H', { key: 'H', title: 'Horario' }], ['CLICK', 'OLD', { key: 'OLD' }], ['CLICK', 'constructor', { key: 'constructor' }], ['VIEW', 'https://optica.example', { target: 'https://optica.example', title: 'Tienda' }],
    ['pic_weixin', 'H', { key: 'H', title: 'Horario', count: 0 }],
  ])('%s %s is read by its name', (event, key, data) => {
    expect(readInbound(push(event, key), { settings, arrivedAt: 0, titles })).toMatchObject([{ type: 'act', content: { kind: 'system', data } }])
  })
})

test('no field of the profile is offered that WeChat lets no program change', async () => {
  expect([businessProfile?.editor.fields, businessProfile?.editor.elsewhere.map((field) => field.key)]).toEqual([[], ['name', 'photo', 'about', 'phone', 'address']])
  expect(await businessProfile?.read(desk().context)).toEqual({})
})
