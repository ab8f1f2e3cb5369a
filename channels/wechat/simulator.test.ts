import { readFileSync } from 'node:fs'
import { sampleFile } from '@recado/channel-kit/testing/sample-files'
import { describe, expect, it } from 'vitest'
import simulator, { chooseCategories, configureAccount } from './simulator.js'
import { desk, openPush, said, START, type Desk } from './simulator/desk-for-tests.js'
import { seal, signatureOf, unseal } from './simulator/envelope.js'
import { accountOf, randomHead } from './simulator/rows.js'
import { UNAVAILABLE } from './simulator/screen.js'
import { isFit } from './simulator/values.js'
import { readXml } from './simulator/wire.js'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

describe('the reply quota', () => {
  /** Acts and time passing, then how many texts are taken and what the next one gets. */
  it.each<[string, (['act', string, Record<string, unknown>?, string?] | ['wait', number] | ['say', number])[], number, number]>([
    ['nobody has done anything', [['act', 'follow'], ['wait', HOUR]], 0, 45015],
    ['she wrote: five, and no sixth', [['act', 'write', { text: 'hola' }]], 5, 45047],
    ['a millisecond before 48 hours', [['act', 'write', { text: 'hola' }], ['wait', 48 * HOUR - 1]], 5, 45047],
    ['at 48 hours', [['act', 'write', { text: 'hola' }], ['wait', 48 * HOUR]], 0, 45015],
    ['used up and then over: the time counts', [['act', 'write', { text: 'hola' }], ['say', 5], ['wait', 48 * HOUR]], 0, 45015],
    ['she writes again: five again, not more', [['act', 'write', { text: 'a' }], ['say', 2], ['act', 'write', { text: 'b' }]], 5, 45047],
    ['she follows: three', [['act', 'follow']], 3, 45047],
    ['follow, a millisecond before a minute', [['act', 'follow'], ['wait', MINUTE - 1]], 3, 45047],
    ['follow, at a minute', [['act', 'follow'], ['wait', MINUTE]], 0, 45015],
    ['she scans as a follower: three', [['act', 'follow'], ['wait', HOUR], ['act', 'scan', undefined, 'poster']], 3, 45047],
    ['a click in the menu: three', [['act', 'follow'], ['wait', HOUR], ['act', 'menu', undefined, 'HOURS']], 3, 45047],
    ['scancode_waitmsg: three', [['act', 'follow'], ['wait', HOUR], ['act', 'menu', undefined, 'PICK_UP']], 3, 45047],
    ['a view in the menu: nothing', [['act', 'follow'], ['wait', HOUR], ['act', 'menu', undefined, 'https://optica.example/zh']], 0, 45015],
    ['a photo by the menu counts as her message', [['act', 'follow'], ['wait', HOUR], ['act', 'menu', undefined, 'SEND_PHOTO']], 5, 45047],
    ['kinds do not add up', [['act', 'write', { text: 'hola' }], ['act', 'menu', undefined, 'HOURS']], 5, 45047],
    ['a reply is taken from every open counter', [['act', 'write', { text: 'hola' }], ['say', 4], ['act', 'menu', undefined, 'HOURS'], ['say', 1]], 2, 45047],
    ['her message outlives the click', [['act', 'write', { text: 'hola' }], ['act', 'menu', undefined, 'HOURS'], ['say', 3], ['wait', MINUTE]], 2, 45047],
  ])('%s', async (_, steps, taken, then) => {
    const d = desk()
    for (const [step, first, ...rest] of steps) {
      if (step === 'act') await d.act(first as string, rest[0] as Record<string, unknown> | undefined, rest[1])
      else if (step === 'wait') await d.world.advance(first as number)
      else for (let n = 0; n < (first as number); n++) expect(await d.text('antes')).toBe(0)
    }
    for (let n = 0; n < taken; n++) expect(await d.text(`respuesta ${n}`)).toBe(0)
    expect(await d.text('una más')).toBe(then)
  })

  it('counts from the second that the push names, not from the millisecond after it', async () => {
    const d = desk()
    await d.world.advance(700)
    await d.act('write', { text: 'hola' })
    expect(d.pushes().at(-1)?.CreateTime).toBe(String(START / 1000))
    await d.world.advanceTo(START + 48 * HOUR - 1)
    expect(await d.text('a tiempo')).toBe(0)
    await d.world.advance(1)
    expect(await d.text('tarde')).toBe(45015)
  })

  it('has a second reading with one counter over all kinds', async () => {
    const story = async (oneReplyCounter: boolean): Promise<number> => {
      const d = desk({ oneReplyCounter })
      await d.act('follow')
      await d.act('write', { text: 'hola' })
      await d.world.advance(MINUTE)
      await d.act('menu', undefined, 'HOURS')
      for (let n = 0; n < 4; n++) await d.text('x')
      await d.act('menu', undefined, 'HOURS')
      await d.world.advance(MINUTE)
      let left = 0
      while ((await d.text('x')) === 0) left += 1
      return left
    }
    // By kind the click's counter is over after its minute and one of five is left; with one counter the click has lifted it to three until 48 h.
    expect([await story(false), await story(true)]).toEqual([1, 3])
  })

  it('a tap on a line of a msgmenu arrives as text and counts as a menu click', async () => {
    const d = desk()
    await d.act('write', { text: 'hola' })
    expect(await d.errcode('/cgi-bin/message/custom/send', { touser: d.ana, msgtype: 'msgmenu', msgmenu: { head_content: '¿Qué tal?', list: [{ id: '101', content: 'Bien' }], tail_content: '' } })).toBe(0)
    await d.world.advance(48 * HOUR)
    await d.act('tap', { id: '101' })
    expect(d.pushes().at(-1)).toMatchObject({ MsgType: 'text', Content: 'Bien', bizmsgmenuid: '101' })
    for (const expected of [0, 0, 0, 45047]) expect(await d.text('x')).toBe(expected)
  })
})

