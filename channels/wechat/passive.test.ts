import { describe, expect, it } from 'vitest'
import type { Content, Media } from '@recado/core'
import { aesKeyOf, decrypt, signatureOf } from './crypto.js'
import { fixture, settings } from './fake-context.js'
import { passiveReply } from './passive.js'
import { readPush, text } from './push.js'

const to = { person: 'oRECADOexample0000000000001a', account: 'gh_0a1b2c3d4e5f' }
const now = 1763776801_999
const plain = { ...settings, mode: 'plain' }
const hello: Content = { kind: 'text', text: 'Gracias, le atiende Ana.' }
const key = aesKeyOf('InXp8erc38zi9Cv4lta0kLIXTsQUXeo8Pq6EgE5cvo4')!

/** One line of XML without the blanks between elements, as the platform's examples would be without their layout. */
const flat = (xml: string) => xml.replace(/>\s+</g, '><').trim()

describe('a reply in the answer itself', () => {
  it('is the text reply of the documents', () => {
    expect(passiveReply(hello, to, plain, now)).toBe(flat(fixture('50-reply-text.xml')))
  })
  it('is the news reply of the documents, with its one article', () => {
    const link: Content = { kind: 'link', title: 'Catálogo', text: 'Otoño', url: 'https://example.com/catalogo', imageUrl: 'https://example.com/cover.jpg' }
    expect(passiveReply(link, to, plain, now)).toBe(flat(fixture('55-reply-news.xml')))
  })
  it('stays plain in compatible mode and is sealed in secure mode, as the vector opens', () => {
    expect(passiveReply(hello, to, { ...settings, mode: 'compatible' }, now)).toBe(flat(fixture('50-reply-text.xml')))
    const sample = readPush(fixture('93-secure-reply.xml'))!
    const made = readPush(passiveReply(hello, to, settings, now) ?? '')!
    expect(Object.keys(made)).toEqual(Object.keys(sample))
    expect(decrypt(text(made, 'Encrypt'), key)).toEqual(decrypt(text(sample, 'Encrypt'), key))
    for (const [reply, token] of [[made, settings.token], [sample, settings.token]] as const)
      expect(signatureOf(String(token), text(reply, 'TimeStamp'), text(reply, 'Nonce'), text(reply, 'Encrypt'))).toBe(text(reply, 'MsgSignature'))
    expect(text(made, 'TimeStamp')).toBe('1763776801')
  })
  it('never uses a nonce or filling twice', () => {
    expect(passiveReply(hello, to, settings, now)).not.toBe(passiveReply(hello, to, settings, now))
  })
  it('names the account by its original id', () => {
    const from = (account: string, originalId: string) => text(readPush(passiveReply(hello, { ...to, account }, { ...plain, originalId }, now) ?? '') ?? {}, 'FromUserName')
    expect(from('wx0123456789abcdef', 'gh_0a1b2c3d4e5f')).toBe('gh_0a1b2c3d4e5f')
    expect(passiveReply(hello, { ...to, account: 'wx0123456789abcdef' }, { ...plain, originalId: '' }, now)).toBeNull()
  })
  it('keeps the end mark of CDATA inside the text', () => {
    const written = 'a]]>b</Content><MsgType>x'
    expect(text(readPush(passiveReply({ kind: 'text', text: written }, to, plain, now) ?? '') ?? {}, 'Content')).toBe(written)
  })

  const media: Media = { id: 'm', url: '/m', mime: 'image/png', bytes: 10 }
  it.each<[string, Content, object, boolean]>([
    ['choices, as numbered lines even on a verified account', { kind: 'choices', style: 'buttons', text: 'Sí?', options: [{ id: '1', title: 'Sí' }] }, { ...plain, verified: true }, true],
    ['a place', { kind: 'location', latitude: 1, longitude: 2 }, plain, true],
    ['a picture', { kind: 'image', media }, plain, false],
    ['a file', { kind: 'document', media }, plain, false],
    ['2,048 bytes', { kind: 'text', text: 'é'.repeat(1024) }, plain, true],
    ['2,049 bytes', { kind: 'text', text: `${'é'.repeat(1024)}a` }, plain, false],
    ['secure mode without a key', hello, { ...settings, encodingAesKey: '' }, false],
  ])('%s: %s', (_name, content, over, possible) => {
    expect(passiveReply(content, to, over as typeof settings, now) !== null).toBe(possible)
  })
})
