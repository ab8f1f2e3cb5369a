import { sampleFile } from '@recado/channel-kit/testing/sample-files'
import { describe, expect, it } from 'vitest'
import { desk, START } from './desk-for-tests.js'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

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