describe('what she sees when the server does not answer', () => {
  const failed = { from: 'system', content: { kind: 'error_line', text: UNAVAILABLE } }

  it.each([
    ['success', said('success'), 1, false],
    ['an empty body', said(''), 1, false],
    ['JSON', said('{"ok":true}'), 1, true],
    ['a page', said('<html><body>Hola</body></html>'), 1, true],
    ['a plain reply in secure mode', said('<xml><MsgType>text</MsgType></xml>'), 1, true],
    ['HTTP 500', said('', 500), 3, true],
    ['HTTP 401', said('{}', 401), 3, true],
    ['nobody there', said('', null), 3, true],
    ['a good answer after six seconds', said('success', 200, 6000), 3, true],
  ])('%s', async (_, answer, tries, line) => {
    const d = desk({}, () => answer)
    await d.act('write', { text: 'hola' })
    await d.world.advance(MINUTE)
    expect(d.world.posted.length).toBe(tries)
    expect(new Set(d.pushes().map((push) => push.MsgId)).size).toBe(1)
    expect(d.screen().filter((item) => item.content.kind === 'error_line')).toEqual(line ? [failed] : [])
  })

  it('tries five seconds apart and stops at the first answer', async () => {
    let calls = 0
    const d = desk({}, () => (++calls < 3 ? said('', 503) : said('success')))
    await d.act('write', { text: 'hola' })
    await d.world.advance(MINUTE)
    expect(d.world.posted.map((post) => post.at - START)).toEqual([0, 5000, 10_000])
    expect(d.screen()).toEqual([{ from: 'me', content: { kind: 'text', text: 'hola' } }])
  })
})


const fixture = (name: string): string => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8')

describe('the envelope', () => {
  const vectors = JSON.parse(fixture('90-aes-vectors.json')) as { token: string; encoding_aes_key: string; appid: string; vectors: { name: string; random16: string; plaintext: string; encrypt: string; timestamp: string; nonce: string; msg_signature: string }[]; negative: { encrypt: string }[] }

  it.each(vectors.vectors.map((vector) => [vector.name, vector] as const))('%s', (_, vector) => {
    expect(seal(vectors.encoding_aes_key, vectors.appid, vector.plaintext, Buffer.from(vector.random16))).toBe(vector.encrypt)
    expect(unseal(vectors.encoding_aes_key, vectors.appid, vector.encrypt)).toBe(vector.plaintext)
    expect(signatureOf(vectors.token, vector.timestamp, vector.nonce, vector.encrypt)).toBe(vector.msg_signature)
  })

  it('refuses a foreign receive id, and agrees with the official signature vector', () => {
    expect(unseal(vectors.encoding_aes_key, vectors.appid, vectors.negative[0]?.encrypt ?? '')).toBeNull()
    expect(signatureOf('AAAAA', '1714037059', '486452656')).toBe('899cf89e464efb63f54ddac96b0a0a235f53aa78')
  })

  it.each([
    ['plain', 'xml', ['<MsgType>'], ['<Encrypt>']],
    ['compatible', 'xml', ['<MsgType>', '<Encrypt>'], []],
    ['secure', 'xml', ['<ToUserName>', '<Encrypt>'], ['<MsgType>', '<FromUserName>']],
    ['plain', 'json', ['"MsgType":"text"', '"MsgId":24900000000000001'], ['Encrypt']],
    ['compatible', 'json', ['"MsgType":"text"', '"Encrypt":"'], []],
    ['secure', 'json', ['"ToUserName":"', '"Encrypt":"'], ['MsgType']],
  ])('%s mode in %s', async (mode, dataFormat, holds, lacks) => {
    const d = desk({ mode, dataFormat })
    await d.act('write', { text: '¿Tienen 38码? ]]> 😀' })
    const request = d.world.posted[0]?.request ?? { body: '', headers: {} as Record<string, string> }
    for (const part of holds) expect(request.body).toContain(part)
    for (const part of lacks) expect(request.body).not.toContain(part)
    expect(request.headers['content-type']).toBe(dataFormat === 'json' ? 'application/json' : 'text/xml')
    expect(d.pushes()[0]).toMatchObject({ ToUserName: d.account, FromUserName: d.ana, MsgType: 'text', Content: '¿Tienen 38码? ]]> 😀' })
  })

  it('the console checks the address by an echo', async () => {
    const echo = desk({}, (post) => said(post.query?.echostr ?? ''))
    expect(await simulator.connect(echo.world, echo.account)).toEqual({ ok: true })
    const [{ request } = { request: { query: {} as Record<string, string> } }] = echo.world.posted
    expect(request.query?.signature).toBe(signatureOf(String(echo.settings.token), request.query?.timestamp ?? '', request.query?.nonce ?? ''))
    const deaf = desk({}, () => said('hello'))
    expect(await simulator.connect(deaf.world, deaf.account)).toMatchObject({ ok: false })
  })
})

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

