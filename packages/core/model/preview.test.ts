import { describe, expect, it } from 'vitest'
import type { Content } from './content.js'
import { previewOf } from './preview.js'

const media = { name: 'voice.webm' }
const rows: [string, Content<unknown>, string][] = [
  ['a text in one line', { kind: 'text', text: ' two\n lines ' }, 'two lines'],
  ['no more than 240 characters', { kind: 'text', text: 'x'.repeat(300) }, 'x'.repeat(240)],
  ['a picture by its caption', { kind: 'image', media, caption: 'My glasses' }, 'My glasses'],
  ['a picture without one by nothing: the reader has a word for it', { kind: 'image', media }, ''],
  ['a recording never by the name of its file', { kind: 'audio', media, voice: true }, ''],
  ['a document by its name', { kind: 'document', media: { name: 'offer.pdf' } }, 'offer.pdf'],
  ['a document by its caption first', { kind: 'document', media: { name: 'offer.pdf' }, caption: 'Our offer' }, 'Our offer'],
]

describe('the words of a message in one line', () => {
  it.each(rows)('%s', (_, content, words) => expect(previewOf(content)).toBe(words))
})
