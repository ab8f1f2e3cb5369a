import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { simulator } from '../simulator.js'
import { desk, START, type Desk } from './desk-for-tests.js'
import { readXml } from './wire.js'

const DAY = 24 * 3_600_000
const press = (d: Desk, id: string): Promise<void> | undefined => simulator.console?.press(d.world, d.account, { id })
const events = (d: Desk): unknown[] => d.pushes().map((push) => push.Event)
const fact = (d: Desk, id: string): unknown => simulator.console?.facts(d.world, d.account).find((one) => one.id === id)

describe('the yearly certification', () => {
  it('is announced thirty days before its end, and after it only an uncertified account\'s interfaces are left', async () => {
    const d = desk({ certifiedUntil: new Date(START + 40 * DAY).toISOString() })
    await d.world.advance(10 * DAY - 1)
    expect(events(d)).toEqual([])
    await d.world.advance(1)
    expect(d.pushes().at(-1)).toMatchObject({ Event: 'annual_renew', ExpiredTime: String((START + 40 * DAY) / 1000), ToUserName: d.settings.originalId })
    await d.world.advance(30 * DAY - 1)
    await d.act('write', { text: 'hola' })
    expect(await d.text('a tiempo')).toBe(0)
    await d.world.advance(1)
    expect(events(d)).toEqual(['annual_renew', undefined, 'verify_expired'])
    expect([await d.text('tarde'), await d.errcode('/cgi-bin/qrcode/create', {}), await d.errcode('/cgi-bin/menu/get'), await d.errcode('/cgi-bin/get_current_selfmenu_info')]).toEqual([48001, 48001, 0, 0])
    await press(d, 'qualification_verify_success')
    expect(await d.text('renovada')).toBe(0)
    expect(fact(d, 'certification')).toMatchObject({ tone: 'good', at: START + 405 * DAY })
  })

  it('renewed in time, the old end passes unnoticed', async () => {
    const d = desk({ certifiedUntil: new Date(START + 5 * DAY).toISOString() })
    await press(d, 'qualification_verify_success')
    await d.world.advance(6 * DAY)
    expect(events(d)).toEqual(['qualification_verify_success'])
    expect(await d.errcode('/cgi-bin/user/get')).toBe(0)
  })

  it('the fault plays its end and its renewal, each told once', async () => {
    const d = desk()
    expect(await d.errcode('/cgi-bin/user/get')).toBe(0)
    d.world.fault('verification_expired')
    expect([await d.errcode('/cgi-bin/user/get'), await d.errcode('/cgi-bin/user/get'), await d.errcode('/cgi-bin/menu/get')]).toEqual([48001, 48001, 0])
    await d.world.advance(0)
    expect(fact(d, 'certification')).toMatchObject({ tone: 'bad' })
    d.world.clearFaults()
    expect(await d.errcode('/cgi-bin/user/get')).toBe(0)
    await d.world.advance(0)
    expect(events(d)).toEqual(['verify_expired', 'qualification_verify_success'])
  })

  it('is told at once when the fault is set, and not a second time', async () => {
    const d = desk()
    d.world.fault('verification_expired', 2, d.account)
    await simulator.faultSet?.(d.world, { kind: 'verification_expired', account: d.account })
    expect(events(d)).toEqual(['verify_expired'])
    expect([await d.errcode('/cgi-bin/user/get'), await d.errcode('/cgi-bin/user/get'), await d.errcode('/cgi-bin/user/get')]).toEqual([48001, 48001, 0])
    await d.world.advance(0)
    expect(events(d)).toEqual(['verify_expired', 'qualification_verify_success'])
  })

  it('looking at phone and console takes nothing from a fault that is counted', async () => {
    const d = desk()
    d.world.fault('verification_expired', 1)
    fact(d, 'certification')
    simulator.business?.(d.world, d.ana)
    expect(await d.errcode('/cgi-bin/user/get')).toBe(48001)
  })

  it.each(['naming_verify_fail', 'verify_expired'])('%s is told as the documents show it', async (event) => {
    const d = desk({ mode: 'plain' })
    await press(d, event)
    const example = readXml(readFileSync(new URL(`../fixtures/own-${event.replaceAll('_', '-')}.xml`, import.meta.url), 'utf8'))
    expect(Object.keys(d.pushes().at(-1) ?? {})).toEqual(Object.keys(example ?? {}).filter((key) => key !== '#text'))
  })
})

describe('what a test account may not', () => {
  it.each(['/cgi-bin/message/mass/sendall', '/cgi-bin/message/mass/send', '/cgi-bin/message/subscribe/bizsend', '/wxaapi/newtmpl/addtemplate', '/cgi-bin/freepublish/submit', '/cgi-bin/shorten/gen'])('%s', async (path) => {
    expect([await desk({ testAccount: true }).errcode(path, {}), await desk().errcode(path, {})]).toEqual([48001, expect.not.toSatisfy((code: unknown) => code === 48001)])
  })
  it.each(['/cgi-bin/user/get', '/cgi-bin/tags/get', '/cgi-bin/menu/get', '/cgi-bin/get_current_selfmenu_info', '/cgi-bin/get_current_autoreply_info'])('but %s', async (path) => {
    expect(await desk({ testAccount: true }).errcode(path)).toBe(0)
  })
})
