import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { simulator } from '../simulator.js'
import { desk, openPush, said, type Desk } from './desk-for-tests.js'

const fixture = (name: string): string => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8')

describe('the account', () => {
  it('is made with everything a desk needs, and taken over as it is', () => {
    const d = desk()
    expect(d.settings).toMatchObject({ appId: expect.stringMatching(/^wx[\da-f]{16}$/), appSecret: expect.stringMatching(/^[\da-f]{32}$/), encodingAesKey: expect.stringMatching(/^[\dA-Za-z]{43}$/), mode: 'secure', originalId: expect.stringMatching(/^gh_[\da-f]{12}$/), verified: true, overseas: false })
    const again = simulator.createAccount(d.world, { name: 'Óptica Sol', settings: { ...d.settings, mode: 'plain' } })
    expect([again.externalId, again.settings.mode, again.settings.token]).toEqual([d.account, 'plain', d.settings.token])
  })

  it('goes on with a webhook that was under way when the process ended', async () => {
    let dead = true
    const d: Desk = desk({}, () => (dead ? new Promise(() => {}) : said('success')))
    void d.act('write', { text: 'hola' })
    await Promise.resolve()
    dead = false
    await simulator.resume?.(d.world)
    expect(d.pushes().map((push) => push.Content)).toEqual(['hola'])
    await simulator.resume?.(d.world)
    expect(d.world.posted.length).toBe(1)
  })

  it('signs what the compatible-mode example shows', () => {
    const [head = '', body = ''] = fixture('92-compat-inbound.http').split('\n\n')
    const target = new URL(`http://x${/POST (\S+)/.exec(head)?.[1] ?? ''}`)
    const vectors = JSON.parse(fixture('90-aes-vectors.json')) as { token: string; encoding_aes_key: string; appid: string }
    const settings = { token: vectors.token, encodingAesKey: vectors.encoding_aes_key, appId: vectors.appid }
    expect(openPush({ method: 'POST', query: Object.fromEntries(target.searchParams), headers: {}, body, timeoutMs: 1 }, settings)).toMatchObject({ MsgType: 'text', MsgId: '24900000000000001' })
  })
})