describe('passive replies', () => {
  const reply = (d: { account: string; ana: string }, inner: string): string => `<xml><ToUserName><![CDATA[${d.ana}]]></ToUserName><FromUserName><![CDATA[${d.account}]]></FromUserName><CreateTime>1</CreateTime>${inner}</xml>`
  const text = '<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[Le atiende Ana]]></Content>'
  const answering = (settings: Record<string, unknown>, body: (d: Desk) => string): Desk => {
    const d: Desk = desk(settings, () => said(body(d)))
    return d
  }
  const sealed = (d: Desk, plain: string, signature?: string): string => {
    const encrypted = seal(String(d.settings.encodingAesKey), String(d.settings.appId), plain, randomHead())
    return `<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt><MsgSignature><![CDATA[${signature ?? signatureOf(String(d.settings.token), '5', '6', encrypted)}]]></MsgSignature><TimeStamp>5</TimeStamp><Nonce><![CDATA[6]]></Nonce></xml>`
  }

  it.each<[string, Record<string, unknown>, (d: Desk) => string, Record<string, unknown> | null]>([
    ['plain in plain mode', { mode: 'plain' }, (d) => reply(d, text), { kind: 'text', text: 'Le atiende Ana' }],
    ['plain in compatible mode', { mode: 'compatible' }, (d) => reply(d, text), { kind: 'text', text: 'Le atiende Ana' }],
    ['encrypted in compatible mode', { mode: 'compatible' }, (d) => sealed(d, reply(d, text)), { kind: 'text', text: 'Le atiende Ana' }],
    ['encrypted in secure mode', { mode: 'secure' }, (d) => sealed(d, reply(d, text)), { kind: 'text', text: 'Le atiende Ana' }],
    ['plain in secure mode', { mode: 'secure' }, (d) => reply(d, text), null],
    ['badly signed', { mode: 'secure' }, (d) => sealed(d, reply(d, text), '0'.repeat(40)), null],
    ['to somebody else', { mode: 'plain' }, (d) => reply({ ...d, ana: 'oSomebodyElse' }, text), null],
    ['a text of 2049 bytes', { mode: 'plain' }, (d) => reply(d, `<MsgType>text</MsgType><Content>${'码'.repeat(683)}</Content>`), null],
    ['two articles', { mode: 'plain' }, (d) => reply(d, '<MsgType>news</MsgType><ArticleCount>2</ArticleCount><Articles><item><Title>a</Title></item><item><Title>b</Title></item></Articles>'), null],
    ['one article', { mode: 'plain' }, (d) => reply(d, '<MsgType>news</MsgType><ArticleCount>1</ArticleCount><Articles><item><Title>a</Title><Description>d</Description><PicUrl></PicUrl><Url>https://example.com/</Url></item></Articles>'), { kind: 'link', title: 'a', url: 'https://example.com/' }],
    ['an unknown picture', { mode: 'plain' }, (d) => reply(d, '<MsgType>image</MsgType><Image><MediaId>nothing</MediaId></Image>'), null],
  ])('%s', async (_, settings, body, shown) => {
    const d = answering(settings, body)
    await d.act('write', { text: 'hola' })
    expect(d.screen().at(-1)).toMatchObject(shown ? { from: 'business', content: shown } : { from: 'system', content: { kind: 'error_line' } })
  })

  it('take nothing from the reply quota', async () => {
    const d = answering({ mode: 'plain' }, (one) => reply(one, text))
    await d.act('write', { text: 'hola' })
    for (const expected of [0, 0, 0, 0, 0, 45047]) expect(await d.text('x')).toBe(expected)
  })

  it('hand over to WeChat\'s own agents without a word', async () => {
    const d = answering({ mode: 'plain' }, (one) => reply(one, '<MsgType>transfer_customer_service</MsgType>'))
    await d.act('write', { text: 'hola' })
    expect(d.screen().length).toBe(1)
  })
})

