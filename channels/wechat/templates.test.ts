import { describe, expect, it } from 'vitest'
import type { OutboundMessage, PlatformTemplate } from '@recado/channel-kit'
import type { TemplateContent } from '@recado/core'
import { answer, desk, fixture, sentTo } from './fake-context.js'
import wechat from './index.js'
import { valueFault } from './values.js'

const { send, templates, checkTemplate } = wechat.connector
const openid = 'oRECADOexample0000000000001a'
const MESSAGES = '/cgi-bin/template/get_all_private_template'
const NOTICES = '/wxaapi/newtmpl/gettemplate'

const shipped = {
  template_id: 'TPL_SERVICE_0000000000000000000000000000000', title: '订单发货通知', primary_industry: 'IT科技', deputy_industry: '互联网',
  content: '{{first.DATA}}\n订单号:{{character_string1.DATA}}\n商品：{{thing2.DATA}}\n时间: {{time3.DATA}}\n{{remark.DATA}}',
  example: '您好\n订单号:4711\n商品:鞋\n时间: 2025-11-22 10:00:00\n谢谢',
}
const notices = [
  { priTmplId: 'TPL_ORDER_SHIPPED_000000000000000000000000', title: '发货', content: '商品:{{thing1.DATA}}\n状态:{{phrase3.DATA}}\n日期:{{date2.DATA}}\n', example: '商品:鞋\n状态:已发货\n日期:2025年11月22日\n', type: 2 },
  { priTmplId: 'TPL_CLINIC', title: '就诊', content: '科室:{{thing1.DATA}}\n', example: '', type: 3 },
]
const listed = (messages: unknown[] = [shipped], subscriptions: unknown[] = notices) =>
  desk({ [MESSAGES]: answer({ template_list: messages }), [NOTICES]: answer({ errcode: 0, errmsg: 'ok', data: subscriptions }) })

async function template(id: string): Promise<PlatformTemplate> {
  const found = (await templates(listed().context)).find((one) => one.externalId.startsWith(id))
  if (!found) throw new Error(`no template ${id}`)
  return found
}

describe('the list of templates', () => {
  it('holds template messages and both kinds of notices', async () => {
    expect((await templates(listed().context)).map((one) => [one.externalId, one.category, one.status, one.language])).toEqual([
      [shipped.template_id, 'template_message', 'approved', 'zh_CN'],
      ['TPL_ORDER_SHIPPED_000000000000000000000000', 'subscription_once', 'approved', 'zh_CN'],
      ['TPL_CLINIC', 'subscription_long_term', 'approved', 'zh_CN'],
    ])
  })

  it('shows the fields with their labels and examples, without the two that WeChat drops', async () => {
    expect(await template('TPL_SERVICE')).toEqual({
      externalId: shipped.template_id, name: '订单发货通知', language: 'zh_CN', category: 'template_message', status: 'approved', components: shipped,
      preview: { body: '订单号:{{character_string1}}\n商品：{{thing2}}\n时间: {{time3}}' },
      parameters: [
        { component: 'body', name: 'character_string1', type: 'text', label: '订单号', example: '4711', maxLength: 32 },
        { component: 'body', name: 'thing2', type: 'text', label: '商品', example: '鞋', maxLength: 20 },
        { component: 'body', name: 'time3', type: 'text', label: '时间', example: '2025-11-22 10:00:00' },
      ],
    })
  })

  it('reads the spaced braces of the documents and lines without a label', async () => {
    const found = await templates(listed([{ ...shipped, content: '{ {result.DATA} }\n\n领奖金额:{ {withdrawMoney.DATA} }' }]).context)
    expect(found[0]?.preview.body).toBe('{{result}}\n\n领奖金额:{{withdrawMoney}}')
    expect(found[0]?.parameters.map((one) => [one.name, one.label])).toEqual([['result', 'result'], ['withdrawMoney', '领奖金额']])
  })

  it('is empty where the account has no right, and fails aloud otherwise', async () => {
    const unverified = answer({ errcode: 48001, errmsg: 'api unauthorized' })
    expect(await templates(desk({ [MESSAGES]: unverified, [NOTICES]: unverified }).context)).toEqual([])
    await expect(templates(desk({ [MESSAGES]: answer({ errcode: -1, errmsg: 'busy' }) }).context)).rejects.toMatchObject({ detail: { code: 'platform_unavailable' } })
  })
})

