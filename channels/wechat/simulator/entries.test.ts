import { qrMatrix } from '@recado/channel-kit/testing/qr-matrix'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { simulator } from '../simulator.js'
import { desk, said, type Desk } from './desk-for-tests.js'

const qr = (d: Desk, body: object): Promise<Record<string, unknown>> => d.call('/cgi-bin/qrcode/create', body)
const temporary = (scene_str: string, expire_seconds = 3600): object => ({ expire_seconds, action_name: 'QR_STR_SCENE', action_info: { scene: { scene_str } } })

describe('codes', () => {
  it.each<[string, object, unknown]>([
    ['a temporary number', { action_name: 'QR_SCENE', expire_seconds: 100, action_info: { scene: { scene_id: 0xffff_ffff } } }, 100],
    ['a number beyond 32 bits', { action_name: 'QR_SCENE', action_info: { scene: { scene_id: 0x1_0000_0000 } } }, 40035],
    ['nothing', { action_name: 'QR_SCENE', action_info: { scene: { scene_id: 0 } } }, 40035],
    ['a permanent number', { action_name: 'QR_LIMIT_SCENE', action_info: { scene: { scene_id: 100_000 } } }, undefined],
    ['a permanent number too large', { action_name: 'QR_LIMIT_SCENE', action_info: { scene: { scene_id: 100_001 } } }, 40035],
    ['64 characters', { action_name: 'QR_LIMIT_STR_SCENE', action_info: { scene: { scene_str: 'x'.repeat(64) } } }, undefined],
    ['65 characters', { action_name: 'QR_LIMIT_STR_SCENE', action_info: { scene: { scene_str: 'x'.repeat(65) } } }, 40035],
    ['more than thirty days', temporary('a', 2_592_001), 2_592_000],
    ['no time named', { action_name: 'QR_STR_SCENE', action_info: { scene: { scene_str: 'a' } } }, 60],
    ['an unknown kind', { action_name: 'QR_SONG', action_info: { scene: { scene_str: 'a' } } }, 40035],
  ])('%s', async (_, body, outcome) => {
    const answer = await qr(desk(), body)
    expect(answer.errcode ?? answer.expire_seconds).toBe(outcome)
  })

  it('are scanned by what stands in them, by their picture or by their scene', async () => {
    const d = desk()
    const made = await qr(d, temporary('cartel'))
    await d.act('follow')
    const picture = `https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=${encodeURIComponent(String(made.ticket))}`
    for (const [action, ref] of [['scan', String(made.url)], ['scan', picture], ['open_link', String(made.url).replace('http:', 'https:')], ['scan', 'cartel']] as const) {
      await d.act(action, {}, ref)
      expect(d.pushes().at(-1)).toMatchObject({ Event: 'SCAN', EventKey: 'cartel', Ticket: made.ticket })
    }
    await expect(d.act('scan', {}, 'https://optica.example/')).rejects.toThrow('web page')
    expect(simulator.business?.(d.world, d.ana).codes).toEqual([{ title: 'cartel', ref: made.ticket, picture: expect.stringContaining('/cgi-bin/showqrcode?ticket=') }])
    await d.world.advance(3600_000)
    expect(simulator.business?.(d.world, d.ana).codes).toEqual([])
  })
})

it('the picture of a code holds its address', async () => {
  const d = desk()
  const made = await qr(d, temporary('cartel'))
  const picture = await simulator.handle(d.world, { method: 'GET', path: '/cgi-bin/showqrcode', query: { ticket: String(made.ticket) }, headers: {}, body: Buffer.alloc(0) })
  const { data, info } = await sharp(Buffer.from(picture.body)).greyscale().raw().toBuffer({ resolveWithObject: true })
  const matrix = qrMatrix(String(made.url))
  const scale = info.width / (matrix.length + 8)
  const seen = matrix.map((row, y) => row.map((_, x) => (data[((y + 4) * scale + 1) * info.width + (x + 4) * scale + 1] ?? 255) < 128))
  expect(seen).toEqual(matrix)
})

