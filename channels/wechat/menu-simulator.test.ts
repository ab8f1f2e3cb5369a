/** The menu against the simulated platform, which was written from WeChat's documents and knows nothing of our editor. */
import { callContext } from '@recado/channel-kit/contract/platform-call'
import { MemoryWorld } from '@recado/channel-kit/testing/world'
import { openerFaults, type Openers, openerTitles, sameOpeners } from '@recado/core'
import { beforeEach, describe, expect, it, test } from 'vitest'
import { call } from './client.js'
import channel from './index.js'
import { menuEditor } from './menu-editor.js'
import { simulator } from './simulator.js'

const openers = channel.connector.openers!
const stage = (settings: Record<string, unknown> = {}) => {
  const world = new MemoryWorld({ startAt: Date.UTC(2026, 10, 22, 9), simulator })
  const made = simulator.createAccount(world, { name: 'Óptica Sol', settings: { mode: 'plain', ...settings } })
  return { world, made, context: callContext(world, simulator, 'a', { ...made.settings, mode: made.settings.mode ?? 'plain' }) }
}
const click = (title: string, key: string) => ({ title, type: 'click', values: { key } })
/** Every kind of button that the simulator's account can have, three by five. */
const whole: Openers = { sets: [
  { audience: null, menu: [
    { title: '门店', below: [click('营业时间', 'HOURS'), { title: '扫码', type: 'scancode_waitmsg', values: { key: 'SCAN' } }, { title: '拍照', type: 'pic_sysphoto', values: { key: 'PHOTO' } }, { title: '位置', type: 'location_select', values: { key: 'PLACE' } }, { title: '网店', type: 'view', values: { url: 'https://optica.example/zh' } }] },
    { title: '发图', below: [{ title: '相册', type: 'pic_photo_or_album', values: { key: 'ALBUM' } }, { title: '微信相册', type: 'pic_weixin', values: { key: 'WEIXIN' } }, { title: '扫一扫', type: 'scancode_push', values: { key: 'PUSH' } }] }, click('客服', 'TALK'),
  ] },
] }

describe('a menu of every kind', () => {
  let { context, made, world } = stage()
  let wish = whole
  beforeEach(async () => {
    ({ context, made, world } = stage())
    const { tag } = await call(context, { method: 'POST', path: '/cgi-bin/tags/create', body: { tag: { name: '会员' } } })
    const value = String((tag as { id: number }).id)
    expect(await openers.audiences?.(context)).toContainEqual({ value, label: '会员' })
    wish = { sets: [whole.sets[0]!, { audience: { kind: 'tag', value }, menu: [click('会员', 'MEMBERS')] }] }
  })

  it('passes our editor and theirs, and reads back as it was written, also a second time', async () => {
    expect(openerFaults(menuEditor, wish)).toEqual([])
    for (const one of [wish, whole, wish]) {
      await openers.write(one, context)
      const standing = await openers.read(context)
      expect(sameOpeners(standing, one), JSON.stringify(standing)).toBe(true)
    }
  })
  it('is taken away with its groups', async () => {
    await openers.write(wish, context)
    await openers.remove(context)
    expect(await openers.read(context)).toEqual({ sets: [{ audience: null, menu: [] }] })
  })
  it('arrives by the names of its buttons', async () => {
    await openers.write(whole, context)
    const ana = simulator.createCustomer(world, { account: made.externalId }).id
    const titles = openerTitles(whole)
    const told: unknown[] = []
    world.onPost((_account, post) => {
      const reception = channel.connector.receive({ method: post.method, path: '/', query: post.query ?? {}, headers: {}, body: Buffer.from(post.body) }, context.settings)
      if (reception.kind === 'accepted') told.push(...channel.connector.readInbound(reception.payload, { settings: context.settings, arrivedAt: 0, titles }).flatMap((event) => (event.type === 'act' && event.content.kind === 'system' ? [event.content.data?.title] : [])))
      return { status: 200, body: reception.kind === 'handshake' ? String(reception.answer.body) : 'success', ms: 1 }
    })
    await simulator.act(world, ana, { action: 'menu', ref: 'HOURS' })
    await simulator.act(world, ana, { action: 'menu', ref: 'https://optica.example/zh' })
    expect(told).toEqual(['营业时间', '网店'])
  })
  it.each([['a name of 17 bytes', click('abcdefghijklmnopq', 'K'), '40018'], ['a key of 129 bytes', click('A', 'k'.repeat(129)), '40019'], ['an address that is none', { title: 'A', type: 'view', values: { url: 'optica.example' } }, '40020']])('%s is refused by both', async (_sentence, button, code) => {
    const wish: Openers = { sets: [{ audience: null, menu: [button] }] }
    expect(openerFaults(menuEditor, wish)).toHaveLength(1)
    await expect(openers.write(wish, context)).rejects.toMatchObject({ detail: { platformCode: code, code: 'platform_refused' } })
  })
})

test('an unverified account has a menu, and is told that it may not have one for a tag', async () => {
  const { context } = stage({ verified: false })
  await openers.write(whole, context)
  await expect(openers.write({ sets: [...whole.sets, { audience: { kind: 'tag', value: '2' }, menu: [click('会员', 'MEMBERS')] }] }, context)).rejects.toMatchObject({ detail: { code: 'permission_missing' } })
})

describe('before the server configuration is switched on', () => {
  it('the menu and replies of the site are copied, and can be published afterwards; after it there is nothing to copy', async () => {
    const { world, made, context } = stage({ backend: true })
    const copy = await openers.import!(context)
    expect(openerFaults(menuEditor, copy.openers)).toEqual([])
    expect([copy.openers.sets[0]?.menu?.length, copy.replies.map((reply) => reply.on.kind).sort(), copy.notes.filter((note) => note.code === 'lost')]).toEqual([3, ['follow', 'key', 'key', 'key', 'key', 'key', 'keywords', 'keywords', 'otherwise'], []])
    // The files it names can be fetched while WeChat keeps them.
    for (const part of copy.replies.flatMap((reply) => reply.say)) if (part.kind !== 'text') expect((await channel.connector.fetchMedia!(part.media, context)).bytes.length).toBeGreaterThan(0)
    await simulator.console!.press(world, made.externalId, { id: 'enable_server' })
    expect((await openers.import!(context)).openers.sets[0]?.menu).toEqual([])
    await openers.write(copy.openers, context)
    expect(sameOpeners(await openers.read(context), copy.openers)).toBe(true)
  })
})
