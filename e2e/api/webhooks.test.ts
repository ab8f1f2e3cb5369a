import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, deliver, messengerEntry, pathOf, pushedByWeChat, Running, type Signed, signedByMeta, textOf, until, weChatText, whatsAppBody, whatsAppChange } from './harness.js'

const SECRET = 'app-secret-of-meta'
const WABA = '102290129340398'
const NOBODY = 'http://127.0.0.1:9'

let recado: Running
beforeAll(async () => { recado = await Running.start() })
afterAll(() => recado?.close())

const whatsAppSettings = (phoneNumberId: string) => ({ phoneNumberId, wabaId: WABA, accessToken: 'EAAtoken', appSecret: SECRET, verifyToken: 'our-verify-token', baseUrl: NOBODY })
const connectWhatsApp = (phoneNumberId: string) => recado.connect('whatsapp', `Number ${phoneNumberId}`, whatsAppSettings(phoneNumberId))
const rows = async (text: string): Promise<number> => Number((await ask(recado.dataDir, 'select count(*) as n from message where external_id like $1', [text]))[0]!.n)

let serial = 0
/** A text nobody else in this file has sent. */
const written = (from: string, name?: string) => { serial++; return { wamid: `wamid.hook.${serial}`, from, text: `Text ${serial} of ${from}`, ...(name ? { name } : {}) } }

/** Threads of an account as who -> what she wrote, in order. */
async function threads(accountId: string): Promise<Record<string, string[]>> {
  const all = await recado.conversations(accountId)
  return Object.fromEntries(await Promise.all(all.map(async (one) => [one.contact.name, (await recado.messages(one.id)).map(textOf).reverse()] as const)))
}