describe('values', () => {
  it('missing, bad and rendered', async () => {
    const one = await template('TPL_SERVICE')
    expect(checkTemplate(one, { character_string1: '4711', thing2: ' ' })).toEqual({ missing: ['thing2', 'time3'], rendered: { body: '订单号:4711\n商品： \n时间: {{time3}}' } })
    const good = { character_string1: '4711', thing2: 'Zapato talla 38', time3: '2025-11-22 10:00:00' }
    expect(checkTemplate(one, good)).toEqual({ missing: [], rendered: { body: '订单号:4711\n商品：Zapato talla 38\n时间: 2025-11-22 10:00:00' } })
    expect(checkTemplate(one, { ...good, thing2: 'a'.repeat(21) })).toMatchObject({ missing: [], badValue: 'thing2: longer than 20' })
    expect(checkTemplate(one, null)).toMatchObject({ missing: ['character_string1', 'thing2', 'time3'] })
    expect(checkTemplate(one, [{ component: 'body', name: 'toString', type: 'text', text: 'x' }]).missing).toHaveLength(3)
  })

  it.each([
    ['thing1', '有'.repeat(20), '有'.repeat(21)],
    ['thing1', '😀'.repeat(20), '😀'.repeat(21)],
    ['number2', '1'.repeat(32), '1'.repeat(33)],
    ['number2', '-3.5', 'three'],
    ['letter1', 'a'.repeat(32), 'a'.repeat(33)],
    ['letter1', 'Abc', 'A1'],
    ['symbol1', '*****', '******'],
    ['character_string1', 'a'.repeat(32), 'a'.repeat(33)],
    ['time3', '15:01', '1'],
    ['time3', '2019年10月1日 15:01~16:30', '25:01'],
    ['date3', '2025年11月22日', 'mañana'],
    ['date3', '2025-11-22 10:00', '22/11/2025'],
    ['amount1', '¥1234567890', '¥12345678901'],
    ['amount1', '99.50元', '99,50 EUR'],
    ['phone_number1', '+86-0766-66888866', '+86-0766-668888660'],
    ['car_number1', '粤A8Z888挂', '粤A8Z888挂挂'],
    ['name1', '有'.repeat(10), '有'.repeat(11)],
    ['name1', 'a'.repeat(20), 'a'.repeat(21)],
    ['phrase3', '已发货已发', '已发货已发货'],
  ])('%s takes %j and not %j', (field, good, bad) => {
    expect(valueFault(field, good)).toBeNull()
    expect(valueFault(field, bad)).toMatch(new RegExp(`^${field}: `))
  })

  it.each(['keyword1', 'const1', 'toString', 'constructor2'])('%s has no rule of its own', (field) => {
    expect(valueFault(field, 'x'.repeat(500))).toBeNull()
  })
})

