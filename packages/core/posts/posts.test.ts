import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { batches, bodyFor, cleanBody, linkOf, planPost, postMonth } from './index.js'

const MEDIA = '01900000-0000-7000-8000-000000000001'

describe('the text of an article', () => {
  it.each([
    ['what is known stays', '<h2>A</h2><p>b <strong>c</strong></p>', '<h2>A</h2><p>b <strong>c</strong></p>'],
    ['the words of other editors', '<div>a <b>b</b> <i>c</i></div>', '<p>a <strong>b</strong> <em>c</em></p>'],
    ['a script goes with its words', '<p>a<script>alert(1)</script>b</p>', '<p>ab</p>'],
    ['an attribute goes', '<p onclick="x" style="color:red">a</p>', '<p>a</p>'],
    ['a link that runs something', '<p><a href="javascript:x">a</a></p>', '<p>a</p>'],
    ['a link', '<p><a href="https://a.example/">a</a></p>', '<p><a href="https://a.example/">a</a></p>'],
    ['a picture from elsewhere', '<p>a<img src="https://x.example/p.png"></p>', '<p>a</p>'],
    ['a picture of ours', `<p><img data-media-id="${MEDIA}" alt="Gafas"></p>`, `<p><img data-media-id="${MEDIA}" alt="Gafas"></p>`],
    ['words outside of any block', 'a &lt;b&gt; &amp; c', '<p>a &lt;b&gt; &amp; c</p>'],
    ['an open end', '<p>a <strong>b', '<p>a <strong>b</strong></p>'],
    ['a list', '<ul> <li>a</li> <li>b</li> </ul>', '<ul><li>a</li><li>b</li></ul>'],
  ])('%s', (_name, written, kept) => { expect(cleanBody(written)).toBe(kept) })

  it('twice is once, and nothing runs, whatever is written', () => {
    const piece = fc.constantFrom('<p>', '</p>', '<strong>', '</strong>', '<ul>', '<li>', '</ul>', '<script>', '</script>', '<svg onload=x>', '<img src=x onerror=y>', '<a href="javascript:x">', '<a href="https://a.example/">', '</a>', 'a', '&lt;', '&#60;script&#62;', '<', '>', '"', '<!--', '-->', '<h2>', '<blockquote>', '<br>')
    fc.assert(fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
      const once = cleanBody(pieces.join(''))
      expect(once).not.toMatch(/<(?!\/?(?:p|h2|h3|blockquote|ul|ol|li|strong|em|u)>|\/a>|a href="https?:|br>|hr>|img data-media-id=")/)
      expect(cleanBody(once)).toBe(once)
    }), { numRuns: 500 })
  })

  it('leaves for the platform with its own links and pictures only', () => {
    expect(bodyFor(`<p><a href="https://mp.weixin.qq.com/s/1">a</a> <a href="https://b.example/">b</a><img data-media-id="${MEDIA}" alt=""></p>`, ['mp.weixin.qq.com'], new Map([[MEDIA, 'http://pic.test/1']])))
      .toBe('<p><a href="https://mp.weixin.qq.com/s/1">a</a> b<img src="http://pic.test/1" alt=""></p>')
  })
})

describe('how it goes out', () => {
  const rules = { toAll: { amount: 4, source: '' }, list: { least: 2, most: 10_000, source: '' } }
  const facts = { wanted: 'all' as const, eligible: 10, refused: 0, known: 10, ours: 10, toAllUsed: 0 }
  it.each([
    ['everybody has a basis', {}, 'all', null], ['one has none', { refused: 1 }, 'list', 'not_lawful_for_all'], ['one is not known here', { known: 11 }, 'list', 'followers_unknown'],
    ['the platform did not tell', { known: null }, 'list', 'followers_unknown'], ['four have gone to all', { toAllUsed: 4 }, 'list', 'to_all_used_up'], ['a part of a tag', { wanted: 'tag' as const, refused: 2 }, 'list', 'part_of_tag'],
  ])('%s', (_name, over, reach, reason) => { expect(planPost({ ...facts, ...over }, rules)).toMatchObject({ kind: 'go', reach, reason }) })
  it('one alone is no list, nobody no audience', () => {
    expect(planPost({ ...facts, wanted: 'people', eligible: 1 }, rules)).toEqual({ kind: 'nobody', code: 'audience_too_small' })
    expect(planPost({ ...facts, eligible: 0 }, rules)).toEqual({ kind: 'nobody', code: 'audience_empty' })
  })
  it('lists hold everybody once, none too many, none too few', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 200_000 }), (count) => {
      const sizes = batches(count, rules.list)
      expect(sizes.reduce((a, b) => a + b)).toBe(count)
      expect(Math.max(...sizes)).toBeLessThanOrEqual(10_000)
      expect(Math.min(...sizes)).toBeGreaterThanOrEqual(2)
    }))
  })
  it('the month is Shanghai’s', () => {
    expect([postMonth(Date.UTC(2026, 2, 31, 16) - 1, 'Asia/Shanghai'), postMonth(Date.UTC(2026, 2, 31, 16), 'Asia/Shanghai')]).toEqual(['2026-03', '2026-04'])
  })
  it.each([['https://a.example', true], ['http://u:p@a.example', false], ['javascript:x', false], ['a.example', false]])('%s is an address: %s', (text, is) => { expect(linkOf(text) !== null).toBe(is) })
})