describe('tokens', () => {
  const ask = async (d: Desk, path: string, more: Record<string, unknown> = {}, headers: Record<string, string> = {}): Promise<Record<string, unknown>> => {
    const who = { grant_type: 'client_credential', appid: String(d.settings.appId), secret: String(d.settings.appSecret), ...more }
    const get = path === '/cgi-bin/token'
    const answer = await simulator.handle(d.world, { method: get ? 'GET' : 'POST', path, query: get ? (who as Record<string, string>) : {}, headers, body: Buffer.from(get ? '' : JSON.stringify(who)) })
    return JSON.parse(String(answer.body)) as Record<string, unknown>
  }
  const works = async (d: Desk, token: unknown): Promise<unknown> => {
    const answer = await simulator.handle(d.world, { method: 'GET', path: '/cgi-bin/user/get', query: { access_token: String(token) }, headers: {}, body: Buffer.alloc(0) })
    return (JSON.parse(String(answer.body)) as { errcode?: number }).errcode ?? 0
  }

  it('the old endpoint gives a new one each time; the one before lives five minutes more', async () => {
    const d = desk()
    const first = await ask(d, '/cgi-bin/token')
    const second = await ask(d, '/cgi-bin/token')
    expect([first.expires_in, first.access_token === second.access_token]).toEqual([7200, false])
    await d.world.advance(5 * MINUTE - 1)
    expect([await works(d, first.access_token), await works(d, second.access_token)]).toEqual([0, 0])
    await d.world.advance(1)
    expect([await works(d, first.access_token), await works(d, second.access_token)]).toEqual([40001, 0])
  })

  it('the stable one stays the same until five minutes before its end, and both work then', async () => {
    const d = desk()
    const first = await ask(d, '/cgi-bin/stable_token')
    await d.world.advance(7200 * SECOND - 5 * MINUTE - 1)
    expect(await ask(d, '/cgi-bin/stable_token')).toEqual({ access_token: first.access_token, expires_in: 300 })
    await d.world.advance(1)
    const second = await ask(d, '/cgi-bin/stable_token')
    expect([second.access_token === first.access_token, second.expires_in]).toEqual([false, 7200])
    expect([await works(d, first.access_token), await works(d, second.access_token)]).toEqual([0, 0])
    await d.world.advance(5 * MINUTE)
    expect([await works(d, first.access_token), await works(d, second.access_token)]).toEqual([42001, 0])
  })

  it('forcing ends the old one, not more often than every 30 s and 20 times a day', async () => {
    const d = desk()
    const first = await ask(d, '/cgi-bin/stable_token')
    const forced = await ask(d, '/cgi-bin/stable_token', { force_refresh: true })
    expect([await works(d, first.access_token), await works(d, forced.access_token)]).toEqual([40001, 0])
    await d.world.advance(30 * SECOND - 1)
    expect((await ask(d, '/cgi-bin/stable_token', { force_refresh: true })).errcode).toBe(45011)
    await d.world.advance(1)
    for (let n = 2; n <= 20; n++) {
      expect((await ask(d, '/cgi-bin/stable_token', { force_refresh: true })).errcode).toBeUndefined()
      await d.world.advance(30 * SECOND)
    }
    expect((await ask(d, '/cgi-bin/stable_token', { force_refresh: true })).errcode).toBe(45009)
  })

  it('the two kinds leave each other alone', async () => {
    const d = desk()
    const stable = await ask(d, '/cgi-bin/stable_token')
    await ask(d, '/cgi-bin/token')
    await d.world.advance(10 * MINUTE)
    expect(await works(d, stable.access_token)).toBe(0)
  })

  it.each([
    ['/cgi-bin/token', { secret: 'wrong' }, 40001],
    ['/cgi-bin/stable_token', { secret: 'wrong' }, 40125],
    ['/cgi-bin/token', { appid: 'wxnobody' }, 40013],
    ['/cgi-bin/token', { grant_type: 'other' }, 40002],
  ])('%s with %j', async (path, more, errcode) => {
    expect((await ask(desk(), path, more)).errcode).toBe(errcode)
  })

  it('an address that is not on the list is named', async () => {
    const d = desk({ ipAllowList: ['203.0.113.1'] })
    const refused = await ask(d, '/cgi-bin/stable_token', {}, { 'x-real-ip': '203.0.113.9' })
    expect(refused).toMatchObject({ errcode: 40164, errmsg: expect.stringMatching(/^invalid ip 203\.0\.113\.9 ipv6 ::ffff:203\.0\.113\.9, not in whitelist rid: [\da-f]{8}-[\da-f]{8}-[\da-f]{8}$/) })
    expect((await ask(d, '/cgi-bin/stable_token', {}, { 'x-real-ip': '203.0.113.1' })).errcode).toBeUndefined()
  })

  it('without one, with nonsense, and after a revocation', async () => {
    const d = desk()
    expect(await works(d, 'nonsense')).toBe(40001)
    const { access_token: token } = await ask(d, '/cgi-bin/stable_token')
    d.world.fault('revoke_token', 1, d.account)
    expect([await works(d, token), await works(d, token)]).toEqual([40001, 40001])
    const bare = await simulator.handle(d.world, { method: 'GET', path: '/cgi-bin/user/get', query: {}, headers: {}, body: Buffer.alloc(0) })
    expect(String(bare.body)).toContain('41001')
  })
})

