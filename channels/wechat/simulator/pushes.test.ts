import { readFileSync } from 'node:fs'
import { sampleFile } from '@recado/channel-kit/testing/sample-files'
import { describe, expect, it } from 'vitest'
import { simulator } from '../simulator.js'
import { desk } from './desk-for-tests.js'
import { readXml } from './wire.js'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

const fixture = (name: string): string => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8')

describe('what the account is told', () => {
  /** The documents' example beside the act that causes such a push: the same elements in the same order. */
  it.each<[string, string, [string, Record<string, unknown>?, string?][]]>([
    ['10-in-text.xml', 'a text', [['write', { text: 'hola' }]]],
    ['11-in-text-from-article.xml', 'a text from an article', [['write', { text: 'más', article: { msgDataId: '2650000001_1', idx: '1' } }]]],
    ['13-in-image.xml', 'a picture', [['write', { kind: 'image' }]]],
    ['14-in-voice.xml', 'a voice note', [['write', { kind: 'audio' }]]],
    ['15-in-video.xml', 'a film', [['write', { kind: 'video' }]]],
    ['16-in-shortvideo.xml', 'a short film', [['write', { kind: 'video', short: true }]]],
    ['17-in-location.xml', 'a place', [['write', { kind: 'location' }]]],
    ['18-in-link.xml', 'a link', [['write', { kind: 'link', title: 'Catálogo', url: 'https://example.com/' }]]],
    ['20-event-subscribe.xml', 'a follow', [['follow']]],
    ['21-event-subscribe-qrscene.xml', 'a scan by a stranger', [['scan', undefined, 'tienda']]],
    ['22-event-unsubscribe.xml', 'an unfollow', [['follow'], ['unfollow']]],
    ['23-event-scan.xml', 'a scan by a follower', [['follow'], ['scan', undefined, 'tienda']]],
    ['24-event-location.xml', 'where she is', [['location']]],
    ['25-event-click.xml', 'a click', [['menu', undefined, 'HOURS']]],
    ['26-event-view.xml', 'a view', [['menu', undefined, 'https://optica.example/zh']]],
    ['28-event-scancode-waitmsg.xml', 'a scanned code', [['menu', undefined, 'PICK_UP']]],
    ['33-event-subscribe-msg-popup.xml', 'notices allowed', [['accept_notice']]],
    ['34-event-subscribe-msg-change.xml', 'notices withdrawn', [['withdraw_notice']]],
  ])('%s: %s', async (name, _, acts) => {
    const d = desk({ mode: 'plain' })
    for (const [action, content, ref] of acts) await d.act(action, content, ref)
    const shape = (value: unknown): unknown => (Array.isArray(value) ? shape(value[0]) : typeof value === 'object' && value !== null ? Object.entries(value).filter(([key]) => key !== '#text').map(([key, member]) => [key, shape(member)]) : 'text')
    const example = readXml(fixture(name))
    expect(shape(d.pushes().at(-1))).toEqual(shape(example))
    const told = d.pushes().at(-1)
    for (const member of ['MsgType', 'Event']) if (example?.[member] !== 'shortvideo') expect(told?.[member]).toBe(example?.[member])
  })

  it.each([['SEND_PHOTO', 'pic_photo_or_album', 'image'], ['SEND_PLACE', 'location_select', 'location']])('%s: the event, then what she chose', async (key, event, type) => {
    const d = desk()
    await d.act('menu', undefined, key)
    expect(d.pushes()).toMatchObject([{ MsgType: 'event', Event: event, EventKey: key }, { MsgType: type }])
  })

  it('a scan names the scene with a prefix to a stranger, without one to a follower', async () => {
    const d = desk()
    const made = await d.call('/cgi-bin/qrcode/create', { expire_seconds: 60, action_name: 'QR_STR_SCENE', action_info: { scene: { scene_str: 'cartel' } } })
    await d.act('scan', undefined, String(made.ticket))
    await d.act('scan', undefined, 'cartel')
    expect(d.pushes()).toMatchObject([{ Event: 'subscribe', EventKey: 'qrscene_cartel', Ticket: made.ticket }, { Event: 'SCAN', EventKey: 'cartel', Ticket: made.ticket }])
    expect(await d.call('/cgi-bin/user/info', undefined, { openid: d.ana })).toMatchObject({ subscribe: 1, subscribe_scene: 'ADD_SCENE_QR_CODE', qr_scene: 0, qr_scene_str: 'cartel' })
    await d.world.advance(60 * SECOND)
    await expect(d.act('scan', undefined, 'cartel')).rejects.toThrow('expired')
  })

  it('files can be fetched for three days', async () => {
    const d = desk()
    await d.act('write', { kind: 'image' })
    const [push] = d.pushes()
    const query = { media_id: String(push?.MediaId) }
    const picture = await simulator.handle(d.world, { method: 'GET', path: new URL(String(push?.PicUrl)).pathname, query: {}, headers: {}, body: Buffer.alloc(0) })
    expect(Buffer.from(picture.body).equals(sampleFile('jpeg').bytes)).toBe(true)
    await d.world.advance(72 * HOUR - 1)
    expect((await d.raw('/cgi-bin/media/get', undefined, query)).startsWith('{')).toBe(false)
    await d.world.advance(1)
    expect(await d.errcode('/cgi-bin/media/get', undefined, query)).toBe(40007)
  })

  it('is not called while the owner has switched the server configuration off', async () => {
    const d = desk()
    d.world.fault('unsubscribe', 1)
    await d.act('write', { text: 'nadie lo oye' })
    await d.act('write', { text: 'esto sí' })
    expect(d.pushes().map((push) => push.Content)).toEqual(['esto sí'])
  })
})
