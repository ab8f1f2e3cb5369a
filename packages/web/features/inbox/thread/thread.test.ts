import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at, message } from '../../../../api/testing/rows.js'
import type { Message } from '@recado/api'
import { firstUnread, threadEntries } from './entries.js'
import { linkParts, safeUrl } from './links.js'
import { bars } from './waveform.js'

const picture = (id: string, minute: number, change: Partial<Message> = {}) => message(id, { at: at(minute), content: { kind: 'image', media: { id, url: '', mime: 'image/jpeg', bytes: 1 } }, ...change })
const ours = { direction: 'out', status: 'sent', author: { type: 'agent', id: 'u1' } } as const
const shape = (messages: Message[], firstNew: string | null = null) => threadEntries(messages, firstNew).map((entry) => (entry.type === 'album' ? `album ${entry.messages.map((each) => each.id).join('+')}` : entry.type === 'message' ? `${entry.message.id}${entry.first ? ' first' : ''}${entry.last ? ' last' : ''}${entry.reactions.map((each) => each.emoji).join('')}` : entry.type === 'line' ? `line ${entry.message.id}` : entry.type))

describe('a thread', () => {
  it('begins each day, groups what one hand wrote, and cuts the group by the other', () => {
    expect(shape([message('m1', { at: at(0) }), message('m2', { at: at(1) }), message('m3', { ...ours, at: at(2) }), message('m4', { at: at(24 * 60) })])).toEqual(['day', 'm1 first', 'm2 last', 'm3 first last', 'day', 'm4 first last'])
  })
  it('makes an album of pictures sent together, not of one with words or of a failed one', () => {
    expect(shape([picture('p1', 0), picture('p2', 0), picture('p3', 0.5)])).toEqual(['day', 'album p1+p2+p3'])
    expect(shape([picture('p1', 0), picture('p2', 5)])).toEqual(['day', 'p1 first', 'p2 last'])
    expect(shape([picture('p1', 0, ours), picture('p2', 0, { ...ours, status: 'failed' })])).toEqual(['day', 'p1 first', 'p2 last'])
  })
  it('hangs a reaction on its message, the latest of each side, and takes it back', () => {
    const react = (id: string, emoji: string | null, change: Partial<Message> = {}) => message(id, { at: at(5), content: { kind: 'reaction', messageId: 'm1', emoji }, ...change })
    expect(shape([message('m1'), react('r1', '❤️'), react('r2', '👍'), react('r3', '🙏', ours)])).toEqual(['day', 'm1 first last👍🙏'])
    expect(shape([message('m1'), react('r1', '❤️'), react('r2', null)])).toEqual(['day', 'm1 first last'])
  })
  it('shows a reaction whose message is not loaded, and one that failed, in a line of its own', () => {
    expect(shape([message('r1', { content: { kind: 'reaction', messageId: 'gone', emoji: '❤️' } })])).toEqual(['day', 'r1 first last'])
    expect(shape([message('m1'), message('r1', { ...ours, status: 'failed', content: { kind: 'reaction', messageId: 'm1', emoji: '❤️' } })])).toEqual(['day', 'm1 first last', 'r1 first last'])
  })
  it('marks where the reader had stopped', () => {
    const thread = [message('m1'), message('m2'), message('m3', ours), message('m4')]
    expect(firstUnread(thread, 2)).toBe('m2')
    expect([firstUnread(thread, 0), firstUnread(thread, 9)]).toEqual([null, 'm1'])
    expect(shape(thread, 'm4')).toEqual(['day', 'm1 first', 'm2 last', 'm3 first last', 'new', 'm4 first last'])
  })
  it('loses nobody’s words, whatever comes together', () => {
    const row = fc.record({ minute: fc.integer({ min: 0, max: 4000 }), out: fc.boolean(), kind: fc.constantFrom('text', 'image', 'line') })
    fc.assert(fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
      const thread = rows.toSorted((a, b) => a.minute - b.minute).map(({ minute, out, kind }, n) => ({ ...(kind === 'image' ? picture(`m${n}`, minute) : message(`m${n}`, { at: at(minute), ...(kind === 'line' ? { content: { kind: 'system', event: 'follow' } as const } : {}) })), ...(out ? ours : {}) }))
      const shown = threadEntries(thread, null).flatMap((entry) => (entry.type === 'album' ? entry.messages : entry.type === 'message' || entry.type === 'line' ? [entry.message] : []))
      expect(shown.map((each) => each.id)).toEqual(thread.map((each) => each.id))
    }))
  })
})

describe('links in customer text', () => {
  it.each([
    ['see https://example.com/a.', ['see ', '[https://example.com/a]', '.']],
    ['(https://example.com/a)', ['(', '[https://example.com/a]', ')']],
    ['https://example.com/a_(b)', ['[https://example.com/a_(b)]']],
    ['请看https://example.com/书，谢谢', ['请看', '[https://example.com/书]', '，谢谢']],
    ['www.example.com!', ['[www.example.com]', '!']],
    ['javascript:alert(1)', ['javascript:alert(1)']],
  ])('%s', (text, parts) => {
    expect(linkParts(text).map((part) => (part.url ? `[${part.text}]` : part.text))).toEqual(parts)
  })
  it('keeps every letter of the text', () => {
    fc.assert(fc.property(fc.string(), (text) => { expect(linkParts(text).map((part) => part.text).join('')).toBe(text) }))
  })
  it('follows only what cannot run', () => {
    expect(['https://a.example/', 'mailto:a@example.com', 'tel:+34600'].map(safeUrl).every(Boolean)).toBe(true)
    expect(['javascript:alert(1)', ' JavaScript:alert(1)', 'data:text/html,x', 'vbscript:x', '//a.example', 'x', 'blob:https://a'].map(safeUrl)).toEqual(Array.from({ length: 7 }, () => null))
  })
})

it('draws forty bars of any waveform, and an even line of none', () => {
  expect(bars([0, 100]).length).toBe(40)
  expect(new Set(bars(undefined)).size).toBe(1)
  expect(Math.max(...bars([3, 70, 250]))).toBe(100)
})