describe('a real WhatsApp number', () => {
  test('is saved with a live webhook though its platform cannot be asked, and is ready after the first signed call', async () => {
    const account = await connectWhatsApp('100001')
    expect(account.state).toBe('unverified')
    expect(account.simulated).toBe(false)
    expect(account.checks.some((check) => !check.ok)).toBe(true)
    const message = { ...written('34600100001', 'Ana Pérez') }
    const answer = await deliver(recado.url, signedByMeta(pathOf(account.webhookUrl), SECRET, whatsAppBody([[whatsAppChange('100001', [message])]])))
    expect(answer.status).toBe(200)

    const conversation = await recado.onlyConversation(account.id)
    expect(conversation).toMatchObject({ channel: 'whatsapp', unread: 1, status: 'open', contact: { name: 'Ana Pérez' }, lastMessage: { text: message.text, direction: 'in' }, window: { state: 'open' } })
    expect((await recado.messages(conversation.id)).map(textOf)).toEqual([message.text])
    const ready = await until(() => recado.account(account.id), (now) => now.state === 'ready', { what: 'the state ready' })
    expect(ready.firstWebhookAt).not.toBeNull()
  })

  test('answers the handshake with the right token only', async () => {
    const account = await connectWhatsApp('100002')
    const ask = (token: string) => fetch(`${recado.url}${pathOf(account.webhookUrl)}?hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=1158201444`)
    expect(await (await ask('our-verify-token')).text()).toBe('1158201444')
    const refused = await ask('another-token')
    expect(refused.status).toBe(403)
    expect(await refused.text()).not.toContain('1158201444')
  })

  test('refuses what is not signed with its secret, and keeps no row of it', async () => {
    const account = await connectWhatsApp('100003')
    const path = pathOf(account.webhookUrl)
    const message = { ...written('34600100003'), wamid: 'wamid.forged' }
    const genuine = signedByMeta(path, SECRET, whatsAppBody([[whatsAppChange('100003', [message])]]))
    const signature = genuine.headers['x-hub-signature-256']!
    const sha1 = `sha1=${createHmac('sha1', SECRET).update(genuine.body).digest('hex')}`
    const forgeries: [string, Signed][] = [
      ['no signature', { ...genuine, headers: { 'content-type': 'application/json' } }],
      ['another secret', signedByMeta(path, 'not-the-secret', JSON.parse(genuine.body))],
      ['another body', { ...genuine, body: genuine.body.replace('Text', 'Test') }],
      ['one digit less', { ...genuine, headers: { ...genuine.headers, 'x-hub-signature-256': signature.slice(0, -1) } }],
      ['one digit changed', { ...genuine, headers: { ...genuine.headers, 'x-hub-signature-256': signature.slice(0, -1) + (signature.endsWith('0') ? '1' : '0') } }],
      ['the older algorithm', { ...genuine, headers: { 'content-type': 'application/json', 'x-hub-signature': sha1 } }],
    ]
    for (const [name, forged] of forgeries) expect((await deliver(recado.url, forged)).status, name).toBe(401)
    expect(await rows('wamid.forged')).toBe(0)
    expect(await recado.conversations(account.id)).toEqual([])
    expect((await recado.account(account.id)).state).toBe('unverified')
    // The same bytes, signed: refused for the signature, not for anything else.
    expect((await deliver(recado.url, genuine)).status).toBe(200)
    expect(await rows('wamid.forged')).toBe(1)
  })

  test('keeps one message of an id that comes twice, at once or later, and counts it unread once', async () => {
    const account = await connectWhatsApp('100004')
    const signed = signedByMeta(pathOf(account.webhookUrl), SECRET, whatsAppBody([[whatsAppChange('100004', [written('34600100004')])]]))
    const answers = await Promise.all(Array.from({ length: 8 }, () => deliver(recado.url, signed)))
    answers.push(await deliver(recado.url, signed))
    expect(answers.map((answer) => answer.status)).toEqual(Array(9).fill(200))
    const conversation = await recado.onlyConversation(account.id)
    expect(conversation.unread).toBe(1)
    expect(await recado.messages(conversation.id)).toHaveLength(1)
  })

  test('takes every message of a value, every change of an entry and every entry of a post, each at its own account', async () => {
    const [first, second, stranger] = ['100005', '100006', '199999'] as const
    const [one, two] = [await connectWhatsApp(first), await connectWhatsApp(second)]
    const [ana, bea] = ['34600100005', '34600100006']
    const three = [written(ana, 'Ana'), written(ana, 'Ana'), written(bea, 'Bea')]
    const [otherChange, otherEntry, unknown] = [written(bea, 'Bea'), written(ana, 'Ana'), written(ana, 'Ana')]
    const body = whatsAppBody([
      [whatsAppChange(first, three), whatsAppChange(first, [otherChange])],
      [whatsAppChange(second, [otherEntry]), whatsAppChange(stranger, [unknown])],
    ])
    expect((await deliver(recado.url, signedByMeta(pathOf(one.webhookUrl), SECRET, body))).status).toBe(200)
    expect(await threads(one.id)).toEqual({ Ana: [three[0]!.text, three[1]!.text], Bea: [three[2]!.text, otherChange.text] })
    expect(await threads(two.id)).toEqual({ Ana: [otherEntry.text] })
    // A number nobody has connected: nothing in anybody's inbox, the request is kept.
    expect(await rows(unknown.wamid)).toBe(0)
    const kept = await ask(recado.dataDir, `select reason from raw_request where account_id = $1`, [one.id])
    expect(kept).toEqual([{ reason: 'unknown_account' }])
  })

  test('does not take what the same post says about a number of another app secret', async () => {
    const ours = await connectWhatsApp('100007')
    const theirs = await recado.connect('whatsapp', 'Another app', { ...whatsAppSettings('100008'), appSecret: 'secret-of-another-app' })
    const message = written('34600100007')
    expect((await deliver(recado.url, signedByMeta(pathOf(ours.webhookUrl), SECRET, whatsAppBody([[whatsAppChange('100008', [message])]])))).status).toBe(200)
    expect(await rows(message.wamid)).toBe(0)
    expect(await recado.conversations(theirs.id)).toEqual([])
  })

  test('mixes up nobody when forty pairs of customers write at the same instant', async () => {
    const account = await connectWhatsApp('100009')
    const path = pathOf(account.webhookUrl)
    const pairs = Array.from({ length: 40 }, (_, i) => [`Left ${i}`, `Right ${i}`].map((name, side) => written(`3461${String(i * 2 + side).padStart(7, '0')}`, name)))
    const posts = pairs.map((pair) => signedByMeta(path, SECRET, whatsAppBody([[whatsAppChange('100009', pair)]])))
    const answers = await Promise.all(posts.map((post) => deliver(recado.url, post)))
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]))
    expect(await threads(account.id)).toEqual(Object.fromEntries(pairs.flat().map((one) => [one.name, [one.text]])))
  })

  test('refuses what is no webhook of WhatsApp though it is signed, and knows no other address', async () => {
    const account = await connectWhatsApp('100010')
    const path = pathOf(account.webhookUrl)
    expect((await deliver(recado.url, signedByMeta(path, SECRET, { object: 'page', entry: [] }))).status).toBe(400)
    expect((await deliver(recado.url, signedByMeta(path.replace('/whatsapp/', '/messenger/'), SECRET, whatsAppBody([])))).status).toBe(404)
    expect((await deliver(recado.url, signedByMeta(`${path}x`, SECRET, whatsAppBody([])))).status).toBe(404)
  })
})