describe('sending', () => {
  const send = (d: Desk, msgtype: string, object: unknown, touser = d.ana): Promise<unknown> => d.errcode('/cgi-bin/message/custom/send', { touser, msgtype, [msgtype]: object })

  it.each<[string, (d: Desk) => Promise<unknown>, unknown]>([
    ['2048 bytes', (d) => send(d, 'text', { content: '码'.repeat(682) + 'ab' }), 0],
    ['2049 bytes', (d) => send(d, 'text', { content: '码'.repeat(683) }), 45002],
    ['nothing', (d) => send(d, 'text', { content: '' }), 44004],
    ['an unknown type', (d) => send(d, 'smell', {}), 40008],
    ['to nobody', (d) => send(d, 'text', { content: 'x' }, 'oNobody'), 40003],
    ['one article', (d) => send(d, 'news', { articles: [{ title: 'a', url: 'https://example.com/' }] }), 0],
    ['two articles', (d) => send(d, 'news', { articles: [{ title: 'a' }, { title: 'b' }] }), 45008],
    ['no article', (d) => send(d, 'news', { articles: [] }), 44003],
    ['a picture nobody uploaded', (d) => send(d, 'image', { media_id: 'x' }), 40007],
    ['a menu', (d) => send(d, 'msgmenu', { head_content: '?', list: [{ id: '1', content: 'a' }] }), 0],
    ['an agent who is not there', (d) => d.errcode('/cgi-bin/message/custom/send', { touser: d.ana, msgtype: 'text', text: { content: 'x' }, customservice: { kf_account: 'ana@x' } }), 65401],
    ['escapes instead of UTF-8', (d) => d.errcode('/cgi-bin/message/custom/send', `{"touser":"${d.ana}","msgtype":"text","text":{"content":"\\u4f60"}}`), 40033],
    ['a backslash before a u, as text', (d) => d.errcode('/cgi-bin/message/custom/send', `{"touser":"${d.ana}","msgtype":"text","text":{"content":"C:\\\\u4f60"}}`), 0],
    ['no JSON', (d) => d.errcode('/cgi-bin/message/custom/send', '{'), 47001],
    ['an empty body', (d) => d.errcode('/cgi-bin/message/custom/send', ''), 44002],
  ])('%s', async (_, sending, errcode) => {
    const d = desk()
    await d.act('write', { text: 'hola' })
    expect(await sending(d)).toBe(errcode)
  })

  it('shows her what was sent, links by their words', async () => {
    const d = desk()
    await d.act('write', { text: 'hola' })
    await d.text('Vea <a href="https://example.com">la tienda</a>')
    expect(d.screen()).toEqual([{ from: 'me', content: { kind: 'text', text: 'hola' } }, { from: 'business', content: { kind: 'text', text: 'Vea la tienda' } }])
  })

  it.each<[string, [string, Record<string, unknown>?][], number]>([
    ['unfollowed', [['write', { text: 'x' }], ['unfollow']], 45015],
    ['followed again: only the follow counts', [['write', { text: 'x' }], ['unfollow'], ['follow']], 0],
    ['refuses messages', [['write', { text: 'x' }], ['block']], 48002],
    ['takes them again', [['write', { text: 'x' }], ['block'], ['unblock']], 0],
  ])('to somebody who %s', async (_, acts, errcode) => {
    const d = desk()
    for (const [action, content] of acts) await d.act(action, content)
    expect(await d.text('hola')).toBe(errcode)
  })

  it('to the blacklist', async () => {
    const d = desk()
    await d.act('write', { text: 'x' })
    expect(await d.errcode('/cgi-bin/tags/members/batchblacklist', { openid_list: [d.ana] })).toBe(0)
    expect(await d.text('hola')).toBe(43019)
  })

  it.each([
    ['an unverified account', { verified: false }, 48001],
    ['an overseas account', { overseas: true }, 0],
    ['a test account', { testAccount: true }, 0],
  ])('%s', async (_, settings, errcode) => {
    const d = desk(settings)
    await d.act('write', { text: 'x' })
    expect(await d.text('hola')).toBe(errcode)
  })

  it('grants and takes away by verification, region and kind of account', async () => {
    const d = desk({ testAccount: true })
    await d.act('write', { text: 'x' })
    expect(await send(d, 'msgmenu', { list: [{ id: '1', content: 'a' }] })).toBe(48008)
    expect(await d.errcode('/cgi-bin/message/mass/sendall', {})).toBe(48001)
    expect(await desk({ overseas: true }).errcode('/wxaapi/newtmpl/gettemplate')).toBe(48001)
    expect(await desk({ verified: false }).errcode('/cgi-bin/getcallbackip')).toBe(0)
  })

  it('typing needs a recent exchange and is not said twice', async () => {
    const d = desk()
    const say = (command: string): Promise<unknown> => d.errcode('/cgi-bin/message/custom/typing', { touser: d.ana, command })
    await d.act('write', { text: 'x' })
    const typingNow = (): unknown => simulator.customers(d.world, d.account)[0]?.state.typing
    expect([await say('Typing'), typingNow(), await say('Typing'), await say('CancelTyping'), typingNow(), await say('Shouting')]).toEqual([0, true, 45081, 0, false, 45072])
    await d.world.advance(30 * SECOND + 1)
    expect(await say('Typing')).toBe(45080)
  })

  it('waits for a phone that is offline', async () => {
    const d = desk()
    await d.act('write', { text: 'hola' })
    await d.act('offline')
    await d.text('¿sigues ahí?')
    expect(d.screen().length).toBe(1)
    await expect(d.act('write', { text: 'no' })).rejects.toThrow('offline')
    await d.act('online')
    expect(d.screen().map((item) => item.from)).toEqual(['me', 'business'])
  })

  it.each(['react', 'call', 'stop_marketing'])('%s: the app has no such thing', async (action) => {
    await expect(desk().act(action)).rejects.toThrow('WeChat has no')
  })
})

