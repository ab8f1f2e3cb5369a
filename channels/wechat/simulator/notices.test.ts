import { describe, expect, it } from 'vitest'
import { desk, type Desk } from './desk-for-tests.js'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

describe('subscription notices', () => {
  const notices = async (d: Desk): Promise<string[]> => ((await d.call('/wxaapi/newtmpl/gettemplate')).data as { priTmplId: string }[]).map((one) => one.priTmplId)
  const send = async (d: Desk, template_id: string): Promise<unknown> => d.errcode('/cgi-bin/message/subscribe/bizsend', { touser: d.ana, template_id, data: { thing1: { value: '近视眼镜' }, date2: { value: '2026年3月2日 10:00' }, phrase3: { value: '已发货' } } })

  it('one acceptance is one message, whenever it comes, follower or not', async () => {
    const d = desk()
    const [id = ''] = await notices(d)
    expect(await send(d, id)).toBe(43101)
    await d.act('accept_notice', undefined, id)
    await d.world.advance(400 * 24 * HOUR)
    expect([await send(d, id), await send(d, id)]).toEqual([0, 43101])
    await d.world.advance(3 * SECOND)
    expect(d.pushes().at(-1)).toMatchObject({ Event: 'subscribe_msg_sent_event', SubscribeMsgSentEvent: { List: { TemplateId: id, ErrorCode: '0', ErrorStatus: 'success' } } })
  })

  it('two acceptances are two messages; a withdrawal takes them all; a refusal takes none', async () => {
    const d = desk()
    const [id = ''] = await notices(d)
    await d.act('accept_notice', undefined, id)
    await d.act('accept_notice', undefined, id)
    await d.act('reject_notice', undefined, id)
    expect(await send(d, id)).toBe(0)
    await d.act('withdraw_notice', undefined, id)
    expect(await send(d, id)).toBe(43101)
  })

  it('knows its own templates only', async () => {
    const d = desk()
    await d.act('follow')
    const [id = ''] = await notices(d)
    await d.act('accept_notice', undefined, id)
    expect(await d.errcode('/cgi-bin/message/template/send', { touser: d.ana, template_id: id, data: {} })).toBe(40037)
    expect(await send(d, 'nothing')).toBe(40037)
    expect(await d.errcode('/cgi-bin/message/subscribe/bizsend', { touser: d.ana, template_id: id, data: { thing1: { value: 'x' }, date2: { value: '2026-03-02' }, phrase3: { value: 'Enviado' } } })).toBe(47003)
  })

  it('a long-term one may be sent again and again', async () => {
    const d = desk()
    const { priTmplId } = await d.call('/wxaapi/newtmpl/addtemplate', { tid: '20112', kidList: [1, 2], sceneDesc: 'x' })
    await d.act('accept_notice', undefined, String(priTmplId))
    const again = (): Promise<unknown> => d.errcode('/cgi-bin/message/subscribe/bizsend', { touser: d.ana, template_id: priTmplId, data: { thing1: { value: '报销' }, phrase2: { value: '已通过' } } })
    expect([await again(), await again(), await again()]).toEqual([0, 0, 0])
  })

  it('the older one-off message: several confirmations of a scene are worth one', async () => {
    const d = desk()
    const confirm = (scene: string): Promise<void> => d.act('confirm_one_off', { scene, templateId: 'T' })
    const send1 = (scene: string): Promise<unknown> => d.errcode('/cgi-bin/message/template/subscribe', { touser: d.ana, template_id: 'T', scene, title: 'Su pedido', data: { content: { value: 'Llega mañana' } } })
    await confirm('1')
    await confirm('1')
    await confirm('2')
    expect([await send1('1'), await send1('1'), await send1('2')]).toEqual([0, 43101, 0])
  })
})
