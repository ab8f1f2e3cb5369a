import { describe, expect, it } from 'vitest'
import { chooseCategories } from '../simulator.js'
import { desk, type Desk } from './desk-for-tests.js'
import { accountOf } from './rows.js'
import { isFit } from './values.js'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

describe('template messages', () => {
  const first = async (d: Desk): Promise<string> => ((await d.call('/cgi-bin/template/get_all_private_template')).template_list as { template_id: string; title: string }[]).find((one) => one.title === '订单发货通知')?.template_id ?? ''
  const good = { character_string1: { value: 'RE-4711' }, thing4: { value: 'Gafas de sol' }, time3: { value: '2026-03-02 10:00:00' } }
  const send = async (d: Desk, more: Record<string, unknown> = {}): Promise<string> => d.raw('/cgi-bin/message/template/send', { touser: d.ana, template_id: await first(d), data: good, ...more })

  it('reaches a follower without a window; the answer holds a bare 64-bit number; the report follows', async () => {
    const d = desk()
    await d.act('follow')
    await d.world.advance(90 * 24 * HOUR)
    const raw = await send(d, { url: 'https://example.com/p', data: { ...good, first: { value: 'Oferta' }, remark: { value: 'Compre' } } })
    const msgid = /"msgid":(\d{19})\}$/.exec(raw)?.[1]
    expect(BigInt(msgid ?? 0) > 2n ** 53n).toBe(true)
    expect(d.screen().at(-1)).toMatchObject({ from: 'business', content: { kind: 'template', text: '订单发货通知\n订单编号：RE-4711\n商品名称：Gafas de sol\n发货时间：2026-03-02 10:00:00', link: 'https://example.com/p' } })
    await d.world.advance(3 * SECOND)
    expect(d.pushes().at(-1)).toMatchObject({ Event: 'TEMPLATESENDJOBFINISH', MsgID: msgid, Status: 'success' })
  })

  it.each<[string, (d: Desk) => Promise<unknown>, Record<string, unknown>, number]>([
    ['to somebody who does not follow', () => Promise.resolve(), {}, 43004],
    ['an unknown template', (d) => d.act('follow'), { template_id: 'nothing' }, 40037],
    ['to nobody', (d) => d.act('follow'), { touser: 'oNobody' }, 40003],
    ['a keyword without a value', (d) => d.act('follow'), { data: { ...good, thing4: undefined } }, 47003],
    ['a value too long', (d) => d.act('follow'), { data: { ...good, thing4: { value: 'x'.repeat(21) } } }, 47003],
  ])('%s', async (_, before, more, errcode) => {
    const d = desk()
    await before(d)
    expect((JSON.parse(await send(d, more)) as { errcode: number }).errcode).toBe(errcode)
  })

  it('names the field that is wrong', async () => {
    const d = desk()
    await d.act('follow')
    expect(await send(d, { data: { ...good, thing4: { value: 'x'.repeat(21) } } })).toContain('argument invalid! data.thing4.value invalid rid: ')
  })

  it('who refuses messages is reported as a block and sees nothing', async () => {
    const d = desk()
    await d.act('follow')
    await d.act('block')
    await send(d)
    await d.world.advance(3 * SECOND)
    expect(d.pushes().at(-1)).toMatchObject({ Status: 'failed:user block' })
    expect(d.screen().some((item) => item.content.kind === 'template')).toBe(false)
  })

  it('the same client_msg_id is one message for ten minutes', async () => {
    const d = desk()
    await d.act('follow')
    const once = await send(d, { client_msg_id: 'a' })
    expect(await send(d, { client_msg_id: 'a' })).toBe(once)
    await d.world.advance(10 * MINUTE)
    expect(await send(d, { client_msg_id: 'a' })).not.toBe(once)
    expect(d.screen().filter((item) => item.content.kind === 'template').length).toBe(2)
  })

  it('reports can be withheld; an overseas account carries no link', async () => {
    const d = desk({ overseas: true })
    await d.act('follow')
    d.world.fault('withhold_reports', 1)
    await send(d, { url: 'https://example.com/p' })
    await d.world.advance(MINUTE)
    expect(d.pushes().some((push) => push.Event === 'TEMPLATESENDJOBFINISH')).toBe(false)
    expect(d.screen().at(-1)?.content).not.toHaveProperty('link')
  })

  it('25 templates, five categories, five changes a month', async () => {
    const d = desk()
    const add = (): Promise<unknown> => d.errcode('/cgi-bin/template/api_add_template', { template_id_short: '43216' })
    for (let n = 4; n < 25; n++) expect(await add()).toBe(0)
    expect(await add()).toBe(45026)
    expect(await d.errcode('/cgi-bin/template/api_add_template', { template_id_short: '45001' })).toBe(40037)
    const account = accountOf(d.world, d.account)
    expect(() => chooseCategories(d.world, account, ['1', '2', '3', '4', '5', '6'])).toThrow('at most 5')
    for (let n = 0; n < 5; n++) chooseCategories(d.world, account, ['商业服务'])
    expect(() => chooseCategories(d.world, account, ['商业服务'])).toThrow('5 times')
    expect(((await d.call('/cgi-bin/template/get_all_private_template')).template_list as { primary_industry: string }[]).every((one) => one.primary_industry === '商业服务')).toBe(true)
  })

  it.each([
    ['thing', 'x'.repeat(20), true], ['thing', '码'.repeat(21), false], ['number', '1'.repeat(32), true], ['number', '1'.repeat(33), false], ['number', 'a', false],
    ['letter', 'a'.repeat(32), true], ['letter', 'a1', false], ['symbol', '+-*/%', true], ['symbol', '+-*/%&', false], ['character_string', 'RE-4711', true], ['character_string', '码', false], ['character_string', 'x'.repeat(33), false],
    ['time', '23:59', true], ['time', '24:00', false], ['time', '2026年3月2日 10:00', true], ['date', '2026-03-02', true], ['date', 'mañana', false],
    ['amount', '€1234567890', true], ['amount', '€12345678901', false], ['amount', '1,5 €', false], ['phone_number', '+34 600 000 000', true], ['phone_number', '1'.repeat(18), false],
    ['car_number', '粤A8Z888挂', true], ['car_number', 'x'.repeat(9), false], ['name', '王'.repeat(10), true], ['name', '王'.repeat(11), false], ['name', 'A'.repeat(20), true], ['name', 'A'.repeat(21), false],
    ['phrase', '已发货', true], ['phrase', '已经发货了吗', false], ['phrase', 'Enviado', false], ['keyword', 'x'.repeat(500), true], ['thing', ' ', false],
  ])('a %s may be %s: %s', (kind, value, fit) => {
    expect(isFit(`${kind}1`, value)).toBe(fit)
  })
})