describe('how she comes', () => {
  it.each([[undefined, 'ADD_SCENE_SEARCH'], ['card', 'ADD_SCENE_PROFILE_CARD'], ['article', 'ADD_SCENE_PROFILE_LINK'], ['paid', 'ADD_SCENE_PAID']])('%s', async (ref, scene) => {
    const d = desk()
    await d.act('follow', {}, ref)
    expect(await d.call('/cgi-bin/user/info', undefined, { openid: d.ana })).toMatchObject({ subscribe_scene: scene })
  })

  it('from an ad: a follow, told as one; a follower only sees the page', async () => {
    const d = desk()
    await d.act('ad', { headline: 'Segunda gafa gratis' })
    expect(d.pushes()).toMatchObject([{ Event: 'subscribe', EventKey: '' }])
    expect(await d.call('/cgi-bin/user/info', undefined, { openid: d.ana })).toMatchObject({ subscribe_scene: 'ADD_SCENE_WECHAT_ADVERTISEMENT' })
    await d.act('ad')
    expect(d.pushes().length).toBe(1)
    expect(d.screen()[0]).toEqual({ from: 'system', content: { kind: 'system', event: 'from_ad', data: { text: 'Segunda gafa gratis' } } })
    await expect(desk().act('follow', {}, 'dream')).rejects.toThrow('search, card')
  })
})

describe('the business on her phone', () => {
  it('shows the menu with what each button asks of her', () => {
    const d = desk()
    expect(simulator.business?.(d.world, d.ana)).toMatchObject({
      name: 'Óptica Sol', badge: { en: 'Verified by WeChat' },
      menu: { style: 'bar', entries: [
        { id: '0', title: '门店 Tienda', entries: [{ act: { action: 'menu', ref: 'HOURS' } }, {}, { input: 'text' }, { id: '0.3', input: 'photo' }, { input: 'location' }] },
        { act: { action: 'menu', ref: 'TALK_TO_US' } }, { act: { ref: 'https://optica.example/zh' }, url: 'https://optica.example/zh' },
      ] },
    })
  })

  it('and no menu once she has left', async () => {
    const d = desk()
    await d.act('unfollow')
    expect(simulator.business?.(d.world, d.ana).menu).toBeUndefined()
  })

  it('every button of it can be tapped', async () => {
    const d = desk()
    const entries = simulator.business?.(d.world, d.ana).menu?.entries.flatMap((one) => one.entries ?? [one]) ?? []
    for (const { act } of entries) await d.act(act?.action ?? '', {}, act?.ref)
    expect(d.pushes().flatMap((push) => (push.Event ? [push.Event] : []))).toEqual(['CLICK', 'CLICK', 'scancode_waitmsg', 'pic_photo_or_album', 'location_select', 'CLICK', 'VIEW'])
  })
})

describe('an automatic reply in the answer', () => {
  it('is shown once although the push is repeated, with the same id each time', async () => {
    let calls = 0
    const reply = (d: Desk): string => `<xml><ToUserName>${d.ana}</ToUserName><FromUserName>${String(d.settings.originalId)}</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>¡Hola!</Content></xml>`
    const d: Desk = desk({ mode: 'plain' }, () => said(reply(d), 200, ++calls < 3 ? 5001 : 4999))
    await d.act('write', { text: 'hola' })
    await d.world.advance(60_000)
    expect(new Set(d.pushes().map((push) => push.MsgId)).size).toBe(1)
    expect([d.pushes().length, d.screen().filter((item) => item.from === 'business').length]).toEqual([3, 1])
  })

  it('is shown once when a try is taken up twice', async () => {
    const waiting: ((answer: ReturnType<typeof said>) => void)[] = []
    const reply = (d: Desk): string => `<xml><ToUserName>${d.ana}</ToUserName><FromUserName>${String(d.settings.originalId)}</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>¡Hola!</Content></xml>`
    const d: Desk = desk({ mode: 'plain' }, () => new Promise((resolve) => { waiting.push(resolve) }))
    const first = d.act('write', { text: 'hola' })
    const again = simulator.resume?.(d.world)
    expect(waiting.length).toBe(2)
    for (const answer of waiting) answer(said(reply(d)))
    await Promise.all([first, again])
    expect(d.screen().filter((item) => item.from === 'business').length).toBe(1)
  })
})