describe('sending', () => {
  const message = (content: TemplateContent, found?: PlatformTemplate): OutboundMessage => ({ id: 'recado-msg-000001', to: [{ kind: 'openid', value: openid }], content, as: 'template', author: 'human', attempt: 1, ...(found && { template: found }) })
  const order: TemplateContent = {
    kind: 'template', link: 'https://example.com/pedido/4711',
    parameters: [
      { component: 'body', name: 'character_string1', type: 'text', text: '4711' },
      { component: 'body', name: 'thing2', type: 'text', text: 'Zapato talla 38' },
      { component: 'body', name: 'time3', type: 'date_time', value: '2025-11-22 10:00:00' },
      { component: 'button', index: 0, type: 'action', value: { appid: 'wxfedcba9876543210', pagepath: 'pages/order?id=4711' } },
    ],
  }

  it('a template message has the documented body, and its id keeps all 19 digits', async () => {
    const api = JSON.parse(fixture('65-api-template-send.json')) as { body: object; response_ok_raw_text: string }
    const { context, calls } = desk({ '/cgi-bin/message/template/send': answer(api.response_ok_raw_text) })
    expect(await send(message(order, await template('TPL_SERVICE')), context)).toEqual({ externalId: 'tpl:3717005636572528642', status: 'accepted' })
    expect(sentTo(calls, '/cgi-bin/message/template/send').body).toEqual(api.body)
  })

  it('a notice has the documented body and no id', async () => {
    const api = JSON.parse(fixture('66-api-subscribe-bizsend.json')) as { body: object; response_ok: object }
    const { context, calls } = desk({ '/cgi-bin/message/subscribe/bizsend': answer(api.response_ok) })
    const content: TemplateContent = {
      kind: 'template', link: 'https://example.com/pedido/4711',
      parameters: [
        { component: 'body', name: 'thing1', type: 'text', text: 'Zapato talla 38' }, { component: 'body', name: 'phrase3', type: 'text', text: '已发货' }, { component: 'body', name: 'date2', type: 'text', text: '2025年11月22日 10:00' },
        { component: 'button', index: 0, type: 'action', value: { appid: 'wxfedcba9876543210', pagepath: 'pages/order?id=4711' } },
      ],
    }
    expect(await send(message(content, await template('TPL_ORDER')), context)).toEqual({ externalId: null, status: 'accepted' })
    expect(sentTo(calls, '/cgi-bin/message/subscribe/bizsend').body).toEqual(api.body)
  })

  it('a notice that is given an id is found again by it', async () => {
    const { context } = desk({ '/cgi-bin/message/subscribe/bizsend': answer('{"errcode":0,"msgid":1700827132819554304}') })
    expect(await send(message({ kind: 'template', parameters: { thing1: 'x' } }, await template('TPL_CLINIC')), context)).toEqual({ externalId: 'sub:1700827132819554304', status: 'accepted' })
  })

  it('money and places become the text WeChat shows', async () => {
    const found = { ...(await template('TPL_SERVICE')), parameters: ['amount1', 'amount2', 'thing3', 'number4'].map((name) => ({ component: 'body' as const, name, type: 'text', label: name })) }
    const { context, calls } = desk()
    await send(message({ kind: 'template', parameters: [
      { component: 'body', name: 'amount1', type: 'currency', currency: { code: 'CNY', amount1000: 99_500 } },
      { component: 'body', name: 'amount2', type: 'currency', currency: { code: 'MXN', amount1000: 1_000 } },
      { component: 'body', name: 'thing3', type: 'location', location: { latitude: 1, longitude: 2, name: 'Sol', address: 'Madrid' } },
      { component: 'body', name: 'number4', type: 'text', value: 7 },
    ] }, found), context)
    expect(sentTo(calls, '/cgi-bin/message/template/send').body).toMatchObject({ data: { amount1: { value: '¥99.50' }, amount2: { value: '1.00' }, thing3: { value: 'Sol Madrid' }, number4: { value: '7' } } })
  })

  it('without a template that is still known is refused before anything is sent', async () => {
    const { context, calls } = desk()
    await expect(send(message(order), context)).rejects.toMatchObject({ detail: { code: 'template_not_approved', sent: 'no' } })
    expect(calls).toEqual([])
  })

  it('again under the same id counts as sent', async () => {
    const { context } = desk({ '/cgi-bin/message/template/send': answer({ errcode: 45065, errmsg: 'clientmsgid exist' }) })
    expect(await send(message(order, await template('TPL_SERVICE')), context)).toEqual({ externalId: null, status: 'accepted' })
  })

  it.each([[43004, 'identity_unreachable'], [40037, 'template_not_approved'], [47003, 'parameter_invalid'], [43101, 'consent_missing']])('refused with %i is %s', async (errcode, code) => {
    const { context } = desk({ '/cgi-bin/message/template/send': answer({ errcode, errmsg: 'argument invalid! data.thing2.value invalid' }) })
    await expect(send(message(order, await template('TPL_SERVICE')), context)).rejects.toMatchObject({ detail: { code, message: expect.stringContaining('data.thing2.value') } })
  })
})