describe('files', () => {
  it.each<[string, string, Buffer, unknown]>([
    ['a JPEG as image', 'image', sampleFile('jpeg').bytes, undefined],
    ['a PDF as image', 'image', sampleFile('pdf').bytes, 40005],
    ['AMR as voice', 'voice', sampleFile('amr').bytes, undefined],
    ['Ogg as voice', 'voice', sampleFile('ogg').bytes, 40005],
    ['61 s of AMR', 'voice', Buffer.concat([Buffer.from('#!AMR\n'), Buffer.concat(Array.from({ length: 3050 }, () => Buffer.from([0x7c])))]), 45007],
    ['60 s of AMR', 'voice', Buffer.concat([Buffer.from('#!AMR\n'), Buffer.concat(Array.from({ length: 3000 }, () => Buffer.from([0x7c])))]), undefined],
    ['61 s of MP3', 'voice', mp3(61), 45007],
    ['59 s of MP3', 'voice', mp3(59), undefined],
    ['an MP4 as video', 'video', sampleFile('mp4').bytes, undefined],
    ['10 MB and a byte', 'image', Buffer.concat([sampleFile('jpeg').bytes, Buffer.alloc(10 * 1_048_576 + 1)]), 40009],
    ['a thumb over 64 KB', 'thumb', Buffer.concat([sampleFile('jpeg').bytes, Buffer.alloc(65_536)]), 40006],
    ['an unknown type', 'document', sampleFile('pdf').bytes, 40004],
    ['nothing', 'image', Buffer.alloc(0), 41005],
  ])('%s', async (_, type, bytes, errcode) => {
    const answer = await desk().upload(type, bytes)
    expect(answer.errcode).toBe(errcode)
    if (errcode === undefined) expect(answer).toMatchObject({ type, created_at: START / 1000 })
  })

  it('a picture over 2 MB is refused in the strict reading only', async () => {
    const big = Buffer.concat([sampleFile('jpeg').bytes, Buffer.alloc(2 * 1_048_576)])
    expect((await desk().upload('image', big)).errcode).toBeUndefined()
    expect((await desk({ strictImages: true }).upload('image', big)).errcode).toBe(40009)
  })

  it('what was uploaded can be sent by its own type for three days', async () => {
    const d = desk()
    const { media_id } = await d.upload('voice', sampleFile('amr').bytes)
    const send = (msgtype: string): Promise<unknown> => d.errcode('/cgi-bin/message/custom/send', { touser: d.ana, msgtype, [msgtype]: { media_id } })
    await d.world.advance(72 * HOUR - MINUTE)
    await d.act('write', { text: 'x' })
    expect([await send('voice'), await send('image')]).toEqual([0, 40007])
    expect(d.screen().at(-1)).toMatchObject({ from: 'business', content: { kind: 'audio', voice: true, media: { mime: 'audio/amr' } } })
    await d.world.advance(MINUTE)
    expect(await send('voice')).toBe(40007)
  })

  it('a permanent one stays; a film comes back as a link', async () => {
    const d = desk()
    const kept = await d.upload('image', sampleFile('png').bytes, '/cgi-bin/material/add_material')
    const { media_id } = await d.upload('video', sampleFile('mp4').bytes)
    expect(await d.call('/cgi-bin/media/get', undefined, { media_id: String(media_id) })).toMatchObject({ video_url: expect.stringContaining('/video/') })
    await d.world.advance(100 * 24 * HOUR)
    await d.act('write', { text: 'x' })
    expect(await d.errcode('/cgi-bin/message/custom/send', { touser: d.ana, msgtype: 'image', image: { media_id: kept.media_id } })).toBe(0)
  })
})

/** MPEG-1 layer III at 32 kbit/s and 44.1 kHz: frames of 104 bytes and 26.1 ms. */
function mp3(seconds: number): Buffer {
  const frame = Buffer.alloc(104)
  frame.set([0xff, 0xfb, 0x10, 0xc4])
  return Buffer.concat(Array.from({ length: Math.round((seconds * 44_100) / 1152) }, () => frame))
}

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