describe('a real WeChat account in secure mode', () => {
  const settings = { appId: 'wx0123456789abcdef', appSecret: 'an-app-secret', token: 'RecadoToken2025', encodingAesKey: 'InXp8erc38zi9Cv4lta0kLIXTsQUXeo8Pq6EgE5cvo4', mode: 'secure', originalId: 'gh_1a2b3c4d5e6f' }
  const openid = 'oABCD1234567890abcdefghijklm'

  test('opens what WeChat encrypted, answers success, stores it once and is ready', async () => {
    const account = await recado.connect('wechat', 'Service account', { ...settings, baseUrl: NOBODY })
    expect(account.state).toBe('unverified')
    const path = pathOf(account.webhookUrl)
    const text = '¿Tienen la talla 38? 有38码吗？😀'
    const push = pushedByWeChat(path, settings, weChatText(settings.originalId, { openid, msgId: '24000000000000001', text }))
    const answer = await deliver(recado.url, push)
    expect(answer).toMatchObject({ status: 200, body: 'success' })
    console.log(`WeChat, secure mode: answered in ${answer.ms.toFixed(0)} ms`)
    // It asks again after five seconds when it has heard nothing: here it is too eager.
    expect((await deliver(recado.url, push)).status).toBe(200)
    const conversation = await recado.onlyConversation(account.id)
    expect(conversation).toMatchObject({ channel: 'wechat', unread: 1, lastMessage: { text }, window: { state: 'open' } })
    expect((await recado.messages(conversation.id)).map(textOf)).toEqual([text])
    await until(() => recado.account(account.id), (now) => now.state === 'ready', { what: 'the state ready' })

    const forgeries: [string, Signed][] = [
      ['another token', pushedByWeChat(path, { ...settings, token: 'AnotherToken' }, weChatText(settings.originalId, { openid, msgId: '24000000000000002', text }))],
      ['another AppID inside', pushedByWeChat(path, { ...settings, appId: 'wxfedcba9876543210' }, weChatText(settings.originalId, { openid, msgId: '24000000000000003', text }))],
      ['plain text in secure mode', { ...push, body: weChatText(settings.originalId, { openid, msgId: '24000000000000004', text }) }],
      ['an envelope that was not signed', { ...push, body: pushedByWeChat(path, settings, weChatText(settings.originalId, { openid, msgId: '24000000000000005', text })).body }],
    ]
    for (const [name, forged] of forgeries) expect((await deliver(recado.url, forged)).status, name).toBe(401)
    expect(await recado.messages(conversation.id)).toHaveLength(1)
  })
})

describe('a real Page on Messenger', () => {
  const settings = (pageId: string) => ({ pageId, pageAccessToken: 'EAApage', appSecret: SECRET, verifyToken: 'our-verify-token', baseUrl: NOBODY })
  const post = (path: string, secret: string, entry: object[]) => deliver(recado.url, signedByMeta(path, secret, { object: 'page', entry }))

  test('takes signed messages once, each at its own Page, and no others', async () => {
    const [one, two] = [await recado.connect('messenger', 'Page one', settings('200001')), await recado.connect('messenger', 'Page two', settings('200002'))]
    expect(one.state).toBe('unverified')
    const path = pathOf(one.webhookUrl)
    const entries = [
      messengerEntry('200001', [{ psid: '7300000000000001', mid: 'm_hook_1', text: 'Uno' }, { psid: '7300000000000001', mid: 'm_hook_2', text: 'Dos' }]),
      messengerEntry('200002', [{ psid: '7300000000000002', mid: 'm_hook_3', text: 'Tres' }]),
    ]
    expect((await post(path, 'not-the-secret', entries)).status).toBe(401)
    expect(await rows('m_hook_%')).toBe(0)
    for (let again = 0; again < 2; again++) expect((await post(path, SECRET, entries)).status).toBe(200)
    const first = await recado.onlyConversation(one.id)
    expect(first.unread).toBe(2)
    expect((await recado.messages(first.id)).map(textOf)).toEqual(['Dos', 'Uno'])
    expect((await recado.messages((await recado.onlyConversation(two.id)).id)).map(textOf)).toEqual(['Tres'])
    for (const page of [one, two]) await until(() => recado.account(page.id), (now) => now.state === 'ready', { what: 'the state ready' })
  })
})
