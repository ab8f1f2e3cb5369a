import { describe, expect, it } from 'vitest'
import { desk, said, START } from './simulator/desk-for-tests.js'
import { UNAVAILABLE } from './simulator/screen.js'

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