describe('mass messages', () => {
  const crowd = (d: Desk, size: number): Promise<string[]> => Promise.all(Array.from({ length: size }, async () => {
    const { id } = simulator.createCustomer(d.world, { account: d.account })
    await simulator.act(d.world, id, { action: 'follow' })
    return id
  }))
  const list = (d: Desk, touser: string[], n: number): Promise<Record<string, unknown>> => d.call('/cgi-bin/message/mass/send', { touser, msgtype: 'text', text: { content: `Novedades ${n}` }, clientmsgid: `c${n}` })
  const all = (d: Desk, n: number): Promise<Record<string, unknown>> => d.call('/cgi-bin/message/mass/sendall', { filter: { is_to_all: true }, msgtype: 'text', text: { content: `Novedades ${n}` }, clientmsgid: `a${n}` })
  const last = (d: Desk): Record<string, unknown> | undefined => d.pushes().filter((push) => push.Event === 'MASSSENDJOBFINISH').at(-1)

  it('a follower gets four a month; the month ends at midnight in Shanghai', async () => {
    const d = desk()
    const two = await crowd(d, 2)
    await d.world.advanceTo(Date.UTC(2026, 2, 31, 15, 58))
    for (let n = 1; n <= 5; n++) {
      expect(await list(d, two, n)).toMatchObject({ errcode: 0, msg_id: 34_000 + n })
      await d.world.advance(21 * SECOND)
    }
    expect(last(d)).toMatchObject({ Status: 'send fail', TotalCount: '2', FilterCount: '0', SentCount: '0', ErrorCount: '0' })
    expect(d.screen(two[0]).filter((item) => item.content.kind === 'text').length).toBe(4)
    await d.world.advanceTo(Date.UTC(2026, 2, 31, 16))
    await list(d, two, 6)
    await d.world.advance(MINUTE)
    expect(last(d)).toMatchObject({ Status: 'send success', TotalCount: '2', FilterCount: '2', SentCount: '2', ErrorCount: '0' })
  })

  it('four to all in a month, then 45028; a list still goes to who has had fewer', async () => {
    const d = desk()
    await crowd(d, 1)
    for (let n = 1; n <= 4; n++) expect((await all(d, n)).errcode).toBe(0)
    expect((await all(d, 5)).errcode).toBe(45028)
    const late = await crowd(d, 2)
    await list(d, late, 6)
    await d.world.advance(MINUTE)
    expect(last(d)).toMatchObject({ TotalCount: '2', SentCount: '2' })
    await d.world.advanceTo(Date.UTC(2026, 3, 1))
    expect((await all(d, 7)).errcode).toBe(0)
  })

  it('counts who left, refuses or is on the blacklist, and who leaves before it arrives', async () => {
    const d = desk()
    const [stays = '', leaves = '', refuses = '', listed = '', late = ''] = await crowd(d, 5)
    await simulator.act(d.world, leaves, { action: 'unfollow' })
    await simulator.act(d.world, refuses, { action: 'block' })
    await d.call('/cgi-bin/tags/members/batchblacklist', { openid_list: [listed] })
    await list(d, [stays, leaves, refuses, listed, late, 'oNobody'], 1)
    await simulator.act(d.world, late, { action: 'unfollow' })
    await d.world.advance(MINUTE)
    expect(last(d)).toMatchObject({ TotalCount: '6', FilterCount: '2', SentCount: '1', ErrorCount: '1' })
  })

  it('a repeated clientmsgid: too fast within a minute, known for a day, its own again after', async () => {
    const d = desk()
    const two = await crowd(d, 2)
    const first = await list(d, two, 1)
    expect((await list(d, two, 1)).errcode).toBe(45066)
    await d.world.advance(MINUTE)
    expect(await list(d, two, 1)).toMatchObject({ errcode: 45065, msg_id: first.msg_id })
    await d.world.advance(24 * HOUR - MINUTE)
    expect((await list(d, two, 1)).errcode).toBe(0)
    expect((await d.call('/cgi-bin/message/mass/send', { touser: two, msgtype: 'text', text: { content: 'x' }, clientmsgid: 'x'.repeat(65) })).errcode).toBe(45067)
  })

  it('without one the digest of audience and content stands for it', async () => {
    const d = desk()
    const two = await crowd(d, 2)
    const send = (content: string): Promise<unknown> => d.errcode('/cgi-bin/message/mass/send', { touser: two, msgtype: 'text', text: { content } })
    expect([await send('a'), await send('a'), await send('b')]).toEqual([0, 45066, 0])
  })

  it.each([[1, 40130], [10_001, 40130]])('%i openids', async (size, errcode) => {
    expect((await list(desk(), Array.from({ length: size }, (_, n) => `o${n}`), 1)).errcode).toBe(errcode)
  })

  it('60 a minute, 100 a day', async () => {
    const d = desk()
    const two = await crowd(d, 2)
    for (let n = 0; n < 60; n++) expect((await list(d, two, n)).errcode).toBe(0)
    expect((await list(d, two, 60)).errcode).toBe(45011)
    await d.world.advance(MINUTE)
    for (let n = 60; n < 100; n++) expect((await list(d, two, n)).errcode).toBe(0)
    expect((await list(d, two, 100)).errcode).toBe(45009)
  })

  it('the censor and the administrator may stop it', async () => {
    const d = desk()
    await crowd(d, 1)
    configureAccount(d.world, d.account, { massVerdict: 'err(20008)' })
    await all(d, 1)
    await d.world.advance(MINUTE)
    expect(last(d)).toMatchObject({ Status: 'err(20008)', SentCount: '0' })
    configureAccount(d.world, d.account, { massVerdict: null, massProtection: true })
    await all(d, 2)
    await d.world.advance(30 * MINUTE)
    expect(last(d)).toMatchObject({ Status: 'err(40002)' })
  })

  it('to a tag, with what became of it', async () => {
    const d = desk()
    const [ana = '', eva = ''] = await crowd(d, 3)
    const { tag } = (await d.call('/cgi-bin/tags/create', { tag: { name: 'VIP' } })) as { tag: { id: number } }
    await d.call('/cgi-bin/tags/members/batchtagging', { openid_list: [ana, eva], tagid: tag.id })
    const job = await d.call('/cgi-bin/message/mass/sendall', { filter: { is_to_all: false, tag_id: tag.id }, msgtype: 'text', text: { content: 'x' } })
    expect(await d.call('/cgi-bin/message/mass/get', { msg_id: String(job.msg_id) })).toEqual({ msg_id: job.msg_id, msg_status: 'SENDING' })
    await d.world.advance(MINUTE)
    expect(last(d)).toMatchObject({ MsgID: String(job.msg_id), TotalCount: '2', SentCount: '2' })
    expect(await d.call('/cgi-bin/message/mass/get', { msg_id: job.msg_id })).toMatchObject({ msg_status: 'SEND_SUCCESS' })
  })
})

describe('followers and quotas', () => {
  it('tells of a follower no name and no picture', async () => {
    const d = desk({ bound: true })
    await d.act('follow')
    expect(Object.keys(await d.call('/cgi-bin/user/info', undefined, { openid: d.ana })).sort()).toEqual(['groupid', 'openid', 'qr_scene', 'qr_scene_str', 'remark', 'subscribe', 'subscribe_scene', 'subscribe_time', 'tagid_list', 'unionid'])
    await d.act('unfollow')
    expect(await d.call('/cgi-bin/user/info', undefined, { openid: d.ana })).toEqual({ subscribe: 0, openid: d.ana })
    expect(await d.errcode('/cgi-bin/user/info', undefined, { openid: 'oNobody' })).toBe(40003)
  })

  it('tags: 100 in all, 20 on one, 50 people at once, names of 30 bytes', async () => {
    const d = desk()
    await d.act('follow')
    const create = (name: string): Promise<unknown> => d.errcode('/cgi-bin/tags/create', { tag: { name } })
    expect([await create('码'.repeat(10)), await create('码'.repeat(11)), await create('码'.repeat(10)), await create('')]).toEqual([0, 45158, 45157, 45157])
    for (let n = 1; n < 100; n++) expect(await create(`t${n}`)).toBe(0)
    expect(await create('una más')).toBe(45056)
    const put = (tagid: number, people = [d.ana]): Promise<unknown> => d.errcode('/cgi-bin/tags/members/batchtagging', { openid_list: people, tagid })
    for (let id = 100; id < 120; id++) expect(await put(id)).toBe(0)
    expect([await put(120), await put(100), await put(2), await put(999), await put(100, ['oX']), await put(100, Array.from({ length: 51 }, () => d.ana))]).toEqual([45059, 0, 45058, 45159, 49003, 40032])
  })

  it('the blacklist takes 20 at once', async () => {
    const d = desk()
    expect(await d.errcode('/cgi-bin/tags/members/batchblacklist', { openid_list: Array.from({ length: 21 }, () => d.ana) })).toBe(40032)
    expect(await d.errcode('/cgi-bin/tags/members/batchblacklist', { openid_list: Array.from({ length: 20 }, () => d.ana) })).toBe(0)
  })

  it('a day\'s quota ends with 45009, is told, and can be cleared ten times a month', async () => {
    const d = desk({ testAccount: true })
    const menu = { button: [{ type: 'click', name: 'Hola', key: 'K' }] }
    for (let n = 0; n < 100; n++) expect(await d.errcode('/cgi-bin/menu/create', menu)).toBe(0)
    expect(await d.errcode('/cgi-bin/menu/create', menu)).toBe(45009)
    expect((await d.call('/cgi-bin/openapi/quota/get', { cgi_path: '/cgi-bin/menu/create' })).quota).toEqual({ daily_limit: 100, used: 100, remain: 0 })
    const clear = (): Promise<unknown> => d.errcode('/cgi-bin/clear_quota', { appid: d.settings.appId })
    for (let n = 0; n < 10; n++) expect(await clear()).toBe(0)
    expect([await d.errcode('/cgi-bin/menu/create', menu), await clear()]).toEqual([0, 48006])
  })

  it('a new day begins at midnight in Shanghai', async () => {
    const d = desk({ testAccount: true })
    const menu = { button: [{ type: 'click', name: 'Hola', key: 'K' }] }
    for (let n = 0; n < 100; n++) await d.errcode('/cgi-bin/menu/create', menu)
    await d.world.advanceTo(Date.UTC(2026, 2, 2, 16) - 1)
    expect(await d.errcode('/cgi-bin/menu/create', menu)).toBe(45009)
    await d.world.advance(1)
    expect(await d.errcode('/cgi-bin/menu/create', menu)).toBe(0)
  })

  it.each<[string, unknown, number]>([
    ['four buttons', { button: Array.from({ length: 4 }, () => ({ type: 'click', name: 'a', key: 'k' })) }, 40016],
    ['six below one', { button: [{ name: 'a', sub_button: Array.from({ length: 6 }, () => ({ type: 'click', name: 'a', key: 'k' })) }] }, 40023],
    ['an unknown type', { button: [{ type: 'sing', name: 'a' }] }, 40017],
    ['a click without key', { button: [{ type: 'click', name: 'a' }] }, 40019],
    ['a view without address', { button: [{ type: 'view', name: 'a' }] }, 40020],
    ['the example of the documents', { button: [{ name: 'Ayuda', sub_button: [{ type: 'scancode_waitmsg', name: 'Escanear', key: 'S' }, { type: 'article_id', name: 'Guía', article_id: 'A' }] }, { type: 'miniprogram', name: 'App', url: 'https://example.com/', appid: 'wx1', pagepath: 'p' }] }, 0],
  ])('a menu with %s', async (_, body, errcode) => {
    expect(await desk().errcode('/cgi-bin/menu/create', body)).toBe(errcode)
  })

  it('without a menu there is nothing to tap', async () => {
    const d = desk()
    expect(await d.errcode('/cgi-bin/menu/delete')).toBe(0)
    expect(await d.errcode('/cgi-bin/menu/get')).toBe(46003)
    await expect(d.act('menu')).rejects.toThrow('no menu')
  })
})

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
